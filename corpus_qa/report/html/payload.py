"""Findings, texts and pairs as the compressed JSON that the script of the page unpacks."""

from __future__ import annotations

import base64
import gzip
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from corpus_qa.report.load import Finding, Quoted, Run
from corpus_qa.report.wording import clip, path_of

# Characters of whole texts that a page carries if there is room: some 600 articles.
WHOLE_TEXTS = 2_400_000
# A longer text is carried in pieces around its findings.
WHOLE_TEXT = 60_000
# What is carried of a longer text on both sides of a finding; and where there is no room for that,
# what the list of findings shows before and after it in its line.
AROUND, BEFORE, AFTER = 2_000, 60, 100
# Of a finding that spans more than this, a piece holds the beginning; of a message, too.
LONGEST, LONGEST_MESSAGE = 1_000, 400
# So many pairs of duplicates are not folded.
OPEN_PAIRS = 10
# Digits of a fingerprint that name a finding in an address.
MARK = 16


@dataclass(frozen=True, slots=True)
class Piece:
    """Consecutive characters of a field of an article, from code point ``start``."""

    field: str
    start: int
    text: str

    def holds(self, finding: Finding) -> bool:
        """Whether the words of ``finding`` are in this piece, where it says they are."""
        if finding.field != self.field or finding.start is None or not finding.excerpt:
            return False
        start = finding.start - self.start
        return start >= 0 and self.text.startswith(finding.excerpt[:LONGEST], start)


@dataclass(frozen=True, slots=True)
class Carried:
    """What the page holds of an article; ``whole`` says that its text is not cut."""

    number: int
    article_id: str
    source: str
    site: str | None
    whole: bool
    total: int
    pieces: tuple[Piece, ...]
    path: str
    url: str | None = None
    date: str | None = None
    language: str | None = None


def pack(run: Run, room: int) -> str:
    """Return the data of the page, if possible in ``room`` bytes: JSON, gzip, base64.

    Texts are carried whole as far as there is room, those that a reader opens first before the
    others; of the rest only the surroundings of the findings.
    """
    most = _packed(run, WHOLE_TEXTS)
    if len(most) <= room:
        return most
    least = _packed(run, 0)
    # The size grows about evenly with the texts; the twentieth left over is for the unevenness.
    share = 0.95 * (room - len(least)) / max(1, len(most) - len(least))
    fitting = _packed(run, int(_characters(run) * share)) if share > 0 else least
    return fitting if len(fitting) <= room else least


