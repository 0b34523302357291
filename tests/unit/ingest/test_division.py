"""A corpus that is divided into shards and joined again is the corpus, record for record."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus_qa.config import InputOptions
from corpus_qa.dataset.convert import convert, convert_found
from corpus_qa.dataset.join import join, join_parted, shard_of
from corpus_qa.dataset.store import Dataset
from corpus_qa.errors import UsageError
from corpus_qa.ingest.discover import Found, find
from corpus_qa.ingest.division import Shard, sources_of

OPTIONS = InputOptions()


@contextmanager
def small_steps() -> Iterator[None]:
    """Divide files of some hundred bytes as if they were large."""
    with pytest.MonkeyPatch.context() as patch:
        for place in ("ingest.division.STEP", "dataset.build.STEP", "dataset.build.TASK"):
            patch.setattr(f"corpus_qa.{place}", 64)
        patch.setattr("corpus_qa.ingest.streams.BLOCK", 16)
        patch.setattr("corpus_qa.ingest.streams.STEP", 16)
        patch.setattr("corpus_qa.dataset.build.MOST_PROBLEMS", 2)
        patch.setattr("corpus_qa.dataset.join.MOST_PROBLEMS", 2)
        yield


RECORDS = st.fixed_dictionaries(
    {"text": st.text("ab é\n", max_size=30)}, optional={"id": st.sampled_from(["1", "2", "x"])}
)
# What a record is encoded in that is no UTF-8 shows in those around it, so these must be the same.
FRENCH = b'{"text": "caf\xe9 au lait"}'
RUSSIAN = b'{"text": "\xef\xf0\xe8\xe2\xe5\xf2, \xec\xe8\xf0"}'
BROKEN = st.sampled_from([b"", b"   ", b'{"text": ', b"[1]", FRENCH, RUSSIAN])
LINES = st.lists(RECORDS.map(lambda record: json.dumps(record).encode()) | BROKEN, max_size=12)


def parquet(records: list[dict[str, str]]) -> bytes:
    file = io.BytesIO()
    columns = {name: [record.get(name) for record in records] for name in ("id", "text")}
    pq.write_table(
        pa.table(columns, pa.schema([("id", "string"), ("text", "string")])), file, row_group_size=3
    )
    return file.getvalue()


def csv(records: list[dict[str, str]]) -> bytes:
    rows = [f'{record.get("id", "")},"{record["text"]}"\n' for record in records]
    return "".join(["id,text\n", *rows]).encode()


SOURCES = st.one_of(
    LINES.map(lambda lines: ("jsonl", b"\n".join(lines))),
    LINES.map(lambda lines: ("jsonl.gz", gzip.compress(b"\n".join(lines), mtime=0))),
    LINES.map(lambda lines: ("jsonl.gz", gzip.compress(b"\n".join(lines), mtime=0)[:-9])),
    st.lists(RECORDS, max_size=12).map(lambda records: ("csv", csv(records))),
    st.lists(RECORDS, max_size=12).map(lambda records: ("json", json.dumps(records).encode())),
    st.lists(RECORDS, max_size=12).map(lambda records: ("parquet", parquet(records))),
    st.text("ab é", max_size=200).map(lambda text: ("txt", text.encode())),
)


def rows_of(dataset: Dataset) -> list[dict[str, object]]:
    batches = [batch.records.drop_columns(["ingested_at"]) for batch in dataset.batches()]
    return [row for batch in batches for row in batch.to_pylist()]


def shards_of(folder: Path, of: int, out: Path) -> list[Dataset]:
    found = find([folder])
    return [
        convert_found(
            Found(tuple(sources_of(Shard(number, of), found.sources)), ()),
            out / str(number),
            options=OPTIONS,
            shard=True,
        ).dataset
        for number in range(1, of + 1)
    ]


@settings(max_examples=60, deadline=None)
@given(st.lists(SOURCES, min_size=1, max_size=4), st.integers(1, 9))
@example([("jsonl", b"\n".join([FRENCH, RUSSIAN, b'{"text": "a weir"}'] * 9))], 4)
@example([("jsonl", b"\n" * 300)], 3)
@example([("jsonl", b"{\n" * 90)], 3)
def test_shards_that_are_joined_are_the_whole_corpus(
    files: list[tuple[str, bytes]], of: int
) -> None:
    with TemporaryDirectory() as name, small_steps():
        folder = Path(name)
        (folder / "in").mkdir()
        for number, (suffix, data) in enumerate(files):
            (folder / "in" / f"{number}.{suffix}").write_bytes(data)
        whole = convert([folder / "in"], folder / "whole", options=OPTIONS).dataset
        joined = join(shards_of(folder / "in", of, folder), folder / "joined")
        assert rows_of(joined) == rows_of(whole)
        assert joined.manifest.repeated == whole.manifest.repeated
        assert joined.manifest.columns() == whole.manifest.columns()
        for source, origin in whole.manifest.sources.items():
            assert joined.manifest.sources[source].problems == origin.problems
            assert (joined.manifest.sources[source].sha256 is None) == (origin.sha256 is None)


def test_a_large_file_is_shared_by_all_shards(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    lines = [json.dumps({"text": f"The weir number {n} was opened."}) for n in range(80)]
    (tmp_path / "in" / "a.jsonl").write_text("\n".join(lines), "utf-8")
    with small_steps():
        shards = shards_of(tmp_path / "in", 4, tmp_path)
    counts = [dataset.rows for dataset in shards]
    assert sum(counts) == len(lines)
    assert min(counts) > len(lines) // 8


@settings(max_examples=10, deadline=None)
@given(st.lists(st.integers(0, 100), max_size=8), st.integers(1, 20))
def test_each_fragment_of_a_dataset_is_in_one_shard(sizes: list[int], of: int) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "in").mkdir()
        for number, size in enumerate(sizes):
            (folder / "in" / f"{number}.txt").write_text(f"The weir {'is open ' * size}", "utf-8")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("corpus_qa.dataset.manifest.TARGET", 100)
            dataset = convert([folder / "in"], folder / "out", options=OPTIONS).dataset
        parts = [shard_of(dataset, Shard(number, of)) for number in range(1, of + 1)]
        assert rows_of(join_parted(parts, folder)) == rows_of(dataset)


@pytest.mark.parametrize("text", ["", "3", "0/4", "5/4", "1/0", "a/b", "1/4/2", "-1/4", "²/4"])
def test_what_is_no_shard_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="such as 3/16"):
        Shard.parse(text)


def test_a_shard_is_written_as_it_is_read() -> None:
    assert str(Shard.parse(" 3/16 ")) == "3/16"
