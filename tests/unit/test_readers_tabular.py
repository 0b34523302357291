"""CSV records are cut where Python's own reader ends them."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inputs import articles, run, write

from corpus_qa.dataset.readers.tabular import ends_inside
from corpus_qa.dataset.streams import lines

FIELDS = st.text('ab",;\n é\t', max_size=8)
ROWS = st.lists(st.tuples(FIELDS, FIELDS), min_size=1, max_size=6)


@given(rows=ROWS, delimiter=st.sampled_from(",;\t"))
def test_a_quoted_field_is_open_exactly_where_the_csv_module_reads_on(
    rows: list[tuple[str, str]], delimiter: str
) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    records, part, inside = [], b"", False
    for line in lines([out.getvalue().encode()], 1000):
        assert line is not None
        part += line
        inside = ends_inside(line, delimiter.encode(), inside=inside)
        if not inside:
            records.append(part.decode())
            part = b""
    assert part == b""
    read = [next(csv.reader([record], delimiter=delimiter), []) for record in records]
    assert read == [list(row) for row in rows]


@pytest.mark.parametrize(
    ("line", "inside", "after"),
    [
        (b'1,"open\n', False, True),
        (b'1,"closed"\n', False, False),
        (b'1,5" pipe\n', False, False),
        (b'1,"a ""quote""\n', False, True),
        (b'end",2\n', True, False),
        (b'end","next\n', True, True),
        (b"no quote\n", True, True),
        (b'""\n', True, True),
    ],
)
def test_quotes_open_and_close_fields(line: bytes, inside: bool, after: bool) -> None:  # noqa: FBT001 - a table of cases
    assert ends_inside(line, b",", inside=inside) is after


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_a_table_is_read_in_its_encoding(tmp_path: Path, encoding: str) -> None:
    text = "id,título,texto\n1,Mañana en Brask,El año que viene será también más frío, dijo él.\n"
    text = text.replace("El año", '"El año').replace("él.", 'él."').replace("texto", "text")
    source = write(tmp_path / "in", {"a.csv": text.encode(encoding)})
    conversion = run(source, tmp_path / "out", columns={"título": "title"})
    assert conversion.problems == ()
    (row,) = articles(conversion.dataset)
    assert row.title == "Mañana en Brask"
    assert row.text == "El año que viene será también más frío, dijo él."


def test_byte_order_marks_and_windows_line_ends_leave_no_trace(tmp_path: Path) -> None:
    content = b'\xef\xbb\xbfid,text\r\n1,"one\r\ntwo"\r\n2,three\r\n'
    rows = articles(run(write(tmp_path / "in", {"a.csv": content}), tmp_path / "out").dataset)
    assert [(row.article_id, row.text) for row in rows] == [("1", "one\r\ntwo"), ("2", "three")]