def _packed(run: Run, budget: int) -> str:
    raw = json.dumps(payload(run, budget), ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(gzip.compress(raw.encode(), 9, mtime=0)).decode("ascii")


def _characters(run: Run) -> int:
    """Return how many characters of whole texts ``WHOLE_TEXTS`` makes room for."""
    sizes = (len(article.text) for article in run.articles.values())
    return min(WHOLE_TEXTS, sum(size for size in sizes if size <= WHOLE_TEXT))


def payload(run: Run, budget: int) -> dict[str, Any]:
    """Return the data of the page with at most ``budget`` characters of whole texts.

    ``articles`` are ``[id, source, site, whole, total, [[field, start, text], ...], path, url,
    date, language]``, ``findings`` are ``[article, check, severity, status, piece, from, to, line,
    column, message, suggestion, mark, safe, fresh]`` with the number of the article and of its
    piece (-1: about the whole article) and the span in UTF-16 units of the piece, as JavaScript
    counts; ``mark`` names the finding in addresses, ``safe`` tells that its suggestion may be taken
    as it is, ``fresh`` that the run that this one is compared with did not have it. ``pairs`` are
    ``[a, b, kind, jaccard, a_in_b, b_in_a, cluster, known]`` with the numbers of both articles, and
    ``checks`` are
    ``{id: [name, family]}``.
    """
    carried = _carry(run, budget)
    checks = {f.check: [f.name, f.family] for f in run.findings}
    return {
        "checks": checks,
        "articles": [_article_row(article) for article in carried.values()],
        "findings": [_finding_row(f, carried[f.article_id]) for f in run.findings],
        "pairs": [
            [carried[p.a].number, carried[p.b_key].number, p.kind]
            + [round(x, 3) for x in (p.jaccard, p.a_in_b, p.b_in_a)]
            + [p.cluster, p.known]
            for p in run.pairs
        ],
    }


def _carry(run: Run, budget: int) -> dict[str, Carried]:
    findings: dict[str, list[Finding]] = {article_id: [] for article_id in _wanted(run)}
    sources: dict[str, str | None] = {}
    for pair in run.pairs:
        sources |= {pair.a: pair.a_source, pair.b_key: pair.b_source}
    titles = {pair.b_key: pair.b_title for pair in run.pairs if pair.known}
    for finding in run.findings:
        findings[finding.article_id].append(finding)
        sources[finding.article_id] = finding.source
    carried: dict[str, Carried] = {}
    for number, (article_id, own) in enumerate(findings.items()):
        quoted = run.articles.get(article_id)
        size = len(quoted.text) if quoted else 0
        room = size <= budget
        whole = quoted is not None and room and size <= WHOLE_TEXT
        budget -= size if whole else 0
        source = sources[article_id] or article_id.removeprefix("\0")
        carried[article_id] = Carried(
            number,
            article_id.removeprefix("\0"),
            source=source,
            site=own[0].site if own else (quoted.site if quoted else None),
            whole=whole,
            total=run.totals.get(article_id, 0),
            pieces=_title(titles.get(article_id)) or _pieces(quoted, own, whole=whole, wide=room),
            path=path_of(source, run.document.input.paths) if own else source,
            url=clip(quoted.url, LONGEST) if quoted and quoted.url else None,
            date=quoted.date if quoted else None,
            language=quoted.language if quoted else None,
        )
    return carried


def _wanted(run: Run) -> list[str]:
    """Return the articles of the page, those that a reader opens first before the others.

    These are the pairs that show without unfolding, and of every check the first findings, which
    stand at its top.
    """
    related = [article_id for pair in run.pairs for article_id in (pair.a, pair.b_key)]
    seen: Counter[str] = Counter()
    turns = []
    for place, finding in enumerate(run.findings):
        turns.append((seen[finding.check], place, finding.article_id))
        seen[finding.check] += 1
    found = [article_id for *_, article_id in sorted(turns)]
    return list(dict.fromkeys(related[: 2 * OPEN_PAIRS] + found + related))


def _title(title: str | None) -> tuple[Piece, ...]:
    """Return what is carried of an article of the index."""
    return (Piece("title", 0, title[:LONGEST]),) if title else ()


def _pieces(
    quoted: Quoted | None, findings: Sequence[Finding], *, whole: bool, wide: bool
) -> tuple[Piece, ...]:
    """Cut the fields of an article around its findings; words that are not there stand alone."""
    pieces: list[Piece] = []
    if quoted and whole:
        pieces.append(Piece("text", 0, quoted.text))
    elif quoted:
        spans = (_span(f) for f in findings if f.field == "text")
        around = (_around(quoted.text, start, end, wide=wide) for start, end in spans)
        pieces += windows("text", quoted.text, around)
    for field in ("title", "byline"):
        if quoted and quoted.field(field):
            pieces.append(Piece(field, 0, quoted.field(field)[:LONGEST]))
    for f in findings:
        if f.field and f.excerpt and not any(piece.holds(f) for piece in pieces):
            pieces.append(Piece(f.field, f.start or 0, f.excerpt[:LONGEST]))
    return tuple(pieces)


def _around(text: str, start: int, end: int, *, wide: bool) -> tuple[int, int]:
    """Return what to carry for a span: its surroundings, or its line as far as a list shows it."""
    end = min(end, start + LONGEST)
    if wide:
        return start - AROUND, end + AROUND
    line_end = text.find("\n", end)
    return (
        max(text.rfind("\n", 0, start) + 1, start - BEFORE),
        min(len(text) if line_end < 0 else line_end, end + AFTER),
    )


def windows(field: str, text: str, ranges: Iterable[tuple[int, int]]) -> tuple[Piece, ...]:
    """Cut ``ranges`` out of ``text``; those that touch become one."""
    joined: list[tuple[int, int]] = []
    for left, right in sorted(ranges):
        begin, stop = max(0, left), min(len(text), right)
        if joined and begin <= joined[-1][1]:
            begin, stop = joined[-1][0], max(stop, joined.pop()[1])
        joined.append((begin, stop))
    return tuple(Piece(field, begin, text[begin:stop]) for begin, stop in joined)


def _span(finding: Finding) -> tuple[int, int]:
    return finding.start or 0, finding.end or 0


def _article_row(article: Carried) -> list[Any]:
    pieces = [[piece.field, piece.start, piece.text] for piece in article.pieces]
    place = [article.article_id, article.source, article.site]
    told = [article.path, article.url, article.date, article.language]
    return [*place, article.whole, article.total, pieces, *told]


def _finding_row(finding: Finding, article: Carried) -> list[Any]:
    held = (n for n, piece in enumerate(article.pieces) if piece.holds(finding))
    place = next(held, -1)
    start = end = 0
    if place >= 0:
        piece = article.pieces[place]
        first = (finding.start or 0) - piece.start
        start = utf16_offset(piece.text, first)
        end = utf16_offset(piece.text, first + len(finding.excerpt or ""))
    return [
        article.number,
        finding.check,
        finding.severity,
        finding.status,
        place,
        start,
        end,
        finding.line,
        finding.column,
        clip(finding.message, LONGEST_MESSAGE),
        # A suggestion that is cut must not be copied: it is none.
        finding.suggestion if len(finding.suggestion or "") <= LONGEST_MESSAGE else None,
        finding.fingerprint[:MARK],
        finding.applicability != "unsafe",
        finding.fresh,
    ]


def utf16_offset(text: str, offset: int) -> int:
    """Return how many UTF-16 units the first ``offset`` code points take: JavaScript's offset."""
    head = text[:offset]
    return len(head) if head.isascii() else len(head.encode("utf-16-le")) // 2
