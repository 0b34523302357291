"""Different texts with the same title on one site: updates, series, or wrong titles.

Why it matters
    Rolling updates of a story keep its title. A title that half of a site's articles have is the
    name of the site or of a section, mistaken for a headline.

Flagged
    Two articles of one site with the same title whose texts are not copies of each other.

Clean
    Two outlets with the same headline.
    Two articles of one site with the same title and the same text, which other checks report.

Limits
    Columns and daily digests have the same title by design; that is why this is a note.
"""

from __future__ import annotations

from corpus_qa.model import ALL_LANGUAGES, Check, Family, Severity

CHECK = Check(
    id="DUP006",
    name="same-title",
    family=Family.DUPLICATE,
    severity=Severity.NOTE,
    languages=ALL_LANGUAGES,
    summary="another article of the site has the same title but a different text",
    page=__doc__ or "",
)
