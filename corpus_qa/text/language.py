"""Which language a text is written in.

Small words decide at once for the 36 languages that most articles are in. For what they leave open
py3langid is asked, which knows 140 languages and takes twenty times as long.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import KeysView, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corpus_qa.text.tables import DATA, table

if TYPE_CHECKING:  # slow to import
    from py3langid.langid import LanguageIdentifier

# Characters that are looked at: more of them decide hardly more often.
SAMPLE = 600

# Characters in which lines of prose are looked for.
SEARCHED = 20_000

# Characters from which a line is prose: menus and headlines are often in another language.
PROSE = 80

ENOUGH_PROSE = 200

# Characters below which a text is too short to tell.
SHORTEST = 40

# Words from which the share of small words is a measure.
ENOUGH_WORDS = 20

# Share of small words from which they may decide; prose has .3 to .5.
SHARE = 0.2

# How many times more small words a language must have than the next one.
LEAD = 1.6

# Languages whose neighbours (sr, bs; ms; mr, ne) share their small words: py3langid tells them.
NOT_ALONE = frozenset({"hr", "id", "hi"})

# Probability below which py3langid's answer is not given.
LEAST = 0.7

# Texts so short may have no small words: more than this share of their words must be English.
BRIEF = 200
KNOWN_SHARE = 0.6
WORD = re.compile(r"[^\W\d_]+")

# What py3langid calls numbers and code.
NO_LANGUAGE = "zxx"


def detect(text: str) -> str | None:
    """Return the language of a text as a BCP 47 tag, or None if it is too short or uncertain."""
    sample = _prose(text)
    if len(sample) < SHORTEST:
        return None
    return by_small_words(sample) or by_bytes(sample)


def identify(known: str | None, text: str) -> str | None:
    """Return the language of an article, two or three letters, or None if nobody can tell.

    It is the one that is known of it, because it was declared or detected when the article was
    read; else English where the text reads as English; else what is detected.
    """
    if known:
        return known.split("-")[0].lower()
    if reads_as_english(text) or reads_as_english(text, len(text) // 2):
        return "en"
    detected = detect(text)
    if detected is None and len(text) <= BRIEF and has_english_words(text):
        return "en"
    return detected


def has_english_words(text: str) -> bool:
    """Return whether most words of a text too short for small words are English."""
    words = WORD.findall(text.lower())
    known = english().folded
    return sum(word in known for word in words) > KNOWN_SHARE * len(words)


def by_small_words(sample: str) -> str | None:
    """Return the language whose small words stand out in a text, if one's do."""
    words = sample.lower().split()
    if len(words) < ENOUGH_WORDS:
        return None
    counts = _count(words)
    next_most, most = sorted(counts)[-2:]
    best = tuple(table("small_words"))[counts.index(most)]
    stands_out = most >= SHARE * len(words) and most >= LEAD * next_most
    return best if stands_out and best not in NOT_ALONE else None


def count_small_words(sample: str) -> Counter[str]:
    """Return language -> how many words of a text are small words of it, where there are any."""
    counts = zip(table("small_words"), _count(sample.lower().split()), strict=True)
    return Counter({language: count for language, count in counts if count})


def by_bytes(sample: str) -> str | None:
    """Return what py3langid says of a text, if it is sure."""
    language, probability = _identifier().classify(sample)
    return str(language) if probability >= LEAST and language != NO_LANGUAGE else None


def _prose(text: str) -> str:
    """Return the beginning of the prose of a text, or of the text if it has next to none."""
    head = text[:SEARCHED]
    size = 0
    lines = []
    for line in head.split("\n"):
        if len(line) >= PROSE:
            lines.append(line)
            size += len(line)
            if size >= SAMPLE:
                break
    return (" ".join(lines) if size >= ENOUGH_PROSE else head.lstrip())[:SAMPLE]


@cache
def _places() -> Mapping[str, tuple[int, ...]]:
    """Return each small word with the places of its languages in the table."""
    places: dict[str, tuple[int, ...]] = {}
    for place, words in enumerate(table("small_words").values()):
        for word in words.split():
            places[word] = (*places.get(word, ()), place)
    return places


