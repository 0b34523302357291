"""Repairs of one article: which of those that overlap comes first, and what they leave behind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from corpus_qa.model import Applicability, Family

# Fields of an article that repairs are written to.
FIELDS = ("text", "title", "byline")
SPACES = " \t\u00a0\u3000"
BREAK = re.compile(r"\r?\n")


@dataclass(frozen=True, slots=True)
class Choice:
    """Which repairs to apply: prefixes of check ids as in the configuration, and how sure ones."""

    unsafe: bool = False
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def takes(self, finding: Mapping[str, Any]) -> bool:
        """Whether the repair of a finding is to be applied."""
        if not is_repair(finding) or finding["status"] == "waived":
            return False
        check = finding["check"]
        if not check.startswith(self.select or ("",)) or check.startswith(self.ignore or ("\0",)):
            return False
        return self.unsafe or finding["applicability"] == Applicability.SAFE


@dataclass(frozen=True, slots=True)
class Repair:
    """A replacement for the code points ``start`` to ``end`` of a field; empty removes them."""

    check: str
    field: str
    start: int
    end: int
    replacement: str
    applicability: str
    message: str = ""


def is_repair(finding: Mapping[str, Any]) -> bool:
    """Whether a finding says what its words should be; what dates offer is not about the words."""
    return (
        finding["suggestion"] is not None
        and finding["start"] is not None
        and finding["field"] in FIELDS
        and finding["family"] != Family.DATE
    )


def repairs_of(findings: Iterable[Mapping[str, Any]], choice: Choice) -> list[Repair]:
    """Return the repairs that are asked for, those aside that overlap one that comes before.

    The order, which ``fix`` states: by field and place, at one place the longer one first, then by
    the id of the check. What had to wait is found again once the others are applied.
    """
    found = [
        Repair(
            item["check"],
            item["field"],
            item["start"],
            item["end"],
            item["suggestion"],
            item["applicability"],
            item["message"],
        )
        for item in findings
        if choice.takes(item)
    ]
    found.sort(key=lambda repair: (repair.field, repair.start, -repair.end, repair.check))
    return list(_apart(found))


def _apart(repairs: Iterable[Repair]) -> Iterator[Repair]:
    ends: dict[str, int] = {}
    for repair in repairs:
        if repair.start >= ends.get(repair.field, 0):
            ends[repair.field] = repair.end
            yield repair


@dataclass(frozen=True, slots=True)
class Edit:
    """Code points ``start`` to ``end`` of a text that are replaced."""

    start: int
    end: int
    replacement: str


def edits_of(text: str, repairs: Sequence[Repair]) -> list[Edit]:
    """Return the edits of one field for its repairs, in order and apart from each other.

    A line of which nothing is left goes with its line break and, between two blank lines, with one
    of them; what is removed within a line takes one of the spaces around it along.
    """
    edits: list[Edit] = []
    for repair in sorted(repairs, key=attrgetter("start")):
        start, end = repair.start, repair.end
        if not repair.replacement:
            start, end = _widened(text, start, end)
        least = edits[-1].end if edits else 0
        if edits and start <= least and not repair.replacement and not edits[-1].replacement:
            last = edits.pop()
            edits.append(_removal(text, min(start, last.start), max(end, last.end), edits))
            continue
        edits.append(Edit(max(start, least), max(end, least), repair.replacement))
    return edits


def _removal(text: str, start: int, end: int, before: Sequence[Edit]) -> Edit:
    """Return two removals that met as one, with the blank lines around both."""
    start, end = _widened(text, start, end)
    return Edit(max(start, before[-1].end if before else 0), end, "")


def _widened(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span of a removal with what it would leave behind."""
    first, last = start, end
    while first > 0 and text[first - 1] in SPACES:
        first -= 1
    while last < len(text) and text[last] in SPACES:
        last += 1
    begins = first == 0 or text[first - 1] == "\n"
    ends = last == len(text) or BREAK.match(text, last) is not None
    if begins and ends:
        return _whole_lines(text, first, last)
    if ends:  # the spaces before it would stand at the end of the line
        return first, end
    if begins:
        return start, last
    return start, end + (first < start and last > end)


def _whole_lines(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span of lines that are removed, with their line break and a blank line."""
    if end == len(text):
        return _last_lines(text, start), end
    end = _after_break(text, end)
    blank_before = start == 0 or _is_blank_before(text, start)
    while blank_before and (after := _blank_line(text, end)) > end:
        end = after
        if start:
            break
    if end == len(text) and start and blank_before:
        return _last_lines(text, start, keep_break=True), end
    return start, end


def _last_lines(text: str, start: int, *, keep_break: bool = False) -> int:
    """Return where to cut a text at its end: after the last line that is not blank."""
    kept = len(text[:start].rstrip())
    if keep_break and (found := BREAK.search(text, kept, start)):
        return found.end()
    return kept


def _after_break(text: str, place: int) -> int:
    found = BREAK.match(text, place)
    return found.end() if found else place


def _is_blank_before(text: str, start: int) -> bool:
    """Whether the line that ends at a place is blank."""
    line = text.rfind("\n", 0, start - 1) + 1
    return not text[line:start].strip()


def _blank_line(text: str, place: int) -> int:
    """Return where the blank line that begins at a place ends; the place if there is none."""
    last = place
    while last < len(text) and text[last] in SPACES:
        last += 1
    return (
        last
        if last == len(text)
        else _after_break(text, last)
        if BREAK.match(text, last)
        else place
    )


def apply(text: str, edits: Iterable[Edit]) -> str:
    """Return a text with its edits."""
    parts, at = [], 0
    for edit in edits:
        parts += [text[at : edit.start], edit.replacement]
        at = edit.end
    return "".join((*parts, text[at:]))
