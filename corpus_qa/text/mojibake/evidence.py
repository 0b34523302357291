"""Character sets that text is mistaken for, and how much a run of characters proves the mistake.

A run is evidence if its characters, turned back into the bytes of a character set, are valid UTF-8
and decode to something that an article can hold. Long runs prove themselves: three valid sequences
in a row do not happen by chance. Short runs need their context: a word of Latin letters cut by a
sign, a letter that the article uses elsewhere, a juxtaposition that ftfy knows to be bad.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain

from corpus_qa.text.characters import script_of
from corpus_qa.text.tables import table

PRIVATE_USE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]+")
NONCHARACTER = re.compile(
    "[\ufdd0-\ufdef"
    + "".join(chr((plane << 16) + last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]+"
)


@cache
def charset_names() -> Mapping[str, str]:
    """Return Python codec name -> how people call the set, the more common mistakes first."""
    names = table("charsets")
    return {**names["single_byte"], **names["others"]}


def misread(right: str, wrong: str) -> str:
    """Say which set was taken for which other one."""
    return f"{charset_names()[right]} read as {charset_names()[wrong]}"


@cache
def single_byte() -> tuple[str, ...]:
    """Return the codec names of the sets with one byte a character."""
    return tuple(table("charsets")["single_byte"])


@dataclass(frozen=True, slots=True)
class Charset:
    """A single-byte character set, as far as it can carry UTF-8 by mistake.

    ``upper`` holds the characters of the bytes 80 to FF; where the set defines none, the C1 code
    of the same number, as browsers do. ``leads`` and ``continuations`` are the characters of the
    bytes that begin and continue a UTF-8 sequence; ``sequences`` finds runs of such sequences.
    """

    codec: str
    name: str
    upper: str
    leads: frozenset[str]
    continuations: frozenset[str]
    sequences: re.Pattern[str]
    to_bytes: dict[int, int]

    def holds(self, text: str) -> bool:
        """Whether all characters of a text are ASCII or in this set."""
        return all(char.isascii() or ord(char) in self.to_bytes for char in text)

    def decoded(self, run: str) -> str | None:
        """Read a run of characters of this set as the UTF-8 that it may have been."""
        try:
            return run.translate(self.to_bytes).encode("latin-1").decode()
        except UnicodeError:
            return None

    def misread(self, text: str) -> str:
        """Return what UTF-8 text becomes when it is read in this set."""
        shown = "".join(map(chr, range(FIRST_UPPER))) + self.upper
        return "".join(shown[byte] for byte in text.encode())


FIRST_UPPER = 0x80


@cache
def charset(codec: str) -> Charset:
    """Return a single-byte character set by its Python codec name."""
    upper = upper_half(codec)
    two, three, four = (_class(upper, *pair) for pair in ((0xC2, 0xDF), (0xE0, 0xEF), (0xF0, 0xF4)))
    more = _class(upper, 0x80, 0xBF)
    sequence = f"[{two}][{more}]|[{three}][{more}]{{2}}|[{four}][{more}]{{3}}"
    return Charset(
        codec=codec,
        name=charset_names()[codec],
        upper=upper,
        leads=frozenset(upper[0x42:0x75]),
        continuations=frozenset(upper[:0x40]),
        sequences=re.compile(f"(?:{sequence})+"),
        to_bytes={ord(char): byte for byte, char in enumerate(upper, FIRST_UPPER)},
    )


def upper_half(codec: str) -> str:
    """Return the characters of the bytes 80 to FF."""
    return "".join(_character(codec, byte) for byte in range(FIRST_UPPER, 256))


def _character(codec: str, byte: int) -> str:
    try:
        return bytes([byte]).decode(codec)
    except UnicodeDecodeError:
        return chr(byte)


def _class(upper: str, first: int, last: int) -> str:
    return re.escape(upper[first - FIRST_UPPER : last + 1 - FIRST_UPPER])


TYPOGRAPHIC = frozenset("“”‘’‚„–—…•·«»\u00a0\u00ad")

ENOUGH = 2  # one strong or two weak pieces of evidence
STRONG = 3
PAIR = 2  # characters of the shortest sequence
MANY = 3  # valid sequences in a row that prove themselves
CERTAIN = 16  # so many that they were UTF-8 even if what they say is odd, being misread before
MAX_TIMES = 4
AT_HOME = 4  # more uses than this elsewhere, and a letter belongs to the article

# No language has these capitals before these letters.
_NEVER = re.compile("[ÂÃ][ŠŒŽšœžŸƒ]")
# Letters of African languages, Romanian, Vietnamese and Pinyin beyond Latin Extended-A.
_EXTENDED = frozenset("ƁƊƎƏƐƑƒƔƗƘƙƠơƯưƳƴǍǎǏǐǑǒǓǔǦǧǨǩǪǫȘșȚțɓɔɖɗəɛɠɣɨɩɲŋʃʉʊʋʒ")
# Scripts that no news is written in: N'Ko, Samaritan, Mandaic.
_DEAD = ("\u07c0", "\u085f")
_LAST_COMMON, _FIRST_AFTER = "\u017e", "\u02b8"  # the ends of the other Latin letters

Count = Callable[[str], int]


@cache
def badness() -> re.Pattern[str]:
    """Return ftfy's expression of characters that do not stand beside each other in prose."""
    from ftfy.badness import BADNESS_RE  # noqa: PLC0415 - slow to import, and few texts need it

    return BADNESS_RE


