"""Two spellings of one name in the same article: ``Kyiv`` here, ``Kiev`` there.

Why it matters
    A house style has one spelling per name. Two spellings in one article mean that it was assembled
    from two texts or translated sentence by sentence; searches and counts of names are wrong.

Flagged
    Talks in Kyiv went on all night. The mayor of Kiev did not come.

Clean
    Talks in Kyiv went on all night. The mayor of Kyiv did not come.
    Kyiv, formerly spelled Kiev, is the capital.
    The dish is called chicken Kiev all over Kyiv.

Limits
    Only names in the table. A note, since a quotation may keep another spelling.

Repair
    Unsafe: whether it is right needs a reader.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from corpus_qa.checks.translation._reading import Part, Reading
from corpus_qa.checks.translation.machine_translation_evidence import examine
from corpus_qa.model import Check, Evidence, Family, Hit, Pattern, Severity

SPELLINGS: Sequence[Sequence[str]] = (
    ("Kyiv", "Kiev"), ("Kharkiv", "Kharkov"), ("Lviv", "Lvov"), ("Odesa", "Odessa"),
    ("Zelensky", "Zelenskyy", "Zelenskiy", "Zelenski", "Zelenskyj"), ("Volodymyr", "Volodimir"),
    ("Lukashenko", "Lukashenka"), ("Gaddafi", "Qaddafi", "Gadhafi", "Kadhafi"),
    ("Hezbollah", "Hizbollah", "Hizbullah"), ("Mumbai", "Bombay"), ("Kolkata", "Calcutta"),
    ("Chornobyl", "Chernobyl"), ("Dnipro", "Dnepropetrovsk"), ("Donbas", "Donbass"),
    ("Luhansk", "Lugansk"), ("Zaporizhzhia", "Zaporozhye"), ("Khamenei", "Khamenai", "Jamenei"),
    ("Tehran", "Teheran"), ("al-Qaeda", "al-Qaida", "al Qaeda"),
    ("Navalny", "Navalniy", "Nawalny"), ("Yanukovych", "Yanukovich"),
    ("Poroshenko", "Poroschenko"),
    ("Muhammad bin Salman", "Mohammed bin Salman", "Mohammad bin Salman"),
)  # fmt: skip
NAME_OF = {spelling: number for number, group in enumerate(SPELLINGS) for spelling in group}
# With these words a writer explains another spelling; dishes and clubs keep theirs.
TELLING = (
    "chicken ", "formerly", "spell", "known as", "also ", "Dynamo ", "transliterat", "called ",
    "renamed", "Texas", "Oil",
)  # fmt: skip
AROUND = 40


def find(reading: Reading) -> Iterator[Evidence]:
    """Yield the rarer spelling of a name at its first occurrence."""
    places: dict[int, dict[str, list[Hit]]] = defaultdict(lambda: defaultdict(list))
    for hit in reading.hits[CHECK.id]:
        spelling = reading.text[hit.start : hit.end]
        places[NAME_OF[spelling]][spelling].append(hit)
    for spellings in places.values():
        if len(spellings) > 1:
            usual, *others = sorted(spellings, key=lambda name: (-len(spellings[name]), name))
            yield from _rarer(usual, others, spellings)


def _rarer(
    usual: str, others: Sequence[str], places: Mapping[str, Sequence[Hit]]
) -> Iterator[Evidence]:
    for spelling in others:
        first = places[spelling][0]
        message = f"“{spelling}” is spelled “{usual}” elsewhere in this article."
        yield Evidence(CHECK.id, message, first.field, first.start, first.end, usual)


def is_not_explained(text: str, start: int, end: int) -> bool:
    """Return whether nothing around the name tells of its other spelling."""
    around = text[max(0, start - AROUND) : end + AROUND]
    return not any(word in around for word in TELLING)


CHECK = Check(
    id="TRN008",
    name="two-spellings",
    family=Family.TRANSLATION,
    severity=Severity.NOTE,
    languages=("en",),
    summary="one name in two spellings",
    page=__doc__ or "",
    patterns=(
        Pattern(
            rf"(?:{'|'.join(sorted(NAME_OF, key=len, reverse=True))})\b",
            confirm=is_not_explained,
            literals=tuple(NAME_OF),
        ),
    ),
    examine=examine,
)
PART = Part(CHECK, find, weight=0.5)
