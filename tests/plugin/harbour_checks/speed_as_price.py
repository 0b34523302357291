"""Prices in knots, which are speeds: ``costs 12 knots``.

Why it matters
    Somewhere between the newsroom and the corpus the names of units were exchanged.

Flagged
    The ferry costs 12 knots.

Clean
    The ferry makes 12 knots. “It costs 12 knots”, he joked.

Limits
    Only whole numbers.
"""

from corpus_qa import Check, Family, Pattern, Severity


def is_unquoted(text: str, start: int, end: int) -> bool:
    """Tell whether no quotation is open before the words."""
    del end
    return text.count("“", 0, start) == text.count("”", 0, start)


CHECK = Check(
    id="HARBOUR001",
    name="speed-as-price",
    family=Family.CONTENT,
    severity=Severity.WARNING,
    languages=("en",),
    summary="a speed in place of a price",
    page=__doc__ or "",
    patterns=(
        Pattern(
            r"(?i)\bcosts? [0-9]+ knots\b",
            "“{}” is a speed, not a price.",
            suggestion="",
            confirm=is_unquoted,
        ),
    ),
)
