"""Day and month of a date field that were exchanged, as the other dates of the site prove.

Why it matters
    ``03/04/2025`` alone means two days. But a site writes all its dates in one way, and
    ``25/04/2025`` on the same site tells which way that is.

Flagged
    ``03/04/2025``, read as March 4, on a site with ``25/04/2025``, ``17/03/2025``, ``30/01/2025``
    and nothing to the contrary; the suggestion is 2025-04-03.

Clean
    The same date on a site that writes ``04/25/2025``, or whose other dates do not tell.

Limits
    At least three dates with a day beyond the twelfth must prove the order, and at most one in ten
    may contradict it. Articles without a site are left out.
"""

from __future__ import annotations

from corpus_qa.model import Check, Family, Severity

CHECK = Check(
    id="DAT011",
    name="exchanged-date",
    family=Family.DATE,
    severity=Severity.WARNING,
    summary="day and month were exchanged, as the other dates of the site prove",
    page=__doc__ or "",
    corpus=True,
)
