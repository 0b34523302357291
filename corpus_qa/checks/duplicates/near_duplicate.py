"""Articles whose text is nearly the same as another's: edited, corrected or syndicated copies.

Why it matters
    Agency reports appear in many outlets with a new headline and a few changed words. Exact
    comparison misses every one of them.

Flagged
    Two articles that have at least 62 % of their word 5-grams in common, site chrome left out.

Clean
    Two reports of one event in different words.
    Two photo galleries of one site with the same introduction and other captions.
    Two pages of one site that share menus and footers.

Limits
    One changed word costs five 5-grams: a short text with a few changes is not a near-duplicate.
    Rewritten and translated copies are not found.
"""

from __future__ import annotations

from corpus_qa.model import ALL_LANGUAGES, Check, Family, Severity

CHECK = Check(
    id="DUP002",
    name="near-duplicate",
    family=Family.DUPLICATE,
    severity=Severity.WARNING,
    languages=ALL_LANGUAGES,
    summary="nearly the same text as another article",
    page=__doc__ or "",
)
