"""The badge says what the run says, and nothing else."""

from __future__ import annotations

import json
from xml.etree import ElementTree as ET

from corpus_qa.report import badge
from corpus_qa.report.load import Run


def test_both_badges_tell_the_verdict_and_the_articles(run: Run) -> None:
    told = f"{run.document.verdict} · {run.document.input.articles} articles"
    assert json.loads(badge.render_json(run))["message"] == told
    drawn = ET.fromstring(badge.render(run))  # noqa: S314 - our own
    assert drawn.attrib["aria-label"] == f"corpus-qa: {told}"
