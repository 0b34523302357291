"""The words of site furniture: what whole lines say, and how lines begin, by kind and language.

The words live in ``words/<check name>.toml``, so that a reader of one language can add to them
without reading code. In them ``#`` stands for any number. Case, bullets and punctuation at the
ends of a line do not count.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

# Bullets, arrows, quotation marks and punctuation that surround the words of a button.
AROUND = " \t\r\u00a0\u200b•·*|><»«›‹-–—_:;,.…!+~^=[]()\"'“”„‘’`►▶▸▪■□●○◦→←↑↓✔✓/\\"
BEFORE = AROUND.replace("(", "").replace("[", "").replace("+", "")
NUMBER = re.compile(r"[0-9]+")

# Longer lines are sentences; no label of a button is as long.
LONGEST_LABEL = 120
# Lines that begin alike are told apart within their first characters.
LONGEST_START = 80
KEY = 3
# A sentence begins with known words only if its first characters do: that is quick to tell.
OPENING = 6


@dataclass(frozen=True, slots=True)
class Words:
    """What is known of lines: label to kind, beginnings by their first characters, rooms of a site.

    ``rooms`` names sections ("Politics"): headings of an article read the same, so they tell only
    in company. ``openings`` holds the first characters of ``starts``.
    """

    labels: Mapping[str, str]
    starts: Mapping[str, tuple[tuple[str, str], ...]]
    openings: frozenset[str]
    rooms: frozenset[str]

    def start(self, line: str) -> str | None:
        """Return the kind of a line that begins with known words."""
        begin = folded(line[:LONGEST_START].lstrip(BEFORE))
        for words, kind in self.starts.get(begin[:KEY], ()):
            if begin.startswith(words) and not _goes_on(begin, len(words)):
                return kind
        return None

    def opens(self, sentence: str) -> str | None:
        """Return the kind of a sentence that begins with known words."""
        return self.start(sentence) if sentence[:OPENING].lower() in self.openings else None


def folded(text: str) -> str:
    """Return text without case, with ``#`` for every number and straight apostrophes."""
    return NUMBER.sub("#", text.casefold().replace("’", "'").replace("\u00a0", " "))


def plain(line: str) -> str:
    """Return a line as the word tables write it."""
    return folded(line.strip(AROUND)).strip(AROUND)


@cache
def known_words() -> Words:
    """Read the word tables, once in each process."""
    labels: dict[str, str] = {}
    starts: dict[str, dict[str, str]] = {}
    rooms: set[str] = set()
    for kind, table in _tables():
        for phrase in _phrases(table.get("line", {})):
            if label := plain(phrase):
                labels.setdefault(label, kind)
        for phrase in _phrases(table.get("start", {})):
            words = folded(phrase)
            starts.setdefault(words[:KEY], {}).setdefault(words, kind)
        rooms.update(plain(phrase) for phrase in _phrases(table.get("weak", {})))
    longest_first = {
        key: tuple(sorted(found.items(), key=lambda item: (-len(item[0]), item[0])))
        for key, found in starts.items()
    }
    openings = frozenset(words[:OPENING] for found in starts.values() for words in found)
    return Words(labels, longest_first, openings, frozenset(rooms - labels.keys()))


def _tables() -> Iterator[tuple[str, Mapping[str, Mapping[str, list[str]]]]]:
    folder = files("corpus_qa.checks.chrome") / "words"
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".toml"):
            kind = file.name.removesuffix(".toml")
            yield kind, tomllib.loads(file.read_text(encoding="utf-8"))


def _phrases(languages: Mapping[str, list[str]]) -> Iterator[str]:
    for phrases in languages.values():
        yield from phrases


def _goes_on(text: str, end: int) -> bool:
    """Tell whether a word that ends at ``end`` is the beginning of a longer one."""
    return text[end - 1].isalpha() and end < len(text) and text[end].isalpha()
