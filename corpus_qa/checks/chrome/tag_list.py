"""Tags and categories of an article: ``Tags: harbour, ferry``, ``Filed under``.

Why it matters
    Tags are words without sentences. They are repeated across a site and leak what the article is
    about into its text.

Flagged
    Tags: harbour, ferry, winter
    Filed under: Local news, Transport
    Schlagwörter: Hafen, Fähre

Clean
    Price tags were changed overnight.
    The complaint was filed under the old law.
    Topics such as rent and wages ruled the debate.

Limits
    A list of keywords without a heading is recognised by its form only, if at all.

Repair
    Safe if every line of the finding is known by its words and almost certainly site chrome (its
    score is at least 0.9); else unsafe. A removed line takes a blank line along.
"""

from __future__ import annotations

from corpus_qa.checks.chrome._examiner import examine
from corpus_qa.checks.chrome._kinds import Kind
from corpus_qa.checks.chrome._tables import languages_of
from corpus_qa.model import Check, Family, Severity

CHECK = Check(
    id="CHR012",
    name="tag-list",
    family=Family.CHROME,
    severity=Severity.WARNING,
    languages=languages_of("tag-list"),
    summary="a list of tags or categories in the text",
    page=__doc__ or "",
    examine_batch=examine,
)
KIND = Kind(CHECK, "Tag list in the text.")
