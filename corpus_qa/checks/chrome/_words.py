"""The words of site chrome: what whole lines say, and how lines begin, by kind and language.

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

# Longer lines are sentences; no label of a button is as long, and no beginning that is known.
LONGEST_LABEL = 120
# Known beginnings are looked up by their first characters.
KEY = 3
# A sentence begins with known words only if its first characters do: that is quick to check.
OPENING = 6


@dataclass(frozen=True, slots=True)
class Words:
    """What is known of lines: labels and beginnings with their kinds, and the sections of a site.

    ``sections`` are the names of sections ("Politics"): headings of an article read the same, so
    they count only in company. ``alike`` holds the beginnings with the same first characters, the
    longest first; ``openings`` the first characters of all of them.
    """

    labels: Mapping[str, str]
    starts: Mapping[str, str]
    alike: Mapping[str, tuple[str, ...]]
    openings: frozenset[str]
    sections: frozenset[str]

    def start(self, begin: str) -> str | None:
        """Return the kind of a line that begins with known words, given its beginning."""
        alike = self.alike.get(begin[:KEY], ())
        if begin.startswith(alike):
            for words in alike:
                if begin.startswith(words) and not _goes_on(begin, len(words)):
                    return self.starts[words]
        return None

    def opens(self, sentence: str) -> str | None:
        """Return the kind of a sentence that begins with known words."""
        if sentence[:OPENING].lower() not in self.openings:
            return None
        return self.start(beginning(sentence))


def folded(text: str) -> str:
    """Return text without case, with ``#`` for every number and straight apostrophes."""
    return NUMBER.sub("#", text.casefold().replace("’", "'").replace("\u00a0", " "))


def plain(line: str) -> str:
    """Return a line as the word tables write it."""
    return folded(line.strip(AROUND)).strip(AROUND)


def beginning(line: str) -> str:
    """Return the beginning of a line as the word tables write it."""
    return folded(line[:LONGEST_LABEL].lstrip(BEFORE))


@cache
def known_words() -> Words:
    """Read the word tables, once in each process."""
    labels: dict[str, str] = {}
    starts: dict[str, str] = {}
    sections: set[str] = set()
    for kind, table in _tables():
        for phrase in _phrases(table.get("line", {})):
            if label := plain(phrase):
                labels.setdefault(label, kind)
        for phrase in _phrases(table.get("start", {})):
            starts.setdefault(folded(phrase), kind)
        sections.update(plain(phrase) for phrase in _phrases(table.get("weak", {})))
    alike: dict[str, tuple[str, ...]] = {}
    for words in sorted(starts, key=lambda words: (-len(words), words)):
        alike[words[:KEY]] = (*alike.get(words[:KEY], ()), words)
    openings = frozenset(words[:OPENING] for words in starts)
    return Words(labels, starts, alike, openings, frozenset(sections - labels.keys()))


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
    """Return whether a word that ends at ``end`` is the beginning of a longer one."""
    return text[end - 1].isalpha() and end < len(text) and text[end].isalpha()
