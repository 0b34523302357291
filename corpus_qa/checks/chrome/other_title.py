"""Titles of other articles of the site as lines: teasers, known by knowing the corpus.

Why it matters
    A bare headline between two paragraphs reads like a heading of this article, and no list of
    words tells that it is a link to another one. That other article is often in the same corpus.

Flagged
    A line of four to 25 words that is, word for word, the title of another article of the site: of
    the same run, or of the index that it is compared with. The finding names that article.

Clean
    The headline of the article itself, at its beginning.
    A short heading such as "What comes next", which is the title of another article.
    The title of an article of another site.
    A line in an article that is a copy of the one with that title, or that has no title.

Limits
    Articles without a site are left out, and teasers that leave out or add a word are missed. Lines
    that other checks have found are not reported again. The title of the article itself, repeated
    further down, is a note.
"""

from __future__ import annotations

from corpus_qa.model import ALL_LANGUAGES, Check, Family, Severity

CHECK = Check(
    id="CHR031",
    name="other-title",
    family=Family.CHROME,
    severity=Severity.WARNING,
    languages=ALL_LANGUAGES,
    summary="the title of another article of the site as a line",
    page=__doc__ or "",
)
