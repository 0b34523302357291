"""The persisted duplicate index: which articles are known, and which of them a new one repeats.

An index is a folder, local or on any filesystem that pyarrow knows:

- ``index.json``: format, algorithm and parameters; an index that was made otherwise is refused;
- ``segments/<name>.json``: one commit each, written last and at once, that names its data files;
- ``data/``: sorted Parquet files of immutable segments: ``docs`` (what reports show), ``words``
  (the words of each article, a byte each: enough to compare it), ``keys`` (by which articles find
  each other) and ``lines`` (how many articles of a site hold a line).

Nothing is ever changed in place, so two writers never disturb each other, and a process that dies
leaves the index as it was before or after.
"""

from __future__ import annotations

from corpus_qa.index.compaction import compact
from corpus_qa.index.folder import Index, create_index, holds_something, open_index, remove_index
from corpus_qa.index.info import IndexInfo, describe
from corpus_qa.index.lookup import NO_SITES, read_lines, read_sites
from corpus_qa.index.prepare import DOC_SCHEMA, KEY_SCHEMA, Ready, make_ready
from corpus_qa.index.query import Answer, Match, NewArticle, query
from corpus_qa.index.segments import LINE_SCHEMA, add

__all__ = [
    "DOC_SCHEMA",
    "KEY_SCHEMA",
    "LINE_SCHEMA",
    "NO_SITES",
    "Answer",
    "Index",
    "IndexInfo",
    "Match",
    "NewArticle",
    "Ready",
    "add",
    "compact",
    "create_index",
    "describe",
    "holds_something",
    "make_ready",
    "open_index",
    "query",
    "read_lines",
    "read_sites",
    "remove_index",
]
