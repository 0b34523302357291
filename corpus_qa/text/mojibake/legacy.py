"""Find text that was read in the wrong legacy character set, where no UTF-8 was involved.

Such text is made of letters, but of the wrong ones: Russian becomes accented Latin (``Ïðèâåò``) or
Cyrillic in the wrong case (``оПХБЕР``), Hungarian gets the vowels of Portuguese (``elsõ``). Lines
with words that no language writes are the trigger. Words are the proof: read again in the right
set, words that every text of the language has appear where none were, and odd words become
regular.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from corpus_qa.text.mojibake.evidence import FIRST_UPPER, charset, misread
from corpus_qa.text.mojibake.find import Repair
from corpus_qa.text.odd_words import (
    IMAGES,
    MIN_ODD,
    OddLines,
    is_irregular,
    is_odd,
    is_regular,
    language_of,
    odd_lines,
)
from corpus_qa.text.tables import frequent_words, table

# Thai is written without spaces: its frequent words are looked for inside the chunks.
THAI = "th"
THAI_WORDS = ("การ", "ที่", "และ", "ของ", "ไม่", "เป็น", "ว่า", "ให้", "ได้", "จะ", "มี", "ใน", "นี้")
ALPHABET_OF = {"sl-hr": "sl"}

_PUNCTUATION = "“”‘’‚„–—…•·«»‹›!?.,:;()[]{}\"'*/|-\u00a0\u00ad"
CHUNK = re.compile(
    r"[^\t-\r !-/:-@\[-`{-~]*[^\x00-\x7f“”‘’–—…•·«»\u00a0\u00ad][^\t-\r !-/:-@\[-`{-~]*"
)
# The same with the quotes and dashes of Windows, which have the places of letters in MacRoman.
WIDE = re.compile(r"[^\t-\r !-/:-@\[-`{-~]*[^\x00-\x7f\u00a0\u00ad][^\t-\r !-/:-@\[-`{-~]*")
LOST = "\N{REPLACEMENT CHARACTER}"
# What only Windows-1252 has in the places of letters, after a small letter.
_OUT_OF_PLACE = re.compile("[†‡‰ŠŒŽŸ](?<=[a-z].)")
APOSTROPHE = "\N{RIGHT SINGLE QUOTATION MARK}"
# Languages that write apostrophes inside words.
ELIDING = frozenset(["ca", "en", "fr", "it", "nl", "tr", "uk"])

ODD_RATE = 0.05
MAX_CHUNKS = 250
COVERED = 0.9  # share of the characters beyond ASCII that the wrong set must hold
MIN_WORD = 3
MIN_GAINS, MIN_RATE = 3, 0.02
# Words that became regular; without frequent words more are needed.
MIN_REGULAR, REGULAR_RATE, ALONE = 3, 0.6, 8
LOWER_RATE = 0.6  # names are capitalised; a language is lower case
MAX_LOSS = 0.1


@cache
def _words() -> Mapping[str, frozenset[str]]:
    """Return the frequent words of each language; none of those that have no list."""
    return {
        **dict.fromkeys(table("charsets")["written_in"], frozenset[str]()),
        **frequent_words("latin"),
        **frequent_words("other"),
    }


@cache
def _all_words() -> frozenset[str]:
    return frozenset().union(*_words().values())


@dataclass(frozen=True, slots=True)
class Misread:
    """How lines were misread: the set that their bytes were in, and the set they were read in."""

    right: str
    wrong: str
    language: str
    score: tuple[int, int]
    chunk: re.Pattern[str]

    @property
    def story(self) -> str:
        """What happened, in plain words."""
        return misread(self.right, self.wrong)

    def reread(self, text: str) -> str:
        """Return the text as it was meant."""
        return _reread(text, self.wrong, self.right)


@dataclass(frozen=True, slots=True)
class _Sample:
    """Distinct chunks of the odd lines, between spaces and ASCII punctuation, not all ASCII.

    ``regular`` says of each chunk whether it can be a word.
    """

    chunks: Sequence[str]
    joined: str
    language: str | None
    regular: Sequence[bool]
    chunk: re.Pattern[str]


def find_misread(text: str, alphabet: frozenset[str]) -> Iterator[Repair]:
    """Yield the damaged part of each line of a text that was misread."""
    odd = odd_lines(text, alphabet)
    misread = misread_as(text, odd) if odd.spans else None
    if misread is None:
        return
    start = 0
    for line in text.split("\n"):
        chunks = [match.span() for match in misread.chunk.finditer(line)]
        changed = [span for span in chunks if _is_better(line[slice(*span)], misread)]
        if changed:
            first, last = changed[0][0], changed[-1][1]
            fixed = misread.reread(line[first:last])
            yield Repair(start + first, start + last, fixed, misread.story)
        start += len(line) + 1


def _is_better(chunk: str, misread: Misread) -> bool:
    old, new = _bare(chunk), _bare(misread.reread(chunk))
    if old == new or old in _all_words():
        return False
    language = misread.language
    is_worse = _is_no_word(chunk, language, wide=misread.chunk is WIDE)
    return new in _words()[language] or (is_worse and is_regular(new, language))


def _is_no_word(chunk: str, language: str, *, wide: bool) -> bool:
    """Whether a language writes no word like a chunk; if ``wide``, with its quotes and dashes."""
    if wide and (APOSTROPHE not in chunk or language not in ELIDING):
        return True
    return is_irregular(_bare(chunk), language)


def _is_latin(char: str) -> bool:
    return "A" <= char <= "\u017f"


def misread_as(text: str, odd: OddLines) -> Misread | None:
    """Return in which character set lines of a text were misread, or None if they were not."""
    found = _misread_as(text, odd, CHUNK)
    if found is None and _OUT_OF_PLACE.search(text):
        found = _misread_as(text, OddLines(((0, len(text)),)), WIDE)
    return found


def _misread_as(text: str, odd: OddLines, chunk: re.Pattern[str]) -> Misread | None:
    chunks = _chunks(text, odd.spans, chunk)
    if len(chunks) < MIN_ODD:
        return None
    language = language_of(text)
    words = list(map(_bare, chunks)) if chunk is CHUNK else chunks
    irregular = [is_irregular(word, language) for word in words]
    strange = sum(
        irregular[at]
        or word.isupper()
        or is_odd(word)
        or (language is None and not IMAGES.isdisjoint(word))
        for at, word in enumerate(words)
    )
    if not odd.throughout and strange < max(MIN_ODD, ODD_RATE * len(chunks)):
        return None
    frequent = _all_words()
    regular = [is_regular(word, language) or word in frequent for word in words]
    if odd.throughout:
        regular = [False] * len(words)  # letters of one alphabet, and no word of it
    sample = _Sample(chunks, "\n".join(chunks), language, regular, chunk)
    found = [judged for pair in _pairs(sample) if (judged := _judge(sample, *pair))]
    return max(found, key=lambda misread: misread.score, default=None)


def _chunks(text: str, lines: Iterable[tuple[int, int]], chunk: re.Pattern[str]) -> list[str]:
    chunks: dict[str, None] = {}
    for start, end in lines:
        chunks |= dict.fromkeys(chunk.findall(text, start, end))
        if len(chunks) >= MAX_CHUNKS:
            break
    return list(chunks)[:MAX_CHUNKS]


def _bare(chunk: str) -> str:
    """Return a chunk without the punctuation around it.

    Only after it was read again: some sets have letters where others have punctuation.
    """
    return chunk.strip(_PUNCTUATION)


def _pairs(sample: _Sample) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield (wrong set, right set, languages written in it) that are worth a closer look.

    The wrong set must hold the characters; read in the right one, a word must be frequent, unless
    the language is known already or writes no spaces.
    """
    chars = Counter(char for char in sample.joined if char > "\x7f" and char != LOST)
    total = sum(chars.values())
    for wrong in table("charsets")["legacy"]["wrong"]:
        a_set = charset(wrong)
        if sum(count for char, count in chars.items() if char in a_set.upper) < COVERED * total:
            continue
        for right, languages in _rights().items():
            if right == wrong:
                continue
            vouched = THAI in languages or sample.language in languages
            if vouched or _has_frequent(right, _reread(sample.joined, wrong, right)):
                yield wrong, right, languages


