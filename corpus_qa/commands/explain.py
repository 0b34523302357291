"""Explain a check: its page, or the catalogue of all checks."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus_qa.checks import catalogue
from corpus_qa.checks.registry import BUILTIN
from corpus_qa.config import documentation, shipped
from corpus_qa.errors import UsageError
from corpus_qa.model import Check
from corpus_qa.text.numbers import wilson

# A line of a page that begins a part.
TITLE = re.compile(r"(Why it matters|Flagged|Clean|Limits)")


def explain(check: str) -> str:
    """Return the page of a check, named by its id or its name, or the list of a family (``CHR``).

    Raises:
        UsageError: There is no such check.
    """
    known = catalogue()
    by_name = {entry.name: entry for entry in known.values()}
    found = known.get(check.upper()) or by_name.get(check.lower())
    if found is not None:
        return _page(found)
    if family := checks_of(check):
        return "".join(f"{line}\n" for line in listed(family))
    near = difflib.get_close_matches(check.upper(), known, n=1)
    near += difflib.get_close_matches(check.lower(), by_name, n=1)
    tip = f" Did you mean {' or '.join(near)}?" if near else ""
    msg = f"There is no check “{check}”.{tip} `corpus-qa checks` lists all checks."
    raise UsageError(msg)


def _page(check: Check) -> str:
    tail = "\n    ".join(("Measured", *_measured(check)))
    head = f"{check.id} {check.name}  ({check.family}, {check.severity})"
    more = documentation(f"checks/{check.id}.html") if check in BUILTIN else ""
    link = f"\nMore: {more}\n" if more else ""
    tongues = f"Languages\n    {spoken(check)}"
    return f"{head}\n\n{check.page.strip()}\n\n{tongues}\n\n{tail}\n{link}"


def spoken(check: Check) -> str:
    """Return for which languages a check speaks, as a sentence."""
    words = [tag for tag in check.languages if tag != "*"]
    if not check.knows_all_languages:
        return f"Articles in {', '.join(words)} only; it is silent on those of other languages."
    told = f"; it has words of {', '.join(words)}" if words else ""
    return f"Articles in any language{told}."


def checks_of(prefix: str = "") -> Sequence[Check]:
    """Return the checks of a prefix of IDs or of a family, in the order of IDs; empty: all."""
    return tuple(
        check
        for check in catalogue().values()
        if check.id.startswith(prefix.upper()) or check.family == prefix.lower()
    )


def listed(checks: Sequence[Check]) -> Iterator[str]:
    """Yield a line for each check: ID, severity, languages, name and summary."""
    for check in checks:
        tongues = "any" if check.knows_all_languages else ",".join(check.languages)
        yield f"{check.id}  {check.severity:<7}  {tongues:<3}  {check.name:<28}  {check.summary}"


def as_json(checks: Sequence[Check]) -> str:
    """Return checks as a JSON array."""
    rows = [
        {
            "id": check.id,
            "name": check.name,
            "family": check.family,
            "severity": check.severity,
            "languages": check.languages,
            "summary": check.summary,
        }
        for check in checks
    ]
    return json.dumps(rows, indent=1, ensure_ascii=False)


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
