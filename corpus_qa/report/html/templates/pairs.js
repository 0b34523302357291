// Two related articles side by side, with the words that only one of them has.

// More edits than this take too long and too much memory; the texts are then shown as they are.
const MOST_EDITS = 2500;
// So many equal words stay visible on both sides of a difference; the others are folded.
const CONTEXT_WORDS = 12;
// More words than this on one side only are folded as well.
const LONG_RUN = 60;
const KNOWN = "This article is in the index, which stores no texts; see its source.";

const bodyOf = (article) => article.pieces.filter((p) => p.field === "text").map((p) => p.text).join("\n…\n");
// Words with the space after them; scripts without spaces are compared sign by sign.
const wordsOf = (text) => text.match(/[\u3040-\u30ff\u3400-\u9fff]\s*|[^\s\u3040-\u30ff\u3400-\u9fff]+\s*|^\s+/gu) ?? [];

// Runs of [same, words of a, words of b] in order, or null. Space between words does not count.
function diff(a, b) {
  const [x, y] = [a, b].map((words) => words.map((word) => word.trim()));
  let head = 0, tail = 0;
  while (head < x.length && head < y.length && x[head] === y[head]) head += 1;
  const most = Math.min(x.length, y.length) - head;
  while (tail < most && x[x.length - 1 - tail] === y[y.length - 1 - tail]) tail += 1;
  const steps = shortestEdit(x.slice(head, x.length - tail), y.slice(head, y.length - tail));
  if (!steps) return null;
  const runs = [];
  let i = 0, j = 0;
  function take(same, n, m) {
    if (!n && !m) return;
    if (runs.at(-1)?.[0] !== same) runs.push([same, [], []]);
    runs.at(-1)[1].push(...a.slice(i, i + n));
    runs.at(-1)[2].push(...b.slice(j, j + m));
    i += n;
    j += m;
  }
  take(true, head, head);
  for (const [same, n, m] of steps) take(same, n, m);
  take(true, tail, tail);
  return runs;
}

// The shortest way from x to y (Myers 1986) as steps [same, words of x, words of y], or null.
// row[k + d] is the furthest word of x that d edits reach on diagonal k = place in x - place in y.
function shortestEdit(x, y) {
  const rows = [];
  const reached = (row, d, k) => (Math.abs(k) <= d ? row[k + d] : -1);
  for (let d = 0; d <= Math.min(MOST_EDITS, x.length + y.length); d += 1) {
    const row = new Int32Array(2 * d + 1), last = rows.at(-1);
    for (let k = -d; k <= d; k += 2) {
      let at = d === 0 ? 0 : Math.max(reached(last, d - 1, k - 1) + 1, reached(last, d - 1, k + 1));
      if (at > x.length || at - k > y.length) at = Math.min(x.length, y.length + k);
      while (at < x.length && at - k < y.length && x[at] === y[at - k]) at += 1;
      row[k + d] = at;
    }
    rows.push(row);
    const k = x.length - y.length;
    if (Math.abs(k) <= d && (k + d) % 2 === 0 && row[k + d] >= x.length) return walkBack(rows, x.length, y.length, reached);
  }
  return null;
}

function walkBack(rows, i, j, reached) {
  const steps = [];
  for (let d = rows.length - 1; d > 0; d -= 1) {
    const k = i - j, fromLeft = reached(rows[d - 1], d - 1, k - 1) + 1, fromAbove = reached(rows[d - 1], d - 1, k + 1);
    const skipped = fromLeft > fromAbove;
    const start = Math.max(fromLeft, fromAbove);
    steps.push([true, i - start, i - start], skipped ? [false, 1, 0] : [false, 0, 1]);
    [i, j] = skipped ? [start - 1, start - k] : [start, start - k - 1];
  }
  steps.push([true, i, i]);
  return steps.reverse();
}

const KINDS = { exact: "The same text", near: "Nearly the same text", contained: "One text within the other", overlap: "A shared passage" };

function showPair(pair, page) {
  const sides = make("div", "sides fam-duplicate");
  for (const [article, side] of [[pair.a, "left"], [pair.b, "right"]]) {
    const link = make("a", "", make("bdi", "", article.name));
    link.href = `#${new URLSearchParams({ article: article.id })}`;
    const told = [article.site, article.date].filter(Boolean).map((word) => make("bdi", "", word));
    sides.append(make("div", `side-head ${side}`, link, article.title ? make("p", "", make("bdi", "", article.title)) : null, make("p", "muted", ...told.flatMap((word, n) => (n ? [" · ", word] : [word])))));
  }
  const [a, b] = [bodyOf(pair.a), bodyOf(pair.b)];
  const passages = a && b && pair.kind === "overlap" ? passagesOf(wordsOf(a), wordsOf(b)) : null;
  const runs = a && b && !passages?.length ? diff(wordsOf(a), wordsOf(b)) : null;
  const plain = () => [[a, b].map((text, n) => reveal(cell(n), text || (n && pair.known ? KNOWN : "The text of this article is not in this page.")))];
  const rows = passages?.length ? passages.map(passageRow) : runs ? rowsOf(runs) : plain();
  for (const row of rows) sides.append(...row);
  const share = (x) => `${Math.round(x * 100)}\u202f%`;
  const shares = `${share(pair.aInB)} of the first is in the second, ${share(pair.bInA)} of the second is in the first.`;
  const whole = pair.a.whole && (pair.b.whole || pair.known) ? "" : " This page has only parts of the texts.";
  document.querySelector("#reader").replaceChildren(
    make("div", "reader-bar", wayBack(page), copyButton(() => location.href, "Copy a link to this")),
    make("div", "reader-head", make("h1", "", KINDS[pair.kind] ?? pair.kind), make("p", "", shares + legend(pair, passages, runs) + whole)),
    sides,
  );
}