def _has_frequent(right: str, joined: str) -> bool:
    return not _words_of(right).isdisjoint(joined.split("\n"))


@cache
def _words_of(right: str) -> frozenset[str]:
    """Return the frequent words of all languages that are written in a set."""
    return frozenset().union(*(_words()[language] for language in _rights()[right]))


def _judge(sample: _Sample, wrong: str, right: str, languages: Iterable[str]) -> Misread | None:
    translated = _reread(sample.joined, wrong, right).split("\n")
    changed = [at for at, new in enumerate(translated) if new != sample.chunks[at]]
    if len(changed) < MIN_GAINS:
        return None
    again = {at: _bare(translated[at]) for at in changed}
    # words of two letters turn up by chance where one letter is replaced throughout
    new_words = {new for new in again.values() if len(new) >= MIN_WORD or not _is_latin(new[:1])}
    frequent = {code: len(_words()[code] & new_words) for code in languages}
    if THAI in frequent:
        joined = "".join(new_words)
        frequent[THAI] = sum(word in joined for word in THAI_WORDS)
    code = max(frequent, key=lambda language: frequent[language])
    vouched = sample.language is not None and sample.language in frequent
    if not frequent[code] and not vouched:
        return None
    language = sample.language or ALPHABET_OF.get(code, code)
    regular = [
        new
        for at, new in again.items()
        if is_regular(new, language)
        and _is_no_word(sample.chunks[at], language, wide=sample.chunk is WIDE)
    ]
    broken = sum(sample.regular[at] and not is_regular(new, language) for at, new in again.items())
    if broken > MAX_LOSS * len(changed):
        return None
    if not _is_proof(len(changed), frequent[code] + vouched, regular):
        return None
    return Misread(right, wrong, code, (frequent[code], len(regular)), sample.chunk)


