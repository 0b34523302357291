"""What there is to say about an index."""

from __future__ import annotations

from dataclasses import dataclass

from corpus_qa.index.compaction import leftovers
from corpus_qa.index.folder import Index
from corpus_qa.index.parameters import parameters


@dataclass(frozen=True, slots=True)
class IndexInfo:
    """An index in numbers; ``bytes`` counts its data files, ``leftovers`` those of dead writers."""

    place: str
    articles: int
    keys: int
    bytes: int
    segments: tuple[tuple[str, int, str], ...]
    parameters: dict[str, str | int]
    leftovers: int


def describe(index: Index) -> IndexInfo:
    """Describe an index; ``segments`` are (name, articles, time of commit), the oldest first."""
    segments = sorted(index.segments, key=lambda segment: (segment.created_at, segment.name))
    return IndexInfo(
        place=index.place,
        articles=index.articles,
        keys=sum(segment.keys for segment in segments),
        bytes=sum(segment.bytes for segment in segments),
        segments=tuple((part.name, part.articles, part.created_at) for part in segments),
        parameters=parameters(),
        leftovers=sum(1 for _ in leftovers(index.folder)),
    )
