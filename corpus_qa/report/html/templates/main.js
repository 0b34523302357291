// Start: unpack the data, fill the list, and let the address (#article-3, #pair-0) choose the view.

async function start() {
  const data = await unpack(document.querySelector("#data"));
  const root = document.querySelector("#findings");
  if (root.querySelector("#filters")) linkRates(findingsList(data, root));
  for (const element of document.querySelectorAll("[data-pair]")) {
    const link = make("a", "compare", "Compare");
    link.href = `#pair-${element.dataset.pair}`;
    element.append(link);
  }
  addEventListener("hashchange", () => route(data));
  route(data);
  document.documentElement.dataset.ready = "";
}

// The report and the article or pair that covers it share the page; the way back leads to the place
// where the reader left.
let leftAt = null;

function route(data) {
  const overview = document.querySelector("#overview"), reader = document.querySelector("#reader");
  const [, kind, number] = /^#(article|finding|pair)-(\d+)$/.exec(location.hash) ?? [];
  const finding = kind === "finding" ? data.findings[number] : undefined;
  const article = kind === "article" ? data.articles[number] : finding?.article;
  const pair = kind === "pair" ? data.pairs[number] : undefined;
  const covered = Boolean(article ?? pair);
  if (covered && reader.hidden) leftAt = scrollY;
  const returning = !covered && overview.hidden;
  overview.hidden = covered;
  reader.hidden = !covered;
  if (covered) {
    scrollTo(0, 0);
    if (pair) showPair(pair);
    else showArticle(data, article, finding);
    reader.focus({ preventScroll: true });
  } else if (returning) {
    if (location.hash === "#back") scrollTo(0, leftAt ?? 0);
    else document.getElementById(location.hash.slice(1))?.scrollIntoView();
  }
}

// A cell of the table of sites leads to its findings.
function linkRates(filter) {
  for (const cell of document.querySelectorAll("[data-family]")) {
    if (cell.classList.contains("heat-0")) continue;
    const button = make("button", "", cell.textContent);
    button.type = "button";
    const { family } = cell.dataset, { site } = cell.parentElement.dataset;
    button.setAttribute("aria-label", `${cell.textContent}: ${family} findings of ${site}`);
    button.addEventListener("click", () => filter({ family, site }));
    cell.replaceChildren(button);
  }
}

start().catch((error) => {
  const note = document.querySelector("#no-data");
  if (!note) return;
  note.hidden = false;
  note.textContent = `This browser cannot unpack the findings of this page (${error}). The summary above is complete; all findings are in findings.parquet.`;
});
