// One article: its text with every finding marked in place, and the findings in the margin.

function showArticle(data, article, current) {
  const findings = [...article.findings].sort((a, b) => reading(a) - reading(b) || a.from - b.from);
  const numbers = new Map(findings.map((f, i) => [f, i + 1]));
  const title = make("h1");
  title.dir = "auto";
  const titlePiece = article.pieces.find((piece) => piece.field === "title");
  if (titlePiece) marks(title, titlePiece, findings, numbers);
  else title.append(article.title ?? article.name);
  const byline = article.pieces.find((piece) => piece.field === "byline");
  const names = [titlePiece && article.name, article.site].filter(Boolean).map((name) => make("bdi", "", name));
  if (byline) {
    names.push(make("bdi"));
    marks(names.at(-1), byline, findings, numbers);
  }
  const facts = make("p", "", ...names.flatMap((name, n) => (n ? [" · ", name] : [name])));

  const prose = make("div", "prose");
  let last = 0;
  for (const piece of article.pieces.filter((p) => p.field === "text")) {
    if (!article.whole && (piece.start > last || last === 0)) prose.append(make("div", "gap", "This page has only the text around the findings."));
    const block = make("div");
    block.dir = "auto";
    marks(block, piece, findings, numbers);
    prose.append(block);
    last = piece.start + piece.text.length;
  }
  if (!prose.childNodes.length) prose.append(make("div", "gap", `The text of this article is not in this page; see ${article.path}.`));

  const list = make("ol");
  for (const f of findings) {
    const what = make("span", "what", make("span", "", `${numbers.get(f)}`), make("span", "", f.name), make("span", "id", f.check), severity(f.severity));
    const button = make("button", "", what, reveal(make("span", "message"), f.message), fix(f));
    button.type = "button";
    button.addEventListener("click", () => select(f));
    const item = make("li", `fam-${f.family}`, button);
    item.dataset.finding = f.number;
    list.append(item);
  }
  const margin = make("aside", "margin", list, ...copies(data, article));
  margin.setAttribute("aria-label", "Findings of this article");
  const reader = document.querySelector("#reader");
  reader.replaceChildren(bar(data, article), make("div", "reader-head", title, facts), make("div", "reader-body", prose, margin));

  function select(f) {
    for (const old of reader.querySelectorAll(".current")) old.classList.remove("current");
    const found = reader.querySelectorAll(`[data-finding~="${f.number}"]`);
    for (const element of found) element.classList.add("current");
    reader.querySelector(`mark[data-finding~="${f.number}"]`)?.scrollIntoView({ block: "center" });
  }
  for (const mark of reader.querySelectorAll("mark")) {
    mark.addEventListener("click", () => select(data.findings[mark.dataset.finding.split(" ")[0]]));
  }
  if (current) select(current);
}

function reading(finding) {
  if (!finding.piece) return -1;
  return { title: 0, byline: 1 }[finding.piece.field] ?? 2 + finding.piece.start;
}

// Spans may overlap: cut the piece at every edge, and mark each part with all findings that cover it.
function marks(parent, piece, findings, numbers) {
  const own = findings.filter((f) => f.piece === piece && f.to > f.from);
  const edges = [...new Set([0, piece.text.length, ...own.flatMap((f) => [f.from, f.to])])].sort((a, b) => a - b);
  for (let i = 0; i + 1 < edges.length; i += 1) {
    const [from, to] = [edges[i], edges[i + 1]];
    const cover = own.filter((f) => f.from <= from && f.to >= to);
    if (!cover.length) {
      reveal(parent, piece.text.slice(from, to));
      continue;
    }
    const mark = marked(cover[0], piece.text.slice(from, to));
    mark.dataset.finding = cover.map((f) => f.number).join(" ");
    const ending = cover.filter((f) => f.to === to).map((f) => numbers.get(f));
    if (ending.length) mark.append(make("sup", "", ending.join(" ")));
    parent.append(mark);
  }
}

// Links to the comparisons with the articles that share text with this one.
function copies(data, article) {
  const own = data.pairs.filter((pair) => pair.a === article || pair.b === article);
  return own.slice(0, 10).map((pair) => {
    const link = make("a", "", make("bdi", "", (pair.a === article ? pair.b : pair.a).name));
    link.href = `#pair-${pair.number}`;
    return make("p", "copy", "Compare with ", link);
  });
}

function wayBack() {
  const back = make("a", "", "← Back to the report");
  back.href = "#back";
  return back;
}

function bar(data, article) {
  const back = wayBack();
  const withFindings = data.articles.filter((a) => a.findings.length);
  const at = withFindings.indexOf(article);
  const shown = article.findings.length;
  const tally = shown < article.total ? `${shown} of ${plural(article.total, "finding")}` : plural(shown, "finding");
  const steps = make("span", "steps");
  for (const [label, other] of [["Previous article", withFindings[at - 1]], ["Next article", withFindings[at + 1]]]) {
    if (!other) continue;
    const link = make("a", "", label);
    link.href = `#article-${other.number}`;
    steps.append(link);
  }
  return make("div", "reader-bar", back, make("span", "muted", tally), steps);
}
