// Start: unpack the data, and let the address choose the filters and what covers the report.

async function start() {
  const data = await unpack(document.querySelector("#data"));
  const root = document.querySelector("#findings");
  const list = root.querySelector("#filters") ? findingsList(data, root) : null;
  for (const element of document.querySelectorAll("[data-pair]")) {
    const pair = data.pairs[element.dataset.pair];
    const link = make("a", "compare", "Compare");
    link.href = pairAddress(pair);
    link.setAttribute("aria-label", `Compare ${pair.a.title ?? pair.a.name} with ${pair.b.title ?? pair.b.name}`);
    element.append(link);
  }
  sitesTable();
  for (const command of document.querySelectorAll(".command")) command.append(copyButton(() => command.querySelector("pre").textContent));
  const page = { data, list, shown: null };
  if (list && location.hash.length < 2 && root.querySelector("#filters").dataset.status) {
    // Of a change, what is new is what its author can fix.
    const status = root.querySelector("#filters").dataset.status;
    list.show(data.findings.some((f) => f.status === status) ? { status } : {});
  } else list?.show({});
  addEventListener("hashchange", () => route(page));
  addEventListener("keydown", (event) => onKey(page, event));
  addEventListener("click", (event) => keepFilters(page, event));
  rememberScroll();
  route(page, true);
  document.documentElement.dataset.ready = "";
}

// A link to a finding or an article keeps the filters, so that the next one stays within them.
function keepFilters(page, event) {
  const link = event.target.closest?.("a[data-cover]");
  if (!link || !page.list) return;
  const cover = Object.fromEntries(new URLSearchParams(link.hash.slice(1)));
  link.hash = address(page.list.filters, cover);
}

// The report and what covers it share the page; the way back leads to the place that was left.
let leftAt = null;

function rememberScroll() {
  let timer = 0;
  addEventListener("scroll", () => {
    clearTimeout(timer);
    timer = setTimeout(() => history.replaceState({ y: scrollY }, ""), 150);
  }, { passive: true });
}

function route(page, first = false) {
  const { data, list } = page;
  const overview = document.querySelector("#overview"), reader = document.querySelector("#reader");
  const { place, asked, filters, filtered } = readAddress();
  const finding = data.byMark.get(asked.get("finding"));
  const article = finding?.article ?? data.byId.get(asked.get("article"));
  const pair = asked.has("pair") ? pairOf(data, asked.get("pair")) : undefined;
  const covered = Boolean(article ?? pair);
  const gone = !covered && ["finding", "article", "pair"].some((name) => asked.has(name));
  if (list && (filtered || covered) && !same(list.filters, filters) && (filtered || first)) list.show(filters);
  if (covered && reader.hidden) leftAt = scrollY;
  const returning = !covered && overview.hidden;
  overview.hidden = covered;
  reader.hidden = !covered;
  document.querySelector("#gone").hidden = !gone;
  page.shown = article ?? null;
  page.current = finding ?? null;
  if (covered) {
    scrollTo(0, 0);
    if (pair) showPair(pair, page);
    else showArticle(page, article, finding);
    reader.focus({ preventScroll: true });
  } else if (returning && (place === "back" || filtered) && leftAt !== null) scrollTo(0, leftAt);
  else if (first && history.state?.y) scrollTo(0, history.state.y);
  else if (gone) document.querySelector("#gone").scrollIntoView();
  else if (place) reach(page, place);
  else if (filtered) document.querySelector("#findings").scrollIntoView();
}

const same = (a, b) => STATE.every((name) => (a[name] ?? "") === (b[name] ?? ""));

// A place of the page; the group of a check may be hidden by filters.
function reach(page, place) {
  const element = document.getElementById(place);
  if (element?.hidden && page.list && element.dataset.check) page.list.show({});
  element?.closest("details")?.setAttribute("open", "");
  element?.scrollIntoView();
}

const pairAddress = (pair) => `#${new URLSearchParams({ pair: `${pair.a.id}|${pair.b.id}` })}`;
const pairOf = (data, name) => data.pairs.find((pair) => `${pair.a.id}|${pair.b.id}` === name || `${pair.b.id}|${pair.a.id}` === name);

// j and k step through findings, / searches, Escape leads back.
function onKey(page, event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  const typing = event.target.closest?.("input, select, textarea");
  const reader = document.querySelector("#reader");
  if (event.key === "Escape" && !reader.hidden) location.hash = backTo(page);
  else if (typing) {
    if (event.key === "Escape") event.target.blur();
  } else if (event.key === "/") {
    if (!reader.hidden) location.hash = backTo(page);
    event.preventDefault();
    setTimeout(() => document.querySelector("#filters [name=q]")?.focus());
  } else if ((event.key === "j" || event.key === "k") && page.list) step(page, event.key === "j" ? 1 : -1);
}

function backTo(page) {
  const filters = page.list?.filters ?? {};
  return address(filters) === "#" ? "#back" : address(filters);
}

// The next finding of those that match, article by article.
function step(page, by) {
  const order = inOrder(page);
  const at = order.indexOf(page.current ?? order.find((f) => f.article === page.shown && by > 0));
  const next = page.current || !page.shown ? order[at + by] : order[at];
  if (next) location.hash = address(page.list.filters, { finding: next.mark });
}

function inOrder(page) {
  if (page.ordered?.of !== page.list.matches) {
    const places = new Map(articlesOf(page).map((article, n) => [article, n]));
    const ordered = [...page.list.matches].sort((a, b) => places.get(a.article) - places.get(b.article) || reading(a) - reading(b) || a.from - b.from);
    page.ordered = { of: page.list.matches, ordered };
  }
  return page.ordered.ordered;
}

// The articles of the findings that match, in the order of the list.
const articlesOf = (page) => [...new Set((page.list?.matches ?? []).map((f) => f.article))];

start().catch((error) => {
  const note = document.querySelector("#no-data");
  if (!note) return;
  note.hidden = false;
  note.textContent = `This browser cannot unpack the findings of this page (${error}). The summary above is complete; all findings are in findings.parquet.`;
});
