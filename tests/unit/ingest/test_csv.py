"""CSV records are cut where Python's own reader ends them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from itertools import chain, islice
from pathlib import Path

import pytest
from growth import MOST_GROWTH, growth
from hypothesis import given
from hypothesis import strategies as st
from inputs import (
    articles,
    convert_with_neighbour,
    run,
    write,
)

from corpus_qa.ingest.readers.csv import Record, Records, _header, _line_feeds

FIELDS = st.text('ab",;\n é\t', max_size=8)
ROWS = st.lists(st.tuples(FIELDS, FIELDS), min_size=1, max_size=6)


def cut(data: bytes, size: int, delimiter: str, limit: int = 10_000) -> list[Record]:
    """Cut a CSV text that comes in blocks of some size."""
    blocks = (data[place : place + size] for place in range(0, len(data), size))
    records, found = Records(blocks, limit), []
    while (record := records.next(delimiter.encode())) is not None:
        found.append(record)
    return found


@given(rows=ROWS, delimiter=st.sampled_from(",;\t"), size=st.integers(1, 9))
def test_records_end_where_the_csv_module_ends_them_wherever_blocks_end(
    rows: list[tuple[str, str]], delimiter: str, size: int
) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    records = cut(out.getvalue().encode(), size, delimiter)
    texts = [(record.data or b"").decode() for record in records]
    read = [next(csv.reader([text], delimiter=delimiter), []) for text in texts]
    assert read == [list(row) for row in rows]
    lines = [1 + "".join(texts[:place]).count("\n") for place in range(len(texts))]
    assert [record.line for record in records] == lines


@pytest.mark.parametrize("size", [1, 2, 3, 5, 100])
@pytest.mark.parametrize(
    ("text", "records"),
    [
        ('1,5" pipe\n2,x\n', ['1,5" pipe\n', "2,x\n"]),
        ('1,"a ""quote""\nhere"\n2,x', ['1,"a ""quote""\nhere"\n', "2,x"]),
        ('"","\n"\n""\n', ['"","\n"\n', '""\n']),
        ('1,"open\n2,x\n3,y\n', [None, "2,x\n", "3,y\n"]),
        ('1,"a\n2,"b\n3,y\n', [None, None, "3,y\n"]),
        ("1,aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n2,x\n", [None, "2,x\n"]),
        ("\n\n1,x\n", ["\n", "\n", "1,x\n"]),
        ("", []),
    ],
)
def test_what_cannot_be_a_record_is_given_up_line_by_line(
    text: str, records: list[str | None], size: int
) -> None:
    found = cut(text.encode(), size, ",", limit=25)
    assert [record.data and record.data.decode() for record in found] == records


def test_a_record_that_grows_too_long_costs_its_first_line() -> None:
    data = b'1,"aaaaaaaaaaaaaaa\naaaaaaaaaaaaaaaaaaaaa"\n2,x\n'
    found = [record.data for record in cut(data, 5, ",", limit=25)]
    assert found == [None, b'aaaaaaaaaaaaaaaaaaaaa"\n', b"2,x\n"]


def test_many_quotes_in_one_long_line_take_no_more_time_than_their_number() -> None:
    def work(size: int) -> Callable[[], object]:
        data = b'a,"","",""' * size
        return lambda: cut(data, 1 << 18, ",", limit=1 << 24)

    data = b'a,"","",""' * 40_000
    assert work(40_000)() == [Record(1, data, at_end=True)]
    assert growth(work, smallest=40_000) < MOST_GROWTH


def test_a_header_of_one_name_many_times_takes_no_more_time_than_its_columns() -> None:
    def work(size: int) -> Callable[[], object]:
        return lambda: _header(b"text," * size, ",")

    assert _header(b"text,text,,", "")[0] == ("text", "text (2)", "column 3", "column 4")
    assert growth(work, smallest=10_000) < MOST_GROWTH


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


def test_rows_with_wrong_columns_are_told_by_line(tmp_path: Path) -> None:
    content = 'id,title,text\n1,One,"A, quoted."\n2,Two,B, not quoted.\n3,Three\n4,Four,Last.,,\n'
    rows, conversion = convert_with_neighbour(tmp_path, {"a.csv": content})
    assert [row.article_id for row in rows] == ["1", "4"]
    assert [(p.line, p.reason) for p in conversion.problems] == [
        (3, "the row has 4 columns, the header has 3"),
        (4, "the row has 2 columns, the header has 3"),
    ]


def test_a_quote_that_is_never_closed_costs_its_own_row(tmp_path: Path) -> None:
    content = 'id,text\n1,A 5" pipe.\n2,"Two\n3,Three.\n4,Four.\n'
    rows, conversion = convert_with_neighbour(tmp_path, {"a.csv": content})
    assert [row.article_id for row in rows] == ["1", "3", "4"]
    assert [problem.line for problem in conversion.problems] == [3]
    assert rows[0].text == 'A 5" pipe.'


def test_lines_may_end_with_carriage_returns_alone(tmp_path: Path) -> None:
    text = 'title,text\rLow tide,"Two\nlines of it."\rHigh tide,One line.\r'
    conversion = run(write(tmp_path / "in", {"a.csv": text.encode()}), tmp_path / "out")
    rows = articles(conversion.dataset)
    assert [(row.title, row.text) for row in rows] == [
        ("Low tide", "Two\nlines of it."),
        ("High tide", "One line."),
    ]
    assert conversion.problems == ()


@given(size=st.integers(1, 9), end=st.sampled_from(["\r", "\n", "\r\n", "\r\r\n"]))
def test_line_ends_are_found_wherever_blocks_end(size: int, end: str) -> None:
    data = f"title,text{end}a,b{end}c,d{end}".encode()
    blocks = (data[place : place + size] for place in range(0, len(data), size))
    # the header is looked at in one piece
    head = chain([b"".join(islice(blocks, 20 // size + 1))], blocks)
    said = b"".join(_line_feeds(head)).replace(b"\r", b"")
    assert said == b"title,text\na,b\nc,d\n"


def test_a_text_that_spans_lines_of_a_csv_file_knows_where_it_begins(tmp_path: Path) -> None:
    content = 'title,text\n"two\nlines","body of\nthe article"\n'
    source = write(tmp_path / "in", {"a.csv": content})
    (row,) = articles(run(source, tmp_path / "out").dataset)
    assert (row.source_line, row.text_line) == (2, 3)


ROWS_OF_WEIRS = [
    "1{d}Weir{d}The weir was opened.",
    '2{d}Mill{d}"The mill stands still.',
    "3{d}Lock{d}The lock was repaired.",
    '4{d}"Ford" again{d}"We crossed," said Una.',
]


def test_a_lone_quote_in_a_tab_separated_table_swallows_no_row(tmp_path: Path) -> None:
    lines = ["id{d}title{d}text", *ROWS_OF_WEIRS]
    source = write(tmp_path / "in", {"a.tsv": "\n".join(lines).format(d="\t") + "\n"})
    conversion = run(source, tmp_path / "out")
    assert conversion.problems == ()
    assert [row.text for row in articles(conversion.dataset)] == [
        "The weir was opened.",
        '"The mill stands still.',
        "The lock was repaired.",
        '"We crossed," said Una.',
    ]


def test_a_lone_quote_far_down_in_a_table_swallows_no_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corpus_qa.ingest.readers.csv.SAMPLE", 10)
    rows = [f"{n}\tWeir {n}." for n in range(99)]
    rows[40] = '40\t"Weir 40.'
    rows[90] = '90\t"Weir 90.'
    rows[95] = '95\tWeir 95."'
    source = write(tmp_path / "in", {"a.tsv": "id\ttext\n" + "\n".join(rows) + "\n"})
    conversion = run(source, tmp_path / "out")
    assert conversion.problems == ()
    assert conversion.dataset.rows == 99


def test_a_lone_quote_in_a_comma_separated_table_costs_its_own_row(tmp_path: Path) -> None:
    lines = [*(row.format(d=",") for row in ROWS_OF_WEIRS[:3]), "4,Ford,No quote here."]
    lines.append('5,Quay,"A quay."')
    content = "id,title,text\n" + "\n".join(lines) + "\n"
    rows, conversion = convert_with_neighbour(tmp_path, {"a.csv": content})
    assert [row.article_id for row in rows] == ["1", "3", "4", "5"]
    assert [problem.line for problem in conversion.problems] == [3]


@pytest.mark.parametrize(
    "above", ["sep=;\n", '"sep=;"\r\n', "\n\n", "# made by hand\n", "\ufeffsep=;\r\n"]
)
def test_lines_above_the_header_are_passed_over(tmp_path: Path, above: str) -> None:
    content = above + "id;title;text\n1;Weir;The weir was opened, and closed.\n"
    (row,), conversion = convert_with_neighbour(tmp_path, {"a.csv": content})
    assert (row.title, row.text) == ("Weir", "The weir was opened, and closed.")
    assert conversion.problems == ()


def test_a_table_without_header_is_told_and_not_quoted(tmp_path: Path) -> None:
    content = "3,Weir opened,The weir was opened on Monday after a year of repairs.\n" * 3
    rows, conversion = convert_with_neighbour(tmp_path, {"a.csv": content})
    assert rows == []
    (problem,) = conversion.problems
    assert problem.reason.startswith("the table has no header")
    assert "Weir" not in problem.reason


def test_of_two_columns_with_one_name_the_one_with_content_counts(tmp_path: Path) -> None:
    content = "id,text,text\n1,,A weir.\n2,A mill.,\n3,A lock.,A ford.\n"
    rows, _ = convert_with_neighbour(tmp_path, {"a.csv": content})
    assert [row.text for row in rows] == ["A weir.", "A mill.", "A lock."]
    assert rows[2].extra == '{"text (2)":"A ford."}'


def test_quotes_that_backslashes_escape_are_characters(tmp_path: Path) -> None:
    content = 'id,title,text\n1,"The \\"Swan\\", sold","Una said: \\"No.\\""\n2,Weir,"Two\nlines"\n'
    rows, conversion = convert_with_neighbour(tmp_path, {"a.csv": content})
    assert conversion.problems == ()
    assert [(row.title, row.text) for row in rows] == [
        ('The "Swan", sold', 'Una said: "No."'),
        ("Weir", "Two\nlines"),
    ]
