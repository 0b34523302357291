"""Which input column is which column of an article.

Names are compared without case, spaces, hyphens, underscores and dots: ``datePublished``,
``date_published`` and ``Date Published`` are one name.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from corpus_qa.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

SYNONYMS: dict[str, tuple[str, ...]] = {
    "article_id": ("articleid", "id", "docid", "documentid", "uid", "uuid", "guid", "warcrecordid"),
    "text": (
        *("text", "maintext", "fulltext", "articletext", "articlebody", "bodytext", "plaintext"),
        *("cleantext", "cleanedtext", "rawtext", "body", "content", "articlecontent", "article"),
        *("story", "document", "rawcontent", "contenttext", "paragraphs"),
    ),
    "html": ("html", "rawhtml", "htmlbody", "bodyhtml", "contenthtml", "pagehtml", "articlehtml"),
    "title": (
        "title",
        "headline",
        "head",
        "articletitle",
        "pagetitle",
        "heading",
        "name",
        "subject",
    ),
    "byline": ("byline", "author", "authors", "creator", "writer", "articleauthor", "dccreator"),
    "published_at": (
        *("publishedat", "published", "datepublished", "publisheddate", "publisheddatetime"),
        *(
            "publicationdate",
            "publicationdatetime",
            "publicationtime",
            "publishdate",
            "publishedon",
        ),
        *("publishtime", "publishedtime", "pubdate", "dateofpublication", "publishdatetime"),
        *("date", "datetime", "timestamp", "firstpublished", "firstpublishedat", "articledate"),
        *("dateline", "issued", "dcdate", "created", "createdat", "datecreated", "time"),
    ),
    "url": ("url", "link", "sourceurl", "canonicalurl", "articleurl", "pageurl", "uri", "weburl"),
    "site": ("site", "domain", "sourcedomain", "sitedomain", "hostname", "host", "website"),
    "language": ("language", "lang", "languagecode", "langcode", "inlanguage", "locale"),
}
"""Article column (and ``html``) -> the names that mean it, the most telling first."""

NOT_A_PLACE = re.compile(r"[\s_.\-]+")

BY_NAME = {
    name: (column, rank) for column, names in SYNONYMS.items() for rank, name in enumerate(names)
}


class Mapped(NamedTuple):
    """For each article column the input columns that may fill it, best first; and all others."""

    columns: Mapping[str, tuple[str, ...]]
    others: tuple[str, ...]

    @property
    def has_text(self) -> bool:
        """Whether an article can come of the record."""
        return "text" in self.columns or "html" in self.columns


@lru_cache(maxsize=1024)
def map_columns(names: tuple[str, ...], overrides: tuple[tuple[str, str], ...] = ()) -> Mapped:
    """Map the names of the columns of a record.

    Args:
        names: The input columns, in their order.
        overrides: Pairs of input column and article column, which come before the synonyms.
    """
    chosen = {simplify(name): column for name, column in overrides}
    ranked: dict[str, list[tuple[int, int, str]]] = {}
    others = []
    for place, name in enumerate(names):
        simple = simplify(name)
        column, rank = (chosen[simple], -1) if simple in chosen else BY_NAME.get(simple, (None, 0))
        if column is None:
            others.append(name)
        else:
            ranked.setdefault(column, []).append((rank, place, name))
    columns = {key: tuple(name for _, _, name in sorted(found)) for key, found in ranked.items()}
    return Mapped(columns, tuple(others))


def check_overrides(overrides: Mapping[str, str]) -> None:
    """Refuse an override that names no article column.

    Raises:
        ConfigError: Naming the columns that there are.
    """
    for name, column in overrides.items():
        if column not in SYNONYMS:
            known = ", ".join(SYNONYMS)
            msg = f"[input.columns] maps “{name}” to “{column}”, which is none of {known}."
            raise ConfigError(msg)


def simplify(name: str) -> str:
    """Return a name without case and separators."""
    return NOT_A_PLACE.sub("", name).casefold()
