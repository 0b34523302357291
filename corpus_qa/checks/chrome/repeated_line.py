"""Lines that a site repeats in many of its articles: boilerplate learned from the corpus itself.

Why it matters
    Every site has its own prompts, credits and mottos, and no list covers them all. A line that
    appears word for word in article after article of one site is not part of any of them.

Flagged
    A line that appears in at least three articles of one site whose bodies differ, and in a fifth
    of the site's articles (or in eight articles and 2 %). In fewer than eight articles it must
    appear near the beginning or the end of most. Numbers count as equal: ``12 comments`` is the
    same line as ``7 comments``. Lines of more than 25 words must appear in six articles.

Clean
    A sentence that two articles of a site share.
    The body of an article that was collected many times: copies count once.
    A line that many sites have, but each of them once.
    A heading that a few articles of a series have in common.

Limits
    Articles without a site are left out. Sites with fewer than three articles in the corpus are not
    judged. Lines that other checks have found are not reported again. Bylines and dates are notes.

Repair
    Unsafe: the words may belong to the article.
"""

from __future__ import annotations

from corpus_qa.model import ALL_LANGUAGES, Check, Family, Severity

CHECK = Check(
    id="CHR030",
    name="repeated-line",
    family=Family.CHROME,
    severity=Severity.WARNING,
    languages=ALL_LANGUAGES,
    summary="a line that many articles of the site have in common",
    page=__doc__ or "",
)
