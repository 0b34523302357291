"""One decision for each line of an article, and one finding for each block of furniture.

All checks of this family share this examiner: furniture of several kinds stands side by side, so
that a line is better judged with its neighbours than by each check alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from corpus_qa.checks.chrome._forms import by_form, shape_of
from corpus_qa.checks.chrome._words import known_words
from corpus_qa.model import Article, Evidence, Hit, Line, Severity

IDS = {
    "share-bar": "CHR001",
    "related-links": "CHR002",
    "newsletter": "CHR003",
    "cookie-banner": "CHR004",
    "paywall": "CHR005",
    "login": "CHR006",
    "app-prompt": "CHR007",
    "advertisement": "CHR008",
    "comments": "CHR009",
    "footer": "CHR010",
    "ticker": "CHR011",
    "tag-list": "CHR012",
    "media-placeholder": "CHR013",
    "caption-credit": "CHR014",
    "byline-stub": "CHR015",
    "syndication": "CHR016",
    "correction": "CHR017",
    "code-leftover": "CHR018",
    "navigation-run": "CHR019",
    "teaser-list": "CHR020",
}
MESSAGES = {
    "share-bar": "A share bar stands in the text.",
    "related-links": "Links to other articles stand in the text.",
    "newsletter": "A newsletter box stands in the text.",
    "cookie-banner": "A cookie banner stands in the text.",
    "paywall": "A paywall or an appeal for support stands in the text.",
    "login": "A login form stands in the text.",
    "app-prompt": "A prompt about an app or browser stands in the text.",
    "advertisement": "A label of an advertisement stands in the text.",
    "comments": "Furniture of a comment section stands in the text.",
    "footer": "A footer stands in the text.",
    "ticker": "A ticker stands in the text.",
    "tag-list": "A list of tags stands in the text.",
    "media-placeholder": "A placeholder of a picture or player stands in the text.",
    "caption-credit": "A picture credit stands in the text.",
    "byline-stub": "A stub of metadata stands in the text.",
    "syndication": "A notice of syndication stands in the text.",
    "correction": "A correction or editor's note stands in the text.",
    "code-leftover": "Code of the web page stands in the text.",
    "navigation-run": "A run of menu entries stands in the text.",
    "teaser-list": "Teasers of other articles stand in the text.",
}
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Judged:
    """A line of furniture, of a kind."""

    line: Line
    kind: str


@cache
def _names() -> dict[str, str]:
    return {check: name for name, check in IDS.items()}


def examine(article: Article, hits: Sequence[Hit]) -> Iterable[Evidence]:
    """Yield one finding for each block of furniture and for each leftover within a line."""
    judged, inline = _judge(article.lines, hits)
    taken: list[tuple[int, int]] = []
    for block in _blocks(article.lines, judged):
        start, end = block[0].line.start, block[-1].line.end
        taken.append((start, end))
        yield _evidence(_kind(block), start, end)
    for hit in inline:
        if all(hit.end <= start or end <= hit.start for start, end in taken):
            taken.append((hit.start, hit.end))
            yield _evidence(_names()[hit.check], hit.start, hit.end)


def _evidence(kind: str, start: int, end: int) -> Evidence:
    severity = Severity.NOTE if kind == "correction" else None
    return Evidence(IDS[kind], MESSAGES[kind], "text", start, end, "", severity)


def _judge(lines: Sequence[Line], hits: Sequence[Hit]) -> tuple[dict[int, Judged], list[Hit]]:
    words = known_words()
    judged: dict[int, Judged] = {}
    for number, line in enumerate(lines):
        if not line.text.strip():
            continue
        kind = words.label(line.text)
        if kind is None and len(line.text) <= LONGEST:
            kind = words.start(line.text)
        if kind is not None:
            judged[number] = Judged(line, kind)
    inline = []
    for hit in hits:
        number = next(n for n, line in enumerate(lines) if line.end >= hit.start)
        line = lines[number]
        if 2 * (hit.end - hit.start) >= len(line.text):
            judged.setdefault(number, Judged(line, _names()[hit.check]))
        else:
            inline.append(hit)
    kinds = {number: line.kind for number, line in judged.items()}
    for number, kind in by_form(shape_of(lines, kinds), kinds, words).items():
        judged[number] = Judged(lines[number], kind)
    return judged, inline


def _blocks(lines: Sequence[Line], judged: dict[int, Judged]) -> Iterator[list[Judged]]:
    block: list[Judged] = []
    for number, line in enumerate(lines):
        if number in judged:
            if block and block[-1].kind == "correction" != judged[number].kind:
                yield block
                block = []
            block.append(judged[number])
        elif line.text.strip() and block:
            yield block
            block = []
    if block:
        yield block


def _kind(block: Sequence[Judged]) -> str:
    """Name a block after its menu, if it has one, or else after what most of its lines are."""
    kinds = [line.kind for line in block]
    if "navigation-run" in kinds:
        return "navigation-run"
    return max(kinds, key=lambda kind: (kinds.count(kind), -kinds.index(kind)))
