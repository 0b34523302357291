"""Which articles a change adds and which it takes away: by what they say, wherever they stand."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus_qa.dataset.store import Dataset, read_columns
from corpus_qa.gate.git import Change, Changes, added_lines, write_formers
from corpus_qa.ingest.discover import Found, name_under, source_of
from corpus_qa.ingest.records import Source
from corpus_qa.ingest.registry import has_line_records

# What an article says. In another file, under another name or number, it is still the same.
SAID = ["content_hash", "title", "byline", "url", "published_at", "language"]

Key = tuple[object, ...]

# So many removed articles of one name are looked at: a change may give thousands the same title.
MOST_NAMESAKES = 8
# Where words are longer than this on average, nothing parts them.
LONG_WORD = 20


@dataclass(frozen=True, slots=True)
class Sides:
    """The sources of a change.

    Attributes:
        now: Those that are new or differ.
        before: Those of the merge base that differ now or are gone, in their former version.
        same: Those that the change does not touch.
    """

    now: tuple[Source, ...]
    before: tuple[Source, ...]
    same: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """The ids of the articles that a change adds and of those that it takes away.

    An article that was altered is both. Ids that are made of the place of an article may be the
    same on both sides and mean two articles.
    """

    added: frozenset[str]
    removed: frozenset[str]


def find_sides(
    found: Found, changes: Changes, paths: Sequence[str], exclude: Sequence[str], folder: Path
) -> Sides:
    """Part the sources that were found by what the change did to them.

    Former versions of files are written to ``folder``.
    """
    changed = {os.path.realpath(change.path) for change in changes.files}
    led = find_led(found, changes, paths)
    real = {source: os.path.realpath(source.path) for source in found.sources}
    known = {path: source for source, path in real.items()}
    roots = [Path(os.path.realpath(path)) for path in paths]
    folder.mkdir(parents=True, exist_ok=True)
    before: dict[str, tuple[Source, Path]] = {}
    for number, path in enumerate(changes.formers):
        file = changes.top / path
        place = folder / str(number)
        now = known.get(os.path.realpath(file))
        name = name_under(file, roots, exclude) if now is None else None
        source = source_of(name, place) if name else now and replace(now, path=place)
        if source is not None:
            before[path] = (source, place)
    write_formers(changes, {path: place for path, (_, place) in before.items()})
    return Sides(
        now=tuple(s for s in found.sources if real[s] in changed or real[s] in led),
        before=tuple(source for source, _ in before.values()),
        same=tuple(s for s in found.sources if real[s] not in changed and real[s] not in led),
    )


def find_led(found: Found, changes: Changes, paths: Sequence[str]) -> frozenset[str]:
    """Return the files that only a link to a folder, which the change adds or alters, leads to.

    Git says nothing of them: they were there before, but nobody looked at them.
    """
    links = [change.path for change in changes.files if change.path.is_symlink()]
    leads = {os.path.realpath(link) for link in links if link.is_dir()}
    if not leads:
        return frozenset()
    roots = (Path(os.path.normpath(Path(path).absolute())) for path in paths)
    direct = [root for root in roots if not any(root.is_relative_to(link) for link in links)]
    return frozenset(
        real
        for real in (os.path.realpath(source.path) for source in found.sources)
        if any(Path(real).is_relative_to(lead) for lead in leads)
        and name_under(Path(real), direct) is None
    )


def find_difference(now: Dataset, before: Dataset, sides: Sides, changes: Changes) -> Difference:
    """Compare the articles of both sides of a change.

    ``now`` and ``before`` hold, among others, the sources of ``sides`` under their names.
    """
    rows = _rows(now, sides.now)
    former = _rows(before, sides.before)
    left = Counter(row.key for row in former)
    added = frozenset(_not_among(_settled_first(rows, left, sides, changes), left.copy()))
    removed = frozenset(_not_among(former, Counter(row.key for row in rows)))
    return Difference(added, removed)


@dataclass(frozen=True, slots=True)
class _Row:
    """What tells an article apart."""

    article_id: str
    source: str
    line: int | None
    key: Key


def _rows(dataset: Dataset, sources: Sequence[Source]) -> list[_Row]:
    columns = ["article_id", "source", "source_line", *SAID]
    table = read_columns(dataset, columns, {source.name for source in sources})
    moments = table.schema.get_field_index("published_at")
    ticks = table.column(moments).cast("int64")  # pyarrow would import pandas to make times of them
    read = table.set_column(moments, "published_at", ticks).to_pydict().values()
    rows = zip(*read, strict=True)
    return [_Row(name, source, line, tuple(said)) for name, source, line, *said in rows]


def _settled_first(
    rows: Sequence[_Row], former: Mapping[Key, int], sides: Sides, changes: Changes
) -> list[_Row]:
    """Bring articles on lines that were not added before others, where that makes a difference.

    Of two equal records, one of which was there before, the one on an added line is the new one.
    """
    counts = Counter(row.key for row in rows)
    doubtful = {row.source for row in rows if 0 < former.get(row.key, 0) < counts[row.key]}
    by_path = {os.path.realpath(change.path): change for change in changes.files}
    lines = {
        source.name: tuple(_lines(by_path[os.path.realpath(source.path)], changes))
        for source in sides.now
        if source.name in doubtful
    }
    return sorted(rows, key=lambda row: _is_on(row.line, lines.get(row.source, ())))


def _lines(change: Change, changes: Changes) -> Iterator[range]:
    if change.before is None:
        yield range(1, 1 << 62)
    elif has_line_records(change.path.name):
        yield from added_lines(changes, change)


def _is_on(line: int | None, spans: Sequence[range]) -> bool:
    return any((line or 1) in span for span in spans)


def _not_among(rows: Sequence[_Row], others: Counter[Key]) -> Iterator[str]:
    """Yield the articles that are not among others, or not so often."""
    for row in rows:
        if others[row.key] > 0:
            others[row.key] -= 1
        else:
            yield row.article_id


def find_followers(added: Dataset, removed: Dataset) -> frozenset[str]:
    """Return the ids of the added articles that go on from a removed one.

    Such an article has its id, URL or title, and half of what it says was said there before. What
    was wrong with the old article is then known of the new one.
    """
    by_name: dict[tuple[str, str], list[frozenset[Key]]] = {}
    for names, text in _named_texts(removed):
        said: list[frozenset[Key]] = []
        for name in names:
            kept = by_name.setdefault(name, [])
            if len(kept) < MOST_NAMESAKES:
                said = said or [_said(text)]
                kept.extend(said)
    found = set()
    for names, text in _named_texts(added) if by_name else ():
        others = [said for name in names for said in by_name.get(name, ())]
        mine = _said(text) if others else frozenset()
        if any(2 * len(mine & other) >= len(mine) for other in others):
            found.add(names[0][1])
    return frozenset(found)


def _named_texts(dataset: Dataset) -> Iterator[tuple[list[tuple[str, str]], str]]:
    """Yield the names of each article, its id first, and its text."""
    columns = ["article_id", "url", "title"]
    for batch in read_columns(dataset, [*columns, "text"], dataset.manifest.sources).to_batches():
        for row in batch.to_pylist():
            yield [(name, row[name]) for name in columns if row[name]], row["text"] or ""


def _said(text: str) -> frozenset[Key]:
    """Return the runs of three words of a text; of characters where words are not parted."""
    words: Sequence[str] = text.split()
    if len(text) > LONG_WORD * max(len(words), 1):
        words = "".join(words)
    return frozenset(zip(words, words[1:], words[2:], strict=False)) or frozenset({(text,)})
