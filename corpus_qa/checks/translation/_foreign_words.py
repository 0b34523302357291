"""Words of other languages, by lists: ``data/words/<tag>.txt``, one file a language.

A list holds frequent words of its language that English does not use. It tells which language a
word belongs to and, by the sequences of its letters, which language an unlisted word could belong
to. A language is added by adding its list.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from corpus_qa.text.language import English, english
from corpus_qa.text.tables import DATA

FOLDER = DATA / "words"
# What English prose uses although no dictionary lists it: loans, brands, slang.
ENGLISH = "en"
# Letters and the edge of a word.
SIZE = 27
# What an unseen sequence of letters counts, beside one for each that was seen.
UNSEEN = 0.02
# English states its shapes in sixteenths of a natural logarithm.
SIXTEENTHS = 16

Shapes = npt.NDArray[np.float32]


@dataclass(frozen=True)
class ForeignWords:
    """The lists: the names of the languages of each word, and how each language builds words.

    ``shapes`` has minus the natural logarithm of the share of a letter after two others, for each
    language: 0 is the edge of a word, 1 to 26 the letters a to z.
    """

    languages: Mapping[str, tuple[str, ...]]
    loans: frozenset[str]
    shapes: Shapes
    english: English

    def likelier(self, word: str) -> float:
        """Return by how much some other language explains a word better than English does.

        It is the logarithm of how many times likelier its letters, without their accents, are.
        """
        codes = np.array([0, *_codes(plain(word)), 0])
        place = (codes[:-2], codes[1:-1], codes[2:])
        in_english = float(self.english.shapes[place].sum()) / SIXTEENTHS
        return in_english - float(self.shapes[:, *place].sum(axis=1).min())


@cache
def foreign_words() -> ForeignWords:
    """Read the lists, once in each process."""
    languages: dict[str, tuple[str, ...]] = {}
    loans: frozenset[str] = frozenset()
    shapes = []
    for path in sorted(FOLDER.glob("*.txt")):
        name, _, text = path.read_text(encoding="utf-8").partition("\n")
        words = text.split()
        if path.stem == ENGLISH:
            loans = frozenset(words)
            continue
        language = name.removeprefix("#").strip()
        for word in words:
            languages[word] = (*languages.get(word, ()), language)
        shapes.append(_shapes(" ".join(words)))
    return ForeignWords(languages, loans, np.array(shapes), english())


def plain(word: str) -> str:
    """Return a word in the letters a to z, without accents and without other letters."""
    return unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode()


def _codes(words: str) -> npt.NDArray[np.int64]:
    """Return the letters of words as 1 to 26, and everything else as 0."""
    codes = np.frombuffer(words.encode(), np.uint8).astype(np.int64) - (ord("a") - 1)
    return np.where((codes > 0) & (codes < SIZE), codes, 0)


def _shapes(words: str) -> Shapes:
    """Return how unlikely each letter is after two others, in words with spaces between them."""
    codes = np.concatenate([[0], _codes(plain(words)), [0]])
    places = (codes[:-2] * SIZE + codes[1:-1]) * SIZE + codes[2:]
    counts = np.bincount(places, minlength=SIZE**3).reshape(SIZE, SIZE, SIZE) + UNSEEN
    shares: Shapes = (counts / counts.sum(axis=2, keepdims=True)).astype(np.float32)
    return -np.log(shares)
