"""Rows of workbooks are articles; titles above a header and sheets of other things are none."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from inputs import articles, convert_with_neighbour, run, write

ROWS = (
    ("Report of the week",),
    (),
    ("ID", "Title", "Text", "Date"),
    (1, "High tide", "The tide was high.", "2024-01-10"),
    (),
    (2, "Neap tide", "So so.", "2024-01-11"),
)
PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    'content-types"><Default Extension="xml" ContentType="application/xml"/><Default '
    'Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.spreadsheetml.sheet.main+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
    'relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/'
    '2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
}
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def cell(value: object) -> str:
    if isinstance(value, int):
        return f"<c><v>{value}</v></c>"
    return f'<c t="inlineStr"><is><t>{value}</t></is></c>'


def workbook(sheets: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
    """Write a workbook as Excel does, as far as anybody reads it."""
    out = io.BytesIO()
    named, linked = "", ""
    with zipfile.ZipFile(out, "w") as packed:
        for name, content in PARTS.items():
            packed.writestr(name, content)
        for place, (name, rows) in enumerate(sheets.items(), 1):
            data = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in rows)
            sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{data}</sheetData></worksheet>'
            packed.writestr(f"xl/worksheets/sheet{place}.xml", sheet)
            named += f'<sheet name="{name}" sheetId="{place}" r:id="r{place}"/>'
            linked += (
                f'<Relationship Id="r{place}" Type="{LINKS}/worksheet" '
                f'Target="worksheets/sheet{place}.xml"/>'
            )
        book = f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>{named}</sheets></workbook>'
        packed.writestr("xl/workbook.xml", book)
        links = PARTS["_rels/.rels"].partition("<Relationship ")[0] + linked + "</Relationships>"
        packed.writestr("xl/_rels/workbook.xml.rels", links)
    return out.getvalue()


def test_rows_below_the_header_of_a_sheet_are_articles(tmp_path: Path) -> None:
    book = workbook({"Articles": ROWS, "Notes": [("nothing",)]})
    conversion = run(write(tmp_path / "in", {"a.xlsx": book}), tmp_path / "out")
    assert conversion.problems == ()
    rows = articles(conversion.dataset)
    assert [(row.article_id, row.title, row.text) for row in rows] == [
        ("1", "High tide", "The tide was high."),
        ("2", "Neap tide", "So so."),
    ]
    assert rows[1].published_at is not None
    assert rows[1].published_at.day == 11


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (workbook({"A": [("x", "y"), (1, 2)]}), "no text or HTML field was found (fields: x, y)"),
        (workbook({"A": [(1, "https://x.example/1")]}), "the table has no header"),
        (b"PK\x03\x04 nothing", "the workbook cannot be read"),
    ],
)
def test_a_workbook_without_articles_is_told(tmp_path: Path, content: bytes, reason: str) -> None:
    rows, conversion = convert_with_neighbour(tmp_path, {"a.xlsx": content})
    assert rows == []
    assert conversion.problems[0].reason.startswith(reason)


def test_a_workbook_that_unpacks_without_end_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corpus_qa.ingest.readers.sheet.MOST_UNPACKED", 100)
    rows, conversion = convert_with_neighbour(tmp_path, {"a.xlsx": workbook({"A": ROWS})})
    assert rows == []
    assert "too many to hold" in conversion.problems[0].reason
