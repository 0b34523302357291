"""Results of fragments that were examined before, kept under the content that they depend on.

An entry is a folder with the part tables of one fragment, its rows counted from 0. It is written
aside and renamed, so that a process that dies leaves none by halves, and two that write the same
one do not disturb each other. ``entry.json`` names the tables with their hashes: what is damaged is
reported, deleted and examined again.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from platform import python_version

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from corpus_qa.errors import UsageError
from corpus_qa.model import Check
from corpus_qa.run.tables import Parts

FORMAT = 1
# What is kept: the results of fragments, datasets that later conversions go on from, and indexes.
RESULTS, DATASETS, INDEXES = "results", "datasets", "indexes"
# The file by which backup programs, and our own search for articles, know a cache.
TAG = "CACHEDIR.TAG"
SIGNATURE = "Signature: 8a477f597d28d172789f06886806bc55\n# A cache of corpus-qa.\n"
# Room for the articles of about half a million pages and what was found in them.
MOST_BYTES = 4 << 30
# The columns that count the rows of a dataset.
COUNTERS = ("row", "doc")
# What of corpus-qa the results of an article do not depend on: it comes after them.
AFTERWARDS = frozenset({"cli.py", "commands", "gate", "report", "testing.py"})
# What checks compute with, beside the code of corpus-qa.
LIBRARIES = ("ftfy", "google-re2", "numpy", "py3langid", "pyarrow", "rensa", "tldextract")


@dataclass(frozen=True)
class Cache:
    """A folder of results; ``damaged`` says which entries could not be used."""

    folder: Path
    damaged: list[str] = field(default_factory=list)

    @classmethod
    def at(cls, folder: Path) -> Cache:
        """Open a cache, or make one that git and backups pass over.

        Raises:
            UsageError: It cannot be written.
        """
        try:
            for room in (RESULTS, DATASETS, INDEXES):
                (folder / room).mkdir(parents=True, exist_ok=True)
            for name, text in ((".gitignore", "*\n"), (TAG, SIGNATURE)):
                if not (folder / name).exists():
                    (folder / name).write_text(text, encoding="utf-8")
        except OSError as error:
            tip = "choose another with --cache."
            msg = f"The cache {folder} cannot be written ({error.strerror}): {tip}"
            raise UsageError(msg) from error
        return cls(folder)

    def tables(self, key: str) -> dict[str, Path] | None:
        """Return the tables of an entry by name, None if there is none that is whole."""
        entry = self.folder / RESULTS / key
        if not entry.is_dir():
            return None
        try:
            entry_data = json.loads((entry / "entry.json").read_bytes())
            paths = {name: entry / f"{name}.parquet" for name in entry_data["tables"]}
            whole = all(entry_data["tables"][name] == _sha256(path) for name, path in paths.items())
        except (OSError, ValueError, KeyError, TypeError):
            whole, paths = False, {}
        if not whole:
            self.damaged.append(key)
            shutil.rmtree(entry, ignore_errors=True)
            return None
        touch(entry)
        return paths

    def write(self, key: str) -> EntryWriter:
        """Begin an entry."""
        return EntryWriter(self.folder / RESULTS / key)

    def prune(self, most: int = MOST_BYTES) -> None:
        """Delete what was not used for longest, until the rest fits in."""
        rooms = (self.folder / room for room in (RESULTS, DATASETS, INDEXES))
        entries = [entry for room in rooms for entry in _entries(room)]
        left = most
        for path, _, size in sorted(entries, key=lambda entry: -entry[1]):
            left -= size
            if left < 0:
                shutil.rmtree(path, ignore_errors=True)


class EntryWriter:
    """Writes an entry aside, to be kept or dropped as a whole."""

    def __init__(self, place: Path) -> None:
        """Make the folder aside."""
        self._place = place
        self._aside = place.with_name(f".{place.name}-{uuid.uuid4().hex}")
        self._aside.mkdir()
        self._parts = Parts(self._aside)

    def write(self, name: str, batch: pa.RecordBatch, first_row: int) -> None:
        """Append rows of a fragment that begins at ``first_row`` of its dataset."""
        self._parts.write(name, moved(batch, -first_row))

    def keep(self) -> None:
        """Make the entry count."""
        self._parts.close()
        hashes = {path.stem: _sha256(path) for path in self._aside.iterdir()}
        entry_data = json.dumps({"format": FORMAT, "tables": hashes}, indent=1)
        (self._aside / "entry.json").write_text(entry_data, encoding="utf-8")
        try:
            self._aside.rename(self._place)
        except OSError:  # another process was quicker
            shutil.rmtree(self._aside, ignore_errors=True)

    def drop(self) -> None:
        """Forget what was written."""
        self._parts.close()
        shutil.rmtree(self._aside, ignore_errors=True)


def touch(entry: Path) -> None:
    """Remember that an entry was used: what was not used for longest goes first."""
    with suppress(OSError):
        os.utime(entry)


def read_part(path: Path, first_row: int) -> Iterator[pa.RecordBatch]:
    """Yield the rows of a table of an entry, for a fragment that begins at ``first_row``."""
    with pq.ParquetFile(path) as file:
        yield moved(pa.RecordBatch.from_pylist([], file.schema_arrow), 0)
        for batch in file.iter_batches(65_536):
            yield moved(batch, first_row)


def moved(batch: pa.RecordBatch, rows: int) -> pa.RecordBatch:
    """Add ``rows`` to the columns that count the rows of a dataset."""
    columns = [
        pc.add(batch.column(name), pa.scalar(rows, pa.int64())) if name in COUNTERS else column
        for name, column in zip(batch.schema.names, batch.columns, strict=True)
    ]
    return pa.RecordBatch.from_arrays(columns, schema=batch.schema)


def entry_key(content: str, fingerprint: str) -> str:
    """Return the key of what was made from ``content`` (a hash) in the way of ``fingerprint``."""
    return hashlib.sha256(f"{FORMAT}\0{content}\0{fingerprint}".encode()).hexdigest()[:32]


def fingerprint_of(checks: Sequence[Check], settings: Sequence[str]) -> str:
    """Return digits that change when the same articles could be examined with another result.

    They stand for the version of corpus-qa, the code and tables that examining needs, all those of
    other packages that checks come from, the checks that run with their patterns, the libraries,
    and ``settings``.
    """
    digest = hashlib.sha256()
    for part in _parts(checks, settings):
        digest.update(len(part).to_bytes(8, "little") + part)
    return digest.hexdigest()


def _parts(checks: Sequence[Check], settings: Sequence[str]) -> Iterator[bytes]:
    yield from (text.encode() for text in (version("corpus-qa"), python_version(), *settings))
    yield from (f"{name} {version(name)}".encode() for name in LIBRARIES)
    packages = {"corpus_qa"}
    for check in checks:
        yield repr(tuple(_described(check))).encode()
        for function in (check.examiner, *(pattern.confirm for pattern in check.patterns)):
            if function is not None:
                packages.add(function.__module__.partition(".")[0])
    for package in sorted(packages):
        for path in _sources(package):
            yield path.read_bytes()


def _described(check: Check) -> Iterator[object]:
    """Yield what the results of a check depend on, but the code of its functions."""
    yield from (check.id, check.name, check.family, check.severity, check.fields, check.signals)
    yield check.examiner and f"{check.examiner.__module__}.{check.examiner.__qualname__}"
    for pattern in check.patterns:
        yield from (pattern.regex, pattern.message, pattern.suggestion, pattern.literals)
        yield pattern.confirm and f"{pattern.confirm.__module__}.{pattern.confirm.__qualname__}"


def _sources(package: str) -> Iterable[Path]:
    """List the files of a package, or the one file of a module that is no package."""
    module = sys.modules[package]
    if not hasattr(module, "__path__"):
        return [Path(module.__file__)] if module.__file__ else []
    after = AFTERWARDS if package == "corpus_qa" else frozenset()
    parts = [path for root in module.__path__ for path in Path(root).iterdir()]
    kept = [part for part in parts if part.name not in after]
    found = [path for part in kept for path in (part, *part.rglob("*"))]
    return sorted(path for path in found if path.is_file() and path.suffix != ".pyc")


def _entries(folder: Path) -> Iterator[tuple[Path, float, int]]:
    """Yield the entries in a room of a cache, and what dead processes left aside.

    Each has its path, when it was used, and its size in bytes.
    """
    for path in folder.iterdir():
        with suppress(OSError):  # another process deletes it
            size = sum(item.stat().st_size for item in path.rglob("*"))
            yield path, path.stat().st_mtime, size


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
