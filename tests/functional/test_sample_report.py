"""The report that the repository shows is the one that today's code writes.

One snapshot is textual, the summary, with what the README shows of the terminal; one is structural:
of the page only the elements are compared, so that a message may change without it.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from sample_report import PRINTED, SAMPLE, outline, write_sample


@pytest.fixture(scope="module")
def today(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    write_sample(folder)
    return folder


@pytest.mark.parametrize("name", ["summary.md", *PRINTED])
def test_the_sample_report_is_what_todays_code_writes(today: Path, name: str) -> None:
    written, shown = ((folder / name).read_text(encoding="utf-8") for folder in (today, SAMPLE))
    assert written == shown, "write it again: poe sample"


def test_the_sample_page_has_the_elements_that_todays_code_writes(today: Path) -> None:
    written = outline(today / "report.html")
    assert "body" in [element.strip() for element in written]
    assert written == outline(SAMPLE / "report.html"), "write it again: poe sample"
