"""Complete dates in running text, in the notations of about fifty languages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, reduce
from typing import NamedTuple

import re2

from corpus_qa.text.tables import table


@cache
def month_numbers() -> dict[str, int]:
    """Return the number of the month for each name, composed and in lower case.

    Forms without accents are known too: capitals and old systems leave them out.
    """
    found = {
        unicodedata.normalize("NFC", name.replace("_", " ")): number
        for language in table("months").values()
        for number, cell in enumerate(language.split(), start=1)
        for name in cell.split("/")
        if name != "-"
    }
    for name, number in tuple(found.items()):
        found.setdefault(_without_accents(name), number)
    return found


def month_number(name: str) -> int | None:
    """Return 1 to 12 for the name of a month in any case, with or without its full stop."""
    lower = unicodedata.normalize("NFC", name.rstrip(".").replace("İ", "i").lower())
    return month_numbers().get(lower)


def _without_accents(name: str) -> str:
    parts = unicodedata.normalize("NFD", name.replace("ı", "i"))
    return unicodedata.normalize("NFC", "".join(c for c in parts if not "\u0300" <= c <= "\u036f"))


# Dates before the web are what an article tells of, never when it went online.
FIRST_YEAR = 1990

LAST_YEAR = 2100
ERAS = {"平成": 1988, "令和": 2018}
# Years between the Christian and the Thai Buddhist calendar.
BUDDHIST = 543

# What may follow a year without a space: another date or a clock.
TOUCHING = re.compile(r"\d{1,2}(?:[:/.]|\s)")

# Bytes that RE2 may use for its automaton; below 32 MB it falls back to a walk 60 times slower.
MEMORY = 64 << 20


class FoundDate(NamedTuple):
    """A complete date in a text.

    ``other`` is the second reading of a numeric date whose day and month may be exchanged;
    ``short`` marks a year with two digits.
    """

    start: int
    end: int
    day: date
    form: str
    other: date | None = None
    short: bool = False


class _Reading(NamedTuple):
    day: date
    form: str
    other: date | None = None
    short: bool = False


@dataclass(frozen=True, slots=True)
class _Expressions:
    any_form: re2._Regexp[str]
    by_start: Mapping[str, tuple[tuple[str, re2._Regexp[str]], ...]]


@cache
def _expressions() -> _Expressions:
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = MEMORY
    forms = [
        (found["form"], _spelled_out(found["regex"])) for found in table("date_forms")["forms"]
    ]
    unnamed = "|".join(re.sub(r"\?P<\w>", "?:", regex) for _, regex in forms)
    by_start: dict[str, list[tuple[str, re2._Regexp[str]]]] = {"year": [], "number": [], "name": []}
    for form, regex in forms:
        start = {"y": "year", "n": "name", "e": "name"}.get(form[0], "number")
        by_start[start].append((form, re2.compile(regex, options)))
    return _Expressions(
        re2.compile(unnamed, options), {start: tuple(same) for start, same in by_start.items()}
    )


def _start_of(words: str) -> str:
    """Return which part of a date stands first, so that only some forms need to be tried."""
    if not words[0].isdigit():
        return "name"
    return "year" if words[:4].isdigit() else "number"


def _spelled_out(regex: str) -> str:
    names = sorted(month_numbers(), key=len, reverse=True)
    name = "|".join(re.escape(name).replace("i", "[iİ]") for name in names)
    parts = {**table("date_forms")["parts"], "MONTH": rf"(?:{name})\.?"}
    return reduce(lambda spelled, part: spelled.replace(f"<{part}>", parts[part]), parts, regex)


def find_dates(text: str, *, day_first: bool | None = None) -> Iterator[FoundDate]:
    """Yield the complete dates from 1990 on, in order.

    Args:
        text: Any text.
        day_first: How to read 03/04/2025: True as 3 April, False as March 4, None as March 4 with
            the other reading in ``other``. Numbers with full stops or hyphens have the day first.
    """
    expressions = _expressions()
    last = 0
    for match in expressions.any_form.finditer(text):
        start, end = match.span()
        if not _stands_alone(text, start, end, glued=start == last):
            continue
        words = match[0]
        forms = expressions.by_start[_start_of(words)]
        read = next(
            (found for form in forms if (found := _read(*form, words, day_first=day_first))), None
        )
        if read is not None:
            last = end
            yield FoundDate(start, end, *read)


def _stands_alone(text: str, start: int, end: int, *, glued: bool) -> bool:
    """Refuse a piece of a longer number or word; two dates may touch (``2019`` ``14. Januar``)."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if text[start].isdigit():
        if before.isdigit() and not (glued or text[start - 3 : start - 2] == ":"):
            return False
        if before and before in "./-" and text[start - 2 : start - 1].isdigit():
            return False
    elif before.isalpha() and text[start].isalpha() and not before > "\u0590":
        return False
    if after.isdigit():
        return text[end - 4 : end].isdigit() and TOUCHING.match(text, end) is not None
    return not (after and after in "./-" and text[end + 1 : end + 2].isdigit())


def _read(
    form: str, regex: re2._Regexp[str], words: str, *, day_first: bool | None
) -> _Reading | None:
    match = regex.fullmatch(words)
    if match is None:
        return None
    parts = match.groupdict()
    if form == "xxy":
        return _numeric(parts, day_first=day_first)
    year = 1 if parts["y"] == "元" else int(parts["y"])
    year += ERAS[parts["e"]] if form == "era" else 0
    month = month_number(parts["n"]) if "n" in parts else int(parts["m"])
    day = _date(year, month or 0, int(parts["d"]))
    return _Reading(day, form) if day else None


def _numeric(parts: Mapping[str, str], *, day_first: bool | None) -> _Reading | None:
    year, first, second = int(parts["y"]), int(parts["a"]), int(parts["b"])
    short = year < 100  # noqa: PLR2004 - two digits
    if short and parts["s"] == "." and len(parts["a"] + parts["b"]) < len("0101"):
        return None  # the number of a version or a section: 2.1.13
    year += 2000 if short else 0
    european, american = _date(year, second, first), _date(year, first, second)
    if european and (american is None or parts["s"] != "/" or day_first):
        return _Reading(european, "xxy", None, short)
    if american is None:
        return None
    doubtful = day_first is None and european is not None and european != american
    return _Reading(american, "xxy", european if doubtful else None, short)


def _date(year: int, month: int, day: int) -> date | None:
    year -= BUDDHIST if year > LAST_YEAR else 0
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
