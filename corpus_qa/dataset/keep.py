"""Which articles stay although their source is gone or damaged: a disk may not be mounted."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq

from corpus_qa.dataset.build import SourceReader
from corpus_qa.dataset.manifest import Fragment, Manifest, Origin
from corpus_qa.ingest.records import Reading, Source
from corpus_qa.ingest.registry import BUILT_IN
from corpus_qa.ingest.streams import Compression
from corpus_qa.model import Problem

NAMED = 5


@dataclass(frozen=True, slots=True)
class Kept:
    """Sources whose rows stay as they were.

    Attributes:
        origins: What is remembered of them, by name.
        gone: Those that were not found.
        problems: Why they were kept, and how to drop them.
    """

    origins: Mapping[str, Origin] = field(default_factory=dict)
    gone: tuple[Source, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Former:
    """The dataset as it was: its folder, its manifest, and the fragments that are intact."""

    folder: Path
    manifest: Manifest
    fragments: Sequence[Fragment]

    def names(self) -> Iterator[str]:
        """Yield the sources of which there are rows, in the order of the manifest."""
        stored = {name for fragment in self.fragments for name in fragment.sources}
        lost = {name for fragment in self.manifest.fragments for name in fragment.sources}
        lost -= stored
        yield from (name for name in self.manifest.sources if name in stored - lost)

    def count(self, name: str) -> int:
        """Return how many rows a source has."""
        homes = (fragment for fragment in self.fragments if name in fragment.sources)
        return sum(_count(self.folder / fragment.file, name) for fragment in homes)


def _count(path: Path, name: str) -> int:
    column = pq.read_table(path, columns=["source"]).column("source")
    return pc.sum(pc.equal(column, name)).as_py() or 0


def keep_former(
    former: Former,
    sources: Sequence[Source],
    origins: Mapping[str, Origin],
    unchanged: Container[str],
    reading: Reading,
) -> Kept:
    """Return whose rows stay although their source is gone, unreadable or cut off.

    Args:
        former: The dataset as it was.
        sources: What was found now.
        origins: What was seen of it, by name.
        unchanged: Names of sources whose bytes are as before.
        reading: How sources are read, to see whether one that shrank is damaged.
    """
    found = {source.name: source for source in sources}
    kept: dict[str, Origin] = {}
    problems: list[Problem] = []
    gone: list[Source] = []
    for name in former.names():
        before = former.manifest.sources[name]
        if name not in found:
            gone.append(Source(name, Path(before.path), BUILT_IN[0], Compression.NONE))
        elif name in unchanged:
            continue
        elif (reason := _damage(former, found[name], origins[name], reading)) is not None:
            hint = "Fetch it again; if it is right as it is, convert again with --prune."
            reason = f"{reason}, so its articles of the last conversion were kept"
            problems.append(Problem(name, reason, hint))
        else:
            continue
        kept[name] = before
    if gone:
        problems.insert(0, _gone(gone, of=len(former.manifest.sources)))
    return Kept(kept, tuple(gone), tuple(problems))


def _damage(former: Former, source: Source, origin: Origin, reading: Reading) -> str | None:
    """Say why the new bytes of a source cannot replace its rows; None if they can."""
    before = former.manifest.sources[source.name]
    if origin.sha256 is None:
        return f"the file cannot be read ({_reason(source.path)})"
    if not origin.size:
        return "the file is empty now"
    if origin.size >= before.size:
        return None
    # It shrank: read it once only to see what is left of it.
    reader = SourceReader({source.name: replace(origin, problems=())}, reading, 1, None)
    rows = sum(batch.num_rows for batch in reader.rows([source]))
    problems = reader.origins[source.name].problems
    worse = not rows or len(problems) > len(before.problems)
    if worse and rows < former.count(source.name):
        return "the file is shorter than before and damaged, as if it had been cut off"
    return None


def _reason(path: Path) -> str:
    try:
        path.open("rb").close()
    except OSError as error:
        return error.strerror or str(error)
    return "it cannot be opened every time"


def _gone(gone: Sequence[Source], of: int) -> Problem:
    names = ", ".join(source.name for source in gone[:NAMED])
    more = ", ..." if len(gone) > NAMED else ""
    files = "1 source is" if len(gone) == 1 else f"{len(gone):,} sources are"
    every = " (all there were; is a disk not mounted?)" if len(gone) == of > 1 else ""
    reason = f"{files} gone{every}: {names}{more}. The articles of the last conversion were kept"
    hint = "Bring the files back; if their articles are to go, convert again with --prune."
    return Problem(gone[0].name, reason, hint)
