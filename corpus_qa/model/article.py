"""An article, and the batch in which articles travel."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import pairwise
from operator import add
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from corpus_qa.arrays import offsets_of, values_of
from corpus_qa.model.tables import ARTICLE_SCHEMA

BEYOND_ASCII = 128
_ASCII = bytes(range(BEYOND_ASCII))


class Line(NamedTuple):
    """One line of a text: code points ``start`` to ``end`` (the line break excluded)."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Article:
    """One article, with views that several checks share and that are computed at most once."""

    article_id: str
    source: str
    source_line: int | None
    site: str | None
    url: str | None
    title: str | None
    byline: str | None
    published_at: datetime | None
    published_source: str | None
    language: str | None
    text: str
    text_line: int | None
    encoding: str
    decode_errors: int
    content_hash: str
    ingested_at: datetime
    extra: str | None
    beyond_ascii: bytes | None = None
    """The characters beyond ASCII of text and title in UTF-8, where they were collected for all
    articles of a batch at once, which is ten times as fast."""

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The lines of ``text``, split at line feeds; a carriage return belongs to the break."""
        lines, start = [], 0
        for part in self.text.split("\n"):
            visible = part.removesuffix("\r")
            lines.append(Line(start, start + len(visible), visible))
            start += len(part) + 1
        return tuple(lines)

    @cached_property
    def is_ascii(self) -> bool:
        """Whether text and title are ASCII throughout, which most encoding checks can skip."""
        return self.text.isascii() and (self.title or "").isascii()

    @cached_property
    def alphabet(self) -> frozenset[str]:
        """The characters beyond ASCII in text and title, by which checks rule themselves out."""
        if self.is_ascii:
            return frozenset()
        found = self.beyond_ascii
        if found is None:
            found = (self.text + (self.title or "")).encode().translate(None, _ASCII)
        return frozenset(found.decode())

    def field(self, name: str) -> str:
        """Return a field that a span can point into: ``text``, ``title`` or ``byline``."""
        match name:
            case "text":
                return self.text
            case "title":
                return self.title or ""
            case "byline":
                return self.byline or ""
        msg = f"no span can point into the field {name!r}"
        raise ValueError(msg)


@dataclass(frozen=True)
class Batch:
    """Articles that travel together: one Arrow record batch in ``ARTICLE_SCHEMA``.

    ``first_row`` is the number of articles in the dataset before this batch: relations between
    articles are counted in rows of the dataset, which are smaller than ids.
    """

    records: pa.RecordBatch
    first_row: int = 0

    @cached_property
    def articles(self) -> tuple[Article, ...]:
        """The rows as articles."""
        columns = [values_of(self.records.column(name)) for name in ARTICLE_SCHEMA.names]
        beyond = map(add, *(_beyond_ascii(self.records.column(name)) for name in ("text", "title")))
        return tuple(map(Article, *columns, beyond))


def _beyond_ascii(column: pa.Array) -> Iterator[bytes]:
    """Yield the characters beyond ASCII of each text of a column, in UTF-8."""
    column = column.cast(pa.large_string())
    ends = offsets_of(column)
    data = np.frombuffer(column.buffers()[2] or b"", np.uint8)[ends[0] : ends[-1]]
    places = np.flatnonzero(data >= BEYOND_ASCII)
    found = data[places].tobytes()
    parts = np.searchsorted(places, ends - ends[0]).tolist()
    return (found[start:end] for start, end in pairwise(parts))
