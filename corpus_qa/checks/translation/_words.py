"""Words of a text that are not English, as opposed to typing errors and new compounds."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from corpus_qa.text.language import English, english, word_set

# A word of prose in small letters: not in an address, tag, hyphenation or abbreviation.
LOWER_WORD = re.compile(
    r"(?<![\w@#/.’'&+=?€-])[^\W\d_A-ZÀ-ÖØ-Þ]{4,}(?:-[^\W\d_A-ZÀ-ÖØ-Þ]{3,})*(?:-\d+)?"
    r"(?![\w@/&’'=+-]|[.?]\w|\.\.|…)"
)
LAST_LATIN = "\N{LATIN SMALL LETTER EZH}"
# Foreign words that English prose uses as its own, in law, at table, in music and in dress.
LOANS = word_set(
    "absentia accompli ajvar alla annum antipasti arancini arrabbiata avec babka banh baklava "
    "bibimbap "
    "bifteck bœuf boeuf bolognese borscht bouillabaisse bourguignon bravas brioche brûlée "
    "bulgogi "
    "burek carbonara celebre ceviche chakra chorizo churros ciabatta confit corpore corpus "
    "crescenza "
    "crudo delicti doner dosa edamame empanada enchilada ergo escargots etouffee extremis "
    "fait favela "
    "fettuccine focaccia foie fraîche frites futbol galette gazpacho gelato gnocchi gochujang "
    "gras "
    "guacamole habanero habeas halloumi hanbok harissa haute hors hummus jalapeño jamón jus "
    "kebab "
    "kibbutz kimchi kimono labneh lanai lederhosen linguine lite loco maki mandamus manga "
    "mascarpone "
    "masala mens memoriam miso modus mofongo mole mozzarella naan nacho nduja nigiri nolo "
    "nori nouveau "
    "nunc okonomiyaki omakase onigiri operandi orzo osso paella panang pancetta paneer panini "
    "parfum "
    "patatas pelmeni pendente penne perestroika pesto phở pierogi pinot piñata poke polenta "
    "ponzu "
    "prêt prix prosciutto puttanesca quesadilla queso quinoa quo ragù raison ramen "
    "ratatouille rea "
    "ravioli renminbi rigatoni rigueur risotto romana roti sake sano salsa samosa sashimi "
    "sauerkraut "
    "sauvignon sayonara schnitzel seitan shawarma shiitake shonen sobrassada soirée sotto "
    "souvlaki "
    "spaetzle spaghetti sponte sriracha sushi tabbouleh tahini tamale tandoori tapas telenovela "
    "tempura teriyaki tikka tiramisu tofu tonkatsu tortilla tostada tzatziki udon umami vadis "
    "vagina "
    "ventricle vermicelli versa vici vida vin vinho vivendi voce wagyu wasabi wonton yakisoba "
    "yakitori "
    "yerba yukata zeitgeist ziti"
)
LETTERS = "abcdefghijklmnopqrstuvwxyz"
SHORTEST_SLIP = 5
# A longer word has so few neighbours that any listed one will do.
LONG_WORD = 8
# Above this a word is not built as English words are; see ``English.strangeness``.
STRANGE = 2.1
SHORTEST_PART = 3
# Grades are eighths of a doubling: a word that a slip may be meant for occurs some 15 times in
# four thousand articles, the parts of a compound some 7 times.
COMMON = 32
FAMILIAR = 24
SEEN = 8


def foreign_words(unlisted: Iterable[re.Match[str]]) -> Iterator[re.Match[str]]:
    """Yield the words in no word list that are not English, nor nearly English.

    A word with hyphens counts when all its parts do, numbers apart.
    """
    table = english()
    for match in unlisted:
        parts = [part for part in match[0].split("-") if part.isalpha()]
        if all(_is_foreign(part, table) for part in parts):
            yield match


def lower_words(text: str) -> Iterator[re.Match[str]]:
    """Yield the lower-case Latin words that are in no word list as written."""
    known = english().words
    for match in LOWER_WORD.finditer(text):
        word = match[0]
        if word not in known and word.islower() and max(word) <= LAST_LATIN:
            yield match


def _is_foreign(word: str, table: English) -> bool:
    if word in LOANS or table.knows(word) or not looks_foreign(word, table):
        return False
    return not any(is_english(word, table) for is_english in (is_compound, is_slip, is_loan))


def is_compound(word: str, table: English) -> bool:
    """Return whether a word is two familiar ones put together (``frontman``, ``loungewear``)."""
    if word[0] == "e" and table.grade(word[1:]) > FAMILIAR:  # ebike, eslider
        return True
    for at in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
        rarer, commoner = sorted((table.grade(word[:at]), table.grade(word[at:])))
        least = SEEN if min(at, len(word) - at) > SHORTEST_PART else FAMILIAR
        if rarer > least and commoner > FAMILIAR:
            return True
    return False


def is_slip(word: str, table: English) -> bool:
    """Return whether one letter added, lost, changed or swapped makes a common word of it."""
    if len(word) < SHORTEST_SLIP or not word.isascii():
        return False
    near = set(_neighbours(word))
    if len(word) >= LONG_WORD and not table.words.isdisjoint(near):
        return True
    return any(table.grade(other) > COMMON for other in near)


def is_loan(word: str, table: English) -> bool:
    """Return whether a word is English but for its accents (``coupé``)."""
    plain = unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode()
    return len(plain) == len(word) and plain != word and table.knows(plain)


def looks_foreign(word: str, table: English) -> bool:
    """Return whether a word is built of other sequences of letters than English words."""
    return not word.isascii() or table.strangeness(word) > STRANGE


def _neighbours(word: str) -> Iterator[str]:
    for at in range(len(word) + 1):
        head, tail = word[:at], word[at:]
        yield from (head + letter + tail for letter in LETTERS)
        if tail:
            yield head + tail[1:]
            yield from (head + letter + tail[1:] for letter in LETTERS)
            yield head + tail[1:2] + tail[:1] + tail[2:]
