// One article: its text with every finding marked in place, as it is or mended, and the findings in
// the margin.

function showArticle(page, article, current) {
  const { data } = page;
  const findings = [...article.findings].sort((a, b) => reading(a) - reading(b) || a.from - b.from);
  const numbers = new Map(findings.map((f, i) => [f, i + 1]));
  const title = make("h1");
  title.dir = "auto";
  const titlePiece = article.pieces.find((piece) => piece.field === "title");
  if (titlePiece) marks(title, titlePiece, findings, numbers);
  else title.append(article.title ?? article.name);

  const prose = make("div", "prose");
  const mending = findings.filter((f) => f.suggestion !== null && f.safe !== false && f.piece && f.to > f.from);
  fillProse(prose, article, findings, numbers);

  const list = make("ol");
  for (const f of findings) {
    const what = make("span", "what", make("span", "", `${numbers.get(f)}`), make("span", "", f.name.replaceAll("-", " ")), make("span", "id", f.check), severity(f.severity), f.status === "new" ? null : make("span", "status-tag", f.status));
    const button = make("button", "", what, reveal(make("span", "message"), f.message), fix(f));
    button.type = "button";
    button.addEventListener("click", () => select(f));
    const item = make("li", `fam-${f.family}`, button, aboutCheck(f.check));
    item.dataset.finding = f.number;
    list.append(item);
  }
  const margin = make("aside", "margin", list, ...copies(data, article));
  margin.setAttribute("aria-label", "Findings of this article");
  margin.tabIndex = 0;
  const reader = document.querySelector("#reader");
  const tools = make("div", "reader-tools");
  tools.id = "reader-tools";
  reader.replaceChildren(bar(page, article), make("div", "reader-head", title, facts(article, findings, numbers)), tools, make("div", "reader-body", prose, margin));
  if (mending.length) tools.append(...toggle((mended) => {
    prose.replaceChildren();
    if (mended) fillMended(prose, article, mending);
    else fillProse(prose, article, findings, numbers);
    listen();
  }), make("span", "muted", `${plural(mending.length, "finding")} of ${findings.length} can be mended.`));
  if (mending.length && article.whole) tools.append(copyButton(() => mendedText(article, mending), "Copy the mended text"));
  tools.append(copyButton(() => location.href, "Copy a link to this"));

  function select(f) {
    for (const old of reader.querySelectorAll(".current")) old.classList.remove("current");
    const found = reader.querySelectorAll(`[data-finding~="${f.number}"]`);
    for (const element of found) element.classList.add("current");
    page.current = f;
    history.replaceState(history.state, "", address(page.list?.filters ?? {}, { finding: f.mark }));
    reader.querySelector(`mark[data-finding~="${f.number}"]`)?.scrollIntoView({ block: "center" });
    // Beside the text the list has a scroll of its own; above it, on a phone, it stays behind.
    if (getComputedStyle(margin).position === "sticky") margin.querySelector(".current")?.scrollIntoView({ block: "nearest" });
  }
  function listen() {
    for (const mark of reader.querySelectorAll("mark")) {
      mark.addEventListener("click", () => select(data.findings[mark.dataset.finding.split(" ")[0]]));
    }
  }
  listen();
  if (current) select(current);
}

// Where, when and in what language an article stands, with a link to its original.
function facts(article, findings, numbers) {
  const names = [article.name, article.site, article.date ?? "no date", article.language].filter(Boolean);
  const parts = names.map((name) => make("bdi", "", name));
  const byline = article.pieces.find((piece) => piece.field === "byline");
  if (byline) {
    parts.push(make("bdi"));
    marks(parts.at(-1), byline, findings, numbers);
  }
  const link = original(article.url);
  if (link) parts.push(link);
  return make("p", "", ...parts.flatMap((part, n) => (n ? [" · ", part] : [part])));
}