function legend(pair, passages, runs) {
  if (passages?.length) return " Shaded words are in both articles.";
  if (!runs) return "";
  if (runs.every(([same]) => same)) return " The texts do not differ.";
  const exact = pair.kind === "exact" || (pair.aInB === 1 && pair.bInA === 1);
  return exact ? " Shaded words are on one side only; they do not count, as they are site chrome or differ only in form." : " Shaded words are on one side only.";
}

// Passages of at least so many words that both articles have, in the order of the first:
// [start and end in a, start in b]. Words count by their letters, not by marks or capitals.
const PASSAGE = 6;

function passagesOf(a, b) {
  const [x, y] = [a, b].map((words) => words.map((word) => word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "")));
  const at = new Map();
  for (let j = 0; j + PASSAGE <= y.length; j += 1) {
    const gram = y.slice(j, j + PASSAGE).join(" ");
    if (!at.has(gram)) at.set(gram, j);
  }
  const found = [];
  for (let i = 0; i + PASSAGE <= x.length; i += 1) {
    const j = at.get(x.slice(i, i + PASSAGE).join(" "));
    if (j === undefined) continue;
    let length = PASSAGE;
    while (i + length < x.length && j + length < y.length && x[i + length] === y[j + length]) length += 1;
    found.push({ from: i, other: j, length, before: a.slice(Math.max(0, i - CONTEXT_WORDS), i), words: a.slice(i, i + length), after: a.slice(i + length, i + length + CONTEXT_WORDS), before2: b.slice(Math.max(0, j - CONTEXT_WORDS), j), words2: b.slice(j, j + length), after2: b.slice(j + length, j + length + CONTEXT_WORDS) });
    i += length - 1;
  }
  return found;
}

function passageRow(p) {
  const cells = [cell(0), cell(1)];
  for (const [n, before, words, after, start] of [[0, p.before, p.words, p.after, p.from], [1, p.before2, p.words2, p.after2, p.other]]) {
    reveal(cells[n], (start > before.length ? "… " : "") + before.join(""));
    cells[n].append(reveal(make("mark", "fam-duplicate"), words.join("").trimEnd()), " ");
    reveal(cells[n], after.join("").trimEnd() + (after.length === CONTEXT_WORDS ? " …" : ""));
  }
  return cells;
}

function cell(n) {
  const element = make("div", n ? "right" : "left");
  element.dir = "auto";
  return element;
}

// Differences with some words around them make rows of two cells. The equal words between them are
// folded; so are the many words that only one side has, a menu for example, in a row of their own.
function rowsOf(runs) {
  const rows = [];
  let cells = [cell(0), cell(1)];
  const flush = () => {
    if (cells.some((c) => c.childNodes.length)) rows.push(cells);
    cells = [cell(0), cell(1)];
  };
  runs.forEach(([same, a, b], n) => {
    const before = n > 0 ? CONTEXT_WORDS : 0, after = n < runs.length - 1 ? CONTEXT_WORDS : 0;
    if (!same) {
      const long = Math.max(a.length, b.length) > LONG_RUN;
      if (long) flush();
      cells[0].append(...onOneSide("del", a));
      cells[1].append(...onOneSide("ins", b));
      if (long) flush();
    } else if (a.length <= before + after + CONTEXT_WORDS) {
      fill(cells, a, b);
    } else {
      fill(cells, a.slice(0, before), b.slice(0, before));
      flush();
      rows.push([folded(`${plural(a.length - before - after, "word")} in common`, reveal(make("p"), a.slice(before, a.length - after).join("").trim()))]);
      fill(cells, a.slice(a.length - after), b.slice(b.length - after));
    }
  });
  flush();
  return rows;
}

function fill(cells, ...sides) {
  sides.forEach((words, n) => words.length && reveal(cells[n], words.join("")));
}

function onOneSide(tag, words) {
  if (!words.length) return [];
  if (words.length <= LONG_RUN) return [reveal(make(tag), words.join(""))];
  const head = reveal(make(tag), words.slice(0, CONTEXT_WORDS).join("").trimEnd());
  const rest = reveal(make(tag), words.slice(CONTEXT_WORDS).join("").trimEnd());
  return [head, folded(`${plural(words.length - CONTEXT_WORDS, "more word")} on this side only`, rest)];
}

function folded(title, text) {
  text.dir = "auto";
  return make("details", "same", make("summary", "", title), text);
}
