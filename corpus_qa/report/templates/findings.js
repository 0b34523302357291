// The list of findings: filters, and in the group of each check the rows that match.

const FIRST_ROWS = 3, MORE_ROWS = 20, ALONE_ROWS = 20;

function findingsList(data, root) {
  const form = root.querySelector("#filters");
  const groups = new Map();
  for (const element of root.querySelectorAll("[data-check]")) {
    const group = { element, list: element.querySelector(".rows"), more: element.querySelector(".more"), matches: [], shown: 0 };
    group.more.addEventListener("click", () => extend(group, MORE_ROWS));
    groups.set(element.dataset.check, group);
  }

  function fill(name, values) {
    const tally = Map.groupBy ? Map.groupBy(values, (v) => v) : tallied(values);
    for (const value of [...tally.keys()].sort()) form.elements[name].add(new Option(value, value));
  }
  function tallied(values) {
    return new Map(values.map((v) => [v, []]));
  }
  fill("family", data.findings.map((f) => f.family));
  fill("check", data.findings.map((f) => f.check));
  fill("severity", data.findings.map((f) => f.severity));
  fill("status", data.findings.map((f) => f.status));
  fill("site", data.findings.map((f) => f.article.site ?? "").filter(Boolean));

  const haystacks = new Array(data.findings.length);
  function haystack(f) {
    return (haystacks[f.number] ??= [
      f.piece ? f.piece.text.slice(f.from, f.to) : "", f.message, f.suggestion ?? "", f.check, f.name,
      f.article.source, f.article.title ?? "", f.article.id,
    ].join("\n").toLowerCase());
  }

  function apply() {
    const wanted = Object.fromEntries(new FormData(form));
    const words = wanted.q.trim().toLowerCase().split(/\s+/).filter(Boolean);
    for (const group of groups.values()) group.matches = [];
    let total = 0;
    for (const f of data.findings) {
      if (wanted.family && f.family !== wanted.family) continue;
      if (wanted.check && f.check !== wanted.check) continue;
      if (wanted.severity && f.severity !== wanted.severity) continue;
      if (wanted.status && f.status !== wanted.status) continue;
      if (wanted.site && f.article.site !== wanted.site) continue;
      if (words.length && !words.every((word) => haystack(f).includes(word))) continue;
      groups.get(f.check)?.matches.push(f);
      total += 1;
    }
    const active = [...groups.values()].filter((group) => group.matches.length);
    for (const group of groups.values()) {
      group.element.hidden = !group.matches.length;
      group.list.replaceChildren();
      group.shown = 0;
      extend(group, active.length === 1 ? ALONE_ROWS : FIRST_ROWS);
    }
    form.elements.matches.value = total === data.findings.length ? `${plural(total, "finding")} in this page`
      : `${total.toLocaleString("en")} of ${plural(data.findings.length, "finding")} in this page match`;
    root.querySelector("#none-match").hidden = total > 0;
  }

  function extend(group, rows) {
    const next = group.matches.slice(group.shown, group.shown + rows);
    group.list.append(...next.map(row));
    group.shown += next.length;
    const left = group.matches.length - group.shown;
    group.more.hidden = left === 0;
    group.more.textContent = `Show ${Math.min(left, MORE_ROWS)} more of ${left.toLocaleString("en")}`;
  }

  function row(f) {
    const link = make("a", "path", make("bdi", "", place(f.article, f.line)));
    link.href = `#finding-${f.number}`;
    const status = f.status === "new" ? null : make("span", "status-tag", f.status);
    const message = reveal(make("span", "message"), f.message);
    return make("li", `row fam-${f.family}`, quote(f), make("p", "said", link, message, fix(f), status));
  }

  let timer = 0;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(apply, 100);
  });
  form.addEventListener("reset", () => setTimeout(apply));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  apply();
}
