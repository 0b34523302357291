"""The report that the repository shows is the one that today's code writes."""

from __future__ import annotations

from pathlib import Path

import pytest
from sample_report import KEPT, PRINTED, SAMPLE, readable, write_sample


@pytest.fixture(scope="module")
def today(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    write_sample(folder)
    return folder


@pytest.mark.parametrize("name", [*KEPT, *PRINTED])
def test_the_sample_report_is_what_todays_code_writes(today: Path, name: str) -> None:
    assert readable(today / name) == readable(SAMPLE / name), "write it again: poe sample"
