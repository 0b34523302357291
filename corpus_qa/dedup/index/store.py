"""The folder of an index: opening, commits, and the segments that count."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.fs as pafs
import pyarrow.parquet as pq
import rensa

from corpus_qa.arrays import text_array
from corpus_qa.dedup.shingles import WORDS_PER_SHINGLE, buffer_of, shingles_of, words_of
from corpus_qa.dedup.sketch import (
    BANDS,
    LONGEST_BANDED,
    ROWS_PER_BAND,
    SEED,
    SHORT,
    SHORT_WINDOW,
    WINDOW,
    anchors,
    band_keys,
)
from corpus_qa.errors import UnusableIndexError

FORMAT = 1
# Stored words are cut to so many bits. Five in a row still tell passages apart: two articles of
# 500 words have one of 2**40 sequences in common by chance in one of four million comparisons.
CODE_BITS = 8

DESCRIPTION = "index.json"
COMMITS, DATA = "segments", "data"

MAKE = "Build one with `corpus-qa index build PATH... --out INDEX`."
ANEW = "Rebuild it with `corpus-qa index build PATH... --out INDEX --replace`."
GONE = "it was deleted while it was read"
AGAIN = "Run it again once no other process is deleting it."

# How often a reader looks again when segments are compacted away under its hands.
ATTEMPTS = 5

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Folder:
    """A folder on a filesystem; paths are relative to it, with slashes."""

    filesystem: pafs.FileSystem

    @classmethod
    def at(cls, place: str) -> Folder:
        """Take a local path, or a URI such as ``s3://bucket/index``."""
        if "://" in place:
            filesystem, path = pafs.FileSystem.from_uri(place)
        else:
            filesystem, path = pafs.LocalFileSystem(), place
        return cls(pafs.SubTreeFileSystem(path, filesystem))

    @classmethod
    def local(cls) -> Folder:
        """Take all of the local filesystem: paths are absolute."""
        return cls(pafs.LocalFileSystem())

    def names(self, folder: str) -> tuple[str, ...]:
        """List the files in a folder, none if there is no such folder."""
        selector = pafs.FileSelector(folder, allow_not_found=True)
        found = self.filesystem.get_file_info(selector)
        return tuple(sorted(item.base_name for item in found if item.is_file))

    def size(self, path: str) -> int:
        """Return the size of a file in bytes."""
        size: int = self.filesystem.get_file_info(path).size
        return size

    def read_json(self, path: str) -> dict[str, Any]:
        """Read a JSON object."""
        with self.filesystem.open_input_stream(path) as stream:
            read: dict[str, Any] = json.loads(stream.read())
        return read

    def write_json(self, path: str, value: Mapping[str, Any]) -> None:
        """Write a JSON object at once: a reader sees all of it or nothing."""
        text = json.dumps(value, indent=1, sort_keys=True) + "\n"
        aside = f"{path}.{uuid.uuid4().hex}"
        with self.filesystem.open_output_stream(aside) as stream:
            stream.write(text.encode())
        self.filesystem.move(aside, path)

    def parquet(self, path: str, metadata: pq.FileMetaData | None = None) -> pq.ParquetFile:
        """Open a Parquet file; its metadata are not read again if they are given."""
        file = self.filesystem.open_input_file(path)
        return pq.ParquetFile(file, metadata=metadata, page_checksum_verification=True)

    def writer(
        self,
        path: str,
        schema: pa.Schema,
        dictionary: Sequence[str],
        encodings: Mapping[str, str],
    ) -> pq.ParquetWriter:
        """Open a Parquet file for writing; ``dictionary`` names the columns with few values."""
        return pq.ParquetWriter(
            path,
            schema,
            filesystem=self.filesystem,
            compression="zstd",
            use_dictionary=list(dictionary),
            column_encoding=dict(encodings),
            write_page_checksum=True,
        )

    def delete(self, path: str) -> None:
        """Delete a file; that somebody else has deleted it already is fine."""
        try:
            self.filesystem.delete_file(path)
        except FileNotFoundError:
            return


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of an index.

    ``files`` maps ``docs``, ``words``, ``keys`` and ``lines`` to the paths of its data files;
    ``replaces`` names the segments whose articles it has taken over.
    """

    name: str
    articles: int
    keys: int
    files: Mapping[str, str]
    bytes: int
    created_at: str
    replaces: tuple[str, ...] = ()


@dataclass(frozen=True)
class Index:
    """An index as it was when it was opened.

    ``supersedes`` names segments that the next addition replaces: ``segments`` are without them.
    ``gone`` are the ids of articles that do not count any more, though the index holds them; None
    if that is not known. ``exact`` says that it holds what was there before and nothing else, so
    that no article that is asked for is in it under its id or another.
    """

    place: str
    folder: Folder
    segments: tuple[Segment, ...]
    gone: frozenset[str] | None = None
    exact: bool = False
    supersedes: tuple[str, ...] = ()

    @property
    def articles(self) -> int:
        """How many articles it knows."""
        return sum(segment.articles for segment in self.segments)


def create_index(place: str) -> Index:
    """Make an empty index, or open the one that is there.

    Raises:
        UnusableIndexError: There is an index that this version cannot add to.
    """
    folder = Folder.at(place)
    for name in (COMMITS, DATA):
        folder.filesystem.create_dir(name, recursive=True)
    if folder.filesystem.get_file_info(DESCRIPTION).type is pafs.FileType.NotFound:
        folder.write_json(DESCRIPTION, parameters())
    return open_index(place)


def remove_index(place: str) -> None:
    """Delete an index, damaged or not; a folder that is none is left alone.

    Raises:
        UnusableIndexError: The folder holds something that is no part of an index.
    """
    folder = Folder.at(place)
    entries = folder.filesystem.get_file_info(pafs.FileSelector("", allow_not_found=True))
    strange = sorted({entry.base_name for entry in entries} - {DESCRIPTION, COMMITS, DATA})
    if strange:
        reason = f"the folder holds {strange[0]}, so it is no index"
        raise UnusableIndexError(place, reason, "Name another folder with --out.")
    # The description goes first: without it, what is left counts as nothing.
    folder.delete(DESCRIPTION)
    for name in (COMMITS, DATA):
        folder.filesystem.delete_dir_contents(name, missing_dir_ok=True)


def replaceable(place: str) -> Index:
    """Return an index to write anew: its next segment replaces all others.

    What is there counts until the new segment is committed, so that a full disk costs nothing. What
    this version cannot read is deleted at once.

    Raises:
        UnusableIndexError: The folder holds something that is no part of an index.
    """
    try:
        old = open_index(place)
    except UnusableIndexError:
        remove_index(place)
        return create_index(place)
    return replace(old, segments=(), supersedes=tuple(segment.name for segment in old.segments))


def delete_replaced(folder: Folder) -> None:
    """Delete the commits that count no more, and their data files."""
    commits = tuple(read_commits(folder))
    kept = {segment.name for segment in living(iter(commits))}
    if not kept:
        return  # all replace each other: what is to be kept is for a person to say
    used = {path for segment in commits if segment.name in kept for path in segment.files.values()}
    for segment in commits:
        if segment.name not in kept:
            # The commit goes first: a segment whose files are gone must not count.
            folder.delete(f"{COMMITS}/{segment.name}.json")
            for path in set(segment.files.values()) - used:
                folder.delete(path)


def holds_something(place: str) -> bool:
    """Return whether there is an index, or anything else, at a place."""
    folder = Folder.at(place)
    return bool(folder.filesystem.get_file_info(pafs.FileSelector("", allow_not_found=True)))


def open_index(place: str) -> Index:
    """Open an index.

    Raises:
        UnusableIndexError: There is none, it is damaged, or it was made in another way; the message
            names the difference.
    """
    try:
        folder = Folder.at(place)
        made = dict(folder.read_json(DESCRIPTION))
    except FileNotFoundError as error:
        raise UnusableIndexError(place, "there is no index", MAKE) from error
    except (OSError, ValueError, TypeError, RecursionError) as error:
        reason = f"{DESCRIPTION} of the index cannot be read ({error})"
        raise UnusableIndexError(place, reason, ANEW) from error
    ours = parameters()
    differences = [
        f"{name} is {made.get(name)!r} in the index and {ours.get(name)!r} here"
        for name in sorted(ours.keys() | made.keys())
        if made.get(name) != ours.get(name)
    ]
    if differences:
        reason = f"the index was built with other parameters: {'; '.join(differences)}"
        raise UnusableIndexError(place, reason, ANEW)
    return Index(place, folder, _segments(place, folder))


def asked_again(index: Index, ask: Callable[[Index], Answer]) -> Answer:
    """Ask an index something; if a compaction deletes files meanwhile, ask its new segments.

    An index that was deleted meanwhile has none: that is no answer.

    Raises:
        UnusableIndexError: A data file is missing for good, or damaged.
    """
    missing = ""
    for _ in range(ATTEMPTS):
        try:
            return ask(index)
        except FileNotFoundError as error:
            missing = str(error)
            segments = () if index.exact else _segments(index.place, index.folder)
            if not segments:
                raise UnusableIndexError(index.place, f"{GONE} ({missing})", AGAIN) from error
            index = replace(index, segments=segments)
        except (OSError, pa.ArrowException) as error:
            raise UnusableIndexError(index.place, f"a file is damaged ({error})", ANEW) from error
    raise UnusableIndexError(index.place, f"a file is missing ({missing})", ANEW)


def _segments(place: str, folder: Folder) -> tuple[Segment, ...]:
    try:
        return living(read_commits(folder))
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        reason = f"a file in {COMMITS} cannot be read ({error})"
        raise UnusableIndexError(place, reason, ANEW) from error


def commit(folder: Folder, segment: Segment) -> None:
    """Make a segment count, and the segments that it replaces no more."""
    folder.write_json(f"{COMMITS}/{segment.name}.json", asdict(segment))


def read_commits(folder: Folder) -> Iterator[Segment]:
    """Read all commits, those of replaced segments included."""
    for name in folder.names(COMMITS):
        if not name.endswith(".json"):
            continue  # a commit that is being written
        try:
            read = folder.read_json(f"{COMMITS}/{name}")
        except FileNotFoundError:
            continue  # replaced and deleted since the folder was listed
        yield Segment(**{**read, "replaces": tuple(read["replaces"])})


def living(commits: Iterator[Segment]) -> tuple[Segment, ...]:
    """Return the segments that no other has replaced."""
    segments = tuple(commits)
    replaced = {name for segment in segments for name in segment.replaces if name != segment.name}
    return tuple(segment for segment in segments if segment.name not in replaced)


def now() -> str:
    """Return the time of a commit, in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")


