"""Furniture that no word gives away: menus, tickers and teasers, by their form and place.

Lines are read in their order: where the first and the last paragraph stand, which lines are short
and end no sentence, and how many of their neighbours are furniture by their words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus_qa.checks.chrome._words import Words
from corpus_qa.model import Line

# Menu entries and headings are shorter, paragraphs are longer; between them nobody can tell.
SHORT, LONG = 42, 140
# A headline or the first words of another article are shorter than this.
TEASER = 240
# So many short lines in a row are a menu if so many of them, or this share, are known furniture.
RUN, KNOWN, SHARE = 5, 2, 0.4
SENTENCE_ENDS = (".", "!", "?", "。", "।", "؟", ".”", '."', "”", '"', ":", ",", ";")
CUT_ENDS = ("...", "…", "[...]", "[…]", "…]")
BULLETS = "•·▪■●○*‣"


@dataclass(frozen=True, slots=True)
class Shape:
    """The lines of an article: which are empty, and where its paragraphs begin and end."""

    lines: Sequence[Line]
    filled: tuple[int, ...]
    first: int
    last: int


def shape_of(lines: Sequence[Line], judged: Mapping[int, str]) -> Shape:
    """Find the first and the last paragraph; without any, all lines are before the first."""
    filled = tuple(number for number, line in enumerate(lines) if line.text.strip())
    prose = [number for number in filled if number not in judged and _is_prose(lines[number].text)]
    if not prose:
        return Shape(lines, filled, len(lines), len(lines))
    return Shape(lines, filled, prose[0], prose[-1])


def by_form(shape: Shape, judged: Mapping[int, str], words: Words) -> dict[int, str]:
    """Return further lines of furniture with their kind, given those that words tell."""
    found: dict[int, str] = {}
    if shape.first < shape.last or shape.first < len(shape.lines):
        found.update(_tickers(shape, judged))
        found.update(_after_heading(shape, judged))
        found.update(_teasers(shape, judged))
    found.update(_menus(shape, judged, words))
    return {number: kind for number, kind in found.items() if number not in judged}


def _is_prose(text: str) -> bool:
    text = text.strip()
    return len(text) >= LONG and text.endswith(SENTENCE_ENDS) and not text.endswith(CUT_ENDS)


def _is_cut(text: str) -> bool:
    return len(text) <= TEASER and text.endswith(CUT_ENDS)


def _is_entry(text: str) -> bool:
    """Tell whether a line could stand in a menu: short, and no sentence."""
    text = text.strip()
    return len(text) <= SHORT and not text.endswith(SENTENCE_ENDS)


def _tickers(shape: Shape, judged: Mapping[int, str]) -> Iterator[tuple[int, str]]:
    """Yield the lines that follow the heading of a ticker, up to an empty line or a paragraph."""
    for number, kind in judged.items():
        if kind == "ticker" and number < shape.first:
            yield from _followers(shape, number, "ticker", lambda text: len(text) <= TEASER)


def _followers(
    shape: Shape, start: int, kind: str, fits: Callable[[str], bool]
) -> Iterator[tuple[int, str]]:
    for number in range(start + 1, min(shape.first, len(shape.lines))):
        text = shape.lines[number].text.strip()
        if not text or not fits(text):
            return
        yield number, kind


def _after_heading(shape: Shape, judged: Mapping[int, str]) -> Iterator[tuple[int, str]]:
    """Yield what stands below a heading such as "Most Read", after the last paragraph."""
    kind = None
    for number in shape.filled:
        if number <= shape.last:
            continue
        text = shape.lines[number].text.strip()
        if number in judged:
            is_heading = judged[number] == "related-links" and _is_entry(text)
            kind = "related-links" if is_heading else kind
        elif kind is not None and len(text) <= TEASER:
            yield number, kind


def _teasers(shape: Shape, judged: Mapping[int, str]) -> Iterator[tuple[int, str]]:
    """Yield headlines and cut first words, if at least two such stand after the last paragraph."""
    tail = [n for n in shape.filled if n > shape.last and n not in judged]
    cut = [at for at, n in enumerate(tail) if _is_cut(shape.lines[n].text.strip())]
    if len(cut) < 2:  # noqa: PLR2004 - one cut line may be the end of the article itself
        return
    for at in cut:
        for number in tail[max(at - 1, 0) : at + 1]:
            if len(shape.lines[number].text.strip()) <= TEASER:
                yield number, "teaser-list"


def _menus(shape: Shape, judged: Mapping[int, str], words: Words) -> Iterator[tuple[int, str]]:
    """Yield the lines of runs of short lines in which enough is known furniture."""
    run: list[int] = []
    for number in (*shape.filled, None):
        if number is not None and _is_entry(shape.lines[number].text):
            run.append(number)
            continue
        if len(run) >= RUN and _is_menu(shape, run, judged, words):
            yield from ((n, "navigation-run") for n in run)
        run = []


def _is_menu(shape: Shape, run: Sequence[int], judged: Mapping[int, str], words: Words) -> bool:
    """Judge a run of short lines: outside the article less evidence is enough than within."""
    known = sum(n in judged or words.is_room(shape.lines[n].text) for n in run)
    bullets = sum(shape.lines[n].text.lstrip()[:1] in BULLETS for n in run)
    if run[-1] < shape.first or run[0] > shape.last:
        return known >= KNOWN or 2 * bullets > len(run)
    return known > KNOWN and known >= SHARE * len(run)
