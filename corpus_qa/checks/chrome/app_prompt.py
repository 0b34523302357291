"""Offers of an app, a notification or another browser: ``Download our app``.

Why it matters
    Such prompts replace what the page could not show. They address a visitor of the site, not a
    reader of the article.

Flagged
    Download our app
    Get the free app
    Get it on Google Play

Clean
    The ministry will publish an app for farmers next year.
    He wrote the first browser in a week.
    Please the judges, she was told, and the rest will follow.

Limits
    Dialog words ("OK", "Close") are flagged only beside other furniture.
"""

from __future__ import annotations

from corpus_qa.checks.chrome._examiner import examine
from corpus_qa.model import Check, Family, Pattern, Severity

CHECK = Check(
    id="CHR007",
    name="app-prompt",
    family=Family.CHROME,
    severity=Severity.WARNING,
    summary="a prompt about an app or browser stands in the text",
    page=__doc__ or "",
    patterns=(
        Pattern(
            r"(?im)^[^\n]*\b(?:(?:please )?enable javascript|requires javascript|"
            r"javascript (?:is|must be|to be) (?:disabled|enabled|required|turned|"
            r"switched)|your browser (?:does not|doesn['’]t|is not|is out)|"
            r"download (?:our|the) (?:free )?(?:[a-z]+ ){0,3}app|get (?:our|"
            r"the) (?:free )?(?:[a-z]+ ){0,3}app)\b[^\n]*$",
            "A prompt about an app or browser stands in the text.",
            suggestion="",
            literals=(
                "javascript",
                "your browser",
                "download our",
                "download the",
                "get our",
                "get the",
            ),
        ),
    ),
    examine=examine,
)
