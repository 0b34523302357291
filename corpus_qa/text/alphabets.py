"""Letters beyond ASCII by language, and what a regular word looks like."""

from __future__ import annotations

import re
from collections.abc import Mapping

from corpus_qa.text.scripts import script_of

_CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъыьэюя"

# With the letters of frequent loan words.
LETTERS: Mapping[str, frozenset[str]] = {
    language: frozenset(letters) | frozenset(letters.upper())
    for language, letters in {
        "de": "äöüßéèàç",
        "fr": "àâäæçéèêëîïôöœùûüÿ",
        "es": "áéíóúüñ",
        "it": "àèéìíòóùú",
        "pt": "áâãàçéêíóôõúü",
        "ca": "àçèéíïòóúü",
        "ro": "ăâîșțşţ",
        "nl": "éëïóöüèáêç",
        "sv": "åäöéüà",
        "da": "æøåéóü",
        "no": "æøåéóòôäö",
        "is": "áðéíóúýþæö",
        "fi": "äöåšžé",
        "et": "äöõüšž",
        "lv": "āčēģīķļņšūž",
        "lt": "ąčęėįšųūž",
        "pl": "ąćęłńóśźżé",
        "cs": "áčďéěíňóřšťúůýž",
        "sk": "áäčďéíĺľňóôŕšťúýž",
        "sl": "čšžćđ",
        "hr": "čćđšž",
        "hu": "áéíóöőúüű",
        "tr": "çğıöşüâîûİ",
    }.items()
}
_SCRIPT_LETTERS = {
    "Cyrillic": frozenset(_CYRILLIC + "ёіїєґјљњћђџѓќѕў").union(
        (_CYRILLIC + "ёіїєґјљњћђџѓќѕў").upper()
    ),
    "Greek": frozenset("αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΆΈΉΊΌΎΏΪΫ"),
    "Hebrew": frozenset("אבגדהוזחטיךכלםמןנסעףפץצקרשת"),
    "Arabic": frozenset("ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيپچژگکی"),
}
_OWN_CYRILLIC = {
    "ru": frozenset(_CYRILLIC + "ё" + (_CYRILLIC + "ё").upper()),
    "bg": frozenset(_CYRILLIC + _CYRILLIC.upper()),
    "uk": frozenset(_CYRILLIC + "іїєґ" + (_CYRILLIC + "іїєґ").upper()),
}
_ACCENTS_IN_A_ROW = re.compile("[À-ÖØ-öø-ÿŒœŠšŸŽžƒ]{4}")
_FINAL_INSIDE = re.compile("[ςךםןףץ].")
# Thai: a vowel or tone mark stands after a consonant or mark, a leading vowel before a consonant.
_THAI_DISORDER = re.compile(
    "(?:^|[\u0e2f-\u0e30\u0e32-\u0e33\u0e40-\u0e46\u0e4f-\u0e5b])[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]"
    "|[\u0e40-\u0e44](?![\u0e01-\u0e2e])"
    "|[\u0e4f-\u0e7f]"
)
_JOINTS = str.maketrans("", "", "'’-.\u00ad")


def is_regular(word: str, language: str | None = None) -> bool:
    """Whether a word is made of letters of one script, in the order and case that words have.

    A Latin word is regular only if its letters belong to ``language``.
    """
    letters = word.translate(_JOINTS)
    scripts = {script_of(char) for char in letters}
    if len(scripts) != 1:
        return False
    script = scripts.pop()
    if script == "Latin":
        own = LETTERS.get(language or "", frozenset())
        return _has_normal_case(letters) and all(char < "\x80" or char in own for char in letters)
    if script == "Thai":
        return not _THAI_DISORDER.search(letters)
    known = _SCRIPT_LETTERS.get(script, frozenset())
    if script == "Cyrillic":
        known = _OWN_CYRILLIC.get(language or "", known)
    if not known.issuperset(letters):
        return False
    return _has_normal_case(letters) and not _FINAL_INSIDE.search(letters)


def is_irregular(word: str, language: str | None = None) -> bool:
    """Whether no language writes a word like this; not the opposite of ``is_regular``."""
    letters = word.translate(_JOINTS)
    scripts = {script_of(char) for char in letters}
    if scripts == {"Latin"}:
        if _ACCENTS_IN_A_ROW.search(letters):
            return True
        return language in LETTERS and not is_regular(word, language)
    if len(scripts) > 1 or scripts & _SCRIPT_LETTERS.keys():
        return not is_regular(word, language)
    return False


def _has_normal_case(letters: str) -> bool:
    """Whether letters are all small, all capital or capitalised, or have no case."""
    return (
        len(letters) == 1
        or letters[1:].islower()
        or letters.isupper()
        or letters.upper() == letters.lower()
    )
