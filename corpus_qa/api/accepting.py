"""What was accepted before a run: its baseline and its waivers, and what a run tells of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from corpus_qa.api.inline import read_inline
from corpus_qa.api.settings import Settings
from corpus_qa.checks import catalogue
from corpus_qa.config import Waiver
from corpus_qa.dataset import Dataset
from corpus_qa.engine.statuses import Accepted, Settled
from corpus_qa.gate.baseline import Baseline, read_baseline
from corpus_qa.gate.waiver import as_plain, holding, reasons, refuse_wrong
from corpus_qa.model import Reason, Severity


@dataclass(frozen=True, slots=True)
class Acceptance:
    """The baseline, if one was named, and the waivers; ``held`` are those that hold today."""

    file: Path | None
    baseline: Baseline | None
    waivers: tuple[Waiver, ...]
    held: tuple[Waiver, ...]
    today: date
    wrong: tuple[Reason, ...] = ()

    def with_inline(self, dataset: Dataset) -> Acceptance:
        """Return the same with the waivers that articles of a dataset carry."""
        inline, wrong = read_inline(dataset, catalogue())
        held = (*self.held, *holding(inline, self.today))
        return replace(self, waivers=(*self.waivers, *inline), held=held, wrong=wrong)

    def accepted(self, removed: Mapping[str, int] | None) -> Accepted:
        """Return what findings are compared with; ``removed`` as in ``Accepted``."""
        findings = self.baseline.fingerprints if self.baseline else {}
        return Accepted(findings, self.held, removed)

    def reasons(self, settled: Settled) -> tuple[Reason, ...]:
        """Say how the findings stand to the baseline, and which waivers are of no use."""
        told = [*self.wrong, *reasons(self.waivers, self.held, settled.uses)]
        if self.baseline is None:
            return tuple(told)
        message = (
            f"Compared with the baseline: {settled.new} findings are new, {settled.fixed} are "
            f"fixed, {settled.known} are known."
        )
        return (*told, Reason("baseline", Severity.NOTE, message))

    def as_plain(self, settled: Settled) -> dict[str, Any]:
        """Return what ``run.json`` says of it."""
        return {
            "statuses": {
                "new": settled.new,
                "known": settled.known,
                "waived": settled.waived,
                "fixed": settled.fixed,
            },
            "baseline": _shown(self.file) if self.file else None,
            "waivers": as_plain(self.waivers, self.held, settled.uses),
        }


def _shown(file: Path) -> str:
    """Return a path as a person here would type it: the same on every machine."""
    here = Path.cwd()
    return (file.relative_to(here) if file.is_relative_to(here) else file).as_posix()


def load_acceptance(settings: Settings, file: Path | None, today: date) -> Acceptance:
    """Read the baseline ``file`` and the waivers of the configuration.

    Raises:
        IncompleteError: The baseline is named, but not there.
        ConfigError: The baseline or a waiver is wrong.
    """
    waivers = settings.config.waivers
    refuse_wrong(waivers, catalogue())
    baseline = read_baseline(file) if file else None
    return Acceptance(file, baseline, waivers, holding(waivers, today), today)
