"""A country referred to as ``he``: ``Norway said that he is moving his troops``.

Why it matters
    Many languages omit the subject of a verb, and their possessives do not distinguish a person
    from a state. An engine has to guess the pronoun, and guesses ``he``.

Flagged
    Norway has confirmed that he is moving his troops to the coast.
    Norway has denied that his army is short of fuel.

Clean
    Norway has confirmed that it is moving its troops to the coast.
    The president of Norway confirmed that he is moving his troops to the coast.

Limits
    Only countries, capitals and governments in the table, as subject of a reporting verb, and only
    where ``his`` or ``her`` goes with what states have: troops, borders, economies. Ships and
    countries that older writers call ``she`` are not reported without a reporting verb.
"""

from __future__ import annotations

from corpus_qa.checks.translation._reading import Part
from corpus_qa.checks.translation.machine_translation_evidence import examine
from corpus_qa.model import Check, Family, Pattern, Severity

STATES = (
    "Afghanistan", "Albania", "Algeria", "Ankara", "Argentina", "Armenia", "Australia", "Austria",
    "Azerbaijan", "Baghdad", "Beijing", "Belarus", "Belgium", "Berlin", "Bolivia", "Brazil",
    "Britain", "Brussels", "Bulgaria", "Cairo", "Canada", "Caracas", "Chile", "China", "Colombia",
    "Croatia", "Cuba", "Damascus", "Denmark", "Ecuador", "Egypt", "Ethiopia", "Finland", "France",
    "Germany", "Greece", "Havana", "Hungary", "India", "Indonesia", "Iran", "Iraq", "Ireland",
    "Israel", "Italy", "Japan", "Kazakhstan", "Kenya", "Kiev", "Kyiv", "kyiv", "Lebanon", "Libya",
    "Lima", "London", "Madrid", "Mexico", "Moldova", "Morocco", "Moscow", "Myanmar", "NATO",
    "Nigeria", "North Korea", "Norway", "Pakistan", "Paris", "Peru", "Poland", "Portugal",
    "Pyongyang", "Romania", "Rome", "Russia", "Saudi Arabia", "Serbia", "Slovakia", "South Korea",
    "Spain", "Sudan", "Sweden", "Syria", "Taiwan", "Tehran", "Thailand", "Tokyo", "Tunisia",
    "Turkey", "Ukraine", "Uruguay", "Venezuela", "Vietnam", "Warsaw", "Washington", "Yemen",
    "[Tt]he European Union", "[Tt]he Kremlin", "[Tt]he United States", "[Tt]he Ministry",
    "[Tt]he [Gg]overnment", "[Tt]he company",
)  # fmt: skip
SAYING = (
    "accepted", "acknowledged", "admitted", "announced", "argued", "assured", "claimed",
    "confirmed", "decided", "declared", "denied", "explained", "indicated", "insisted",
    "pointed out", "promised", "recalled", "recognized", "reported", "said", "says", "stated",
    "stressed", "warned",
)  # fmt: skip
OWNED = (
    "troops", "soldiers", "army", "forces", "military", "navy", "borders?", "territory",
    "economy", "airspace", "sovereignty", "citizens", "missiles", "exports", "imports", "embassy",
    "units", "population", "inhabitants", "parliament", "currency", "government", "institutions",
    "employees", "factories", "subsidiary", "shareholders", "ambassadors?", "diplomats", "debts?",
    "fleet", "waters", "constitution", "missions?", "airports", "patrol boats", "warships",
    "submarines", "aircraft", "fighter jets", "drones", "tanks", "artillery", "vessels",
    "peacekeepers", "coast guard", "reservists", "farmers", "voters",
)  # fmt: skip
SUBJECT = rf"(?:{'|'.join(STATES)}) (?:has |had |have )?(?:{'|'.join(SAYING)})"
THING = rf"(?:{'|'.join(OWNED)})\b"
MESSAGE = "A country or an organisation is “it”, not “he” or “she”: “{}”."
SEPARATORS = (
    " of ",
    " in ",
    " from ",
    " to ",
    " with ",
    " for ",
    " at ",
    " and ",
    " by ",
    "’s ",
    "'s ",
    " visiting ",
    "Mr ",
    "Ms ",
    "Mrs ",
    "Dr ",
    "Miss ",
    "Sir ",
)


def is_subject(text: str, start: int, end: int) -> bool:
    """Return whether the name begins its clause, so that no person before it can be meant."""
    del end
    before = text[max(0, start - 12) : start]
    return not before.endswith(SEPARATORS)


CHECK = Check(
    id="TRN010",
    name="pronoun-clash",
    family=Family.TRANSLATION,
    severity=Severity.WARNING,
    languages=("en",),
    summary="a country or an organisation is called “he” or “she”",
    page=__doc__ or "",
    patterns=(
        Pattern(
            rf"\b{SUBJECT} that (?:(?:he|she) (?:[a-z]+ ){{1,12}})?(?:his|her) (?:[a-z]+ "
            f")?{THING}",
            confirm=is_subject,
            literals=tuple(
                f"{verb} that {pronoun} "
                for verb in SAYING
                for pronoun in ("he", "she", "his", "her")
            ),
        ),
        Pattern(
            rf"\b{SUBJECT} that (?:he|she) (?:has|had) (?:[a-z]+ )?(?:regained|lost|taken|"
            "seized|conquered|liberated|gained|recovered) (?:[a-z]+ )?(?:control|territory|"
            r"ground|the town|the city)\b",
            confirm=is_subject,
            literals=tuple(
                f"{verb} that {pronoun} " for verb in SAYING for pronoun in ("he", "she")
            ),
        ),
        Pattern(
            r"\b(?:forcing|allowed|cost|allowing|forced) (?:him|her) (?:to (?:divert|"
            "withdraw|"
            "redeploy|move|negotiate|retreat) )(?:[a-z]+ ){0,3}(?:troops|forces|soldiers|"
            "units|"
            r"prisoners)\b"
        ),
    ),
    examine=examine,
)
PART = Part(CHECK, message=MESSAGE)
