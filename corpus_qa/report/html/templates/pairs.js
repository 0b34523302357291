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

function showPair(pair) {
  const sides = make("div", "sides fam-duplicate");
  for (const [article, side] of [[pair.a, "left"], [pair.b, "right"]]) {
    const link = make("a", "", make("bdi", "", article.name));
    link.href = `#article-${article.number}`;
    sides.append(make("div", `side-head ${side}`, link, article.title ? make("p", "", make("bdi", "", article.title)) : null));
  }
  const [a, b] = [bodyOf(pair.a), bodyOf(pair.b)];
  const runs = a && b ? diff(wordsOf(a), wordsOf(b)) : null;
  for (const row of runs ? rowsOf(runs) : [[a, b].map((text, n) => reveal(cell(n), text || (n && pair.known ? KNOWN : "The text of this article is not in this page.")))]) sides.append(...row);
  const share = (x) => `${Math.round(x * 100)}\u202f%`;
  const shares = `${share(pair.aInB)} of the first is in the second, ${share(pair.bInA)} of the second is in the first.`;
  const whole = pair.a.whole && (pair.b.whole || pair.known) ? "" : " This page has only parts of the texts.";
  const legend = runs ? " Shaded words are on one side only." : "";
  document.querySelector("#reader").replaceChildren(
    make("div", "reader-bar", wayBack()),
    make("div", "reader-head", make("h1", "", `${pair.kind[0].toUpperCase()}${pair.kind.slice(1)}`), make("p", "", shares + legend + whole)),
    sides,
  );
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
