"""Tables in a SQLite or DuckDB file: each row of one with a column of texts is an article."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote

import orjson

from corpus_qa.ingest.charset import decode
from corpus_qa.ingest.columns import map_columns, shape, simplify
from corpus_qa.ingest.fields import by_name, no_text
from corpus_qa.ingest.readers.columnar import parse_table as parse_batch
from corpus_qa.ingest.readers.columnar import slices
from corpus_qa.ingest.readers.json import parse_json
from corpus_qa.ingest.records import Raw, Reader, Reading, Source, too_long
from corpus_qa.ingest.streams import Stream
from corpus_qa.model import Problem

HINT = "Export the table as JSON lines or Parquet."
BATCH = 1024

# What a database that somebody else made may not do, and what it may take.
DUCKDB: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "memory_limit": "512MB",
}


def split_sqlite(source: Source, stream: Stream, reading: Reading) -> Iterator[Raw | Problem]:
    """Yield the rows of all tables with a column of texts; views are not looked at."""
    with stream.as_path() as path:
        stream.position = path.stat().st_size
        if not stream.position:
            return
        try:
            yield from _sqlite_rows(source, path, reading)
        except sqlite3.Error as error:
            yield Problem(source.name, f"the SQLite database cannot be read ({error})", HINT)


def _sqlite_rows(source: Source, path: Path, reading: Reading) -> Iterator[Raw | Problem]:
    # what a program has written to the log beside the file would be missed if it cannot change
    settled = "" if path.with_name(f"{path.name}-wal").exists() else "&immutable=1"
    place = f"file:{quote(str(path.absolute()))}?mode=ro{settled}"
    connection = sqlite3.connect(place, uri=True)
    try:
        connection.text_factory = lambda data: decode(data).text
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, max(1 << 20, reading.limit))
        listed = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        columns = {
            name: tuple(row[1] for row in connection.execute(f"PRAGMA table_info({_named(name)})"))
            for (name,) in listed.fetchall()
        }
        number = 0
        for table in _with_text(columns, reading):
            for row in connection.execute(f"SELECT * FROM {_named(table)}"):  # noqa: S608 - quoted
                number += 1
                data = orjson.dumps(by_name(columns[table], row), default=_text)
                if len(data) > reading.limit:
                    yield too_long(source, reading.limit)
                else:
                    yield Raw(source, number, None, data)
        if not number and columns:
            yield _no_table(source, columns)
    finally:
        connection.close()


def _text(value: object) -> str:
    return decode(value).text if isinstance(value, bytes) else str(value)


def _named(name: str) -> str:
    """Return a name as SQL writes it."""
    doubled = name.replace('"', '""')
    return f'"{doubled}"'


def _with_text(columns: dict[str, tuple[str, ...]], reading: Reading) -> Iterable[str]:
    """Return the tables of articles: those with texts that are no comments on others."""
    for table, names in columns.items():
        known = map_columns(names, reading.overrides)
        if known.has_text and simplify(table.rpartition(".")[2].strip('"')) not in shape("apart"):
            yield table


def _no_table(source: Source, columns: dict[str, tuple[str, ...]]) -> Problem:
    names = [f"{table}.{name}" for table, names in columns.items() for name in names]
    return no_text(source, names, None)


def split_duckdb(source: Source, stream: Stream, reading: Reading) -> Iterator[Raw | Problem]:
    """Yield record batches of all tables with a column of texts; views are not looked at."""
    import duckdb  # noqa: PLC0415 - slow to import

    with stream.as_path() as path:
        stream.position = path.stat().st_size
        if not stream.position:
            return
        try:
            with duckdb.connect(str(path), read_only=True, config=DUCKDB) as connection:
                listed = connection.execute("SELECT schema_name, table_name FROM duckdb_tables()")
                tables = [".".join(map(_named, names)) for names in listed.fetchall()]
                columns = {name: tuple(connection.table(name).columns) for name in tables}
                number = 1
                for table in _with_text(columns, reading):
                    for batch in connection.table(table).to_arrow_reader(BATCH):
                        for part, _ in slices(batch):
                            yield Raw(source, number, None, part)
                            number += part.num_rows
                if number == 1 and columns:
                    yield _no_table(source, columns)
        except duckdb.Error as error:
            reason = str(error).split("\n", 1)[0][:200]
            yield Problem(source.name, f"the DuckDB database cannot be read ({reason})", HINT)


READERS = (
    Reader("sqlite", (".sqlite", ".sqlite3", ".db"), split_sqlite, parse_json),
    Reader("duckdb", (".duckdb",), split_duckdb, parse_batch),
)