def _is_proof(changed: int, frequent: int, regular: Sequence[str]) -> bool:
    if frequent >= MIN_GAINS and frequent >= MIN_RATE * changed:
        return True
    if len(regular) < (MIN_REGULAR if frequent else ALONE):
        return False
    lower = sum(word == word.lower() or not _is_latin(word[:1]) for word in regular)
    return len(regular) >= REGULAR_RATE * changed and lower >= LOWER_RATE * len(regular)


@cache
def _rights() -> dict[str, tuple[str, ...]]:
    """Return the languages by the set that they were written in."""
    rights: dict[str, list[str]] = {}
    for language, codecs in table("charsets")["written_in"].items():
        for codec in codecs.split():
            rights.setdefault(codec, []).append(language)
    return {codec: tuple(languages) for codec, languages in rights.items()}


def _reread(text: str, wrong: str, right: str) -> str:
    """Return text of one set as what its bytes are in another."""
    return unicodedata.normalize("NFC", text.translate(_table(wrong, right)))


@cache
def _table(wrong: str, right: str) -> dict[int, str]:
    """Return what each character of ``wrong`` is in ``right``."""
    pairs = zip(charset(wrong).upper, _upper(right), strict=True)
    return {ord(old): new for old, new in pairs if old != new}


def _upper(codec: str) -> Sequence[str]:
    """Return what the bytes 80 to FF stand for: characters, or marks on the character before."""
    if codec not in table("vietnamese"):
        return charset(codec).upper
    known = {int(byte, 16): text for byte, text in table("vietnamese")[codec]}
    return [known.get(byte, chr(byte)) for byte in range(FIRST_UPPER, 256)]
