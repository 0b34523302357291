"""Ids that several articles have: each article but the first gets an id of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TypeAlias

import orjson
import pyarrow as pa
import pyarrow.compute as pc

from corpus_qa.dataset.manifest import DATA, Fragment, Repeated, write_fragments
from corpus_qa.dataset.store import open_fragment
from corpus_qa.errors import InputError
from corpus_qa.ingest.columns import simplify, synonyms

# Articles whose ids are compared in memory; for more DuckDB does it, and uses the disk.
IN_MEMORY = 1_000_000

MEMORY = "400MB"

COLUMNS = ["article_id", "source", "source_line"]

# An article by the number of its fragment and its row in there.
Place: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Same:
    """An article with an id that others have, too; ``row`` counts from 1 within its source."""

    place: Place
    article_id: str
    source: str
    row: int
    line: int | None
    others: Mapping[str, str]

    def __str__(self) -> str:
        return f"{self.source} line {self.line}" if self.line else f"{self.source} row {self.row}"

    def own_id(self) -> str:
        """Return an id that no other article can have."""
        return f"{self.article_id}@{self.source}#{self.row}"


def tell_apart(
    folder: Path, fragments: Sequence[Fragment]
) -> tuple[tuple[Fragment, ...], Repeated]:
    """Give each article of a dataset an id of its own; fragments in which ids change are rewritten.

    The first of several articles keeps its id. If all articles of a source have the same one, ids
    come from another column of ids, if there is one with a value for each.

    Raises:
        InputError: An id that was made is taken as well.
    """
    done = tuple(fragments)
    repeated = Repeated()
    for attempt in range(3):
        files = [folder / item.file for item in done]
        ids = repeated_ids(files, sum(item.rows for item in done), folder)
        if not ids:
            return done, repeated
        same = list(_articles_with(files, ids))
        if not repeated.ids:
            repeated = _summary(ids, same)
        done = _renamed(folder, done, _new_ids(same, others=not attempt))
    msg = f"the id “{min(ids)}” is made of another id and a place, but taken; change it."
    raise InputError(msg)


def tell_apart_from(
    folder: Path, new: Sequence[Fragment], old: Sequence[Path], gone: Collection[str]
) -> tuple[tuple[Fragment, ...], Repeated]:
    """Give new articles other ids than those of old ones, those aside that are ``gone``.

    Ids that are made of the place of an article change with it, and claim nothing.
    """
    files = [folder / item.file for item in new]
    claimed = {
        row["article_id"]
        for file in files
        for row in _read(file, COLUMNS[:2]).to_pylist()
        if not str(row["article_id"]).startswith(str(row["source"]))
    }
    wanted = pa.array(sorted(claimed - set(gone)), pa.string())
    taken: set[str] = set()
    for file in old if len(wanted) else ():
        ids = _read(file, ["article_id"]).column(0)
        taken.update(ids.filter(pc.is_in(ids, wanted)).to_pylist())
    if not taken:
        return tuple(new), Repeated()
    same = list(_articles_with(files, taken))
    renamed = _renamed(folder, new, {item.place: item.own_id() for item in same})
    return renamed, Repeated(len(taken), len(same), same[0].article_id, str(same[0]))


def repeated_ids(files: Sequence[Path], rows: int, spill: Path) -> set[str]:
    """Return the ids that more than one article has; ``spill`` is for what memory does not hold."""
    return _twice_small(files) if rows <= IN_MEMORY else _twice_large(files, spill)


def _twice_small(files: Sequence[Path]) -> set[str]:
    ids = [chunk for file in files for chunk in _read(file, ["article_id"]).column(0).chunks]
    column = pa.chunked_array(ids, pa.string())
    if pc.count_distinct(column).as_py() == len(column):
        return set()
    counts = pc.value_counts(column).to_pylist()
    return {str(found["values"]) for found in counts if found["counts"] > 1}


def _twice_large(files: Sequence[Path], spill: Path) -> set[str]:
    import duckdb  # noqa: PLC0415 - slow to import, and only needed for many articles

    with duckdb.connect() as database:
        database.execute("SET memory_limit = ?", [MEMORY])
        database.execute("SET temp_directory = ?", [str(spill / DATA / "sort.tmp")])
        database.execute("SET preserve_insertion_order = false")
        found = database.execute(
            "SELECT article_id FROM read_parquet(?) GROUP BY 1 HAVING count(*) > 1",
            [[str(file) for file in files]],
        ).fetchall()
    return {str(article_id) for (article_id,) in found}


def _articles_with(files: Sequence[Path], ids: Collection[str]) -> Iterator[_Same]:
    """Yield the articles with some ids, in their order."""
    wanted = pa.array(sorted(ids), pa.string())
    rows: Counter[str] = Counter()
    for number, file in enumerate(files):
        table = _read(file, [*COLUMNS, "extra"])
        chosen = pc.is_in(table.column("article_id"), wanted).to_pylist()
        sources = table.column("source").to_pylist()
        for place, row in enumerate(table.to_pylist() if any(chosen) else ()):
            rows[row["source"]] += 1
            if chosen[place]:
                yield _Same(
                    (number, place),
                    row["article_id"],
                    row["source"],
                    rows[row["source"]],
                    row["source_line"],
                    _other_ids(row["extra"]),
                )
        if not any(chosen):
            rows.update(sources)


def _other_ids(extra: str | None) -> dict[str, str]:
    """Return the values of other columns that could be ids."""
    names = synonyms()["article_id"]
    values = orjson.loads(extra) if extra else {}
    found = {simplify(name): value for name, value in values.items()}
    return {name: str(found[name]) for name in names if found.get(name) not in {None, ""}}


def _new_ids(same: Sequence[_Same], *, others: bool) -> dict[Place, str]:
    """Return the new ids of articles by their places."""
    new: dict[Place, str] = {}
    seen: set[str] = set()
    ordered = sorted(same, key=lambda item: item.source)
    for _, group in groupby(ordered, key=lambda item: item.source):
        items = list(group)
        constant = len(items) > 1 and len({item.article_id for item in items}) == 1
        names = items[0].others if others and constant else ()
        columns = ([item.others.get(name, "") for item in items] for name in names)
        unique = (values for values in columns if len(set(values) - {""}) == len(items))
        if (values := next(unique, None)) is not None:
            new |= dict(zip((item.place for item in items), values, strict=True))
            continue
        for item in items:
            if item.article_id in seen:
                new[item.place] = item.own_id()
            seen.add(item.article_id)
    return new


def _renamed(
    folder: Path, fragments: Sequence[Fragment], ids: Mapping[Place, str]
) -> tuple[Fragment, ...]:
    by_fragment: dict[int, dict[int, str]] = {}
    for (number, row), article_id in ids.items():
        by_fragment.setdefault(number, {})[row] = article_id
    done: list[Fragment] = []
    for number, fragment in enumerate(fragments):
        if number not in by_fragment:
            done.append(fragment)
            continue
        with open_fragment(folder / fragment.file) as opened:
            table = opened.read()
        column = table.column("article_id").to_pylist()
        for row, article_id in by_fragment[number].items():
            column[row] = article_id
        place = table.schema.get_field_index("article_id")
        table = table.set_column(place, table.schema.field(place), pa.array(column, pa.string()))
        done += write_fragments(folder, table.to_batches(), fragment.sources)
    return tuple(done)


def _summary(ids: Collection[str], same: Sequence[_Same]) -> Repeated:
    first = same[0].article_id
    places = [str(item) for item in same if item.article_id == first]
    return Repeated(len(ids), len(same), first, " and ".join(places[:2]))


def _read(file: Path, columns: list[str]) -> pa.Table:
    """Read columns of a fragment; ``read_table`` would import pandas on its way."""
    with open_fragment(file) as opened:
        return opened.read(columns)
