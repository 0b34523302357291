"""Articles for the tests of the Spark engine: what they say, and how they are cut into files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from copied_articles import Corpus

import corpus_qa
from corpus_qa.commands.context import settings_of
from corpus_qa.commands.validate import validate
from corpus_qa.config import Config, Options
from corpus_qa.dataset.manifest import DATA, SCHEMA_VERSION, Fragment, Manifest, save_manifest
from corpus_qa.dataset.store import Dataset
from corpus_qa.model import ARTICLE_SCHEMA, Check

SAMPLE = Path(__file__).parents[1] / "sample"
# What two engines may write in capitals, or trim, in different ways.
TITLES = (
    "The Ferry to Öland Sails Again",
    "  the ferry to öland sails again ",
    "\N{NO-BREAK SPACE}THE FERRY TO ÖLAND SAILS AGAIN\N{IDEOGRAPHIC SPACE}",
    "\tThe ferry to Öland sails again",
    "Ο ΔΡΟΜΟΣ ΤΗΣ ΘΑΛΑΣΣΑΣ",
    "ο δρομος της θαλασσας",
    "İSTANBUL'DA BİR LİMAN DAHA",
    "istanbul'da bir liman daha",
    "i̇stanbul'da bi̇r li̇man daha",
    "STRAẞE AM HAFEN GESPERRT",
    "straße am hafen gesperrt",
    "strasse am hafen gesperrt",
)
TABLES = ("findings", "signals", "duplicates", "known", "metrics", "quotes")
# What a run says of itself that depends on when and where it ran.
OWN = ("timings", "seconds", "started_at", "input", "config")


def articles(count: int) -> list[dict[str, Any]]:
    """Return articles of which some copy others, and some have one title."""
    corpus = Corpus(count, seed=5)
    rows = [row for batch in corpus.batches() for row in batch.records.to_pylist()]
    for row, title in zip(rows, TITLES, strict=False):
        row |= {"title": title, "site": "ferry.example"}
    return rows


def dataset(rows: list[dict[str, Any]], out: Path, fragments: int, group: int) -> Path:
    """Write articles to a dataset of some fragments, with row groups of ``group`` articles."""
    (out / DATA).mkdir(parents=True)
    size = -(-len(rows) // fragments)
    written = []
    for start in range(0, len(rows), size):
        table = pa.Table.from_pylist(rows[start : start + size], ARTICLE_SCHEMA)
        path = out / DATA / f"part-{start:016x}.parquet"
        pq.write_table(table, path, row_group_size=group, write_page_checksum=True)
        data = path.read_bytes()
        text = sum(len(row["text"].encode()) for row in rows[start : start + size])
        written.append(
            Fragment(
                file=f"{DATA}/{path.name}",
                sha256=hashlib.sha256(data).hexdigest(),
                bytes=len(data),
                rows=table.num_rows,
                text_bytes=text,
                sources={row["source"]: "" for row in rows[start : start + size]},
                schema_version=SCHEMA_VERSION,
                tool_version="0",
            )
        )
    save_manifest(out, Manifest(tuple(written)))
    return Dataset.open(out).path


def said(folder: Path) -> Mapping[str, Any]:
    """Return all that a run found and decided."""
    tables = {name: pq.read_table(folder / f"{name}.parquet").to_pylist() for name in TABLES}
    document = json.loads((folder / "run.json").read_bytes())
    return {**tables, **{key: value for key, value in document.items() if key not in OWN}}


def run_with(
    check: Check, path: Path, folder: Path, options: Options | None = None
) -> Mapping[str, Any]:
    """Validate a dataset with one more check, and return what was found."""
    settings = settings_of(Config(), None, options or Options())
    settings = replace(settings, checks=(*settings.checks, check))
    return said(validate([str(path)], settings, folder).folder)


def run(path: Path, folder: Path, **options: Any) -> Mapping[str, Any]:
    """Validate articles, and return what was found."""
    return said(corpus_qa.validate(path, run=folder, **options).folder)
