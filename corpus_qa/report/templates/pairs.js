// Two related articles side by side, with the words that differ.

// More edits than this and the diff is no longer worth its time: the texts are shown as they are.
const MOST_EDITS = 4000;
const CONTEXT_WORDS = 12;

// The shortest edit script between two lists of words (Myers 1986): runs of [kind, words of a, words of b].
function diff(a, b) {
  let head = 0, tail = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1;
  const middle = edits(a.slice(head, a.length - tail), b.slice(head, b.length - tail));
  if (!middle) return null;
  return merged([["same", a.slice(0, head), b.slice(0, head)], ...middle, ["same", a.slice(a.length - tail), b.slice(b.length - tail)]]);
}

function edits(a, b) {
  const most = Math.min(MOST_EDITS, a.length + b.length);
  const trace = [];
  let reach = new Map([[1, 0]]);
  for (let d = 0; d <= most; d += 1) {
    const row = new Int32Array(2 * d + 1);
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && (reach.get(k - 1) ?? -1) < (reach.get(k + 1) ?? -1));
      let x = down ? reach.get(k + 1) : reach.get(k - 1) + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x += 1;
      row[k + d] = x;
    }
    trace.push(row);
    reach = new Map();
    for (let k = -d; k <= d; k += 2) reach.set(k, row[k + d]);
    if ((reach.get(a.length - b.length) ?? -1) >= a.length) return walkBack(a, b, trace);
  }
  return null;
}

function walkBack(a, b, trace) {
  const runs = [];
  let x = a.length, y = b.length;
  for (let d = trace.length - 1; d > 0; d -= 1) {
    const before = trace[d - 1], k = x - y;
    const at = (kk) => (Math.abs(kk) <= d - 1 ? before[kk + d - 1] : -1);
    const down = k === -d || (k !== d && at(k - 1) < at(k + 1));
    const fromX = down ? at(k + 1) : at(k - 1), fromY = fromX - (down ? k + 1 : k - 1);
    const startX = down ? fromX : fromX + 1, startY = down ? fromY + 1 : fromY;
    if (x > startX) runs.push(["same", a.slice(startX, x), b.slice(startY, y)]);
    runs.push(down ? ["differs", [], [b[fromY]]] : ["differs", [a[fromX]], []]);
    x = fromX;
    y = fromY;
  }
  if (x > 0) runs.push(["same", a.slice(0, x), b.slice(0, y)]);
  return runs.reverse();
}

function merged(runs) {
  const out = [];
  for (const [kind, left, right] of runs) {
    if (!left.length && !right.length) continue;
    const last = out[out.length - 1];
    if (last && last[0] === kind) out[out.length - 1] = [kind, last[1].concat(left), last[2].concat(right)];
    else out.push([kind, left, right]);
  }
  return out;
}

const bodyOf = (article) => article.pieces.filter((p) => p.field === "text").map((p) => p.text).join("\n…\n");
// Words with the space after them; scripts without spaces are compared letter by letter.
const wordsOf = (text) => text.match(/[\u3040-\u30ff\u3400-\u9fff]|[^\s\u3040-\u30ff\u3400-\u9fff]+\s*|\s+/gu) ?? [];

function showPair(data, pair) {
  const sides = make("div", "sides");
  for (const [article, side] of [[pair.a, "left"], [pair.b, "right"]]) {
    const link = make("a", "", make("bdi", "", article.source));
    link.href = `#article-${article.number}`;
    sides.append(make("div", `side-head ${side}`, link, article.title ? make("p", "", make("bdi", "", article.title)) : null));
  }
  const [a, b] = [bodyOf(pair.a), bodyOf(pair.b)];
  const runs = a && b ? diff(wordsOf(a), wordsOf(b)) : null;
  if (runs) rowsOf(runs).forEach((row) => sides.append(...row));
  else sides.append(reveal(make("div", "left"), a || "This text is not in this page."), reveal(make("div", "right"), b || "This text is not in this page."));
  const back = make("a", "", "← Back to the report");
  back.href = "#duplicates";
  const share = (x) => `${Math.round(x * 100)} %`;
  const said = `${pair.kind}: ${share(pair.aInB)} of the first is in the second, ${share(pair.bInA)} of the second is in the first.`;
  document.querySelector("#reader").replaceChildren(make("div", "reader-bar", back, make("span", "muted", said)), sides);
}

// Long runs of equal words become one folded row; short ones stay in the row of the differences.
function rowsOf(runs) {
  const rows = [];
  let left = make("div", "left"), right = make("div", "right");
  const flush = () => {
    if (left.childNodes.length || right.childNodes.length) rows.push([left, right]);
    left = make("div", "left");
    right = make("div", "right");
    left.dir = right.dir = "auto";
  };
  for (const [kind, a, b] of runs) {
    if (kind === "differs") {
      if (a.length) left.append(reveal(make("del"), a.join("")));
      if (b.length) right.append(reveal(make("ins"), b.join("")));
    } else if (a.length <= 3 * CONTEXT_WORDS) {
      reveal(left, a.join(""));
      reveal(right, b.join(""));
    } else {
      const head = a.slice(0, CONTEXT_WORDS).join(""), tail = a.slice(-CONTEXT_WORDS).join("");
      if (left.childNodes.length || right.childNodes.length) {
        reveal(left, head);
        reveal(right, head);
      }
      flush();
      rows.push([make("div", "same", `${plural(a.length - 2 * CONTEXT_WORDS, "word")} the same`)]);
      reveal(left, tail);
      reveal(right, tail);
    }
  }
  flush();
  return rows;
}
