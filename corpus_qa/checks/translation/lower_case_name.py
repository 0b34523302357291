"""Names of places and peoples without a capital letter: ``kyiv has denied``.

Why it matters
    Other languages capitalise names and words derived from them by different rules, and engines
    copy what they do not know. Readers stumble, and case-sensitive tools such as name taggers miss
    the name.

Flagged
    It is not clear how long kyiv can hold the town.
    The talks between warsaw and vilnius began late.

Clean
    Kyiv and Warsaw agreed; see www.kyiv.example and #kyiv.
    they love kyiv, she wrote from a phone that knows no capitals

Limits
    Only names in the table, none of which is also a common word (china, turkey, jordan); in short
    or suspicious texts also words that the text capitalises elsewhere. Texts with hardly any
    capitals are left alone, and so are addresses and hashtags.

Repair
    Unsafe: whether it is right needs a reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus_qa.checks.translation._reading import Part, Reading
from corpus_qa.checks.translation.machine_translation_evidence import examine
from corpus_qa.model import Check, Evidence, Family, Pattern, Severity

NAMES = (
    "afghanistan", "albania", "algeria", "amsterdam", "ankara", "argentina", "armenia",
    "azerbaijan", "baghdad", "bangkok", "barcelona", "beijing", "beirut", "belarus", "belgrade",
    "belgium", "berlin", "bosnia", "brazil", "britain", "brussels", "bucharest", "budapest",
    "bulgaria", "cairo", "cambodia", "caracas", "chechnya", "colombia", "copenhagen", "crimea",
    "croatia", "damascus", "donbas", "donetsk", "dublin", "ecuador", "egypt", "england", "estonia",
    "ethiopia", "europe", "finland", "france", "germany", "greece", "guatemala", "hanoi",
    "helsinki", "honduras", "hungary", "iceland", "indonesia", "iran", "iraq", "ireland", "israel",
    "istanbul", "italy", "japan", "jerusalem", "kabul", "kazakhstan", "kenya", "kharkiv", "kherson",
    "kiev", "kosovo", "kremlin", "kuwait", "kyiv", "kyrgyzstan", "latvia", "lebanon", "libya",
    "lisbon", "lithuania", "london", "luhansk", "madrid", "malaysia", "mariupol", "mexico", "minsk",
    "moldova", "mongolia", "montenegro", "morocco", "moscow", "mozambique", "nairobi", "nicaragua",
    "nigeria", "norway", "odesa", "ottawa", "pakistan", "palestine", "paraguay", "poland",
    "portugal", "prague", "romania", "russia", "rwanda", "scotland", "senegal", "serbia", "seoul",
    "singapore", "slovakia", "slovenia", "somalia", "spain", "stockholm", "sudan", "sweden",
    "switzerland", "syria", "taiwan", "tanzania", "tbilisi", "tehran", "thailand", "tokyo",
    "tripoli", "tunisia", "uganda", "ukraine", "uruguay", "uzbekistan", "venezuela", "vietnam",
    "vilnius", "warsaw", "yemen", "yerevan", "zaporizhzhia", "zagreb", "zimbabwe",
)  # fmt: skip
JOINED = frozenset("@#/._-&=?%+~:")
# How often the text must write a word with a capital in mid-sentence to make it a name.
LEAST = 2
# A word that nobody knows, after one of these, is a place.
IN_PLACE = (" in ", " near ", " from ", " outside ", "\nin ")
# One letter in 30 is a capital in edited English; a chat message has hardly any.
LETTERS_PER_CAPITAL = 150
AROUND = 1500
AHEAD = 9
DISHES = (" sprout", " bean", " broil", " style", " cream")


def is_name_in_prose(text: str, start: int, end: int) -> bool:
    """Return whether the text uses capitals and the word is not part of an address or tag."""
    before, after = text[start - 1 : start], text[end : end + 2]
    if (before in JOINED and before) or (after[:1] in JOINED and after[1:].isalnum()):
        return False
    if text.startswith(DISHES, end):
        return False
    around = text[max(0, start - AROUND) : end + AROUND]
    return sum(map(str.isupper, around)) * LETTERS_PER_CAPITAL > len(around)


def find(reading: Reading) -> Iterator[Evidence]:
    """Yield the names with their capitalised form."""
    for hit in reading.hits[CHECK.id]:
        name = reading.text[hit.start : hit.end]
        right = name.capitalize()
        message = f"“{name}” is a name and needs a capital letter: “{right}”."
        yield Evidence(CHECK.id, message, hit.field, hit.start, hit.end, right)


def find_learned(reading: Reading) -> Iterator[Evidence]:
    """Yield the words that the text itself capitalises in mid-sentence."""
    text = reading.text
    for match in reading.unlisted:
        word = match[0]
        right = word.capitalize()
        if "-" in word or word in NAMES or right not in text:
            continue
        if not is_name_in_prose(text, *match.span()):
            continue
        before = text[max(0, match.start() - AHEAD) : match.start()].lower()
        least = 1 if before.endswith(IN_PLACE) else LEAST
        if len(re.findall(rf"[a-z,] {right}\b", text)) >= least:
            message = f"“{word}” is written “{right}” elsewhere in this article."
            yield Evidence(CHECK.id, message, "text", *match.span(), right)


CHECK = Check(
    id="TRN006",
    name="lower-case-name",
    family=Family.TRANSLATION,
    severity=Severity.WARNING,
    languages=("en",),
    summary="a place name without its capital letter",
    page=__doc__ or "",
    patterns=(Pattern(rf"\b(?:{'|'.join(NAMES)})\b", confirm=is_name_in_prose, literals=NAMES),),
    examine=examine,
)
PART = Part(CHECK, find, find_closer=find_learned)
