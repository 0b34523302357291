// Building elements. Words of articles become text nodes and nothing else: no markup is ever parsed.

function make(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children.filter((child) => child !== null && child !== ""));
  return element;
}

// Characters that steer the page or cannot be seen. Joiners, direction marks and soft hyphens are
// part of normal Arabic, Persian, emoji and German text; they are shown only where an encoding check
// found something.
const STEERING = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u00a0\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\ue000-\uf8ff\u{e0000}-\u{e01ef}]/gu;

function reveal(parent, text, pattern = STEERING) {
  let last = 0;
  for (const match of text.matchAll(pattern)) {
    const code = match[0].codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
    parent.append(text.slice(last, match.index), make("span", "ghost", `U+${code}`));
    last = match.index + match[0].length;
  }
  parent.append(text.slice(last));
  return parent;
}

function marked(finding, text) {
  const mark = make("mark", `fam-${finding.family}`);
  return reveal(mark, text, finding.family === "encoding" ? UNSEEN : STEERING);
}

// The line of a finding: some words before it, its own words, some words after it.
const BEFORE = 60, WORDS = 400, AFTER = 100;

function quote(finding) {
  const p = make("p", "quote");
  p.dir = "auto";
  if (!finding.piece) {
    p.classList.add("about-article");
    p.append(finding.article.title ?? "The article as a whole");
    return p;
  }
  const { text } = finding.piece;
  const lineStart = text.lastIndexOf("\n", finding.from - 1) + 1;
  const lineEnd = (text.indexOf("\n", finding.to) + 1 || text.length + 1) - 1;
  const from = wordAt(text, Math.max(lineStart, finding.from - BEFORE), lineStart, finding.from);
  const to = Math.min(lineEnd, finding.to + AFTER);
  const cut = finding.to - finding.from > WORDS;
  reveal(p, (from > lineStart ? "… " : "") + text.slice(from, finding.from));
  p.append(marked(finding, text.slice(finding.from, cut ? finding.from + WORDS : finding.to) + (cut ? "…" : "")));
  if (!cut) reveal(p, text.slice(finding.to, to).replace(/[\ud800-\udbff]$/, "") + (to < lineEnd ? "…" : ""));
  return p;
}

// The start of the next word, unless the line begins here or no word does (Chinese, a long link).
function wordAt(text, at, lineStart, limit) {
  if (at === lineStart) return at;
  const space = text.indexOf(" ", at) + 1;
  if (space && space < limit) return space;
  return /[\udc00-\udfff]/.test(text[at]) ? at + 1 : at;
}

function severity(level) {
  return document.querySelector("#shapes").content.querySelector(`.sev-${level}`)?.cloneNode(true) ?? make("span", "sev", level);
}

function fix(finding) {
  if (finding.suggestion === null) return null;
  const span = make("span", "fix");
  return reveal(span, finding.suggestion === "" ? "suggested: remove" : `suggested: ${finding.suggestion}`, UNSEEN);
}

const plural = (n, noun) => `${n.toLocaleString("en")} ${noun}${n === 1 ? "" : "s"}`;
