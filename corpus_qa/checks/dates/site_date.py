"""One date for many articles of a site: the time of a crawl, an import or a template.

Why it matters
    When a site is migrated or collected in one go, its content system or the collector often
    stamps every article with that moment. Each date looks perfect; only together they are absurd.

Flagged
    Five or more articles of a site, and at least half of those that have a date, carry one moment
    to the second.
    All articles of a site, twenty or more, carry one day (a note at the first of them: a batch of
    one day's news does so).

Clean
    Two articles of one minute. A day on which a site published much. Four articles in all.

Limits
    Articles without a site are left out. A site whose dates are days (without a time) is judged by
    the weaker, second rule.
"""

from __future__ import annotations

from corpus_qa.model import Check, Family, Severity

CHECK = Check(
    id="DAT010",
    name="one-date-for-a-site",
    family=Family.DATE,
    severity=Severity.WARNING,
    summary="most articles of the site carry one and the same date",
    page=__doc__ or "",
    corpus=True,
)
