"use strict";
// The data of the page: base64 of gzip of JSON, in an element that no browser executes.
// Rows are arrays to keep the page small; report/html/payload.py documents their order.

async function unpack(element) {
  const bytes = Uint8Array.from(atob(element.textContent), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  const data = JSON.parse(await new Response(stream).text());
  const articles = data.articles.map(([id, source, site, whole, total, pieces, path, url, date, language], number) => ({
    number, id, source, site, whole, total, path, url, date, language, findings: [],
    name: id.startsWith(source) ? id : `${source} · ${id}`,
    title: pieces.find(([field, start]) => field === "title" && start === 0)?.[2] ?? null,
    pieces: pieces.map(([field, start, text]) => ({ field, start, text })),
  }));
  const findings = data.findings.map(
    ([article, check, severity, status, piece, from, to, line, column, message, suggestion, mark, safe, fresh], number) => {
      const owner = articles[article];
      const told = line || owner.id.startsWith(owner.source) ? "" : ` · ${owner.id}`;
      return {
        number, article: owner, check, severity, status, from, to, message, suggestion, mark, safe, fresh,
        place: [owner.path, line, column].filter(Boolean).join(":") + told,
        name: data.checks[check]?.[0] ?? "", family: data.checks[check]?.[1] ?? "",
        piece: piece < 0 ? null : owner.pieces[piece],
      };
    },
  );
  for (const finding of findings) finding.article.findings.push(finding);
  const pairs = data.pairs.map(([a, b, kind, jaccard, aInB, bInA, cluster, known], number) => ({
    number, a: articles[a], b: articles[b], kind, jaccard, aInB, bInA, cluster, known,
  }));
  // The same finding or article has the same mark in the next run.
  return {
    articles, findings, pairs, checks: data.checks,
    byMark: new Map(findings.map((f) => [f.mark, f]).reverse()),
    byId: new Map(articles.map((a) => [a.id, a]).reverse()),
  };
}

// The address holds what a reader sees: #CHR013 a place of the page; #family=date&site=a.example
// filters; with article=, finding= or pair=, what covers them.
const FILTERS = ["family", "check", "severity", "site", "status", "since"];
const STATE = [...FILTERS, "q", "grouping"];

function readAddress() {
  const hash = location.hash.slice(1);
  const asked = new URLSearchParams(hash.includes("=") ? hash : "");
  const filters = Object.fromEntries(STATE.map((name) => [name, asked.get(name) ?? ""]));
  return { place: hash.includes("=") ? "" : decode(hash), asked, filters, filtered: STATE.some((name) => asked.has(name)) };
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

function address(filters, cover = {}) {
  const all = Object.entries({ ...cover, ...filters }).filter(([, value]) => value);
  return `#${new URLSearchParams(all)}`;
}
