"""Consent to cookies and tracking: ``We use cookies``, ``Accept all``.

Why it matters
    A consent banner covers the page when a crawler visits, so it is often the first thing in the
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

Repair
    Safe if every line of the finding is known by its words and almost certainly site chrome (its
    score is at least 0.9); else unsafe. A removed line takes a blank line along.
"""

from __future__ import annotations

from corpus_qa.checks.chrome._examiner import examine
from corpus_qa.checks.chrome._kinds import Kind
from corpus_qa.checks.chrome._tables import languages_of
from corpus_qa.model import Check, Family, Pattern, Severity

CHECK = Check(
    id="CHR004",
    name="cookie-banner",
    family=Family.CHROME,
    severity=Severity.WARNING,
    languages=languages_of("cookie-banner"),
    summary="a cookie or consent banner in the text",
    page=__doc__ or "",
    patterns=(
        Pattern(
            r"(?i)\b(?:we|site|website|page|blog|partners) (?:and our (?:[a-z]+ )?partners )"
            r"?(?:may )?uses? cookies\b",
            literals=("use cookies", "uses cookies"),
        ),
        Pattern(
            r"(?i)\b(?:our use of|settings for|accept(?: all)?|manage|about our) cookies\b|"
            r"\bcookie (?:policy|settings|preferences|notice)\b"
        ),
        Pattern(
            r"(?i)(?:verwende[nt]|nutz(?:en|t)|gebruik(?:en|t)|utilizamos|usamos|utiliza|usa|"
            r"utilise|utilisons des|utilizza(?: i)?|utilizziamo(?: i)?|używa(?:my)?(?: plików)"
            r"?) cookies?\b",
            literals=("cookie",),
        ),
    ),
    examine_batch=examine,
)
KIND = Kind(CHECK, "Cookie banner in the text.")
