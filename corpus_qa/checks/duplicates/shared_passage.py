"""Passages that stand in another article too, where the articles as a whole are different.

Why it matters
    Background paragraphs, statements and agency text travel from report to report. They are no
    defect, but whoever counts words or samples sentences wants to know.

Flagged
    Two articles that share a passage of some 60 words, or a quarter of one of them.

Clean
    Two articles that quote the same sentence.
    Copies of each other, which other checks report.

Limits
    The longest common passage is shown, with small differences inside it; there may be others.
    Up to three articles are named for one article.
"""

from __future__ import annotations

from corpus_qa.model import Check, Family, Severity

CHECK = Check(
    id="DUP004",
    name="shared-passage",
    family=Family.DUPLICATE,
    severity=Severity.NOTE,
    summary="a passage also appears in another article",
    page=__doc__ or "",
)
