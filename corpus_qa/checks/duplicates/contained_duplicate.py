"""Articles that contain each other: a clean copy and a raw page of the same article.

Why it matters
    The same article collected twice, once cleaned and once with menus and footers around it, looks
    different as a whole: most of the raw page is not in the clean copy. The same goes for a
    truncated version and the full one.

Flagged
    Two articles of which one contains at least 92 % of the word 5-grams of the other; or 66 % if
    both begin alike; or 60 % if they have the same title. The finding names the part and the whole.

Clean
    A report that repeats the background paragraphs of an earlier report.
    Two pages of one site, however much site chrome they share.

Limits
    Texts of fewer than 24 words are never reported as parts of others: a teaser would be one, but
    so would a quotation.
"""

from __future__ import annotations

from corpus_qa.model import ALL_LANGUAGES, Check, Family, Severity

CHECK = Check(
    id="DUP003",
    name="contained-duplicate",
    family=Family.DUPLICATE,
    severity=Severity.WARNING,
    languages=ALL_LANGUAGES,
    summary="the article is part of another one, or contains another one",
    page=__doc__ or "",
)