def _count(words: Sequence[str]) -> list[int]:
    """Count the small words of each language, in the order of the table."""
    places = _places()
    counts = [0] * len(table("small_words"))
    for word in words:
        for place in places.get(word, ()):
            counts[place] += 1
    return counts


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import (  # noqa: PLC0415 - slow to import
        MODEL_DIR,
        MODEL_FILE,
        LanguageIdentifier,
    )

    return LanguageIdentifier.from_model_file(MODEL_DIR / MODEL_FILE, norm_probs=True)


def word_set(text: str) -> frozenset[str]:
    """Return the words of a table that is written with spaces between them."""
    return frozenset(text.split())


# Letters of a word that is left when its ending or beginning is taken away.
SHORTEST_PART = 3

# Characters around a place by which its language is judged.
ENGLISH_SAMPLE = 1000

# Share of small words from which prose may be English; it has .3 to .5, lists and results less.
ENGLISH_SHARE = 0.12

# English text with sentences of another language: it begins with a sentence with words that no
# other language has, and so much of it is such sentences.
OWN = frozenset({"the", "and", "they", "this", "which", "you"})
OWN_SHARE = 0.1
SENTENCE = re.compile(r"(?<=[.!?])\s+")


def reads_as_english(text: str, at: int = 0) -> bool:
    """Return whether the text around a place has the small words of English, and no other's.

    Twenty languages have "on", "is", "was", "to" or "for" among their own small words: a text is
    English only if no other language explains more of its words.
    """
    sample = f" {text[max(0, at - ENGLISH_SAMPLE // 2) : at + ENGLISH_SAMPLE]} "
    if " the " in sample and " of " in sample and " and " in sample:
        return True
    if _is_english(sample):
        return True
    sentences = SENTENCE.split(sample.strip())
    own = [one for one in sentences if _is_english(one) and OWN & set(one.lower().split())]
    begins = bool(own) and own[0] is sentences[0]
    return begins and sum(map(len, own)) > OWN_SHARE * len(sample)


def _is_english(sample: str) -> bool:
    words = sample.lower().split()
    counts = dict(zip(table("small_words"), _count(words), strict=True))
    found = counts.pop("en")
    return found >= max(1, ENGLISH_SHARE * len(words)) and found > max(counts.values())


@dataclass(frozen=True)
class English:
    """The table: each word with the size of its count in eighths of a doubling (0: not counted)."""

    grades: Mapping[str, int]
    shapes: npt.NDArray[np.uint8]

    @property
    def words(self) -> KeysView[str]:
        """The words as they stand in the lists: names with a capital, other words without."""
        return self.grades.keys()

    @cached_property
    def folded(self) -> frozenset[str]:
        """Every word in lower case, names too."""
        return frozenset(word.lower() for word in self.grades)

    def knows(self, word: str) -> bool:
        """Return whether a word, in any case, is listed or is made of a listed one."""
        lower = word.lower()
        return lower in self.folded or self._is_derived(lower)

    def grade(self, word: str) -> int:
        """Return the grade of a word as it stands, 0 if it was not counted."""
        return self.grades.get(word, 0)

    def strangeness(self, word: str) -> float:
        """Return how unlike English words a word of small ASCII letters is built.

        It is the mean, over its letters, of minus the natural logarithm of the letter's share after
        the two before it. English words have about 1.5; above 2.5 most words are foreign.
        """
        codes = [0, *(ord(letter) - ord("a") + 1 for letter in word), 0]
        places = zip(codes, codes[1:], codes[2:], strict=False)
        return sum(int(self.shapes[place]) for place in places) / (16 * len(word))

    def _is_derived(self, lower: str) -> bool:
        listed = self.words
        affixes = table("affixes")
        for ending, instead in affixes["endings"]:
            stem = lower.removesuffix(ending)
            if stem != lower and len(stem) >= SHORTEST_PART:
                if stem + instead in listed:
                    return True
                if len(stem) > SHORTEST_PART and stem[-1] == stem[-2] and stem[:-1] in listed:
                    return True
        return any(
            lower.startswith(start)
            and len(lower) - len(start) >= SHORTEST_PART
            and lower[len(start) :] in listed
            for start in affixes["beginnings"]
        )


@cache
def english() -> English:
    """Read the table, once in each process."""
    with np.load(DATA / "english.npz", allow_pickle=False) as table:
        words = table["words"].tobytes().decode().split("\n")
        grades = dict(zip(words, table["grades"].tolist(), strict=True))
        return English(grades, table["shapes"])
