"""Explain a check: its page, or the catalogue of all checks."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus_qa.checks import catalogue
from corpus_qa.config import shipped
from corpus_qa.errors import UsageError
from corpus_qa.model import Check
from corpus_qa.text.numbers import wilson

# A line of a page that begins a part.
TITLE = re.compile(r"(Why it matters|Flagged|Clean|Limits)")


def explain(check: str) -> str:
    """Return the page of a check, named by its id or its name.

    Raises:
        UsageError: There is no such check.
    """
    known = catalogue()
    by_name = {entry.name: entry for entry in known.values()}
    found = known.get(check.upper()) or by_name.get(check.lower())
    if found is None:
        near = difflib.get_close_matches(check.upper(), known, n=1)
        near += difflib.get_close_matches(check.lower(), by_name, n=1)
        tip = f" Did you mean {' or '.join(near)}?" if near else ""
        msg = f"There is no check “{check}”.{tip} `corpus-qa explain` lists all checks."
        raise UsageError(msg)
    tail = "\n    ".join(("Measured", *_measured(found)))
    head = f"{found.id} {found.name}  ({found.family}, {found.severity})"
    return f"{head}\n\n{found.page.strip()}\n\n{tail}\n"


def all_checks() -> Sequence[Check]:
    """Return the catalogue in the order of ids."""
    return tuple(catalogue().values())


def sections_of(check: Check) -> Mapping[str, Sequence[str]]:
    """Return the parts of the page of a check by title, the first of which has none."""
    found: dict[str, list[str]] = {"": []}
    for line in check.page.strip().splitlines():
        if TITLE.fullmatch(line):
            found[line] = []
        else:
            found[list(found)[-1]].append(line.removeprefix("    "))
    return found


@dataclass(frozen=True, slots=True)
class Measured:
    """What a check reached on the labelled texts that the project keeps beside its tests.

    Attributes:
        right: Damaged texts in which it found something.
        wrong: Other texts in which it found something.
        missed: Damaged texts in which it found nothing.
    """

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> str:
        """How many of the texts that it flags are damaged."""
        return _share(self.right, self.right + self.wrong, "flagged texts are damaged")

    @property
    def recall(self) -> str:
        """How many of the damaged texts it flags."""
        return _share(self.right, self.right + self.missed, "damaged texts are flagged")


def _share(part: int, whole: int, told: str) -> str:
    if not whole:
        return f"unknown, as there are no {told.partition(' are ')[0]}"
    low, high = wilson(part, whole)
    return f"{part} of {whole} {told} (95 % interval {low:.2f} to {high:.2f})"


def measured(check: str) -> Measured | None:
    """Return the figures of a check; None where the labelled texts hold no example of it."""
    figures = json.loads(shipped("measured.json").read_text(encoding="utf-8"))
    return Measured(**figures[check]) if check in figures else None


def _measured(check: Check) -> Iterator[str]:
    found = measured(check.id)
    if found is None:
        yield "Tested on its cases; the labelled texts hold no example of it yet."
        return
    yield f"Precision: {found.precision}."
    yield f"Recall: {found.recall}."
