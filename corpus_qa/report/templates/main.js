// Start: unpack the data, fill the list, and let the address (#article-3, #pair-0) choose the view.

async function start() {
  const data = await unpack(document.querySelector("#data"));
  const overview = document.querySelector("#overview"), reader = document.querySelector("#reader");
  if (document.querySelector("#filters")) findingsList(data, document.querySelector("#findings"));
  for (const element of document.querySelectorAll("[data-pair]")) {
    const link = make("a", "", "Compare");
    link.href = `#pair-${element.dataset.pair}`;
    element.querySelector(".ends").append(link);
  }
  let scrolled = 0;

  function route() {
    const [, kind, number] = /^#(article|finding|pair)-(\d+)$/.exec(location.hash) ?? [];
    const finding = kind === "finding" ? data.findings[number] : undefined;
    const article = kind === "article" ? data.articles[number] : finding?.article;
    const pair = kind === "pair" ? data.pairs[number] : undefined;
    const inReader = Boolean(article ?? pair);
    if (inReader && reader.hidden) scrolled = scrollY;
    overview.hidden = inReader;
    reader.hidden = !inReader;
    if (!inReader) {
      if (scrolled) scrollTo(0, scrolled);
      scrolled = 0;
      return;
    }
    scrollTo(0, 0);
    if (pair) showPair(data, pair);
    else showArticle(data, article, finding)();
    reader.focus({ preventScroll: true });
  }
  addEventListener("hashchange", route);
  route();
  document.documentElement.dataset.ready = "";
}

start().catch((error) => {
  const note = document.querySelector("#no-data");
  if (!note) return;
  note.hidden = false;
  note.textContent = `This browser cannot unpack the findings of this page (${error}). The summary above is complete; all findings are in findings.parquet.`;
});
