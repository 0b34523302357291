"""Make the word table of ``corpus_qa.text.english``: word lists, and counts from a folder of texts.

    PYTHONPATH=tests python -m training.make_english --words LIST ... --texts FOLDER --out FILE

The table in the package was made from the American and British SCOWL lists of size 70 (their
licence stands in ``english.license.txt``) and from word counts over some 4,000 openly licensed
news articles in English. Of these texts it holds nothing but the words and how often they occur.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from math import log2
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus_qa.text.language import reads_as_english

# A word that fewer articles use may be a slip of one writer.
LEAST_ARTICLES = 3
LETTERS = 26
LEAST_LETTERS = 4
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def listed(paths: Iterable[Path]) -> set[str]:
    """Return the words of word lists, one a line, without possessives."""
    lines = (line for path in paths for line in path.read_text("utf-8").split())
    return {line for line in lines if not line.endswith("'s")}


def counted(texts: Iterable[str]) -> tuple[Counter[str], Counter[str]]:
    """Return how often each word occurs, and in how many texts. Words keep their case.

    Texts that do not read as English do not count: collections of news hold a few of them.
    """
    occurrences: Counter[str] = Counter()
    articles: Counter[str] = Counter()
    for text in filter(reads_as_english, texts):
        words = Counter(word.replace("’", "'") for word in WORD.findall(text))
        occurrences.update(words)
        articles.update(words.keys())
    return occurrences, articles


def grade(count: int) -> int:
    """Return the size of a count in eighths of a doubling, 0 for a word that did not occur."""
    return min(255, round(8 * log2(count + 1)))


def shapes(words: Iterable[str], occurrences: Mapping[str, int]) -> npt.NDArray[np.uint8]:
    """Return how strange each letter is after two others, in sixteenths of a natural logarithm.

    The axes are the letters a to z after 0, which is the edge of a word. Frequent words count more.
    """
    counts = np.zeros((LETTERS + 1, LETTERS + 1, LETTERS + 1))
    for word in words:
        if word.isascii() and word.isalpha() and word.islower() and len(word) >= LEAST_LETTERS:
            codes = [0, *(ord(letter) - ord("a") + 1 for letter in word), 0]
            for place in zip(codes, codes[1:], codes[2:], strict=False):
                counts[place] += 1 + grade(occurrences[word]) / 16
    # Unseen letters count as half a time, and no pair of letters is judged by a few words.
    share = (counts + 0.5) / (counts.sum(axis=2, keepdims=True) + 15)
    strange: npt.NDArray[np.uint8] = np.minimum(255, np.rint(-16 * np.log(share))).astype(np.uint8)
    return strange


def save(path: Path, words: Iterable[str], occurrences: Counter[str]) -> None:
    """Write the table: the words, a line feed between them, and a grade for each."""
    ordered = sorted(words)
    np.savez_compressed(
        path,
        words=np.frombuffer("\n".join(ordered).encode(), np.uint8),
        shapes=shapes(ordered, occurrences),
        grades=np.array([grade(occurrences[word]) for word in ordered], np.uint8),
    )


def main() -> None:
    """Read the command line and write the table."""
    ask = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    ask.add_argument("--words", type=Path, nargs="+", required=True, help="lists, one word a line")
    ask.add_argument("--texts", type=Path, required=True, help="folder of .txt files in English")
    ask.add_argument("--out", type=Path, required=True, help="the .npz file to write")
    given = ask.parse_args()
    texts = (path.read_text("utf-8") for path in sorted(given.texts.glob("*.txt")))
    occurrences, articles = counted(texts)
    often = {word for word, count in articles.items() if count >= LEAST_ARTICLES}
    save(given.out, listed(given.words) | often, occurrences)


if __name__ == "__main__":
    main()
