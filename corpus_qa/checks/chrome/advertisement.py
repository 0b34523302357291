"""Labels of advertising space: ``Advertisement``, ``Story continues below``.

Why it matters
    The advertisement is gone, but its label remains, usually in the middle of the article, where it
    cuts the story in two.

Flagged
    ADVERTISEMENT
    Story continues below advertisement
    Sponsored content
    Anzeige
    Continua após a publicidade

Clean
    The advertisement ran for a week and was then withdrawn.
    Advertising revenue fell by a tenth.
    The race is sponsored by a local bank and run on sand.

Limits
    The text of an advertisement reads like any other text and is not recognised.

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
    id="CHR008",
    name="advertisement",
    family=Family.CHROME,
    severity=Severity.WARNING,
    languages=languages_of("advertisement"),
    summary="an advertisement label in the text",
    page=__doc__ or "",
    patterns=(
        Pattern(
            r"(?im)^[^\n]{0,60}\b(?:remove (?:all |these )?ads\b|want to see this\?|"
            r"ad-free (?:experience|reading|access))[^\n]{0,60}$",
            literals=(
                "remove ads",
                "remove all ads",
                "remove these ads",
                "want to see this?",
                "ad-free",
            ),
        ),
        Pattern(
            r"(?i)\b(?:story|article|content) continues (?:below|after)\b|"
            r"\bcontinue reading (?:below|after)\b|\bthis (?:ad|advertisement) has not loaded\b"
        ),
        Pattern(
            r"(?i)\b(?:may|might|can) (?:earn|receive|get) (?:an? )?(?:small )?(?:affiliate )"
            r"?commissions?\b|\bas an amazon associate\b|\b(?:contains?|use) affiliate links?\b",
            literals=("commission", "amazon associate", "affiliate link"),
        ),
    ),
    examine_batch=examine,
)
KIND = Kind(CHECK, "Advertisement label in the text.")
