"""Passages that also appear in another article, where the articles as a whole are different.

Why it matters
    Background paragraphs, statements and agency text travel from report to report. They are not a
    defect, but they matter to anyone who counts words or samples sentences.

Flagged
    Two articles that share a passage of some 60 words, or a quarter of one of them.

Clean
    Two articles that quote the same sentence.
    Copies of each other, which other checks report.

Limits
    The longest common passage is shown, with small differences inside it; there may be others. At
    most three other articles are named.
"""

from __future__ import annotations

from corpus_qa.model import ALL_LANGUAGES, Check, Family, Severity

CHECK = Check(
    id="DUP004",
    name="shared-passage",
    family=Family.DUPLICATE,
    severity=Severity.NOTE,
    languages=ALL_LANGUAGES,
    summary="a passage also appears in another article",
    page=__doc__ or "",
)
