"""The one function that every engine runs: ``examine_batch``.

It is pure: the same batch and plan give the same result in this process, in a process pool and on
a cluster. A check that raises loses neither the other checks nor the other articles.
"""

from __future__ import annotations

import time
import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import pyarrow as pa

from corpus_qa.engine.findings import Recorder, bounded, findings_batch
from corpus_qa.engine.plan import CompiledPlan, Group, Plan, compile_plan
from corpus_qa.engine.signals import signals_batch
from corpus_qa.model import (
    Article,
    Batch,
    Check,
    Crash,
    Evidence,
    Hit,
)

# Check number -> row of the batch -> the confirmed hits.
HitsByCheck = Mapping[int, Mapping[int, Sequence[Hit]]]


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What the checks saw in one batch.

    ``findings`` has ``FINDING_SCHEMA`` and a last column ``row``, the row of the dataset;
    ``signals`` one row per article; ``chrome`` the spans of chrome in ``text`` per row, for the
    sketches; ``seconds`` the time per check id (checks decided together: under the first id).
    """

    articles: int
    first_row: int
    findings: pa.RecordBatch
    signals: pa.RecordBatch
    chrome: tuple[tuple[tuple[int, int], ...], ...]
    crashes: tuple[Crash, ...]
    seconds: Mapping[str, float]


def examine_batch(batch: Batch, plan: Plan) -> BatchResult:
    """Run the checks of ``plan`` over ``batch``."""
    compiled = compile_plan(plan)
    recorder = Recorder(compiled.checks)
    seconds = dict.fromkeys((check.id for check in compiled.checks), 0.0)
    crashes: list[Crash] = []
    began = time.perf_counter()
    articles = batch.articles
    hits, refused = _hits(batch, compiled)
    crashes.extend(refused)
    seconds["screen"] = time.perf_counter() - began
    for group in compiled.groups:
        began = time.perf_counter()
        own = _own_hits(group, hits)
        examine = group.examine or partial(_matched, compiled.checks[group.checks[0]])
        for row in range(len(articles)) if group.always else sorted(own):
            article = articles[row]
            try:
                seen = list(examine(article, own.get(row, ())))
                if seen:
                    recorder.add(row, article, bounded(seen))
            except Exception as error:  # noqa: BLE001 - a check may raise anything
                crashes.append(_crash(compiled.checks[group.checks[0]], article, error))
        seconds[compiled.checks[group.checks[0]].id] += time.perf_counter() - began
    findings = recorder.findings()
    return BatchResult(
        articles=len(articles),
        first_row=batch.first_row,
        findings=findings_batch(findings, batch.first_row),
        signals=signals_batch(batch, recorder),
        chrome=recorder.chrome_spans(len(articles)),
        crashes=tuple(crashes),
        seconds=seconds,
    )


def _hits(batch: Batch, compiled: CompiledPlan) -> tuple[HitsByCheck, list[Crash]]:
    """Return the confirmed hits, and the confirmations that raised."""
    hits: dict[int, dict[int, list[Hit]]] = {}
    crashes = []
    for screen in compiled.screens:
        for match in screen.screen.find(batch.records.column(screen.field)):
            number, at = screen.owners[match.pattern]
            check, article = compiled.checks[number], batch.articles[match.row]
            confirm = check.patterns[at].confirm
            try:
                kept = confirm is None or confirm(
                    article.field(screen.field), match.start, match.end
                )
            except Exception as error:  # noqa: BLE001 - a check may raise anything
                crashes.append(_crash(check, article, error))
                continue
            if kept:
                hit = Hit(check.id, at, screen.field, match.start, match.end)
                hits.setdefault(number, {}).setdefault(match.row, []).append(hit)
    return hits, crashes


def _own_hits(group: Group, hits: HitsByCheck) -> dict[int, list[Hit]]:
    """Return the hits of the checks of a group by row."""
    own: dict[int, list[Hit]] = {}
    for number in group.checks:
        for row, found in hits.get(number, {}).items():
            own.setdefault(row, []).extend(found)
    return own


def _matched(check: Check, article: Article, hits: Sequence[Hit]) -> Iterator[Evidence]:
    """Turn the hits of a check without examiner into evidence; the longer of two that overlap."""
    taken: dict[str, int] = {}
    for hit in sorted(hits, key=lambda hit: (hit.field, hit.start, -hit.end, hit.pattern)):
        if hit.start < taken.get(hit.field, 0):
            continue
        taken[hit.field] = hit.end
        pattern = check.patterns[hit.pattern]
        words = article.field(hit.field)[hit.start : hit.end]
        message = pattern.message.replace("{}", words)
        yield Evidence(check.id, message, hit.field, hit.start, hit.end, pattern.suggestion)


def _crash(check: Check, article: Article, error: Exception) -> Crash:
    told = f"{type(error).__name__}: {error}"
    trace = "".join(traceback.format_exception(error))
    return Crash(check.id, article.article_id, told, trace, article.source)