@dataclass(frozen=True, slots=True)
class Piece:
    """A run that is UTF-8 in some character set.

    ``start`` and ``end`` are code points of the text; ``decoded`` is what the run was before it
    was misread ``times`` times; ``weight`` is what it proves. A ``misfit`` has a capital where
    the word around it has small letters: another set would read it better.
    """

    start: int
    end: int
    decoded: str
    times: int
    weight: int
    misfit: bool

    @property
    def scripts(self) -> frozenset[str]:
        """The scripts of the decoded letters."""
        return frozenset(map(script_of, self.decoded)) - {""}


def pieces_of(
    text: str, runs: Iterable[tuple[int, int]], a_set: Charset, count: Count
) -> Iterator[Piece]:
    """Yield what decodes as UTF-8 in a character set in runs of characters beyond ASCII.

    ``count`` returns how often a text occurs in the article.
    """
    matches = chain.from_iterable(a_set.sequences.finditer(text, *run) for run in runs)
    for match in matches:
        decoded, times = _decoded(a_set.codec, match[0])
        if not times:
            continue
        start, end = match.span()
        if len(decoded) > MANY or times > 1 or _is_whole(text, start, end):
            weight = STRONG if times > 1 else _weight(text, start, end, decoded, count)
            misfit = decoded[0].isupper() and text[max(0, start - 1) : start].islower()
            yield Piece(start, end, decoded, times, weight, misfit)


