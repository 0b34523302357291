"""Make the word lists of ``corpus_qa/text/data/words`` from the frequencies of wordfreq.

    PYTHONPATH=tests python -m training.make_word_lists --out corpus_qa/text/data/words

wordfreq is no dependency of the project: install it where this runs. A list holds the frequent
words of a language that English does not use; ``en.txt`` holds what English prose does use though
no dictionary lists it: loans, brands, slang. A list can also be written by hand: see ``README.txt``
beside the lists.
"""

from __future__ import annotations

import argparse
import textwrap
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path

from corpus_qa.text.language import english

# Languages in Latin letters; wordfreq's tag, ours, and the name that findings use.
LANGUAGES = (
    ("ca", "ca", "Catalan"),
    ("cs", "cs", "Czech"),
    ("da", "da", "Danish"),
    ("de", "de", "German"),
    ("es", "es", "Spanish"),
    ("fi", "fi", "Finnish"),
    ("fil", "fil", "Filipino"),
    ("fr", "fr", "French"),
    ("sh", "hr", "Croatian"),
    ("hu", "hu", "Hungarian"),
    ("id", "id", "Indonesian"),
    ("is", "is", "Icelandic"),
    ("it", "it", "Italian"),
    ("lt", "lt", "Lithuanian"),
    ("lv", "lv", "Latvian"),
    ("ms", "ms", "Malay"),
    ("nl", "nl", "Dutch"),
    ("nb", "no", "Norwegian"),
    ("pl", "pl", "Polish"),
    ("pt", "pt", "Portuguese"),
    ("ro", "ro", "Romanian"),
    ("sk", "sk", "Slovak"),
    ("sl", "sl", "Slovene"),
    ("sv", "sv", "Swedish"),
    ("tr", "tr", "Turkish"),
    ("vi", "vi", "Vietnamese"),
)
# Words of a list: enough for the shapes of a language, and for what its news uses most.
MOST = 5000
# Frequencies are powers of ten per thousand million words. A rarer word is a name or a slip.
FREQUENT = 3.3
# A word that English uses more often is no evidence against it.
USED_IN_ENGLISH = 2.5
# Words of English prose from which no dictionary is needed.
LOAN = 2.2
SHORTEST = 3
LAST_LATIN = "\u1eff"
WIDTH = 100

Frequency = Callable[[str, str], float]


def foreign(words: Sequence[str], tag: str, frequency: Frequency) -> Iterator[str]:
    """Yield the frequent words of a language that are none of English."""
    table = english()
    for word in words:
        is_word = word.isalpha() and len(word) >= SHORTEST and max(word) <= LAST_LATIN
        is_frequent = is_word and frequency(word, tag) >= FREQUENT
        if is_frequent and frequency(word, "en") < USED_IN_ENGLISH and not table.knows(word):
            yield word


def loans(words: Sequence[str], listed: frozenset[str], frequency: Frequency) -> Iterator[str]:
    """Yield the words of English prose that are in no dictionary of it, nor frequent elsewhere."""
    table = english()
    for word in words:
        is_word = word.isalpha() and word.isascii() and len(word) > SHORTEST
        is_used = is_word and frequency(word, "en") >= LOAN
        if is_used and word not in listed and not table.knows(word):
            yield word


def write(path: Path, name: str, words: Sequence[str]) -> None:
    """Write a list: a line with the name of the language, then the words."""
    lines = textwrap.wrap(" ".join(words), WIDTH, break_long_words=False, break_on_hyphens=False)
    path.write_text("\n".join([f"# {name}", *lines, ""]), encoding="utf-8")


def main() -> None:
    """Read the frequencies, write the lists."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--out", type=Path, required=True)
    given = ask.parse_args()
    wordfreq = import_module("wordfreq")
    listed: set[str] = set()
    for theirs, ours, name in LANGUAGES:
        words = wordfreq.top_n_list(theirs, 60_000)
        kept = list(foreign(words, theirs, wordfreq.zipf_frequency))[:MOST]
        listed.update(kept)
        write(given.out / f"{ours}.txt", name, kept)
    words = wordfreq.top_n_list("en", 400_000)
    by_hand = (given.out / "en.txt").read_text(encoding="utf-8").split("\n", 1)[1].split()
    found = loans(words, frozenset(listed), wordfreq.zipf_frequency)
    kept = list(dict.fromkeys([*by_hand, *found]))
    write(given.out / "en.txt", "English, beyond its dictionaries", kept)


if __name__ == "__main__":
    main()
