"""Examine a dataset into part files: findings, signals, sketches, and what breaks the schema."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

import pyarrow as pa

from corpus_qa.api.clock import Clock
from corpus_qa.api.settings import Progress, Settings
from corpus_qa.dataset import Dataset
from corpus_qa.engine.examined import Examined, examine
from corpus_qa.engine.findings import as_finding, findings_batch
from corpus_qa.engine.local import examine_all
from corpus_qa.engine.plan import Plan
from corpus_qa.engine.tables import Parts
from corpus_qa.expect.rows import Contract, load_contract, read_contract, violations
from corpus_qa.model import ARTICLE_SCHEMA, Batch, Check, Crash, Evidence

# The check under whose name rows that break the schema are found.
SCHEMA_CHECK = "CON090"


@dataclass
class Examination:
    """Examines a dataset once; ``crashes`` are those seen so far."""

    checks: Sequence[Check]
    contract: Contract
    parts: Parts
    clock: Clock
    crashes: list[Crash] = field(default_factory=list)

    def run(self, dataset: Dataset, jobs: int, progress: Progress) -> None:
        """Examine every article and write the parts, batch by batch."""
        plan = Plan(tuple(self.checks))
        # An empty batch first: every part file is there, with its columns, whatever comes.
        self._write(examine(Batch(pa.RecordBatch.from_pylist([], schema=ARTICLE_SCHEMA)), plan))
        done = 0
        for examined in examine_all(self._judged(dataset), plan, jobs):
            self._write(examined)
            done += sum(result.articles for result in examined.results)
            progress("examine", done, dataset.rows)

    def _write(self, examined: Examined) -> None:
        self.crashes.extend(examined.crashes)
        for result in examined.results:
            self.parts.write("findings", result.findings)
            self.parts.write("signals", result.signals)
            self.clock.add_checks(result.seconds)
        for sketch in examined.sketches:
            self.parts.write("bands", sketch.bands)
            self.parts.write("lines", sketch.lines)
            self.parts.write("docs", sketch.docs)
            self.parts.write("chrome", sketch.chrome)

    def _judged(self, dataset: Dataset) -> Iterator[Batch]:
        """Hand on the batches of a dataset; what breaks the schema is found on the way."""
        check = next((check for check in self.checks if check.id == SCHEMA_CHECK), None)
        for batch in dataset.batches():
            if check is not None:
                self._hold_to_contract(batch, check)
            yield batch

    def _hold_to_contract(self, batch: Batch, check: Check) -> None:
        found = []
        for broken in violations(batch.records, self.contract):
            message = f"The field {broken.column} breaks the schema: {broken.rule}."
            evidence = Evidence(check.id, message)
            found.append(as_finding(broken.row, batch.articles[broken.row], check, evidence))
        if found:
            self.parts.write("findings-schema", findings_batch(found, batch.first_row))


def contract_of(settings: Settings) -> Contract:
    """Read the schema of article rows: the one that the configuration names, or the shipped one.

    Raises:
        ConfigError: The file cannot be read, or is no schema.
    """
    name = settings.config.expect.schema
    if name:
        return read_contract(Path(settings.base) / name)
    text = (files("corpus_qa.schemas") / "article.yaml").read_text(encoding="utf-8")
    return load_contract(text, "article.yaml")
