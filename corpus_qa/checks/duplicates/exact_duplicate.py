"""Articles with the same text as another one, word for word, whatever the typography.

Why it matters
    A corpus that contains an article twice counts it twice: statistics are biased towards what is
    copied most, models memorise it, and test data leaks into the training data.

Flagged
    Two articles whose words are the same once case, punctuation, spacing and site chrome are left
    out, under the same address or under different ones. Of the copies one is proposed to keep.

Clean
    Two articles that differ in a single word (near-duplicate says so).
    Two articles without a body.

Limits
    Texts of fewer than three words are not compared.
"""

from __future__ import annotations

from corpus_qa.model import ALL_LANGUAGES, Check, Family, Severity

CHECK = Check(
    id="DUP001",
    name="exact-duplicate",
    family=Family.DUPLICATE,
    severity=Severity.ERROR,
    languages=ALL_LANGUAGES,
    summary="the same text as another article",
    page=__doc__ or "",
)
