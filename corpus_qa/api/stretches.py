"""A text, cut wherever a finding begins or ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from corpus_qa.report.load import Finding
from corpus_qa.report.wording import SEVERITIES


class Stretch(NamedTuple):
    """A part of a text, and the findings whose spans cover it, the worst first."""

    text: str
    findings: tuple[Finding, ...]


def stretches(text: str, field: str, findings: Sequence[Finding]) -> Iterator[Stretch]:
    """Yield the parts of a field in their order; together they are its text."""
    spans = [
        (one.start, one.end, one)
        for one in sorted(findings, key=_worst_first)
        if one.field == field and one.start is not None and one.end is not None
    ]
    cuts = sorted({0, len(text), *(n for start, end, _ in spans for n in (start, end))})
    for start, end in pairwise(cuts):
        over = (one for first, last, one in spans if first <= start and end <= last)
        yield Stretch(text[start:end], tuple(over))


def _worst_first(finding: Finding) -> tuple[int, str]:
    return SEVERITIES.index(finding.severity), finding.check
