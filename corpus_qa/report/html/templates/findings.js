// The list of findings: filters, then rows under their checks or one row for each article.

const FIRST_ROWS = 3, MORE_ROWS = 20;
const FILTERS = ["family", "check", "severity", "site", "status"];
const NO_SITE = "(no site)";

function findingsList(data, root) {
  const form = root.querySelector("#filters");
  const groups = new Map([...root.querySelectorAll("[data-check]")].map((e) => [e.dataset.check, listIn(e, row)]));
  const articles = listIn(root.querySelector("#articles"), articleRow);
  const valueOf = {
    family: (f) => f.family, check: (f) => f.check, severity: (f) => f.severity, status: (f) => f.status,
    site: (f) => f.article.site ?? NO_SITE,
  };
  for (const name of FILTERS) {
    const values = new Set(data.findings.map(valueOf[name]));
    form.elements[name].closest("label").hidden = values.size < 2;
    for (const value of [...values].sort()) form.elements[name].add(new Option(value, value));
  }

  const haystacks = new Array(data.findings.length);
  function haystack(f) {
    return (haystacks[f.number] ??= [
      f.piece ? f.piece.text.slice(f.from, f.to) : "", f.message, f.suggestion ?? "", f.check, f.name,
      f.place, f.article.title ?? "", f.article.id,
    ].join("\n").toLowerCase());
  }

  function apply() {
    const wanted = Object.fromEntries(new FormData(form));
    const words = wanted.q.toLowerCase().split(/\s+/).filter(Boolean);
    const matches = data.findings.filter((f) => FILTERS.every((name) => !wanted[name] || valueOf[name](f) === wanted[name])
      && words.every((word) => haystack(f).includes(word)));
    const byArticle = wanted.grouping === "article";
    root.querySelector("#groups").hidden = byArticle;
    articles.element.hidden = !byArticle || !matches.length;
    if (byArticle) showArticles(matches);
    else showChecks(matches);
    const all = plural(data.findings.length, "finding");
    form.elements.tally.value = matches.length === data.findings.length ? "" : `${matches.length.toLocaleString("en")} of ${all} match.`;
    root.querySelector("#none-match").hidden = matches.length > 0;
  }

  function showChecks(matches) {
    const byCheck = new Map([...groups.keys()].map((check) => [check, []]));
    for (const f of matches) byCheck.get(f.check)?.push(f);
    const busy = [...byCheck.values()].filter((own) => own.length).length;
    for (const [check, own] of byCheck) {
      groups.get(check).element.hidden = !own.length;
      groups.get(check).show(own, busy === 1 ? MORE_ROWS : FIRST_ROWS);
    }
  }

  function showArticles(matches) {
    const own = new Map();
    for (const f of matches) own.set(f.article, [...(own.get(f.article) ?? []), f]);
    const errors = (found) => found.filter((f) => f.severity === "error").length;
    const worst = [...own].sort(([, a], [, b]) => errors(b) - errors(a) || b.length - a.length);
    articles.show(worst, MORE_ROWS);
  }

  let timer = 0;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(apply, 100);
  });
  form.addEventListener("reset", () => setTimeout(apply));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  // Of a change, what is new is what its author can fix.
  const first = form.dataset.status ?? "";
  if ([...form.elements.status.options].some((option) => option.value === first)) form.elements.status.value = first;
  apply();

  return (wanted) => {
    form.reset();
    for (const [name, value] of Object.entries(wanted)) form.elements[name].value = value;
    apply();
    root.scrollIntoView();
  };
}

// A list that shows its items some at a time.
function listIn(element, build) {
  const list = element.querySelector(".rows"), more = element.querySelector(".more");
  let items = [], shown = 0;
  function extend(count) {
    list.append(...items.slice(shown, shown + count).map(build));
    shown = Math.min(items.length, shown + count);
    more.hidden = shown === items.length;
    more.textContent = `Show ${Math.min(items.length - shown, MORE_ROWS)} more of ${(items.length - shown).toLocaleString("en")}`;
  }
  more.addEventListener("click", () => extend(MORE_ROWS));
  function show(newItems, count) {
    items = newItems;
    shown = 0;
    list.replaceChildren();
    extend(count);
  }
  return { element, show };
}

function row(f) {
  const link = make("a", "path", make("bdi", "", f.place));
  link.href = `#finding-${f.number}`;
  const status = f.status === "new" ? null : make("span", "status-tag", f.status);
  const severe = f.severity === "error" ? null : severity(f.severity);
  const message = reveal(make("span", "message"), f.message);
  return make("li", `row fam-${f.family} is-${f.status}`, quote(f), make("p", "said", message, fix(f), link, severe, status));
}

function articleRow([article, findings]) {
  const link = make("a", "", make("bdi", "", article.title ?? article.name));
  link.href = `#article-${article.number}`;
  const families = new Map();
  for (const { family } of findings) families.set(family, (families.get(family) ?? 0) + 1);
  const tallies = [...families].sort().map(([family, n]) => make("span", `fam fam-${family}`, make("i", "dot"), `${family} ${n}`));
  const path = article.title ? make("bdi", "path", article.name) : null;
  return make("li", "row", make("p", "quote", link), make("p", "said", path, ...tallies));
}
