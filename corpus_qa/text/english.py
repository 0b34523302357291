"""What is an English word, and how common it is: a table made by ``make_english``."""

from __future__ import annotations

from collections.abc import KeysView, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
import numpy.typing as npt

from corpus_qa.text.tables import DATA, table

# Letters of a word that is left when its ending or beginning is taken away.
SHORTEST_PART = 3

# Words that make up a fifth of English prose and little of any other language's.
FUNCTION_WORDS = (
    " the ", " of ", " and ", " to ", " is ", " for ", " with ", " that ", " was ", " on ",
)  # fmt: skip
# English has one of FUNCTION_WORDS in about 30 characters; one in 250 is another language.
CHARACTERS_PER_WORD = 250
SAMPLE = 1000


def reads_as_english(text: str, at: int = 0) -> bool:
    """Return whether the text around a place has the small words of English."""
    sample = f" {text[max(0, at - SAMPLE // 2) : at + SAMPLE]} "
    if " the " in sample and " of " in sample and " and " in sample:
        return True
    lower = sample.lower()
    return sum(map(lower.count, FUNCTION_WORDS)) * CHARACTERS_PER_WORD >= len(lower)


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
    with np.load(DATA / "english.npz") as table:
        words = table["words"].tobytes().decode().split("\n")
        grades = dict(zip(words, table["grades"].tolist(), strict=True))
        return English(grades, table["shapes"])
