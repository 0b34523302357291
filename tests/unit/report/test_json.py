"""JSON: the run with its findings."""

from __future__ import annotations

import json

from corpus_qa.report import json as json_format
from corpus_qa.report.load import Run


def test_json_is_the_document_with_its_findings(run: Run) -> None:
    told = json.loads(json_format.render(run))
    assert len(told.pop("findings")) == len(run.findings)
    assert told == json.loads(json.dumps(run.document.as_plain()))
