"""Newsletter sign-up boxes: ``Sign up for our newsletter``.

Why it matters
    Newsletter boxes interrupt the article between two paragraphs and are written in full sentences,
    so filters for short lines do not remove them.

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
    Articles about newsletters are distinguished by their form: a box addresses the reader.

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
    id="CHR003",
    name="newsletter",
    family=Family.CHROME,
    severity=Severity.WARNING,
    languages=languages_of("newsletter"),
    summary="a newsletter box in the text",
    page=__doc__ or "",
    patterns=(
        Pattern(
            r"(?im)^get (?:the |our |your |all )?(?:daily|latest|breaking|weekly|top|local|"
            r"national|morning)\b[^\n]{0,60}"
            r"\b(?:news|newsletter|headlines|stories|alerts|updates)\b[^\n]{0,100}$",
            literals=tuple(
                f"get {article}{word}"
                for article in ("", "the ", "our ", "your ", "all ")
                for word in (
                    "daily",
                    "latest",
                    "breaking",
                    "weekly",
                    "top",
                    "local",
                    "national",
                    "morning",
                )
            ),
        ),
        Pattern(
            r"(?im)^[^\n]{0,40}\b(?:sign up|subscribe|register) (?:to|for|here|now|"
            r"today)\b[^\n]{0,120}\b(?:e-?mails?|inbox|alerts|updates|free|digest|"
            r"briefing)\b[^\n]{0,80}$",
            literals=("sign up", "subscribe", "register"),
        ),
        Pattern(
            r"(?i)\b(?:sign(?:ing)? up|subscrib(?:e|ing)|join|register)"
            r"\b[^\n.]{0,60}\b(?:newsletters?|mailing list)\b",
            literals=("newsletter", "mailing list"),
        ),
        Pattern(
            r"(?i)\b(?:our|this|free|daily|weekly|morning|"
            r"evening) newsletters?\b[^\n.]{0,60}\byou(?:r)?\b",
            literals=("newsletter",),
        ),
        Pattern(r"(?i)\b(?:to|in|meet) your (?:e-?mail )?inbox\b"),
        Pattern(
            r"(?i)\bby (?:signing up|subscribing|submitting your e-?mail|entering your e-?mail|"
            r"providing your e-?mail|clicking (?:on )?[“‘]?(?:sign|subscribe|submit|register))",
            literals=(
                "by signing up",
                "by subscribing",
                "by submitting your",
                "by entering your",
                "by providing your",
                "by clicking",
            ),
        ),
        Pattern(
            r"(?i)\byou (?:can|may) (?:unsubscribe|opt out) (?:at )?any ?time\b|"
            r"\bunsubscribe at any time\b",
            literals=("unsubscribe", "opt out at any", "opt out any"),
        ),
        Pattern(r"(?i)\b(?:thank you|thanks) for (?:signing up|subscribing)\b"),
        Pattern(
            r"(?im)^looking for an? (?:quick|easy|better|simple|smart)[a-z]* way to (?:keep up|"
            r"catch up|follow|stay|get)\b",
            literals=("looking for a",),
        ),
        Pattern(r"(?i)\bsign up here\b|\bprotected by recaptcha\b"),
    ),
    examine_batch=examine,
)
KIND = Kind(CHECK, "Newsletter box in the text.")
