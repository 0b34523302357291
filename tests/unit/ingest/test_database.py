"""Rows of the tables of SQLite and DuckDB files are articles; nothing in them can reach out."""

from __future__ import annotations

import gzip
import sqlite3
from pathlib import Path

import duckdb
import pytest
from inputs import articles, convert_with_neighbour, run

CREATE = (
    "CREATE TABLE posts (id INTEGER, title TEXT, body TEXT, published TEXT)",
    "INSERT INTO posts VALUES (7, 'Low tide', 'The tide was low.', '2024-01-10')",
    "INSERT INTO posts VALUES (8, 'High tide', 'The tide was high.', NULL)",
    "CREATE TABLE comments (body TEXT)",
    "INSERT INTO comments VALUES ('First!')",
    "CREATE TABLE tags (id INTEGER, name TEXT)",
    "CREATE VIEW again AS SELECT * FROM posts",
)


def make(path: Path) -> Path:
    """Make a database with two articles."""
    path.parent.mkdir(parents=True, exist_ok=True)
    connect = duckdb.connect if path.suffix == ".duckdb" else sqlite3.connect
    connection = connect(str(path))
    for statement in CREATE:
        connection.execute(statement)
    connection.commit()
    connection.close()
    return path


@pytest.mark.parametrize("name", ["a.sqlite", "a.db", "a.duckdb"])
@pytest.mark.parametrize("packed", [False, True])
def test_rows_of_tables_with_texts_are_articles(tmp_path: Path, name: str, *, packed: bool) -> None:
    path = make(tmp_path / "in" / name)
    if packed:
        path.with_name(f"{name}.gz").write_bytes(gzip.compress(path.read_bytes()))
        path.unlink()
    conversion = run(tmp_path / "in", tmp_path / "out")
    assert conversion.problems == ()
    rows = articles(conversion.dataset)
    assert [(row.article_id, row.title, row.text) for row in rows] == [
        ("7", "Low tide", "The tide was low."),
        ("8", "High tide", "The tide was high."),
    ]
    assert rows[0].published_at is not None


def test_what_is_in_the_log_of_a_database_is_read(tmp_path: Path) -> None:
    connection = sqlite3.connect(make(tmp_path / "in" / "a.sqlite"))
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("INSERT INTO posts VALUES (9, 'Neap tide', 'So so.', NULL)")
    connection.commit()
    conversion = run(tmp_path / "in", tmp_path / "out")
    connection.close()
    assert (conversion.dataset.rows, conversion.problems) == (3, ())


@pytest.mark.parametrize("name", ["a.sqlite", "a.duckdb"])
def test_what_is_no_database_is_told(tmp_path: Path, name: str) -> None:
    rows, conversion = convert_with_neighbour(tmp_path, {name: b"no database" * 500})
    assert rows == []
    assert "database cannot be read" in conversion.problems[0].reason


@pytest.mark.parametrize("name", ["a.sqlite", "a.duckdb"])
def test_a_database_without_texts_is_told_with_its_columns(tmp_path: Path, name: str) -> None:
    connect = duckdb.connect if name.endswith(".duckdb") else sqlite3.connect
    connection = connect(str(tmp_path / name))
    connection.execute("CREATE TABLE tags (id INTEGER, name TEXT)")
    connection.execute("INSERT INTO tags VALUES (1, 'tide')")
    connection.commit()
    connection.close()
    rows, conversion = convert_with_neighbour(tmp_path, {name: (tmp_path / name).read_bytes()})
    assert rows == []
    assert "tags" in conversion.problems[0].reason
