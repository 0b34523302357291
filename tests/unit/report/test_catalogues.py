"""The outputs for data catalogues, held against the libraries that read them."""

from __future__ import annotations

import json
import shutil
import uuid
import warnings
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from openlineage.client.event_v2 import InputDataset, Job, RunEvent, RunState
from openlineage.client.event_v2 import Run as LineageRun
from openlineage.client.facet_v2 import (
    data_quality_assertions_dataset,
    data_quality_metrics_input_dataset,
)

from corpus_qa.report import croissant, openlineage
from corpus_qa.report.load import Run


def event_of(run: Run) -> dict[str, Any]:
    event: dict[str, Any] = json.loads(openlineage.render(run))
    return event


def rebuilt(event: dict[str, Any]) -> RunEvent:
    """Build the event from the classes of the client, which refuse what no schema has."""
    given = event["inputs"][0]["inputFacets"]
    plain = {
        name: {key: value for key, value in facet.items() if not key.startswith("_")}
        for name, facet in given.items()
    }
    assertions = data_quality_assertions_dataset.DataQualityAssertionsDatasetFacet(
        assertions=[
            data_quality_assertions_dataset.Assertion(**one)
            for one in plain["dataQualityAssertions"]["assertions"]
        ]
    )
    kind = data_quality_metrics_input_dataset.DataQualityMetricsInputDatasetFacet
    metrics = kind(
        rowCount=plain["dataQualityMetrics"]["rowCount"],
        columnMetrics={
            name: data_quality_metrics_input_dataset.ColumnMetrics(**one)
            for name, one in plain["dataQualityMetrics"]["columnMetrics"].items()
        },
    )
    assert given["dataQualityAssertions"]["_schemaURL"] == assertions._schemaURL  # noqa: SLF001
    assert given["dataQualityMetrics"]["_schemaURL"] == metrics._schemaURL  # noqa: SLF001
    facets = {"dataQualityAssertions": assertions, "dataQualityMetrics": metrics}
    first, *others = event["inputs"]
    named = {"namespace": first["namespace"], "name": first["name"]}
    return RunEvent(
        eventType=RunState[event["eventType"]],
        eventTime=event["eventTime"],
        run=LineageRun(**event["run"]),
        job=Job(**event["job"]),
        inputs=[InputDataset(**named, inputFacets=facets), *(InputDataset(**o) for o in others)],
        outputs=[],
        producer=event["producer"],
    )


def test_the_event_is_one_of_openlineage(run: Run) -> None:
    event = event_of(run)
    built = rebuilt(event)
    assert event["schemaURL"] == built.schemaURL
    assert uuid.UUID(event["run"]["runId"])
    assert datetime.fromisoformat(event["eventTime"]).tzinfo is not None
    judged = [one for one in run.document.expectations if one.status != "error"]
    told = event["inputs"][0]["inputFacets"]["dataQualityAssertions"]["assertions"]
    assert [(one["name"], one["success"]) for one in told] == [
        (one.rule, one.status == "pass") for one in judged
    ]


def test_the_same_run_is_the_same_event(run: Run) -> None:
    assert openlineage.render(run) == openlineage.render(run)


def test_a_run_that_is_incomplete_is_no_completed_event(run: Run, broken: Run) -> None:
    assert event_of(run)["eventType"] == "COMPLETE"
    assert broken.document.verdict == "incomplete"
    assert event_of(broken)["eventType"] == "FAIL"


def test_the_run_folder_loads_as_a_croissant_dataset(run: Run, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(run.folder, tmp_path / "run"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its dependencies use what Python has deprecated
        import mlcroissant  # noqa: PLC0415 - warns while it is imported

        path = folder / "croissant.json"
        path.write_text(croissant.render(run), encoding="utf-8")
        dataset = mlcroissant.Dataset(jsonld=str(path))
        for table in sorted(folder.glob("*.parquet")):
            if table.stem not in croissant.TABLES:
                continue
            rows = list(dataset.records(table.stem))
            stored = pq.read_table(table)
            assert len(rows) == stored.num_rows, table
            if rows:
                assert {name.rpartition("/")[2] for name in rows[0]} == set(stored.column_names)


@pytest.mark.parametrize("name", ["croissant", "openlineage"])
def test_a_hostile_path_cannot_leave_its_string(run: Run, name: str, tmp_path: Path) -> None:
    from dataclasses import replace  # noqa: PLC0415 - only here

    hostile = replace(run.document.input, paths=('"}],\n"x": [{', str(tmp_path)))
    given = replace(run, document=replace(run.document, input=hostile))
    render = {"croissant": croissant.render, "openlineage": openlineage.render}[name]
    assert '"x": [{' in json.dumps(json.loads(render(given)), ensure_ascii=False).replace("\\", "")
