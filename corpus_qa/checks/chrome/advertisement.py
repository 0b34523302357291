"""Labels of advertising space: ``Advertisement``, ``Story continues below``.

Why it matters
    The advertisement is gone, its label stays, mostly in the middle of the article, where it cuts
    a story in two.

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
    Advertising copy itself is text like any other and is not recognised.
"""

from __future__ import annotations

from corpus_qa.checks.chrome._examiner import examine
from corpus_qa.model import Check, Family, Pattern, Severity

CHECK = Check(
    id="CHR008",
    name="advertisement",
    family=Family.CHROME,
    severity=Severity.WARNING,
    summary="a label of an advertisement stands in the text",
    page=__doc__ or "",
    patterns=(
        Pattern(
            r"(?im)^[^\n]*\b(?:(?:story|article|content) continues (?:below|after)|"
            r"continue reading (?:below|after)|(?:may|might) (?:earn|receive|"
            r"get) (?:an? )?(?:small )?(?:affiliate )?(?:commission|fee)s?|"
            r"as an amazon associate|(?:contains?|use) affiliate links?|this (?:ad|"
            r"advertisement) has not loaded)\b[^\n]*$",
            "A label of an advertisement stands in the text.",
            suggestion="",
            literals=(
                "continues below",
                "continues after",
                "continue reading below",
                "continue reading after",
                "commission",
                "fee",
                "amazon associate",
                "affiliate link",
                "has not loaded",
            ),
        ),
    ),
    examine=examine,
)
