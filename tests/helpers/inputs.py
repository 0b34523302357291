"""Helpers of the tests that convert: invented articles, files in every form, what came of them."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import lzma
import multiprocessing
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from corpus_qa.config import InputOptions
from corpus_qa.dataset.convert import Conversion, convert
from corpus_qa.dataset.store import Dataset
from corpus_qa.ingest.articles import Parsed, parse_all
from corpus_qa.ingest.records import Raw, Reading
from corpus_qa.model import Article, Problem

RECORDS: Sequence[Mapping[str, Any]] = (
    {
        "headline": "Ferry to Brask Island resumes after winter storms",
        "body": "The ferry to Brask Island sailed again on Monday.\n\nIslanders had waited for it"
        " since the “long gale” of January, said Nell Őry, who runs the harbour café.",
        "datePublished": "2025-02-03T07:30:00+01:00",
        "link": "https://www.harbournotes.example.co.uk/ferry-resumes",
        "section": "Local",
    },
    {
        "headline": 'Mayor calls the bridge plan "a gift", rivals call it a bill',
        "body": "The council voted on Tuesday.\nIt was close: 11 votes to 10, and one abstained.",
        "datePublished": "2025-02-04",
        "link": "https://www.harbournotes.example.co.uk/bridge-vote",
        "section": "Politics",
    },
    {
        "headline": "Snow, then thaw",
        "body": "Forecasters expect snow until Thursday, and a thaw after it. Roads may flood.",
        "datePublished": "Wed, 05 Feb 2025 06:00:00 GMT",
        "link": "https://www.harbournotes.example.co.uk/thaw",
        "section": "Weather",
    },
)
"""Three articles as an export holds them, with a name of its own for each column."""

PAGE = """<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8">
<title>Lighthouse opens its doors | Harbour Notes</title>
<meta name="author" content="Nell Öry"><meta property="og:site_name" content="Harbour Notes">
<meta property="article:published_time" content="2025-02-06T08:15:00+00:00"></head>
<body><nav><a href="/">Home</a> <a href="/news">News</a></nav><article>
<h1>Lighthouse opens its doors</h1>
<p>For the first time in forty years visitors may climb the tower of the old lighthouse at Brask,
which the harbour trust has repaired with the help of two hundred volunteers from the villages.</p>
<p>“We had to carry every stone up by hand,” said the mason in charge of the work, who began as an
apprentice on the same stairs in the year in which the lamp was switched off for good.</p></article>
<footer>All rights reserved</footer></body></html>"""
"""A page as a news site sends it."""

NEIGHBOUR: Mapping[str, str] = {"zz-neighbour.txt": "A neighbour that is read in any case."}
MANY: Sequence[Mapping[str, str]] = [
    {"id": f"m{n}", "text": f"Story {n * 7919 % 1000} of the harbour."} for n in range(5000)
]

COMPRESSORS: Mapping[str, Callable[[bytes], bytes]] = {
    "": bytes,
    ".gz": gzip.compress,
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
    ".zst": lambda data: bytes(pa.compress(data, "zstd", asbytes=True)),
    ".br": lambda data: bytes(pa.compress(data, "brotli", asbytes=True)),
    ".lz4": lambda data: bytes(pa.compress(data, "lz4", asbytes=True)),
}


def as_jsonl(records: Sequence[Mapping[str, Any]]) -> bytes:
    """Write records as JSON lines."""
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode()


def as_csv(records: Sequence[Mapping[str, Any]], delimiter: str = ",") -> bytes:
    """Write records as CSV with a header."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(records[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(records)
    return out.getvalue().encode()


def as_parquet(records: Sequence[Mapping[str, Any]]) -> bytes:
    """Write records as a Parquet file."""
    sink = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_pylist(list(records)), sink)
    return sink.getvalue().to_pybytes()


def as_arrow(records: Sequence[Mapping[str, Any]]) -> bytes:
    """Write records as an Arrow file."""
    table = pa.Table.from_pylist(list(records))
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue().to_pybytes()


def as_warc(pages: Sequence[tuple[str, str, bytes]]) -> bytes:
    """Write responses (address, content type, body) as a WARC file."""
    out = b""
    for number, (url, kind, body) in enumerate(pages):
        http = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n".encode() + body
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number}>\r\n"
            f"WARC-Date: 2025-02-07T10:00:00Z\r\nWARC-Target-URI: {url}\r\n"
            "Content-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(http)}\r\n\r\n"
        )
        out += head.encode() + http + b"\r\n\r\n"
    return out


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files below a folder, and return it."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def run(paths: Sequence[Path | str] | Path, out: Path, jobs: int = 1, **options: Any) -> Conversion:
    """Convert, with options by name."""
    given = [paths] if isinstance(paths, Path) else paths
    return convert(given, out, options=InputOptions(**options), jobs=jobs)


def articles(dataset: Dataset) -> list[Article]:
    """Return all articles of a dataset."""
    return [article for batch in dataset.batches() for article in batch.articles]


def only_article(folder: Path, name: str, content: str | bytes, **options: Any) -> Article:
    """Convert one file that is one article without any problem, and return the article."""
    source = write(folder / "in", {name: content}) / name
    conversion = run(source, folder / "out", **options)
    assert conversion.problems == ()
    (article,) = articles(conversion.dataset)
    return article


def die_elsewhere(items: Sequence[Raw | Problem], reading: Reading) -> Parsed:
    """Parse in the main process, and die in a worker."""
    if multiprocessing.parent_process() is not None:
        os._exit(1)
    return parse_all(items, reading)


def convert_with_neighbour(
    tmp_path: Path, files: dict[str, str | bytes], **options: Any
) -> tuple[list[Article], Conversion]:
    """Convert files beside one that is fine; return their articles, and check that one's."""
    conversion = run(write(tmp_path / "in", {**files, **NEIGHBOUR}), tmp_path / "out", **options)
    rows = articles(conversion.dataset)
    assert rows[-1].source == "zz-neighbour.txt"
    assert all(problem.hint and problem.source in files for problem in conversion.problems)
    return rows[:-1], conversion
