"""Boxes that ask for an e-mail address: ``Sign up for our newsletter``.

Why it matters
    Newsletter boxes interrupt the article between two paragraphs and are written as full
    sentences, so that filters for short lines keep them.

Flagged
    Sign up for our newsletter
    Get the day's stories delivered to your inbox every morning.
    By signing up you agree to our terms of use and privacy policy.
    Melden Sie sich für unseren Newsletter an

Clean
    The council's newsletter reported the closure in May.
    Hundreds of volunteers signed up for the search on Sunday.
    She found the warning in her inbox a week later.

Limits
    Articles about newsletters are told apart by their form: a box addresses the reader.
"""

from __future__ import annotations

from corpus_qa.checks.chrome._examiner import examine
from corpus_qa.model import Check, Family, Pattern, Severity

CHECK = Check(
    id="CHR003",
    name="newsletter",
    family=Family.CHROME,
    severity=Severity.WARNING,
    summary="a newsletter box stands in the text",
    page=__doc__ or "",
    patterns=(
        Pattern(
            r"(?im)^[^\n]*\b(?:sign up|signing up|signed up|subscribe|subscribing|join|"
            r"get|receive|enter your email|register)\b[^\n]*\b(?:our|the|this|free|daily|"
            r"weekly|morning|evening|email|e-mail|"
            r"your) (?:[a-z'’-]+ ){0,3}(?:newsletters?|mailing list)\b[^\n]*$",
            "A newsletter box stands in the text.",
            suggestion="",
            literals=("newsletter", "mailing list"),
        ),
        Pattern(
            r"(?im)^[^\n]*\b(?:(?:straight|directly|delivered|sent|right|stories|news|"
            r"newsletter|updates|emails?) (?:in|in)?to your (?:e-?mail )?inbox|"
            r"in your (?:e-?mail )?inbox (?:every|each|daily|weekly))\b[^\n]*$",
            "A newsletter box stands in the text.",
            suggestion="",
            literals=("your inbox", "your email inbox", "your e-mail inbox"),
        ),
        Pattern(
            r"(?im)^[^\n]*\b(?:by (?:signing up|subscribing|submitting|"
            r"entering your e-?mail|providing your e-?mail|clicking)|"
            r"you can (?:unsubscribe|opt out)|unsubscribe at any time)\b[^\n]*$",
            "A newsletter box stands in the text.",
            suggestion="",
            literals=(
                "by signing up",
                "by subscribing",
                "by submitting",
                "by entering your",
                "by providing your",
                "by clicking",
                "unsubscribe",
                "you can opt out",
            ),
        ),
    ),
    examine=examine,
)
