// The table of sites: sorted by a column, searched, and each cell leads to its findings.

function sitesTable() {
  const table = document.querySelector("#site-table");
  if (!table) return;
  const body = table.tBodies[0], rows = [...body.rows];
  const tools = document.querySelector("#site-tools"), tally = document.querySelector("#site-tally");
  tools.hidden = rows.length < 2;
  document.querySelector("#site-search").addEventListener("input", (event) => {
    const wanted = event.target.value.trim().toLowerCase();
    let left = 0;
    for (const one of rows) {
      one.hidden = !one.dataset.site.toLowerCase().includes(wanted);
      left += !one.hidden;
    }
    tally.value = wanted ? `${left} of ${plural(rows.length, "site")}` : "";
  });
  for (const head of table.tHead.querySelectorAll("[data-sort]")) {
    const button = make("button", "", head.textContent);
    button.type = "button";
    button.addEventListener("click", () => sortBy(head));
    head.replaceChildren(button);
  }
  function sortBy(head) {
    const text = head.dataset.sort === "text";
    const ascending = head.ariaSort ? head.ariaSort === "descending" : text;
    for (const other of table.tHead.querySelectorAll("[data-sort]")) other.removeAttribute("aria-sort");
    head.ariaSort = ascending ? "ascending" : "descending";
    const key = (one) => (text ? one.dataset.site : Number(one.cells[head.cellIndex].dataset.value));
    const order = (a, b) => (text ? key(a).localeCompare(key(b)) : key(a) - key(b));
    body.append(...rows.sort((a, b) => (ascending ? order(a, b) : order(b, a))));
  }
  for (const cell of body.querySelectorAll("[data-family]")) {
    if (cell.classList.contains("heat-0")) continue;
    const link = make("button", "", cell.textContent);
    link.type = "button";
    const { family } = cell.dataset, { site } = cell.parentElement.dataset;
    link.setAttribute("aria-label", `${cell.textContent}: ${family} findings of ${site}`);
    link.addEventListener("click", () => (location.hash = address({ family, site })));
    cell.replaceChildren(link);
  }
}
