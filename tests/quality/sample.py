"""One labelled article."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from corpus_qa.model import Family


@dataclass(frozen=True)
class Sample:
    """An article with its label: damaged in the family ``damaged``, or free of ``silent`` ones.

    ``span`` tells where in the text the damage stands, if it stands in one place: then only a
    finding there sees it.
    """

    name: str
    kind: str
    article: Mapping[str, Any]
    damaged: Family | None = None
    span: tuple[int, int] | None = None
    silent: tuple[Family, ...] = ()
