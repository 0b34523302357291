"""A source to article rows: ``split_source`` in the main process, ``parse_all`` in any."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property, lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import orjson
import pyarrow as pa

from corpus_qa.arrays import array_of, text_array
from corpus_qa.ingest.charset import SAMPLE, guess_encoding, scrub
from corpus_qa.ingest.columns import map_columns
from corpus_qa.ingest.records import END, Choice, CsvRow, Draft, Raw, Reading, Source
from corpus_qa.ingest.streams import Stream, size_behind, unfetched
from corpus_qa.ingest.values import parse_date
from corpus_qa.model import ARTICLE_SCHEMA, Problem
from corpus_qa.run.folder import FULL
from corpus_qa.run.timing import OutOfTimeError, watched
from corpus_qa.text.language import detect

if TYPE_CHECKING:  # slow to import
    from tldextract import TLDExtract

# Hexadecimal digits of the content hash: 128 bits suffice for 10^15 texts.
HASH_DIGITS = 32

# The host of an address; ten times as fast as ``urlsplit``, which also parses all the rest.
HOST = re.compile(
    r"\s*(?:[a-z][a-z0-9+.\-]*:)?(?://)?(?:[^/?#@]*@)?([^/?#:\[\]\s]+)", re.IGNORECASE
)

# Columns that folders may give, and how Hive calls the folder of rows without a value.
PARTITIONED = frozenset({"site", "title", "byline", "url"})
NO_PARTITION = "__HIVE_DEFAULT_PARTITION__"

Row = tuple[object, ...]

# Records of a source in which it is noted what fills which column.
LOOKED_AT = 20


def split_source(source: Source, reading: Reading) -> Iterator[Raw | Problem]:
    """Yield the raw records of a source, and the problems met on the way.

    A source without any record is a problem too: silence would look like success.
    """
    return (item for _, item in marked(source, reading))


def marked(source: Source, reading: Reading) -> Iterator[tuple[int, Raw | Problem]]:
    """Yield what ``split_source`` yields, each with its mark: the byte up to which it was read.

    Of a source with a stretch only what has its mark there; a problem with the whole file is told
    by every stretch that reads so far.
    """
    behind = size_behind(source.path)
    if behind is not None:
        yield 0, unfetched(source.name, behind)
        return
    stream = Stream(source.path, source.compression)
    start, stop = source.stretch or (0, END)
    seen, mark = False, 0
    try:
        for item in source.reader.split(source, stream, reading):
            seen, mark = True, max(0, stream.position - 1)
            if mark >= stop:
                return
            if mark >= start:
                yield mark, item
    except OSError as error:
        hint = "Check that the file exists and that you can read it."
        yield mark, Problem(source.name, f"cannot be read ({error.strerror or error})", hint)
        return
    except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever a file does, it cannot harm its neighbours
        seen = True
        hint = "Please report this with the file; everything before this point was read."
        yield mark, Problem(source.name, f"cannot be read ({type(error).__name__}: {error})", hint)
    if stream.damage:
        hint = "Restore the file from its source; everything before the damage was read."
        yield mark, Problem(source.name, stream.damage, hint, byte=stream.position)
    elif not stream.position:
        yield mark, Problem(source.name, "the file is empty", "Remove it, or fetch it again.")
    elif not seen and not start:  # what begins later may have passed over all that there is
        hint = "Remove it, or check the export that produced it."
        yield mark, Problem(source.name, "the file contains no article", hint)


def to_row(draft: Draft, source: str, ingested_at: datetime) -> Row:
    """Return the values of an article in the order of ``ARTICLE_SCHEMA``."""
    fields = draft.fields
    text = _utf8(draft.text)
    url = _text(fields.get("url"))
    identifier = _text(fields.get("article_id"))
    if identifier is None:
        identifier = f"{source}#{draft.number}" if draft.number else source
    return (
        identifier,
        source,
        draft.line,
        _text(fields.get("site")) or site_of(url),
        url,
        _text(fields.get("title")),
        _text(fields.get("byline")),
        fields.get("published_at"),
        fields.get("published_source"),
        detect(draft.text),
        text,
        draft.text_line,
        draft.encoding,
        draft.decode_errors,
        hashlib.sha256(text).hexdigest()[:HASH_DIGITS],
        ingested_at,
        _json(draft.extra) if draft.extra else None,
    )


def with_partitions(draft: Draft, source: str) -> Draft:
    """Return an article with what the folders of its source say: ``site=x.org/date=2025-01-10``."""
    values = _partitions(source) if "=" in source else {}
    if not values:
        return draft
    fields, extra = dict(draft.fields), {**values, **draft.extra}
    for name, value in values.items():
        for column in map_columns((name,)).columns:
            if column == "published_at" and column not in fields and (when := parse_date(value)):
                fields |= {"published_at": when, "published_source": "field"}
                extra.setdefault("published_raw", value)
            elif column in PARTITIONED and not fields.get(column):
                fields[column] = value
    return replace(draft, fields=fields, extra=extra)


@lru_cache(maxsize=64)
def _partitions(source: str) -> Mapping[str, str]:
    """Return the names and values in the path of a source, as Hive and Spark write them."""
    pairs = (part.partition("=") for part in source.split("/")[:-1])
    values = {name: unquote(value) for name, equals, value in pairs if name and equals and value}
    found = {name: value for name, value in values.items() if value != NO_PARTITION}
    if {"year", "month", "day"} <= found.keys():
        found["date"] = "-".join(found[name].zfill(2) for name in ("year", "month", "day"))
    return found


def to_records(rows: Sequence[Row]) -> pa.RecordBatch:
    """Return rows as one record batch in ``ARTICLE_SCHEMA``."""
    columns = list(zip(*rows, strict=True)) or [()] * len(ARTICLE_SCHEMA)
    arrays = [
        _array(column, field.type) for column, field in zip(columns, ARTICLE_SCHEMA, strict=True)
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=ARTICLE_SCHEMA)


def site_of(url: str | None) -> str | None:
    """Return the registrable domain of an address (``www.bbc.co.uk/news`` -> ``bbc.co.uk``)."""
    host = HOST.match(url) if url else None
    return _registrable(host[1].lower()) if host else None


@lru_cache(maxsize=65536)
def _registrable(host: str) -> str | None:
    found = _extractor()(host)
    return found.top_domain_under_public_suffix or (host if "." in host else None)


@lru_cache(maxsize=1)
def _extractor() -> TLDExtract:
    from tldextract import TLDExtract  # noqa: PLC0415 - slow to import, and only needed for addresses

    # the private part of the list holds the hosters of blogs: each blog is a site of its own
    return TLDExtract(
        suffix_list_urls=(),
        cache_dir=None,
        fallback_to_snapshot=True,
        include_psl_private_domains=True,
    )


def _text(value: object) -> str | None:
    if value is None:
        return None
    return str(value).strip() or None


def _json(extra: object) -> str:
    try:
        return orjson.dumps(extra, default=_plain, option=orjson.OPT_NON_STR_KEYS).decode()
    except (orjson.JSONEncodeError, TypeError):  # an integer beyond 64 bits, a lone surrogate
        return orjson.dumps(scrub(repr(extra))[0]).decode()


def _plain(value: object) -> object:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def _array(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    try:
        return array_of(values, kind)
    except UnicodeEncodeError:  # a lone surrogate that no reader expected
        return text_array([scrub(v)[0] if isinstance(v, str) else v for v in values], kind)


def _utf8(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        return scrub(text)[0].encode()


@dataclass(frozen=True, slots=True)
class Parsed:
    """The articles of some raw records, in their order, and the problems with the others.

    ``columns`` says for each source what fills which column in its first records.
    """

    records: pa.RecordBatch
    problems: tuple[Problem, ...]
    columns: Mapping[str, Mapping[str, Choice]] = field(default_factory=dict)


def parse_all(items: Sequence[Raw | Problem], reading: Reading) -> Parsed:
    """Parse raw records; whatever a record does, it cannot harm its neighbours.

    Args:
        items: Raw records, and the problems met between them.
        reading: How records are read.
    """
    rows: list[Row] = []
    problems: list[Problem] = []
    columns: dict[str, dict[str, Choice]] = {}
    with watched() as budget:
        for name, group in groupby(with_near(items), lambda pair: _source(pair[0])):
            columns[name] = {}
            watch = _Watch(columns[name])
            observed = reading._replace(observe=watch)
            for item, near in group:
                budget.step = id(item)
                if isinstance(item, Problem):
                    problems.append(item)
                    continue
                found, met = parse_one(item, observed if watch.left > 0 else reading, near)
                rows += found
                problems += met
    return Parsed(to_records(rows), tuple(problems), columns)


class _Watch:
    """Notes what fills which column in the first records."""

    def __init__(self, columns: dict[str, Choice]) -> None:
        self.left, self.columns = LOOKED_AT, columns

    def __call__(self, _record: Mapping[str, object], choices: Iterable[Choice]) -> None:
        self.left -= 1
        for choice in choices if self.left >= 0 else ():
            self.columns.setdefault(choice.column, choice)


def with_near(items: Sequence[Raw | Problem]) -> Iterator[tuple[Raw | Problem, Iterable[str]]]:
    """Yield each record with the encodings that the records of its source around it are in."""
    for _, same in groupby(items, _source):
        group = list(same)
        near = _Near([item for item in group if isinstance(item, Raw)])
        for item in group:
            yield item, near


def parse_one(raw: Raw, reading: Reading, near: Iterable[str]) -> tuple[list[Row], list[Problem]]:
    """Return the articles of a raw record, and the problems with it."""
    rows: list[Row] = []
    problems: list[Problem] = []
    try:
        for item in raw.source.reader.parse(raw, reading, near):
            if isinstance(item, Problem):
                problems.append(item)
            else:
                draft = with_partitions(item, raw.source.name)
                rows.append(to_row(draft, raw.source.name, reading.ingested_at))
    except (Exception, SystemExit, OutOfTimeError) as error:
        if isinstance(error, OSError) and error.errno in FULL:
            raise  # the disk is full: that is no fault of the record, nor will the next one do
        problems.append(_failed(raw, error))
    return rows, problems


def _source(item: Raw | Problem) -> str:
    return item.source if isinstance(item, Problem) else item.source.name


class _Near:
    """The encoding that the records of a source are in which are no UTF-8.

    It is guessed from all of them at once, as one often has just a few telling letters, and only
    when it is needed.
    """

    def __init__(self, raws: Sequence[Raw]) -> None:
        self.raws = raws

    def __iter__(self) -> Iterator[str]:
        yield self.encoding

    @cached_property
    def encoding(self) -> str:
        sample: list[bytes] = []
        size = 0
        for raw in self.raws:
            data = raw.data.data if isinstance(raw.data, CsvRow) else raw.data
            if isinstance(data, bytes) and size < SAMPLE and not _is_utf8(data):
                sample.append(data)
                size += len(data)
        return guess_encoding(b"\n".join(sample))


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _failed(raw: Raw, error: BaseException) -> Problem:
    return Problem(
        raw.source.name,
        f"the record could not be read ({type(error).__name__}: {error})",
        "Please report this with the record; the other records were read.",
        line=raw.line,
        lost=1,
    )
