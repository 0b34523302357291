"""A dataset on disk: opened, checked, and read a batch at a time."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from corpus_qa.dataset.manifest import (
    DATA,
    SCHEMA_VERSION,
    Fragment,
    Manifest,
    cut,
    load_manifest,
    save_manifest,
    write_fragments,
)
from corpus_qa.errors import InputError
from corpus_qa.ingest.streams import FETCH, size_behind
from corpus_qa.model import ARTICLE_SCHEMA, Batch
from corpus_qa.run.folder import sha256_of

NEXT_STEP = "run `corpus-qa convert` again with the same sources and the same --out"


@dataclass(frozen=True)
class Dataset:
    """Articles as Parquet fragments with a manifest.

    Attributes:
        path: The folder.
        manifest: What it consists of.
    """

    path: Path
    manifest: Manifest

    @classmethod
    def open(cls, path: Path | str, *, verify: bool = False) -> Dataset:
        """Open a dataset.

        Args:
            path: The folder that ``convert`` wrote.
            verify: Also compare each fragment's bytes with the manifest.

        Raises:
            InputError: The folder is no dataset, or a fragment is missing or damaged.
        """
        folder = Path(path)
        manifest = load_manifest(folder)
        for fragment in manifest.fragments:
            _check(folder, fragment, verify=verify)
        return cls(folder, manifest)

    @property
    def fragments(self) -> tuple[Fragment, ...]:
        """The Parquet files, in the order of their rows."""
        return self.manifest.fragments

    @property
    def rows(self) -> int:
        """The number of articles."""
        return self.manifest.rows

    @property
    def files(self) -> tuple[Path, ...]:
        """The paths of the fragments."""
        return tuple(self.path / fragment.file for fragment in self.fragments)

    def batches(self, rows: int = 512, max_bytes: int = 8 << 20) -> Iterator[Batch]:
        """Yield all articles in order; one row group is held at a time.

        Args:
            rows: The most articles in a batch.
            max_bytes: The most text in a batch, unless one article alone has more.
        """
        yield from self.batches_of(range(len(self.fragments)), rows, max_bytes)

    def batches_of(
        self, fragments: Container[int], rows: int = 512, max_bytes: int = 8 << 20
    ) -> Iterator[Batch]:
        """Yield the articles of some fragments, by their numbers, as ``batches`` does of all."""
        for number, path in enumerate(self.files):
            if number in fragments:
                yield from read_groups(path, self.first_rows[number], None, rows, max_bytes)

    @property
    def first_rows(self) -> tuple[int, ...]:
        """The row of the dataset with which each fragment begins, and the number of rows."""
        return tuple(accumulate((fragment.rows for fragment in self.fragments), initial=0))


def read_groups(
    path: Path,
    first_row: int,
    groups: Sequence[int] | None = None,
    rows: int = 512,
    max_bytes: int = 8 << 20,
) -> Iterator[Batch]:
    """Yield the articles of row groups of a fragment, as ``Dataset.batches`` does of all.

    Args:
        path: The fragment.
        first_row: The row of the dataset with which the first of these groups begins.
        groups: Their numbers, in order; None: all.
        rows: The most articles in a batch.
        max_bytes: The most text in a batch, unless one article alone has more.

    Raises:
        InputError: The fragment is damaged.
    """
    for group in _groups(path, groups):
        for part in cut(group, max_bytes, rows):
            yield Batch(part, first_row)
            first_row += part.num_rows


def _groups(path: Path, groups: Sequence[int] | None) -> Iterator[pa.RecordBatch]:
    with open_fragment(path) as file:
        for index in range(file.num_row_groups) if groups is None else groups:
            table = file.read_row_group(index).cast(ARTICLE_SCHEMA)
            (batch,) = table.combine_chunks().to_batches()
            yield batch


@contextmanager
def open_fragment(path: Path) -> Iterator[pq.ParquetFile]:
    """Open a Parquet file of a dataset; nothing but reading it belongs into the block.

    Raises:
        InputError: It is damaged.
    """
    try:
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            yield file
    # A damaged footer may say anything: other types, other names, other sizes.
    except (pa.ArrowException, OSError, ValueError, KeyError, MemoryError) as error:
        msg = f"{path}, a fragment of the dataset, is damaged ({error}); delete it and {NEXT_STEP}."
        raise InputError(msg) from error


def _check(folder: Path, fragment: Fragment, *, verify: bool) -> None:
    path = folder / fragment.file
    if fragment.schema_version != SCHEMA_VERSION:
        version = fragment.schema_version
        msg = f"{path} has schema version {version}, expected {SCHEMA_VERSION}; {NEXT_STEP}."
        raise InputError(msg)
    try:
        size = path.stat().st_size
        same = size == fragment.bytes and (not verify or sha256_of(path) == fragment.sha256)
    except OSError as error:
        msg = f"{path}, a fragment of the dataset, cannot be read ({error.strerror}); {NEXT_STEP}."
        raise InputError(msg) from error
    if not same and size_behind(path) is not None:
        msg = f"{path}, a fragment of the dataset, is a Git LFS pointer. {FETCH}"
        raise InputError(msg)
    if not same:
        msg = (
            f"{path} is not what the manifest says (changed or damaged); delete it and {NEXT_STEP}."
        )
        raise InputError(msg)


def read_columns(dataset: Dataset, names: list[str], sources: Collection[str]) -> pa.Table:
    """Read columns of the articles of some sources; fragments without these are passed over."""
    wanted = pa.array(sorted(sources), pa.string())
    read = [*names, *({"source"} - set(names))]
    tables = [pa.schema([ARTICLE_SCHEMA.field(name) for name in read]).empty_table()]
    for fragment, file in zip(dataset.fragments, dataset.files, strict=True):
        if fragment.sources.keys().isdisjoint(sources):
            continue
        with open_fragment(file) as opened:
            table = opened.read(read).select(read).cast(tables[0].schema)
        tables.append(table.filter(pc.is_in(table.column("source"), wanted)))
    return pa.concat_tables(tables).select(names)


def select_articles(
    dataset: Dataset, ids: Collection[str], sources: Collection[str], out: Path
) -> Dataset:
    """Write articles of some sources to a dataset of their own, in the same order.

    Args:
        dataset: Where they are.
        ids: Theirs.
        sources: Those in which they are; fragments without these are passed over.
        out: The folder of the new dataset.
    """
    (out / DATA).mkdir(parents=True, exist_ok=True)
    wanted = pa.array(sorted(ids), pa.string())
    numbers = [
        number
        for number, fragment in enumerate(dataset.fragments)
        if ids and not fragment.sources.keys().isdisjoint(sources)
    ]
    hashes = {name: origin.sha256 or "" for name, origin in dataset.manifest.sources.items()}
    fragments = tuple(write_fragments(out, _chosen(dataset, numbers, wanted), hashes))
    names = {name for fragment in fragments for name in fragment.sources}
    sources = {name: dataset.manifest.sources[name] for name in names}
    save_manifest(out, Manifest(fragments, sources, dataset.manifest.conversion))
    return Dataset.open(out)


def _chosen(dataset: Dataset, numbers: Sequence[int], wanted: pa.Array) -> Iterator[pa.RecordBatch]:
    for batch in dataset.batches_of(numbers):
        chosen = batch.records.filter(pc.is_in(batch.records.column("article_id"), wanted))
        if chosen.num_rows:
            yield chosen
