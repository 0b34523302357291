"""Precision and recall of what the checks say about the labelled corpus."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from conftest import batch_of
from quality.copies import labelled_copies, same_origin
from quality.copies import related as paired
from quality.labelled import labelled
from quality.mutations import MUTATIONS, mutants
from quality.sites import labelled_sites
from relating import related

from corpus_qa.checks import BUILTIN
from corpus_qa.examine.batch import Plan, examine_batch
from corpus_qa.model import Family, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from quality.sample import Sample

SEVERE = {Severity.ERROR, Severity.WARNING}
NOTING = {
    check.id
    for check in BUILTIN
    if check.severity is Severity.NOTE and check.family in {Family.ENCODING, Family.DATE}
}
SITE_CHECKS = tuple(check for check in BUILTIN if check.family is Family.DATE and check.corpus)

Finding = dict[str, Any]


@dataclass
class Tally:
    """What was hit, missed and falsely named, by the names of the samples.

    ``labelled`` tells that samples are labelled with it, so that it can miss some.
    """

    hit: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)
    labelled: bool = False

    def add(self, sample: str, *, is_hit: bool) -> None:
        """Count a damaged sample that is labelled with this tally."""
        self.labelled = True
        (self.hit if is_hit else self.missed).append(sample)

    @property
    def precision(self) -> float:
        """The share of the flagged samples that are damaged; 1 if none was flagged."""
        flagged = len(self.hit) + len(self.false)
        return len(self.hit) / flagged if flagged else 1.0

    @property
    def recall(self) -> float:
        """The share of the damaged samples that are flagged; 1 if there is none."""
        damaged = len(self.hit) + len(self.missed)
        return len(self.hit) / damaged if damaged else 1.0


def measure(folder: Path) -> dict[str, Tally]:
    """Examine the labelled corpus; return a tally per family, per kind of damage and per check.

    Keys are ``encoding`` for a family, ``encoding/mojibake`` for a kind of damage, ``ENC001`` for a
    check, and ``damage/TRN001`` for clean articles that were damaged as a check looks for. A kind
    has no false alarms of its own. A check misses a sample only where the kind of damage bears its
    name; it hits every damaged sample of its family that it names. Notes count for checks of which
    nothing more is expected, and where the kind of damage bears their name.

    Args:
        folder: an empty folder for the tables of the duplicates.
    """
    samples = labelled()
    tallies: dict[str, Tally] = defaultdict(Tally)
    for sample, findings in zip(samples, _findings(samples), strict=True):
        if sample.damaged is None:
            _count_false(tallies, sample, findings)
        else:
            _count_hit(tallies, sample, sample.damaged, findings)
    _count_copies(tallies, folder)
    _count_sites(tallies)
    _count_mutants(tallies)
    return dict(tallies)


def _count_mutants(tallies: Mapping[str, Tally]) -> None:
    """Count the articles in which a check sees the damage that was made for it, notes too."""
    for check in MUTATIONS:
        articles = list(mutants(check))
        result = examine_batch(batch_of(articles), Plan(BUILTIN))
        found = result.findings.to_pylist()
        named = {finding["article_id"] for finding in found if finding["check"] == check}
        for number in range(len(articles)):
            tallies[f"damage/{check}"].add(f"{check}-{number}", is_hit=f"a{number}" in named)


def _count_copies(tallies: Mapping[str, Tally], folder: Path) -> None:
    copies = labelled_copies()
    found = paired(copies.articles, folder)
    for pair, kind in copies.pairs.items():
        for name in (str(Family.DUPLICATE), f"{Family.DUPLICATE}/{kind}"):
            tallies[name].add(" ".join(sorted(pair)), is_hit=pair in found)
    for pair in found - copies.pairs.keys():
        if not same_origin(pair):
            tallies[str(Family.DUPLICATE)].false.append(" ".join(sorted(pair)))


def _count_sites(tallies: Mapping[str, Tally]) -> None:
    sites = labelled_sites()
    found = related(sites.articles).findings
    named = {(finding["article_id"], finding["check"]) for finding in found}
    for check in SITE_CHECKS:
        for article in sites.articles:
            name, kind = article["article_id"], sites.damaged.get(article["article_id"])
            is_found = (name, check.id) in named
            if kind == check.name:
                for key in (str(check.family), f"{check.family}/{kind}", check.id):
                    tallies[key].add(name, is_hit=is_found)
            elif is_found:
                tallies[str(check.family)].false.append(name)
                tallies[check.id].false.append(name)


def _findings(samples: Sequence[Sample]) -> list[list[Finding]]:
    """Return the findings of each sample: errors, warnings, and notes of checks that give notes."""
    rows = [{"article_id": sample.name, **sample.article} for sample in samples]
    result = examine_batch(batch_of(rows), Plan(BUILTIN))
    if result.crashes:
        raise AssertionError(result.crashes[0].traceback)
    found: dict[str, list[Finding]] = {sample.name: [] for sample in samples}
    for finding in result.findings.to_pylist():
        if finding["severity"] in SEVERE or finding["check"] in NOTING:
            found[finding["article_id"]].append(finding)
    return list(found.values())


def _count_false(tallies: Mapping[str, Tally], sample: Sample, findings: Iterable[Finding]) -> None:
    wrong = [finding for finding in findings if finding["family"] in sample.silent]
    severe = {finding["family"] for finding in wrong if finding["severity"] in SEVERE}
    for name in severe | {finding["check"] for finding in wrong}:
        tallies[name].false.append(sample.name)


def _count_hit(
    tallies: Mapping[str, Tally], sample: Sample, family: Family, findings: Iterable[Finding]
) -> None:
    right = [f for f in findings if f["family"] == family and _touches(f, sample.span)]
    is_hit = any(f["severity"] in SEVERE or f["name"] == sample.kind for f in right)
    for name in (str(family), f"{family}/{sample.kind}"):
        tallies[name].add(sample.name, is_hit=is_hit)
    named = {finding["check"] for finding in right}
    for check in BUILTIN:
        if check.name == sample.kind:
            tallies[check.id].add(sample.name, is_hit=check.id in named)
        elif check.id in named:
            tallies[check.id].hit.append(sample.name)


def _touches(finding: Finding, span: tuple[int, int] | None) -> bool:
    """Whether a finding lies where the damage is."""
    if span is None:
        return True
    start, end = finding["start"], finding["end"]
    return start is not None and start < span[1] and end > span[0]