function original(url) {
  try {
    const parsed = new URL(url);
    if (!["http:", "https:"].includes(parsed.protocol)) return null;
    const link = make("a", "", "original");
    link.href = parsed.href;
    link.rel = "noreferrer noopener nofollow";
    link.target = "_blank";
    link.title = parsed.href;
    return link;
  } catch {
    return null;
  }
}

function aboutCheck(check) {
  const about = document.querySelector(`[data-check="${CSS.escape(check)}"] .about`)?.cloneNode(true);
  if (about) about.open = false;
  return about ?? null;
}

function fillProse(prose, article, findings, numbers) {
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
}

// What mending replaces in a piece, in order: of suggestions that overlap the first one counts.
function replacements(piece, mending) {
  const own = mending.filter((f) => f.piece === piece).sort((a, b) => a.from - b.from || b.to - a.to);
  let end = 0;
  return own.filter((f) => {
    const free = f.from >= end;
    if (free) end = f.to;
    return free;
  });
}

function fillMended(prose, article, mending) {
  for (const piece of article.pieces.filter((p) => p.field === "text")) {
    const block = make("div");
    block.dir = "auto";
    let last = 0;
    for (const f of replacements(piece, mending)) {
      reveal(block, piece.text.slice(last, f.from));
      const changed = f.suggestion ? reveal(make("ins", `fam-${f.family}`), f.suggestion) : make("ins", `gone-words fam-${f.family}`, "✂");
      changed.title = `was: ${piece.text.slice(f.from, Math.min(f.to, f.from + 200))}`;
      block.append(changed);
      last = f.to;
    }
    reveal(block, piece.text.slice(last));
    prose.append(block);
  }
}

function mendedText(article, mending) {
  const piece = article.pieces.find((p) => p.field === "text");
  let text = "", last = 0;
  for (const f of replacements(piece, mending)) {
    text += piece.text.slice(last, f.from) + f.suggestion;
    last = f.to;
  }
  return text + piece.text.slice(last);
}

function toggle(choose) {
  const buttons = ["As it is", "Mended"].map((label, n) => {
    const button = make("button", "", label);
    button.type = "button";
    button.ariaPressed = String(n === 0);
    button.addEventListener("click", () => {
      buttons.forEach((other) => (other.ariaPressed = String(other === button)));
      choose(n === 1);
    });
    return button;
  });
  return [make("span", "toggle", ...buttons)];
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
    link.href = pairAddress(pair);
    return make("p", "copy", "Compare with ", link);
  });
}

function wayBack(page) {
  const back = make("a", "", "← Back to the report");
  back.href = backTo(page);
  return back;
}

function bar(page, article) {
  const articles = articlesOf(page);
  const at = articles.indexOf(article);
  const shown = article.findings.length;
  const tally = shown < article.total ? `${shown} of ${plural(article.total, "finding")}` : plural(shown, "finding");
  const narrow = page.list && page.list.matches.length < page.data.findings.length;
  const place = at < 0 ? "" : ` · article ${at + 1} of ${articles.length}${narrow ? " that match the filters" : ""}`;
  const steps = make("span", "steps");
  for (const [label, other] of [["Previous article", articles[at - 1]], ["Next article", at < 0 ? articles[0] : articles[at + 1]]]) {
    if (!other) continue;
    const link = make("a", "", label);
    link.href = address(page.list?.filters ?? {}, { article: other.id });
    steps.append(link);
  }
  return make("div", "reader-bar", wayBack(page), make("span", "muted", tally + place), steps, make("span", "keys muted", "j k next and previous finding · Esc back"));
}

function copyButton(text, label = "Copy") {
  const button = make("button", "copy-button", label);
  button.type = "button";
  button.addEventListener("click", async () => {
    button.textContent = (await put(text())) ? "Copied" : "Press Ctrl+C";
    setTimeout(() => (button.textContent = label), 1500);
  });
  return button;
}

// Pages opened from a file may have no clipboard; then the words are selected and copied the old way.
async function put(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = make("textarea", "hidden", text);
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}
