"""Explain a check: its page, or the catalogue of all checks."""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping, Sequence

from corpus_qa.checks import catalogue
from corpus_qa.config import shipped
from corpus_qa.errors import UsageError
from corpus_qa.model import Check


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
    head = f"{found.id} {found.name}  ({found.family}, {found.severity})"
    return f"{head}\n\n{found.page.strip()}\n\nMeasured\n    {_measured(found)}\n"


def all_checks() -> Sequence[Check]:
    """Return the catalogue in the order of ids."""
    return tuple(catalogue().values())


def _measured(check: Check) -> str:
    """Say what a check reached on the labelled texts that the project keeps beside its tests.

    Texts are counted in which it found something: rightly, wrongly, or not although it should.
    """
    text = shipped("measured.json").read_text(encoding="utf-8")
    figures: Mapping[str, Mapping[str, int]] = json.loads(text)
    figure = figures.get(check.id)
    if figure is None:
        return "Tested on its cases; the labelled texts hold no example of it yet."
    right, wrong, missed = figure["right"], figure["wrong"], figure["missed"]
    precision = right / (right + wrong) if right + wrong else 1.0
    told = f"precision {precision:.3f} ({right} of {right + wrong} flagged texts are damaged)"
    if not right + missed:
        return f"{told}."
    recall = right / (right + missed)
    return f"{told}, recall {recall:.3f} ({right} of {right + missed} damaged texts are flagged)."
