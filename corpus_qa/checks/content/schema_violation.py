"""Rows that violate the article schema.

Why it matters
    Every later stage, and every user of the dataset, relies on its columns: a row without text, an
    invalid language code or a negative count breaks programs far downstream.

Flagged
    An article whose language is "English!" instead of "en".
    An article whose title has 5,000 characters.

Clean
    An article without title, byline or date: these fields may be empty, and other checks report
    them.

Limits
    The schema is a pandera schema (schemas/article.yaml); a project may configure its own. A rule
    about all rows, such as uniqueness, is checked only within a batch.
"""

from __future__ import annotations

from corpus_qa.model import ALL_LANGUAGES, Check, Family, Severity

CHECK = Check(
    id="CON090",
    name="schema-violation",
    family=Family.CONTENT,
    severity=Severity.ERROR,
    languages=ALL_LANGUAGES,
    summary="a field of the article violates the schema",
    page=__doc__ or "",
)
