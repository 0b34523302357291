// The list of findings: filters, then rows under their checks or one row for each article.

const FIRST_ROWS = 3, MORE_ROWS = 20;
const NO_SITE = "(no site)";
const VALUE_OF = {
  family: (f) => f.family, check: (f) => f.check, severity: (f) => f.severity, status: (f) => f.status,
  site: (f) => f.article.site ?? NO_SITE,
  since: (f) => (f.fresh === null ? "" : f.fresh ? "new in this run" : "in both runs"),
};

function findingsList(data, root) {
  const form = root.querySelector("#filters");
  const groups = new Map([...root.querySelectorAll("[data-check]")].map((e) => [e.dataset.check, groupIn(e)]));
  const articles = listIn(root.querySelector("#articles"), articleRow);
  for (const name of FILTERS) {
    const values = new Set(data.findings.map(VALUE_OF[name]));
    form.elements[name].closest("label").hidden = values.size < 2;
    for (const value of [...values].sort()) {
      const label = name === "check" ? `${value} ${data.checks[value]?.[0].replaceAll("-", " ") ?? ""}` : value;
      form.elements[name].add(new Option(label, value));
    }
  }

  const haystacks = new Array(data.findings.length);
  function haystack(f) {
    return (haystacks[f.number] ??= [
      f.piece ? f.piece.text.slice(f.from, f.to) : "", f.message, f.suggestion ?? "", f.check, f.name,
      f.place, f.article.title ?? "", f.article.id,
    ].join("\n").toLowerCase());
  }

  const list = { matches: data.findings, filters: {}, show, filter };

  function filter(wanted) {
    const words = (wanted.q ?? "").toLowerCase().split(/\s+/).filter(Boolean);
    const asked = FILTERS.filter((name) => wanted[name]);
    return data.findings.filter((f) => asked.every((name) => VALUE_OF[name](f) === wanted[name])
      && words.every((word) => haystack(f).includes(word)));
  }

  function show(wanted) {
    list.filters = wanted;
    for (const name of STATE) form.elements[name].value = wanted[name] ?? "";
    if (!form.elements.grouping.value) form.elements.grouping.value = "check";
    list.matches = filter(wanted);
    const byArticle = wanted.grouping === "article";
    root.querySelector("#groups").hidden = byArticle;
    articles.element.hidden = !byArticle || !list.matches.length;
    if (byArticle) showArticles(list.matches);
    else showChecks(list.matches);
    const all = plural(data.findings.length, "finding");
    form.elements.tally.value = list.matches.length === data.findings.length ? "" : `${list.matches.length.toLocaleString("en")} of ${all} match.`;
    root.querySelector("#none-match").hidden = list.matches.length > 0;
  }

  function showChecks(matches) {
    const byCheck = new Map([...groups.keys()].map((check) => [check, []]));
    for (const f of matches) byCheck.get(f.check)?.push(f);
    const busy = [...byCheck.values()].filter((own) => own.length).length;
    const all = matches.length === data.findings.length;
    for (const [check, own] of byCheck) {
      const group = groups.get(check);
      group.element.hidden = !own.length;
      group.tell(own, all);
      group.show(own, busy === 1 ? MORE_ROWS : FIRST_ROWS);
    }
  }

  function showArticles(matches) {
    const own = new Map();
    for (const f of matches) {
      if (own.has(f.article)) own.get(f.article).push(f);
      else own.set(f.article, [f]);
    }
    const errors = new Map([...own].map(([a, found]) => [a, found.filter((f) => f.severity === "error").length]));
    const worst = [...own].sort(([x, a], [y, b]) => errors.get(y) - errors.get(x) || b.length - a.length);
    articles.show(worst, MORE_ROWS);
  }

  let timer = 0;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const wanted = Object.fromEntries(STATE.map((name) => [name, form.elements[name].value]));
      if (wanted.grouping === "check") wanted.grouping = "";
      // What filters say goes into the address, and the address shows it.
      history.replaceState(history.state, "", address(wanted) === "#" ? "#findings" : address(wanted));
      show(wanted);
    }, 100);
  });
  form.addEventListener("reset", () => setTimeout(() => {
    history.replaceState(history.state, "", "#findings");
    show({});
  }));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  return list;
}

// The group of a check: its tally says how many of its findings match.
function groupIn(element) {
  const tally = element.querySelector(".tally"), total = tally.textContent;
  const link = element.querySelector("a.id");
  link.title = "A link to this check";
  function tell(own, all) {
    const articles = new Set(own.map((f) => f.article)).size;
    tally.textContent = all ? total : `${own.length.toLocaleString("en")} in ${plural(articles, "article")} match`;
  }
  return { ...listIn(element, row), tell };
}

// A list that shows its items some at a time.
function listIn(element, build) {
  const list = element.querySelector(".rows"), more = element.querySelector(".more");
  let items = [], shown = 0;
  function extend(count) {
    list.append(...items.slice(shown, shown + count).map(build));
    shown = Math.min(items.length, shown + count);
    const left = items.length - shown;
    more.hidden = !left;
    more.textContent = left > MORE_ROWS ? `Show ${MORE_ROWS} more of ${left.toLocaleString("en")}` : left === 1 ? "Show the last one" : `Show the other ${left}`;
  }
  more.addEventListener("click", () => extend(MORE_ROWS));
  function show(newItems, count) {
    items = newItems;
    shown = 0;
    list.replaceChildren();
    // One more is no reason for a button.
    extend(items.length === count + 1 ? count + 1 : count);
  }
  return { element, show };
}

function row(f) {
  const link = make("a", "path", make("bdi", "", f.place));
  link.href = `#finding=${f.mark}`;
  link.dataset.cover = "";
  const status = f.status === "new" ? null : make("span", "status-tag", f.status);
  const severe = f.severity === "error" ? null : severity(f.severity);
  const fresh = f.fresh ? make("span", "status-tag", "new in this run") : null;
  const message = reveal(make("span", "message"), f.message);
  return make("li", `row fam-${f.family} is-${f.status}`, quote(f), make("p", "said", message, fix(f), link, severe, status, fresh));
}

function articleRow([article, findings]) {
  const link = make("a", "", make("bdi", "", article.title ?? article.name));
  link.href = `#${new URLSearchParams({ article: article.id })}`;
  link.dataset.cover = "";
  const families = new Map();
  for (const { family } of findings) families.set(family, (families.get(family) ?? 0) + 1);
  const tallies = [...families].sort().map(([family, n]) => make("span", `fam fam-${family}`, make("i", "dot"), `${family} ${n}`));
  const path = article.title ? make("bdi", "path", article.name) : null;
  return make("li", "row", make("p", "quote", link), make("p", "said", path, ...tallies));
}
