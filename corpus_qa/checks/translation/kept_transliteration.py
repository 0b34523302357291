"""Names in the spelling of the source language: ``the Járkov front``.

Why it matters
    Each language transliterates names from other alphabets in its own way. A name in the spelling
    of the source language was copied, not translated, and searches miss it.

Flagged
    The pressure on the Járkov front has eased.
    Volodimir Zelenski spoke for an hour.

Clean
    The Plaza de Moscú is a square in the south of the city.
    Kharkiv, spelled “Járkov” in the Spanish edition, was quiet.

Limits
    Only names in the table, each with its usual English form. Names inside quotation marks or
    beside words of their own language are titles and addresses. Spellings that some English
    writers use (Zelenski) are notes.

Repair
    Unsafe: whether it is right needs a reader.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from corpus_qa.checks.translation._reading import Part, Reading
from corpus_qa.checks.translation.machine_translation_evidence import examine
from corpus_qa.model import Check, Evidence, Family, Pattern, Severity
from corpus_qa.text.language import word_set

# Spelling in the source language -> usual English form.
SPELLINGS: Mapping[str, str] = {
    # Spanish
    "Afganistán": "Afghanistan", "Azerbaiyán": "Azerbaijan", "Bielorrusia": "Belarus",
    "Bruselas": "Brussels", "Donbás": "Donbas", "Gorbachov": "Gorbachev", "Hamás": "Hamas",
    "Hezbolá": "Hezbollah", "Hungría": "Hungary", "Irán": "Iran", "Járkov": "Kharkiv",
    "Jamenei": "Khamenei", "Jerusalén": "Jerusalem", "Jersón": "Kherson", "Jomeini": "Khomeini",
    "Jruschov": "Khrushchev", "Kazajistán": "Kazakhstan", "Kirguistán": "Kyrgyzstan",
    "Mariúpol": "Mariupol", "Moscú": "Moscow", "Nueva York": "New York", "Pakistán": "Pakistan",
    "Pekín": "Beijing", "Serguéi": "Sergei", "Tayikistán": "Tajikistan", "Teherán": "Tehran",
    "Turkmenistán": "Turkmenistan", "Turquía": "Turkey", "Ucrania": "Ukraine",
    "Uzbekistán": "Uzbekistan", "Varsovia": "Warsaw", "Volodimir": "Volodymyr",
    "Yibuti": "Djibouti", "Zaporiyia": "Zaporizhzhia", "Zaporiyía": "Zaporizhzhia",
    "Estados Unidos": "United States", "Reino Unido": "United Kingdom",
    "Unión Europea": "European Union", "Alexéi": "Alexei", "Mijaíl": "Mikhail",
    "Alemania": "Germany", "Argelia": "Algeria", "Atenas": "Athens", "Berlín": "Berlin",
    "Bélgica": "Belgium", "Copenhague": "Copenhagen", "Corea del Norte": "North Korea",
    "Corea del Sur": "South Korea", "Dinamarca": "Denmark", "Egipto": "Egypt",
    "Escocia": "Scotland", "Estocolmo": "Stockholm", "Fráncfort": "Frankfurt",
    "Ginebra": "Geneva", "Inglaterra": "England", "Japón": "Japan", "Londres": "London",
    "Marruecos": "Morocco", "Milán": "Milan", "Múnich": "Munich", "Noruega": "Norway",
    "Nápoles": "Naples", "Rusia": "Russia", "Sudáfrica": "South Africa", "Suecia": "Sweden",
    # French
    "Angleterre": "England", "Athènes": "Athens", "Belgique": "Belgium", "Corée": "Korea",
    "Espagne": "Spain", "Russie": "Russia", "Biélorussie": "Belarus", "Géorgie": "Georgia",
    "Moscou": "Moscow", "Pékin": "Beijing", "Poutine": "Putin", "Téhéran": "Tehran",
    "Tchernobyl": "Chernobyl", "Tchétchénie": "Chechnya", "Varsovie": "Warsaw",
    "Royaume-Uni": "United Kingdom", "États-Unis": "United States", "Allemagne": "Germany",
    "Arabie saoudite": "Saudi Arabia",
    # German
    "Brüssel": "Brussels", "Frankreich": "France", "Griechenland": "Greece",
    "Großbritannien": "Great Britain", "Kopenhagen": "Copenhagen", "Lissabon": "Lisbon",
    "Mailand": "Milan", "Russland": "Russia", "Venedig": "Venice", "Charkiw": "Kharkiv",
    "Chruschtschow": "Khrushchev", "Gorbatschow": "Gorbachev", "Jelzin": "Yeltsin",
    "Kiew": "Kyiv", "Lukaschenko": "Lukashenko", "Moskau": "Moscow", "Netanjahu": "Netanyahu",
    "Nawalny": "Navalny", "Selenskyj": "Zelensky", "Tschernobyl": "Chernobyl",
    "Tschetschenien": "Chechnya", "Weißrussland": "Belarus", "Warschau": "Warsaw",
    # Italian, Portuguese, Polish, Dutch
    "Zelenskij": "Zelensky", "Moscovo": "Moscow", "Pechino": "Beijing", "Bielorrússia": "Belarus",
    "Ucrânia": "Ukraine", "Rússia": "Russia", "Charków": "Kharkiv", "Lwów": "Lviv",
    "Moskwa": "Moscow", "Oekraïne": "Ukraine", "Poetin": "Putin", "Zelenski": "Zelensky",
}  # fmt: skip
ACCEPTED = frozenset({"Zelenski", "Lwów", "Moskva"})
NEIGHBOURS = word_set(
    "de del la las los el le les du des di do da dos das y et und von zu der die das am "
    "im e o os il al à"
)
QUOTES = "“”\"‘«»„'’("


def stands_in_english(text: str, start: int, end: int) -> bool:
    """Return whether the name is among English words, not in a title or address of its language."""
    before, after = text[max(0, start - 40) : start], text[end : end + 40]
    if (
        (text[start - 1 : start].isalpha() and start)
        or after[:1].isalpha()
        or (before[-1:] in QUOTES and before)
    ):
        return False
    if after[:1] == "-" or before[-1:] == "-":
        return False
    words = before.split()[-1:] + after.split()[:1]
    return not NEIGHBOURS & {word.lower().strip(",.;:") for word in words}


def find(reading: Reading) -> Iterator[Evidence]:
    """Yield the names with their usual English form."""
    for hit in reading.hits[CHECK.id]:
        name = reading.text[hit.start : hit.end]
        usual = SPELLINGS[name]
        message = f"“{name}” is another language's spelling of “{usual}”."
        severity = Severity.NOTE if name in ACCEPTED else None
        yield Evidence(CHECK.id, message, hit.field, hit.start, hit.end, usual, severity)


CHECK = Check(
    id="TRN007",
    name="kept-transliteration",
    family=Family.TRANSLATION,
    severity=Severity.WARNING,
    languages=("en",),
    summary="a name in another language's spelling",
    page=__doc__ or "",
    patterns=(Pattern("|".join(SPELLINGS), confirm=stands_in_english, literals=tuple(SPELLINGS)),),
    examine=examine,
)
PART = Part(CHECK, find)