# Every way in which texts are normalised, and every number computed from them, shows in this.
_PROBE = (
    "The “Straße” re-opened on 3 May: Élodie's 1,200 guests sang Ой у лузі, 乾杯！ — e\u0301tude, "
    "ＡＢＣ ½ ﬁn 🙂 naïve co\u00adoperate İstanbul ΣΊΣΥΦΟΣ สวัสดี 한국어 don’t 20\u202f% (a) end. "
) * 3


def parameters() -> dict[str, str | int]:
    """Return format, algorithm, parameters and normaliser of the index that this version makes."""
    return {
        "format": FORMAT,
        "words per shingle": WORDS_PER_SHINGLE,
        "window": WINDOW,
        "window of short texts": SHORT_WINDOW,
        "shingles of short texts": SHORT,
        "bands": BANDS,
        "rows per band": ROWS_PER_BAND,
        "seed": SEED,
        "longest text with bands": LONGEST_BANDED,
        "bits per word": CODE_BITS,
        "minhash": f"rensa RMinHash {rensa.RMinHash.ALGORITHM_VERSION}",
        "normaliser": _fingerprint(),
    }


def _fingerprint() -> str:
    words = words_of(buffer_of(text_array([_PROBE], pa.large_string())))
    shingles, offsets = shingles_of(words)
    short = shingles[: LONGEST_BANDED // 2]
    bands, _ = band_keys(short, np.array([0, len(short)]))
    picked, _ = anchors(shingles, offsets)
    numbers = np.concatenate([words.hashes, shingles, bands, picked]).astype("<u8")
    return hashlib.sha256(numbers.tobytes()).hexdigest()[:16]
