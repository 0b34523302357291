"""The run for other programs: ``run.json`` with findings under ``findings``."""

from __future__ import annotations

import json
from dataclasses import asdict

from corpus_qa.report.load import Run


def render(run: Run) -> str:
    """Return one JSON object. Of very many findings it holds a selection."""
    document = {
        **run.document.as_plain(),
        "findings": [asdict(finding) for finding in run.findings],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
