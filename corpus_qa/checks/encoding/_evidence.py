"""Helpers of the encoding checks: join neighbouring damage, recognise URLs, limit reports."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus_qa.model import Applicability, Article, Evidence, Hit, Severity
from corpus_qa.text.mojibake.find import word_around

# A page that is damaged throughout needs a reader's eye once, not two thousand times.
MAX_FINDINGS = 20

# Damage this near on one line is one finding: the words between belong to the same sentence.
GAP = 24

TEXT_FIELDS = ("text", "title")

_URL = re.compile(r"(?:https?:|www\.|\bftp:)\S*\Z", re.IGNORECASE)
_LOOK_BACK = 200
LATIN_1 = re.compile("[\x80-\xff]")


@dataclass(frozen=True, slots=True)
class Damage:
    """Damaged words in one field: code points, what happened, and the repair if it is known."""

    field: str
    start: int
    end: int
    message: str
    suggestion: str | None = None
    severity: Severity | None = None
    applicability: Applicability | None = None


def capped(check: str, damages: Iterable[Damage], limit: int = MAX_FINDINGS) -> Iterator[Evidence]:
    """Yield evidence for the first ``limit`` places; the last message counts the others."""
    found = sorted(damages, key=lambda damage: (damage.field != "text", damage.start))
    shown, others = found[:limit], len(found) - limit
    for number, damage in enumerate(shown, start=1):
        message = damage.message
        if others > 0 and number == limit:
            places = "place" if others == 1 else "places"
            message = f"{message} (and {others} more {places} in this article)"
        yield Evidence(
            check,
            message,
            damage.field,
            damage.start,
            damage.end,
            damage.suggestion,
            damage.severity,
            applicability=damage.applicability,
        )


def merged(text: str, spans: Iterable[tuple[int, int]], gap: int = GAP) -> list[tuple[int, int]]:
    """Join spans of ``text`` that are on one line with at most ``gap`` characters between them."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined:
            first, last = joined[-1]
            if start - last <= gap and "\n" not in text[last:start]:
                joined[-1] = (first, max(last, end))
                continue
        joined.append((start, end))
    return joined


def whole_words(text: str, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Widen spans to the words that they cut, and join neighbours."""
    return merged(text, (word_around(text, start, end) for start, end in spans))


def spans_by_field(hits: Sequence[Hit]) -> dict[str, list[tuple[int, int]]]:
    """Return the spans of hits per field, in order."""
    spans: dict[str, list[tuple[int, int]]] = {}
    for hit in sorted(hits, key=lambda hit: (hit.field, hit.start)):
        spans.setdefault(hit.field, []).append((hit.start, hit.end))
    return spans


def repaired(
    article: Article,
    hits: Sequence[Hit],
    repair: Callable[[str, int, int], str],
    message: Callable[[str, str], str],
) -> Iterator[Damage]:
    """Yield one damage per run of neighbouring hits, with ``repair`` of its span as suggestion.

    Beside characters beyond ASCII one of Latin-1 is unsafe: both may be parts of one misread one.
    """
    for field, spans in spans_by_field(hits).items():
        text = article.field(field)
        for start, end in whole_words(text, spans):
            words = text[start:end]
            fixed = repair(text, start, end)
            suggestion = None if fixed == words else fixed
            is_doubtful = not words.isascii() and LATIN_1.search("".join(set(fixed) - set(words)))
            sure = Applicability.UNSAFE if is_doubtful else None
            told = message(words, fixed)
            yield Damage(field, start, end, told, suggestion, applicability=sure)


def line_around(text: str, start: int, end: int) -> str:
    """Return the line of ``text`` around a span, at most ``_LOOK_BACK`` characters each way."""
    first = text.rfind("\n", max(0, start - _LOOK_BACK), start) + 1 or max(0, start - _LOOK_BACK)
    last = text.find("\n", end, end + _LOOK_BACK)
    return text[first : last if last >= 0 else end + _LOOK_BACK]


def in_url(text: str, start: int) -> bool:
    """Whether the place is inside a URL."""
    return _URL.search(text[max(0, start - _LOOK_BACK) : start]) is not None


def shown(words: str, limit: int = 40) -> str:
    """Return words for a message: one line, shortened in the middle."""
    line = " ".join(words.split())
    return line if len(line) <= limit else f"{line[: limit // 2]}…{line[-limit // 2 :]}"
