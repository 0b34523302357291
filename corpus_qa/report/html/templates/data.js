"use strict";
// The data of the page: base64 of gzip of JSON, in an element that no browser executes.
// Rows are arrays to keep the page small; report/html/payload.py documents their order.

async function unpack(element) {
  const bytes = Uint8Array.from(atob(element.textContent), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  const data = JSON.parse(await new Response(stream).text());
  const articles = data.articles.map(([id, source, site, whole, total, pieces, path], number) => ({
    number, id, source, site, whole, total, path, findings: [],
    name: id.startsWith(source) ? id : `${source} · ${id}`,
    title: pieces.find(([field, start]) => field === "title" && start === 0)?.[2] ?? null,
    pieces: pieces.map(([field, start, text]) => ({ field, start, text })),
  }));
  const findings = data.findings.map(
    ([article, check, severity, status, piece, from, to, line, column, message, suggestion], number) => ({
      number, article: articles[article], check, severity, status, from, to, message, suggestion,
      place: [articles[article].path, line, column].filter(Boolean).join(":"),
      name: data.checks[check]?.[0] ?? "", family: data.checks[check]?.[1] ?? "",
      piece: piece < 0 ? null : articles[article].pieces[piece],
    }),
  );
  for (const finding of findings) finding.article.findings.push(finding);
  const pairs = data.pairs.map(([a, b, kind, jaccard, aInB, bInA, cluster, known], number) => ({
    number, a: articles[a], b: articles[b], kind, jaccard, aInB, bInA, cluster, known,
  }));
  return { articles, findings, pairs, checks: data.checks };
}
