"""Findings, texts and pairs as the compressed JSON that the script of the page unpacks."""

from __future__ import annotations

import base64
import gzip
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from corpus_qa.report.rows import Finding, Quoted
    from corpus_qa.report.run import Run

# A page of at most 1 MB has room for this much data beside its own markup.
PACKED_BYTES = 850_000
# How many characters of whole texts are tried, in turn, until the data is small enough.
BUDGETS = (2_400_000, 1_200_000, 600_000, 200_000, 0)
# A longer text is carried in pieces around its findings.
WHOLE_TEXT = 60_000
# Characters on both sides of a finding: in the pieces of a long text, and where there is no room
# for more than the line of the finding.
WIDE, NARROW = 2_000, 120


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
        return start >= 0 and self.text.startswith(finding.excerpt, start)


@dataclass(frozen=True, slots=True)
class Carried:
    """What the page knows of an article; ``whole`` says that its text is not cut."""

    number: int
    article_id: str
    source: str
    site: str | None
    title: str | None
    byline: str | None
    whole: bool
    pieces: tuple[Piece, ...]


def pack(run: Run) -> str:
    """Return the data of the page: JSON, gzip, base64.

    Texts are carried whole as far as there is room, those of related articles and of the worst
    findings first; of the others only the surroundings of the findings.
    """
    packed = ""
    for budget in BUDGETS:
        raw = json.dumps(payload(run, budget), ensure_ascii=False, separators=(",", ":"))
        packed = base64.b64encode(gzip.compress(raw.encode(), 9, mtime=0)).decode("ascii")
        if len(packed) <= PACKED_BYTES:
            break
    return packed


def payload(run: Run, budget: int) -> dict[str, Any]:
    """Return the data of the page with at most ``budget`` characters of whole texts.

    ``articles`` are ``[id, source, site, title, byline, whole, [[field, start, text], ...]]``,
    ``findings`` are ``[article, check, severity, status, piece, from, to, line, message,
    suggestion]`` with the number of the article and of its piece (-1: about the whole article) and
    the span in UTF-16 units of the piece, as JavaScript counts; ``pairs`` are ``[a, b, kind,
    jaccard, a_in_b, b_in_a, cluster]`` with the numbers of both articles; ``checks`` are
    ``{id: [name, family]}``.
    """
    carried = _carry(run, budget)
    checks = {f.check: [f.name, f.family] for f in run.findings}
    return {
        "checks": checks,
        "articles": [_article_row(article) for article in carried.values()],
        "findings": [_finding_row(f, carried[f.article_id]) for f in run.findings],
        "pairs": [
            [carried[p.a].number, carried[p.b].number, p.kind]
            + [round(x, 3) for x in (p.jaccard, p.a_in_b, p.b_in_a)]
            + [p.cluster]
            for p in run.pairs
        ],
    }


def _carry(run: Run, budget: int) -> dict[str, Carried]:
    findings: dict[str, list[Finding]] = {}
    sources: dict[str, str | None] = {}
    for pair in run.pairs:
        for article_id, source in ((pair.a, pair.a_source), (pair.b, pair.b_source)):
            findings.setdefault(article_id, [])
            sources[article_id] = source
    for finding in run.findings:
        findings.setdefault(finding.article_id, []).append(finding)
        sources[finding.article_id] = finding.source
    carried: dict[str, Carried] = {}
    for number, (article_id, own) in enumerate(findings.items()):
        quoted = run.articles.get(article_id)
        size = len(quoted.text) if quoted else 0
        margin = NARROW if size > budget else WIDE if size > WHOLE_TEXT else size
        budget -= size if size <= min(budget, WHOLE_TEXT) else 0
        carried[article_id] = Carried(
            number,
            article_id,
            source=sources[article_id] or article_id,
            site=own[0].site if own else None,
            title=quoted.title if quoted else None,
            byline=quoted.byline if quoted else None,
            whole=quoted is not None and margin == size,
            pieces=_pieces(quoted, own, margin),
        )
    return carried


def _pieces(quoted: Quoted | None, findings: Sequence[Finding], margin: int) -> tuple[Piece, ...]:
    """Cut the fields of an article around its findings; words that are not there stand alone."""
    pieces: list[Piece] = []
    if quoted:
        if margin >= len(quoted.text):
            pieces.append(Piece("text", 0, quoted.text))
        else:
            spans = (_span(f) for f in findings if f.field == "text")
            pieces += windows("text", quoted.text, spans, margin)
        pieces += [Piece("title", 0, quoted.title)] if quoted.title else []
        pieces += [Piece("byline", 0, quoted.byline)] if quoted.byline else []
    for f in findings:
        if f.field and f.excerpt and not any(piece.holds(f) for piece in pieces):
            pieces.append(Piece(f.field, f.start or 0, f.excerpt))
    return tuple(pieces)


def windows(
    field: str, text: str, spans: Iterable[tuple[int, int]], margin: int
) -> tuple[Piece, ...]:
    """Cut ``text`` to ``margin`` characters around each span; windows that touch become one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        left, right = max(0, start - margin), min(len(text), end + margin)
        if joined and left <= joined[-1][1]:
            left, right = joined[-1][0], max(right, joined.pop()[1])
        joined.append((left, right))
    return tuple(Piece(field, left, text[left:right]) for left, right in joined)


def _span(finding: Finding) -> tuple[int, int]:
    return finding.start or 0, finding.end or 0


def _article_row(article: Carried) -> list[Any]:
    pieces = [[piece.field, piece.start, piece.text] for piece in article.pieces]
    names = [article.article_id, article.source, article.site, article.title, article.byline]
    return [*names, article.whole, pieces]


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
        finding.message,
        finding.suggestion,
    ]


def utf16_offset(text: str, offset: int) -> int:
    """Return how many UTF-16 units the first ``offset`` code points take: JavaScript's offset."""
    head = text[:offset]
    return len(head) if head.isascii() else len(head.encode("utf-16-le")) // 2
