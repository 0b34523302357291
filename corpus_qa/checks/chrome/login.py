"""Login and registration forms: ``Sign in``, ``Forgot your password?``, ``Create a free account``.

Why it matters
    Login forms appear in page headers and above comments. Their leftovers show that the extractor
    took the page instead of the article.

Flagged
    Forgot your password?
    Create a free account
    Jetzt registrieren

Clean
    Users who forgot their passwords were locked out for a day.
    He had to sign in at the desk before each visit.
    Voters can register until Friday.

Limits
    Single words such as "Login" are flagged only when alone on a line, never within a sentence.

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
    id="CHR006",
    name="login",
    family=Family.CHROME,
    severity=Severity.WARNING,
    languages=languages_of("login"),
    summary="a login or registration form in the text",
    page=__doc__ or "",
    patterns=(
        Pattern(
            r"(?i)\byou (?:must|need to|have to) be (?:logged in|signed in|registered)|"
            r"\bforgot(?:ten)? your password\b|\byou are (?:now )?(?:logged|signed) in\b|"
            r"\bdon['’]t have an account\b",
            literals=(
                "be logged in",
                "be signed in",
                "be registered",
                "your password",
                "are logged in",
                "are signed in",
                "now logged in",
                "now signed in",
                "have an account",
            ),
        ),
    ),
    examine_batch=examine,
)
KIND = Kind(CHECK, "Login form in the text.")
