"""Consent to cookies and tracking: ``We use cookies``, ``Accept all``.

Why it matters
    A consent banner covers the page when a crawler comes, so it is often the first thing in the
    text and sometimes the only one.

Flagged
    We use cookies to improve your experience on our site.
    Accept all cookies
    By continuing to use this site you agree to our use of cookies.
    Wir verwenden Cookies, um unsere Website zu verbessern.

Clean
    She bakes cookies for the whole street in December.
    The regulator wants browsers to refuse cookies by default.
    Both sides accept all the terms of the truce.

Limits
    Reports on consent rules quote such banners; a quoted banner within a sentence is left alone.
"""

from __future__ import annotations

from corpus_qa.checks.chrome._examiner import examine
from corpus_qa.model import Check, Family, Pattern, Severity

CHECK = Check(
    id="CHR004",
    name="cookie-banner",
    family=Family.CHROME,
    severity=Severity.WARNING,
    summary="a cookie or consent banner stands in the text",
    page=__doc__ or "",
    patterns=(
        Pattern(
            r"(?im)^[^\n]*\b(?:(?:we|site|website|page|blog|"
            r"partners) (?:and our (?:[a-z]+ )?partners )?(?:may )?uses? cookies|"
            r"use of cookies|cookie (?:policy|settings|preferences|notice)|"
            r"wir (?:verwenden|nutzen) cookies|verwendet cookies|utili[sz]\w* (?:de |des |"
            r"i )?cookies?|usamos cookies|używamy (?:plików )?cookies?|gebruiken cookies|"
            r"gebruikt cookies)\b[^\n]*$",
            "A cookie banner stands in the text.",
            suggestion="",
            literals=("cookie",),
        ),
    ),
    examine=examine,
)
