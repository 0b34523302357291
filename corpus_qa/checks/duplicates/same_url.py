"""Different texts with the same URL: versions of an article, or a page that is not an article.

Why it matters
    An article that was collected twice, before and after an update, is one article. A URL with
    unrelated texts is a home page, an error page or simply wrong.

Flagged
    Two articles with the same URL whose texts are not copies of each other.

Clean
    Two articles with the same URL and the same text, which other checks report.
    Two articles of one site with different URLs.

Limits
    URLs are compared as they are: tracking parameters and trailing slashes make them different.
"""

from __future__ import annotations

from corpus_qa.model import ALL_LANGUAGES, Check, Family, Severity

CHECK = Check(
    id="DUP005",
    name="same-url",
    family=Family.DUPLICATE,
    severity=Severity.NOTE,
    languages=ALL_LANGUAGES,
    summary="another article has the same URL but a different text",
    page=__doc__ or "",
)
