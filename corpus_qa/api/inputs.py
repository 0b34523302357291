"""What the API accepts as articles, brought into files that the readers understand.

Rows go to a temporary file as they come, so that memory stays bounded whatever their number.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple, Protocol, TypeAlias, runtime_checkable

import orjson
import pyarrow as pa

from corpus_qa.errors import UsageError
from corpus_qa.ingest.charset import scrub
from corpus_qa.model import Article

# Rows of a Hugging Face dataset that are read at a time.
ROWS = 1_000

# Characters up to which a text without a space may be a path that somebody forgot to wrap.
LONGEST_PATH = 255

OPTIONS = orjson.OPT_NON_STR_KEYS | orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_APPEND_NEWLINE


@runtime_checkable
class ArrowStream(Protocol):
    """A table that speaks the Arrow PyCapsule protocol: pyarrow, polars, pandas, DuckDB, ..."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Return the table as an ``arrow_array_stream`` capsule."""


# One article: its text, a record whose columns are recognised by their names, or an ``Article``.
ArticleLike: TypeAlias = str | Mapping[str, Any] | Article

# Paths (or URIs, or globs), a table, or articles one after the other.
Articles: TypeAlias = str | os.PathLike[str] | ArrowStream | Iterable[Any]


class Named(NamedTuple):
    """Paths of articles, and what to call them in reports."""

    paths: tuple[str, ...]
    shown: tuple[str, ...]


@contextmanager
def as_paths(articles: Articles) -> Iterator[Named]:
    """Yield paths of the articles; those of a temporary file exist as long as the block runs.

    Raises:
        UsageError: The value is nothing of what is accepted; the message says what is.
    """
    if isinstance(articles, str | os.PathLike):
        yield _named([articles])
        return
    _refuse_mistakes(articles)
    if not isinstance(articles, ArrowStream):
        items = _in_batches(articles)
        first = list(_first(items))
        if first and isinstance(first[0], os.PathLike):
            yield _named(chain(first, items))
            return
    with tempfile.TemporaryDirectory(prefix="corpus-qa-") as folder:
        path = Path(folder) / "articles.arrow"
        if isinstance(articles, ArrowStream):
            _write_table(path, pa.RecordBatchReader.from_stream(articles))
        else:
            path = path.with_suffix(".jsonl")
            write_lines(path, chain(first, items))
        yield Named((str(path),), (_kind(articles),))


def _named(paths: Iterable[Any]) -> Named:
    named = tuple(os.fspath(path) for path in paths)
    return Named(named, named)


def _first(items: Iterator[Any]) -> Iterator[Any]:
    for item in items:
        yield item
        return


def _kind(articles: object) -> str:
    """Name the type of a value as users know it: ``polars.DataFrame``."""
    kind = type(articles)
    module = kind.__module__.partition(".")[0]
    return kind.__name__ if module == "builtins" else f"{module}.{kind.__name__}"


def _refuse_mistakes(articles: object) -> None:
    if isinstance(articles, Mapping):
        names = ", ".join(map(str, list(articles)[:5]))
        msg = (
            f"expected many articles, found one mapping with the keys {names}. For one article call"
            " corpus_qa.check(article); of a dataset with splits name one: dataset['train']."
        )
        raise UsageError(msg)
    if not isinstance(articles, Iterable | ArrowStream) or isinstance(articles, bytes | bytearray):
        msg = f"expected paths, a table or articles (texts or mappings), found {type(articles)}."
        raise UsageError(msg)


def _in_batches(articles: Any) -> Iterator[Any]:  # noqa: ANN401 - whatever can be iterated
    """Yield articles, those of a Hugging Face dataset by way of Arrow, which is faster."""
    if not (hasattr(articles, "with_format") and hasattr(articles, "iter")):
        yield from articles
        return
    for table in articles.with_format("arrow").iter(ROWS):
        yield from table.to_pylist()


def _write_table(path: Path, stream: pa.RecordBatchReader) -> None:
    options = pa.ipc.IpcWriteOptions(compression="lz4", unify_dictionaries=False)
    # pandas writes its index as one more column, which says nothing about the article
    names = [name for name in stream.schema.names if not name.startswith("__index_level_")]
    schema = pa.schema([stream.schema.field(name) for name in names])
    with pa.ipc.new_stream(path, schema, options=options) as writer:
        for batch in stream:
            writer.write_batch(batch.select(names))


def write_lines(path: Path, items: Iterable[Any]) -> None:
    """Write articles as JSON lines.

    Raises:
        UsageError: An item is no article, or a text that is probably meant as a path.
    """
    with path.open("wb") as file:
        for number, item in enumerate(items):
            file.write(_line(_record(item, number)))


def _record(item: object, number: int) -> Mapping[str, Any]:
    match item:
        case str():
            _refuse_path(item, number)
            return {"text": item}
        case Mapping():
            return item
        case Article():
            return {name: value for name, value in asdict(item).items() if name != "beyond_ascii"}
    msg = (
        f"article {number} is {type(item)}: expected a text, or a mapping such as"
        ' {"text": ..., "title": ..., "url": ...}.'
    )
    raise UsageError(msg)


def _refuse_path(text: str, number: int) -> None:
    """Refuse a text that names a file: what is meant as a path must not pass as a clean article."""
    if not text or len(text) > LONGEST_PATH or any(map(str.isspace, text)):
        return
    if (text.isascii() and ("/" in text or Path(text).suffix)) or Path(text).exists():
        msg = (
            f"article {number} is the text “{text:.80}”, which looks like a path. Give one path as"
            " it is, several as pathlib.Path objects."
        )
        raise UsageError(msg)


def _line(record: Mapping[str, Any]) -> bytes:
    try:
        return orjson.dumps(dict(record), default=_plain, option=OPTIONS)
    except TypeError:  # a lone surrogate, an integer beyond 64 bits, or an object within itself
        plain = {str(name): _scrubbed(value) for name, value in record.items()}
        return orjson.dumps(plain, default=_plain, option=OPTIONS)


def _scrubbed(value: object) -> object:
    if value is None or isinstance(value, bool | float):
        return value
    return scrub(value if isinstance(value, str) else repr(value))[0]


def _plain(value: object) -> object:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
