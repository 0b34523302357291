"""Objects are cut out of JSON texts without parsing them, however the bytes arrive."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inputs import (
    MANY,
    RECORDS,
    convert_with_neighbour,
)

from corpus_qa.ingest.readers.json import objects

VALUES = st.recursive(
    st.none() | st.integers() | st.text('ab"\\{}[],:\n\té', max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text('k"{', max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)
OBJECTS = st.lists(st.dictionaries(st.text("xyz", min_size=1), VALUES, max_size=3), max_size=6)
LIMIT = 1_000_000


def pieces(data: bytes, cuts: Sequence[int]) -> Iterator[bytes]:
    """Cut bytes at some places."""
    places = sorted({0, len(data), *(cut % (len(data) + 1) for cut in cuts)})
    for start, end in pairwise(places):
        yield data[start:end]


@given(records=OBJECTS, cuts=st.lists(st.integers(0, 10_000)), indent=st.sampled_from([None, 1]))
def test_lists_are_cut_the_same_wherever_the_bytes_are_split(
    records: list[dict[str, Any]], cuts: list[int], indent: int | None
) -> None:
    data = json.dumps(records, indent=indent, ensure_ascii=False).encode()
    found = list(objects(pieces(data, cuts), 1, LIMIT))
    assert [json.loads(element.data or b"") for element in found] == records
    assert found == list(objects([data], 1, LIMIT))


@given(records=OBJECTS, cuts=st.lists(st.integers(0, 10_000)))
def test_concatenated_objects_and_envelopes_are_cut_likewise(
    records: list[dict[str, Any]], cuts: list[int]
) -> None:
    lines = "\n".join(json.dumps(record) for record in records).encode()
    envelope = json.dumps({"count": 1, "note": {"a": [1]}, "items": records}).encode()
    for data, depth in ((lines, 0), (envelope, 2)):
        found = objects(pieces(data, cuts), depth, LIMIT)
        assert [json.loads(element.data or b"") for element in found] == records


@given(records=OBJECTS, cuts=st.lists(st.integers(0, 10_000)))
def test_the_line_of_an_object_is_the_line_it_begins_on(
    records: list[dict[str, Any]], cuts: list[int]
) -> None:
    data = json.dumps(records, indent=1).encode()
    rows = data.decode().split("\n")
    for line, _, _ in objects(pieces(data, cuts), 1, LIMIT):
        assert rows[line - 1].startswith(" {")


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (b'[{"a": 1},\n17,\n{"b": 2}]', [1, 2, 3]),
        (b'["only", "texts"]', [1]),
        (b'{"a": 1}\n\nx\n{"b": 2}', [1, 3, 4]),
    ],
)
def test_what_is_no_object_is_told_with_its_line(data: bytes, lines: list[int]) -> None:
    depth = 1 if data.startswith(b"[") else 0
    for step in (1, 3, 100):
        blocks = [data[place : place + step] for place in range(0, len(data), step)]
        assert [element.line for element in objects(blocks, depth, LIMIT)] == lines


def test_an_object_over_the_limit_leaves_no_bytes_behind() -> None:
    data = b'[{"a": "' + b"x" * 500 + b'"}, {"b": 1}]'
    found = list(objects([data[:300], data[300:]], 1, 100))
    assert [(element.data, element.closed) for element in found] == [
        (None, True),
        (b'{"b": 1}', True),
    ]


def test_a_json_list_with_a_broken_record_keeps_the_others(tmp_path: Path) -> None:
    content = '[\n{"id": "1", "text": "A"},\n{"id": "2", "text": },\n17,\n{"id": "3", "text": "C"}'
    rows, conversion = convert_with_neighbour(tmp_path, {"a.json": content})
    assert [row.article_id for row in rows] == ["1", "3"]
    assert [problem.line for problem in conversion.problems] == [3, 4, 5]


def test_a_json_text_that_breaks_off_inside_a_record_names_its_line(tmp_path: Path) -> None:
    content = json.dumps(RECORDS, indent=1)[:-120]
    rows, conversion = convert_with_neighbour(tmp_path, {"a.json": content})
    assert len(rows) == 2
    assert [(p.line, p.lost) for p in conversion.problems] == [(16, 1)]
    assert "the JSON ends inside the object" in conversion.problems[0].reason


def test_half_a_surrogate_pair_becomes_a_replacement_character(tmp_path: Path) -> None:
    content = b'{"id": "1", "text": "half \\ud83d of a pair", "\\ud800": "\\udc00"}\n'
    rows, conversion = convert_with_neighbour(tmp_path, {"a.jsonl": content})
    assert conversion.problems == ()
    assert rows[0].text == "half \N{REPLACEMENT CHARACTER} of a pair"
    assert rows[0].decode_errors == 3


def test_an_envelope_may_be_longer_than_a_record(tmp_path: Path) -> None:
    content = json.dumps({"meta": {"from": ["x"]}, "articles": MANY[:200]}, indent=1)
    rows, conversion = convert_with_neighbour(tmp_path, {"a.json": content}, max_record_bytes=2000)
    assert [row.article_id for row in rows] == [record["id"] for record in MANY[:200]]
    assert conversion.problems == ()


def test_json_of_brackets_only_ends_before_the_memory_does(tmp_path: Path) -> None:
    rows, conversion = convert_with_neighbour(tmp_path, {"a.json": b"[" * 100_000})
    assert rows == []
    assert "nested more than" in conversion.problems[0].reason
