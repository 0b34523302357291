"""The run as an OpenLineage event: expectations as data-quality assertions of the input dataset.

Only expectations that were judged become assertions: one that broke is no statement about the data.
The event of a run that did not look at everything says ``FAIL``, whatever held.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from corpus_qa.config import documentation
from corpus_qa.model import Outcome
from corpus_qa.report.load import Run
from corpus_qa.report.wording import measured

SPEC = "https://openlineage.io/spec"
EVENT = f"{SPEC}/2-0-2/OpenLineage.json#/$defs/RunEvent"
ASSERTIONS = (
    f"{SPEC}/facets/1-1-0/DataQualityAssertionsDatasetFacet.json"
    "#/$defs/DataQualityAssertionsDatasetFacet"
)
METRICS = (
    f"{SPEC}/facets/1-0-3/DataQualityMetricsInputDatasetFacet.json"
    "#/$defs/DataQualityMetricsInputDatasetFacet"
)

# What names the program where its package names no documentation.
NAMELESS = "urn:corpus-qa"

# Our severities in the words of OpenLineage.
SEVERITIES = {"error": "error", "warning": "warn", "note": "warn"}


def render(run: Run) -> str:
    """Return one RunEvent."""
    document = run.document
    paths = list(document.input.paths) or ["(nothing)"]
    facets = {
        "dataQualityAssertions": _facet(ASSERTIONS, assertions=list(_assertions(run))),
        "dataQualityMetrics": _facet(
            METRICS, rowCount=document.input.articles, columnMetrics={"text": {}}
        ),
    }
    inputs = [{"namespace": "file", "name": path} for path in paths]
    # The numbers are about all paths together, so that the first one stands for them.
    inputs[0] |= {"inputFacets": facets}  # type: ignore[dict-item]  # a nested object
    event = {
        "eventType": "FAIL" if document.verdict == "incomplete" else "COMPLETE",
        "eventTime": document.started_at,
        "producer": documentation("") or NAMELESS,
        "schemaURL": EVENT,
        "run": {"runId": _run_id(run)},
        "job": {"namespace": "corpus-qa", "name": document.command},
        "inputs": inputs,
        "outputs": [],
    }
    return json.dumps(event, ensure_ascii=False, indent=1) + "\n"


def _facet(schema: str, **content: object) -> dict[str, object]:
    return {"_producer": documentation("") or NAMELESS, "_schemaURL": schema, **content}


def _run_id(run: Run) -> str:
    """Return a UUID that follows from the run, so that the same run gives the same event."""
    document = run.document
    parts = [document.started_at, str(document.seconds), document.config.fingerprint]
    return str(uuid.uuid5(uuid.NAMESPACE_URL, "\0".join([*parts, *document.input.paths])))


def _assertions(run: Run) -> Iterator[Mapping[str, Any]]:
    for one in run.document.expectations:
        if one.status == "error":
            continue
        assertion = {
            "assertion": one.expectation,
            "success": one.status == "pass",
            "severity": SEVERITIES[one.severity],
            "name": one.rule,
            "description": one.title,
            "expected": one.limit,
            "actual": measured(one, run.metrics),
            "params": _parameters(one),
        }
        yield assertion


def _parameters(one: Outcome) -> dict[str, object]:
    given = {"scope": one.scope, "metric": one.metric, "observed": one.observed}
    return {name: value for name, value in given.items() if value is not None}
