"""Known articles in layouts made up at random: what goes in comes out, or is told."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import given, settings
from hypothesis import strategies as st
from inputs import COMPRESSORS, articles, run, write

Record = dict[str, Any]

# Texts that end in the number of their article, and hold what dialects stumble over.
WORDS = st.sampled_from(
    ['the "long" gale', "a weir, opened", "line one\nline two", "größer", "a;b|c"]
)
TEXTS = st.lists(WORDS, min_size=2, max_size=5).map(" and ".join)
NAMES = {
    "text": ["text", "body", "maintext", "full_content", "article_body", "Inhalt", "texto"],
    "title": ["title", "headline", "Titel", "titulo", "name"],
    "published_at": ["date", "published_at", "date_publish", "pubDate", "Datum", "fecha"],
    "url": ["url", "link", "source_url", "permalink"],
}
OTHERS = {"section": "Local", "rank": 3, "tags": "a b", "views": None}
FORMS = st.sampled_from(
    [
        "jsonl",
        "list",
        "envelope",
        "deep",
        "keyed",
        "pretty",
        "nested",
        "csv",
        "semicolons",
        "tsv",
        "parquet",
        "sqlite",
    ]
)
JUNK = {
    "README.md": b"# About",
    ".DS_Store": b"\0\0",
    "logo.png": b"\x89PNG",
    "notes.docx": b"PK\x03\x04" + bytes(26) + b"[Content_Types].xml",
    "empty.jsonl": b"",
    "broken.json": b'{"text": "cut',
}


@st.composite
def layouts(draw: st.DrawFn) -> tuple[str, list[Record], str, set[str]]:
    """Draw a form, records with names of one writer, a compression, and files beside them."""
    names = {column: draw(st.sampled_from(known)) for column, known in NAMES.items()}
    texts = draw(st.lists(TEXTS, min_size=2, max_size=5))
    others = draw(st.sets(st.sampled_from(sorted(OTHERS))))
    order = draw(st.permutations([*names, *others]))
    records = []
    for number, text in enumerate(texts):
        values = {
            "text": f"{text} were seen at pier {number}.",
            "title": f"What was seen at pier {number}",
            "published_at": f"2025-03-{number + 10}",
            "url": f"https://x.example/{number}",
        }
        records.append(
            {names.get(name, name): values.get(name, OTHERS.get(name)) for name in order}
        )
    suffix = draw(st.sampled_from(sorted(COMPRESSORS)))
    return draw(FORMS), records, suffix, draw(st.sets(st.sampled_from(sorted(JUNK))))


def as_table(records: Sequence[Record], delimiter: str) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(records[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(records)
    return out.getvalue().encode()


def as_database(records: Sequence[Record], _name: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        connection = sqlite3.connect(Path(folder) / "a.sqlite")
        columns = ", ".join(f'"{name}"' for name in records[0])
        connection.execute(f"CREATE TABLE posts ({columns})")
        marks = ", ".join("?" for _ in records[0])
        values = [list(record.values()) for record in records]
        connection.executemany(f"INSERT INTO posts VALUES ({marks})", values)  # noqa: S608
        connection.commit()
        connection.close()
        return (Path(folder) / "a.sqlite").read_bytes()


def as_parquet(records: Sequence[Record], _name: str) -> bytes:
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(list(records)), sink)
    return sink.getvalue()


def encoded(form: str, records: Sequence[Record]) -> tuple[str, bytes]:
    """Return the suffix and the bytes of records in a form."""
    tables = {"csv": ("csv", ","), "semicolons": ("csv", ";"), "tsv": ("tsv", "\t")}
    if form in tables:
        return tables[form][0], as_table(records, tables[form][1])
    if form in {"sqlite", "parquet"}:
        return form, (as_database if form == "sqlite" else as_parquet)(records, form)
    if form in {"jsonl", "pretty", "nested"}:
        inner = [{"_id": n, "_source": r} if form == "nested" else r for n, r in enumerate(records)]
        indent = 1 if form == "pretty" else None
        return "jsonl", "\n".join(json.dumps(item, indent=indent) for item in inner).encode()
    values: Mapping[str, object] = {
        "list": records,
        "envelope": {"status": "ok", "totalResults": len(records), "articles": records},
        "deep": {"response": {"data": {"results": records}}},
        "keyed": {f"https://k.example/{n}": record for n, record in enumerate(records)},
    }
    return "json", json.dumps(values[form]).encode()


@settings(deadline=None, max_examples=80)
@given(layout=layouts(), packed=st.booleans())
def test_what_goes_in_comes_out_or_is_told(
    layout: tuple[str, list[Record], str, set[str]], *, packed: bool
) -> None:
    form, records, suffix, beside = layout
    kind, data = encoded(form, records)
    files = {f"data/a.{kind}{suffix}": COMPRESSORS[suffix](data)}
    if packed:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for name, content in files.items():
                archive.writestr(name, content)
        files = {"all.zip": out.getvalue()}
    with tempfile.TemporaryDirectory() as folder:
        source = write(Path(folder) / "in", {**files, **{name: JUNK[name] for name in beside}})
        conversion = run(source, Path(folder) / "out")
        rows = articles(conversion.dataset)
    assert len(rows) == len(records), conversion.problems
    for number, row in enumerate(rows):
        assert row.text.endswith(f"were seen at pier {number}.")
        assert row.text in {value for record in records for value in record.values()}
        assert row.title == f"What was seen at pier {number}"
        assert row.published_at is not None
        assert f"{row.published_at:%Y-%m-%d}" == f"2025-03-{number + 10}"
        assert row.url == f"https://x.example/{number}"
    told = {problem.source for problem in conversion.problems}
    left_out = {item.path for item in conversion.left_out}
    assert told == beside & {"empty.jsonl", "broken.json", "notes.docx"}
    assert left_out == beside & {"README.md", "logo.png", "notes.docx"}
    assert len({*files, *told, *left_out} | (beside & {".DS_Store"})) == len(files) + len(beside)
