"""The relational half of ``relations``: named statements from ``sql/*.sql``, and their limits.

The statements keep to SQL that DuckDB and Spark SQL share.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from string import Template

# Named in the statements as $name.
LIMITS = {
    # A line is furniture if so many articles of its site hold it whose bodies differ. A line of
    # more words than long_line is a paragraph: paragraphs are quoted, so more articles are asked.
    "repeats": 3,
    "long_line": 25,
    "long_repeats": 6,
    # ... and if they are this share of the site's articles, or many and a smaller share.
    "share": 0.2,
    "many": 8,
    "many_share": 0.02,
    # Of a site with fewer articles no passage is taken for furniture, only lines.
    "learned_from": 20,
    # A text of fewer words has no body to speak of: an equal one is no sign of copying.
    "fewest_words": 3,
    # Up to so many articles of a bucket all meet each other.
    "hot": 48,
    # A text with so few anchors may share only one of them.
    "few_anchors": 3,
    # Equal texts are listed pair by pair up to so many; of more, each is paired with the first.
    "listed_twins": 16,
}

_NAMED = re.compile(r"^-- :(\w+)\n", re.MULTILINE)


@cache
def statements(file: str) -> Mapping[str, str]:
    """Return the statements of ``sql/<file>.sql`` by name, in their order, limits filled in."""
    text = (files("corpus_qa.engine") / "sql" / f"{file}.sql").read_text(encoding="utf-8")
    _, *parts = _NAMED.split(text)
    return {
        name: Template(query).substitute(LIMITS).strip()
        for name, query in zip(parts[::2], parts[1::2], strict=True)
    }
