"""Prompts about apps, notifications or browsers: ``Download our app``.

Why it matters
    Such prompts replace what the page could not show. They address visitors of the site, not
    readers of the article.

Flagged
    Download our app
    Get the free app
    Get it on Google Play

Clean
    The ministry will publish an app for farmers next year.
    He wrote the first browser in a week.
    Please the judges, she was told, and the rest will follow.

Limits
    Dialog words ("OK", "Close") are flagged only beside other site chrome.

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
    id="CHR007",
    name="app-prompt",
    family=Family.CHROME,
    severity=Severity.WARNING,
    languages=languages_of("app-prompt"),
    summary="an app or browser prompt in the text",
    page=__doc__ or "",
    patterns=(
        Pattern(
            r"(?i)\benable javascript\b|\brequires javascript\b|\bjavascript (?:is|must be|"
            r"to be) (?:disabled|enabled|required|turned|switched)\b|\byour browser (?:does not|"
            r"doesn['’]t|is not|is out)\b",
            literals=("javascript", "your browser"),
        ),
        Pattern(
            r"(?i)\b(?:download|get|install) (?:our|the) (?:free |new )?(?:[\pL]+ )"
            r"{0,3}app\b(?: (?:now|today|for|here|on|from|to|with)\b|[!.]?$)",
            literals=(
                "download our",
                "download the",
                "get our",
                "get the",
                "install our",
                "install the",
            ),
        ),
        Pattern(
            r"(?i)\bdownload [\pL ]{2,30} for (?:iphone|android|ios)\b|\b(?:refresh your (?:page|"
            r"browser)|please refresh)\b",
            literals=("for iphone", "for android", "for ios", "refresh your", "please refresh"),
        ),
    ),
    examine_batch=examine,
)
KIND = Kind(CHECK, "App or browser prompt in the text.")
