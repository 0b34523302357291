"""Find UTF-8 that was misread and then lost more: ``townâ??s``, ``dÃ?Â©jÃ?``, ``itâ€(tm)s``.

A later step wrote question marks for what its set lacks, dropped control codes, took accents away
or put plain letters in the place of signs. The bytes are gone, so nothing can be decoded. What is
left is known all the same: misread and lost again, a letter becomes it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from corpus_qa.text.language import word_set
from corpus_qa.text.mojibake.evidence import ENOUGH, charset
from corpus_qa.text.tables import table

APOSTROPHE = "\N{RIGHT SINGLE QUOTATION MARK}"
STORY = "UTF-8 read in another character set, and damaged further"

# Signs that prose in Latin letters has beyond its letters.
_SIGNS = "‘’“”„‚–—…•€™«»¿¡°£§\u00a0"
_SETS, _LEVELS = ("cp1252", "latin-1"), 3
_PLAIN = {"€": "EUR", "™": "(tm)", "œ": "oe", "“": '"', "”": '"', "˜": "~", "¦": "|"}

# The second and third characters of a sequence: signs of Latin-1 and of Windows-1252, or lost.
_REST = "?\\x80-\\xbf€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œŸŽž"
_SIGN = "¡-©¬-º¼-¿"

Loss = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Lossy:
    """A place: code points of the text, what it was if only one character can have been it."""

    start: int
    end: int
    fixed: str | None
    weight: int


@dataclass(frozen=True, slots=True)
class _Trace:
    """What finds one kind of loss: a character that must be there, and what one place proves."""

    needed: str
    expression: re.Pattern[str]
    weight: int


def _trace(needed: str, expression: str, weight: int = ENOUGH) -> _Trace:
    return _Trace(needed, re.compile(expression, re.MULTILINE), weight)


# What an apostrophe is put after in English, before "t" and before the other endings.
_BEFORE_T = word_set("do does did is was are were ca could wo would has have had should")
_BEFORE_OTHERS = word_set("I it he she we you they that there here what who let")


def _after(words: Iterable[str], ending: str = "") -> str:
    """Return an expression that is true one character after the words."""
    return "|".join(rf"(?<=\b{word}{ending}.)" for word in sorted(words))


_AFTER_NOT = f"(?i:{_after(_BEFORE_T, 'n')})"
_AFTER_PRONOUN = f"(?i:{_after(_BEFORE_OTHERS)})"
# Each begins with the character that is needed, so that most texts are done in one look.
_TRACES = (
    # two sequences in a row, at least one of them with a question mark; one inside a word
    _trace("?", rf"[ÃÂâ](?:[{_REST}]{{1,2}}[ÃÂâ])*\?{{1,2}}[{_REST}]?(?:[ÃÂâ][{_REST}]{{1,2}})+"),
    _trace("Ã", r"Ã\?(?<=[a-zA-Z]..)(?=[a-zß-ÿ])"),
    # quotes and dashes of which only the first character, or the first two, are left
    _trace("â", r"â\?[?T]?(?=[A-Za-zÀ-ÿ])|â\?\?(?<![^\s\"(]...)|â€\?|â\?[™œ˜]"),
    _trace("â", r"â\?\?(?<=[a-z]...)(?=[\s.,;:!?)])", 0),
    # signs that became plain letters, or lost their accent
    _trace("â€", r"â€(?:\(tm\)|TM|oe|~|\"|\|)"),
    _trace("a€", r"a€(?:™|œ|˜|“|”|¦|\x9d|\(tm\)|oe|TM)"),
    _trace("a€", r"a€(?<=[a-z.,!?]..)(?=[\s.,])", 0),
    _trace("aEUR", r"aEUR(?:\(tm\)|(?:oe|~)(?=[A-Z]))"),
    _trace("aEUR", r"aEUR(?<=[a-z.,!?]....)(?=[\s.,])", 0),
    _trace("ã", rf"ã[{_SIGN}](?<=[a-zß-ÿ]..)(?:(?=[a-zß-áã-ÿ])|(?<![»«ªº])(?=[ ,.!?]|$))"),
    _trace("A", rf"A[{_SIGN}](?<=[a-z]..)(?=[a-z])"),
    _trace("A", rf"A[{_SIGN}](?<=[a-z]..)(?![a-z»«])", 1),
    # a first character whose control codes were dropped or became a space
    _trace("â", rf"â(?:{_AFTER_NOT}) ?(?=t\b)|â(?:{_AFTER_PRONOUN}) ?(?=(?:s|d|m|re|ve|ll)\b)"),
    _trace("â ", r"â (?<=[a-z]..)(?=s\b)", 1),
    _trace("â", r"â(?<![^\s\"(].) ?(?=[A-Z])|â(?<=[.,!?].)(?=\s)", 0),
    # the no-break space that became a plain one
    _trace("Â", r"Â(?<=[a-zß-ÿ].)(?= |$)|Â(?<=[.!?,].)(?= [A-Z])|Â(?<= .) (?=[»?!:;])"),
    _trace("Â ", r"Â (?<=[.!?] ..)(?=[A-Z])|Â (?<=« ..)(?=[a-z])", 1),
)
# Without any of these, a text holds nothing to find.
_NEEDED = frozenset("ÃÂâã€©¨ª®´¯¼½¶¤±¡³º¢£§¹¿°²·¸¾¬")
_NEEDED_PLAIN = "aEUR"


def may_hold_lossy(text: str, alphabet: frozenset[str]) -> bool:
    """Whether a text with these characters beyond ASCII can have lost misread sequences."""
    return not alphabet.isdisjoint(_NEEDED) or _NEEDED_PLAIN in text


def find_lossy(text: str) -> Iterator[Lossy]:
    """Yield the places with what is left of misread sequences, if together they are proof."""
    found = [lossy for trace in _TRACES if trace.needed in text for lossy in _places(text, trace)]
    if sum(lossy.weight for lossy in found) < ENOUGH:
        return
    at = 0
    for lossy in sorted(found, key=lambda lossy: (lossy.start, -lossy.end)):
        if lossy.start >= at:
            yield lossy
            at = lossy.end


def _places(text: str, trace: _Trace) -> Iterator[Lossy]:
    for match in trace.expression.finditer(text):
        start, end = match.span()
        yield Lossy(start, end, _restored(text, start, end), trace.weight)


def _restored(text: str, start: int, end: int) -> str | None:
    """Return what was lost if only one thing can be meant."""
    words = text[start:end]
    if words.strip() == "Â":
        return ""
    known = _unlost(words)
    if known is not None:
        return known
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    is_mark = words[0] in "âa" and before.isalpha() and after.isalpha()
    return APOSTROPHE if is_mark else None


def _unlost(words: str) -> str | None:
    """Read a run of lost sequences again, if each of them is what is left of one character."""
    forms, parts, at = _forms(), [], 0
    while at < len(words):
        ends = range(min(len(words), at + _longest()), at, -1)
        form = next((words[at:end] for end in ends if words[at:end] in forms), None)
        if form is None or len(forms[form]) != 1:
            return None
        parts.append(forms[form][0])
        at += len(form)
    return "".join(parts)


@cache
def _longest() -> int:
    return max(map(len, _forms()))


@cache
def _forms() -> dict[str, Sequence[str]]:
    """Return what characters become when they are misread and lost: form -> the characters."""
    forms: dict[str, dict[str, None]] = {}
    # without Vietnamese, whose words lose several letters each and are not restored
    alphabets = table("alphabets")["latin"].items()
    letters = "".join(letters for language, letters in alphabets if language != "vi")
    for codec in _SETS:
        for char in dict.fromkeys(_SIGNS + letters + letters.upper()):
            read = char
            for _ in range(_LEVELS):
                read = charset(codec).misread(read)
                for loss in _LOSSES:
                    forms.setdefault(loss(read), {})[char] = None
    return {form: tuple(chars) for form, chars in forms.items()}


def _with_question_marks(read: str) -> str:
    return re.sub("[\x80-\x9f\u0100-\uffff]", "?", read)


def _with_plain_signs(read: str) -> str:
    return "".join(_PLAIN.get(char, char) for char in read)


def _without_accents(read: str) -> str:
    return "".join(unicodedata.normalize("NFD", char)[0] for char in read)


_LOSSES: tuple[Loss, ...] = (_with_question_marks, _with_plain_signs, _without_accents, str.lower)