@lru_cache(maxsize=4096)
def _decoded(codec: str, run: str) -> tuple[str, int]:
    """Read a run again as often as it is UTF-8 throughout; return the last likely text."""
    a_set = charset(codec)
    best, times = "", 0
    for level in range(1, MAX_TIMES + 1):
        decoded = a_set.decoded(run)
        if decoded is None:
            break
        if is_likely(decoded) or len(decoded) >= CERTAIN:
            best, times = decoded, level
        if not a_set.sequences.fullmatch(decoded):
            break
        run = decoded
    return best, times


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether the characters around a run are ASCII, or typography and then ASCII."""
    while start and text[start - 1] in TYPOGRAPHIC:
        start -= 1
    while end < len(text) and text[end] in TYPOGRAPHIC:
        end += 1
    return (not start or text[start - 1].isascii()) and text[end : end + 1].isascii()


def is_likely(decoded: str) -> bool:
    """Whether decoded characters are likely beside each other: one script, no odd letters."""
    scripts = {script_of(char) for char in decoded} - {""}
    one_script = len(scripts) <= 1 or scripts <= {"Han", "Kana"}
    return one_script and all(map(_is_plausible, decoded))


def _is_plausible(char: str) -> bool:
    """Whether a character is likely in an article: a living letter, punctuation, a symbol."""
    if script_of(char):
        return char <= _LAST_COMMON or char >= _FIRST_AFTER or char in _EXTENDED
    # control codes are what is left of a text that was misread twice
    return (
        (unicodedata.category(char)[0] in "PSNZ" and not _DEAD[0] <= char <= _DEAD[1])
        or "\x80" <= char <= "\x9f"
        or "\u0300" <= char <= "\u036f"
        or "\ufe00" <= char <= "\ufe0f"
        or char in "\u200c\u200d"
    )


def _weight(text: str, start: int, end: int, decoded: str, count: Count) -> int:
    """Return how much a run proves: 2 proves mojibake alone, 1 only together with another."""
    wrong = text[start:end]
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    if all(script_of(char) not in ("", "Latin") for char in wrong):
        return _weight_of_letters(wrong, decoded, cut=before.isalpha() or after.isalpha())
    twice = len(decoded) > 1 and badness().search(decoded)
    if len(decoded) >= MANY or decoded > "\uffff" or twice:
        return STRONG
    bonus = 1 if badness().search(text, max(0, start - 1), end + 1) else 0
    bonus += _at_home(wrong, decoded, count)
    if len(decoded) > 1:
        return _weight_of_two(wrong, decoded, bonus)
    return _weight_of_one(text, start, end, decoded, bonus)


def _weight_of_letters(wrong: str, decoded: str, *, cut: bool) -> int:
    """Weigh a run that is a row of letters of another alphabet."""
    script = script_of(decoded[0])
    if len(decoded) == 1:
        return ENOUGH if cut and script in ("", "Latin") else 0
    return 1 if len(decoded) >= MANY and script != script_of(wrong[0]) else 0


def _weight_of_two(wrong: str, decoded: str, bonus: int) -> int:
    if all(script_of(char) == "Latin" for char in wrong):
        return 1 + bonus
    one_script = len({script_of(char) for char in decoded}) == 1
    return ENOUGH if one_script else 1 + bonus


def _weight_of_one(text: str, start: int, end: int, decoded: str, bonus: int) -> int:
    wrong = text[start:end]
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    in_word = before.isalpha() or after.isalpha()
    # a quote and a capital; an ordinal: a Greek letter and its sign
    is_prose = wrong[0] in TYPOGRAPHIC or (_is_foreign(wrong) and not in_word)
    if (len(wrong) == PAIR and is_prose) or is_end_of_word(text, start, decoded):
        return 0
    if all(script_of(char) == "Latin" for char in wrong):
        broken = before.islower() and wrong[0].isupper() and after.islower()
        return ENOUGH if broken or _NEVER.match(wrong) else bonus
    script = script_of(decoded)
    begins = decoded in "¿¡" and not before.isalnum() and after.isalpha()
    is_letter = script == "Latin" or _is_foreign(wrong)
    if begins or (is_letter and _is_cut(wrong, before, after)):
        return ENOUGH
    if script not in ("", "Latin") or all(char in TYPOGRAPHIC for char in wrong[1:]):
        return bonus
    if len(wrong) == PAIR:
        return 1 + bonus
    return bonus + _weight_of_sign(decoded, in_word=in_word)


def is_end_of_word(text: str, start: int, decoded: str) -> bool:
    """Whether a pair can be the last letter of a word and a no-break space: ``QUÉ\u00a0PASÓ``.

    As UTF-8 it was a letter that would join two words in capitals. It goes on a word that is in
    small letters, or that has just begun with a capital.
    """
    lead, space, after = text[start], text[start + 1], text[start + 2 : start + 3]
    if space != "\u00a0" or not lead.isalpha() or not decoded.isalpha():
        return False
    before = text[max(0, start - 2) : start]
    if before[-1:].islower():
        return not (lead.isupper() or script_of(lead) != "Latin")
    begun = before[-1:].isupper() and not before[:-1].isalpha()
    if begun and after.islower() and decoded <= _LAST_COMMON:
        return False
    return not after.isspace() or before[-1:].isalpha()


def _weight_of_sign(decoded: str, *, in_word: bool) -> int:
    """Weigh one character of three bytes: punctuation is everywhere, symbols stand alone."""
    if "\u2010" <= decoded <= "\u203a" or decoded in "€™":
        return ENOUGH
    return 0 if in_word else 1


def _at_home(wrong: str, decoded: str, count: Count) -> int:
    """Return whether the article uses the decoded letters, and the first wrong one only here."""
    if count(wrong[0]) != count(wrong):
        return 0
    uses = min(map(count, decoded))
    return 2 if uses > AT_HOME else 1 if uses > 1 else 0


def _is_cut(wrong: str, before: str, after: str) -> bool:
    """Whether a word of Latin letters is cut by signs or by letters of another script."""
    if _is_foreign(wrong):
        return before.isalpha() or after.isalpha()
    return before.isalpha() and (after.isalpha() or (before.islower() and wrong[0].isupper()))


def _is_foreign(wrong: str) -> bool:
    """Whether a run holds a letter of an alphabet other than Latin."""
    return any(script_of(char) not in ("", "Latin") for char in wrong)
