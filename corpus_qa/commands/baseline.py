"""Accept a run: from then on its findings are known, and its rates are what others are held to."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb

from corpus_qa.errors import IncompleteError, UsageError
from corpus_qa.gate.baseline import Baseline, read_baseline, worse_rates
from corpus_qa.gate.rules import covers
from corpus_qa.ingest.discover import is_dataset
from corpus_qa.model import Verdict
from corpus_qa.run.folder import replace_file
from corpus_qa.run.shard import refuse_shard

FINDINGS_SQL = """
SELECT "check", fingerprint, count(*) FROM read_parquet(?) WHERE status <> 'waived'
GROUP BY ALL ORDER BY ALL
"""
RATES_SQL = """
SELECT metric, value FROM read_parquet(?)
WHERE scope = 'dataset' AND denominator IS NOT NULL ORDER BY metric
"""


@dataclass(frozen=True, slots=True)
class Written:
    """The baseline that was written, and which of its rates are worse than before."""

    baseline: Baseline
    worse: tuple[str, ...]


def write_baseline(run: Path, out: Path, allowed: str | None) -> Written:
    """Write what a run found as the baseline ``out``.

    ``allowed`` is the reason why rates may be worse than those of the baseline that is there.

    Raises:
        UsageError: ``run`` is no run folder or not of all articles, or a rate is worse and no
            reason was given.
        IncompleteError: The run did not look at everything.
    """
    baseline = _baseline_of(run)
    worse: list[str] = []
    if out.exists():
        old = read_baseline(out)
        worse = worse_rates(old, baseline)
        reasons = (*old.regressions, *([allowed] if worse and allowed else []))
        baseline = replace(baseline, regressions=reasons)
    if worse and not (allowed and allowed.strip()):
        msg = (
            f"This run is worse than {out}: {'; '.join(worse)}. "
            "Fix the articles, or give a reason: --allow-regression REASON."
        )
        raise UsageError(msg)
    out.parent.mkdir(parents=True, exist_ok=True)
    replace_file(out, baseline.to_json().encode())
    return Written(baseline, tuple(worse))


def _baseline_of(run: Path) -> Baseline:
    refuse_shard(run)
    try:
        document = json.loads((run / "run.json").read_bytes())
        articles, verdict = document["input"]["articles"], document["verdict"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        msg = f"{run} is not a run folder: corpus-qa validate writes one."
        raise UsageError(msg) from error
    _refuse_partial(run, document)
    if verdict == Verdict.INCOMPLETE:
        msg = f"The run in {run} is incomplete: what was not examined cannot be accepted."
        raise IncompleteError(msg)
    findings: dict[str, dict[str, int]] = {}
    with duckdb.connect() as connection:
        found = connection.execute(FINDINGS_SQL, [str(run / "findings.parquet")]).fetchall()
        rates = connection.execute(RATES_SQL, [str(run / "metrics.parquet")]).fetchall()
    for check, fingerprint, times in found:
        findings.setdefault(check, {})[fingerprint] = times
    return Baseline(articles, findings, dict(rates))


def _refuse_partial(run: Path, document: Mapping[str, Any]) -> None:
    """Refuse a run that did not look at all articles: what the others have would be given up.

    Raises:
        UsageError: It is the run of a gate, or of some of the paths that are configured.
    """
    if document.get("command", "validate") != "validate":
        msg = (
            f"{run} is a run of corpus-qa {document['command']}, which looks at what a change adds "
            "only. A baseline is written of all articles: corpus-qa validate PATH..."
        )
        raise UsageError(msg)
    config = document.get("config") or {}
    configured = (config.get("values") or {}).get("gate", {}).get("paths", [])
    folder = Path(config.get("file") or "").parent
    paths = [Path(path).absolute() for path in document["input"].get("paths", [])]
    if any(is_dataset(path) for path in paths):
        return
    wanted = {path: os.path.normpath((folder / path).absolute()) for path in configured}
    left_out = [
        path
        for path, place in wanted.items()
        if not any(covers(os.path.normpath(one), place) for one in paths)
    ]
    if left_out:
        msg = (
            f"The run in {run} did not look at {', '.join(left_out)}, which [gate] names: run "
            f"corpus-qa validate {' '.join(configured)}, then write the baseline of that run."
        )
        raise UsageError(msg)
