"""The words of site chrome: what whole lines say, and how lines begin, by kind and language.

The words live in ``words/<check name>.toml``, so that a reader of one language can add to them
without reading code: whole lines, prompts (a short line that begins so is site chrome, whatever
follows) and starts (a line that begins so often is). In them ``#`` stands for any number. Case,
bullets and punctuation at the ends of a line do not count.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import pyarrow as pa

from corpus_qa.arrays import text_array
from corpus_qa.checks.chrome._heads import Hashes, Heads, heads_of_texts
from corpus_qa.checks.chrome._lines import (
    Bytes,
    Flags,
    Numbers,
    among,
    codes_of,
    first_character,
    last_character,
)
from corpus_qa.checks.chrome._tables import tables
from corpus_qa.text.characters import script_of

# Bullets, arrows, quotation marks and punctuation that surround the words of a button.
AROUND = " \t\r\u00a0\u200b•·*|><»«›‹-–—_:;,.…!+~^=[]()\"'“”„‘’`►▶▸▪■□●○◦→←↑↓✔✓/\\"
BEFORE = AROUND.replace("(", "").replace("[", "").replace("+", "")
# Rows of signs are longer, and say nothing.
MOST_AROUND = 40
# Longer lines are sentences; no label of a button is as long.
LONGEST_LABEL = 120
# Only lines that begin with the first bytes of a known beginning are looked at further.
OPENING = 4
# Scripts without spaces between words.
UNSPACED = frozenset({"Han", "Kana", "Thai", "Lao", "Khmer", "Burmese", "Tibetan"})
# First bytes in UTF-8: of letters beyond ASCII from here on, but for those of punctuation.
LETTERS, PUNCTUATION = 0xC3, 0xE2


@dataclass(frozen=True, slots=True, eq=False)
class Phrases:
    """Hashes of phrases in order, and their kinds; ``goes_on`` marks those that end in a word."""

    hashes: Hashes
    kinds: Numbers
    goes_on: Flags

    def look_up(self, hashes: Hashes) -> Numbers:
        """Return the number of each phrase, or -1."""
        if not len(self.hashes):
            return np.full(len(hashes), -1)
        at = np.minimum(np.searchsorted(self.hashes, hashes), len(self.hashes) - 1)
        return np.where(self.hashes[at] == hashes, at, -1)


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """What is known of lines: labels and beginnings with their kinds, and the sections of a site.

    ``kinds`` are the names that the numbers of phrases stand for. ``starts`` are beginnings by
    their length in bytes, the longest first; to the kinds of prompts the number of kinds is added.
    ``sections`` are the names of sections ("Politics"):
    headings of an article read the same, so they count only in company. ``openings`` are the first
    bytes of beginnings; ``lengths`` tells for each length which of them begin one of that length,
    and in the end that nothing does.
    """

    kinds: tuple[str, ...]
    labels: Phrases
    starts: Mapping[int, Phrases]
    sections: Phrases
    openings: Hashes
    lengths: Sequence[Flags]


@cache
def known_words() -> Words:
    """Read the word tables, once in each process."""
    labels: dict[str, int] = {}
    starts: dict[str, int] = {}
    sections: dict[str, int] = {}
    by_kind = tuple(tables().items())
    kinds = tuple(kind for kind, _ in by_kind)
    for group, found, first in (
        ("line", labels, 0),
        ("prompt", starts, len(kinds)),
        ("start", starts, 0),
        ("weak", sections, 0),
    ):
        for number, (_, table) in enumerate(by_kind):
            for phrase in _phrases(table.get(group, {})):
                found.setdefault(phrase, first + number)
    by_length: dict[int, Phrases] = {}
    heads, begin, end = _folded(starts)
    sizes = end - begin
    for size in sorted(set(sizes.tolist()), reverse=True):
        some = np.flatnonzero(sizes == size)
        if size:
            by_length[size] = _table(
                heads, begin[some], end[some], np.array([*starts.values()])[some]
            )
    openings, of = np.unique(
        heads.hashes(begin, begin + np.minimum(OPENING, sizes)), return_inverse=True
    )
    lengths = []
    for size in by_length:
        # what is shorter than an opening may stand before any
        begins = np.full(len(openings) + 1, size < OPENING)
        begins[of[sizes == size]], begins[-1] = True, False
        lengths.append(begins)
    return Words(kinds, _whole(labels), by_length, _whole(sections), openings, lengths)


def _folded(phrases: Iterable[str]) -> tuple[Heads, Numbers, Numbers]:
    heads = heads_of_texts(text_array([*phrases], pa.large_string()))
    return heads, heads.offsets[:-1], heads.offsets[1:]


def _whole(phrases: Mapping[str, int]) -> Phrases:
    heads, start, end = _folded(phrases)
    start, end = trimmed(heads.data, start, end, AROUND)
    keep = start < end
    return _table(heads, start[keep], end[keep], np.array([*phrases.values()], np.int64)[keep])


def _table(heads: Heads, start: Numbers, end: Numbers, kinds: Numbers) -> Phrases:
    hashes, at = np.unique(heads.hashes(start, end), return_index=True)
    texts = (bytes(heads.data[start[i] : end[i]]).decode("utf-8") for i in at.tolist())
    return Phrases(hashes, kinds[at], np.array([_goes_on(text) for text in texts], np.bool_))


def _goes_on(phrase: str) -> bool:
    """Whether a letter after a phrase would be part of its last word."""
    return unicodedata.category(phrase[-1])[0] in "LM" and script_of(phrase[-1]) not in UNSPACED


def trimmed(
    data: Bytes, start: Numbers, end: Numbers, signs: str, *, left: bool = False
) -> tuple[Numbers, Numbers]:
    """Return texts without signs at their beginning and, unless only ``left``, at their end."""
    codes, start, end = codes_of(signs), start.copy(), end.copy()
    active = np.flatnonzero(start < end)
    for _ in range(MOST_AROUND):
        code = first_character(data, start[active])
        active = active[among(code, codes)]
        if not len(active):
            break
        start[active] += _width(first_character(data, start[active]))
        active = active[start[active] < end[active]]
    active = np.flatnonzero(start < end) if not left else active[:0]
    for _ in range(MOST_AROUND):
        code, width = last_character(data, end[active])
        outside = among(code, codes)
        active = active[outside]
        if not len(active):
            break
        end[active] -= width[outside]
        active = active[start[active] < end[active]]
    return start, np.maximum(start, end)


def _width(code: Numbers) -> Numbers:
    return 1 + (code > 0xFF).astype(np.int64) + (code > 0xFFFF)  # noqa: PLR2004 - bytes


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """What the words of each head are: a hash of them, without the signs around them.

    ``kind`` is -1 where they are unknown; a head may be a label, or name a section. ``is_prompt``
    marks heads that begin with a prompt.
    """

    hashes: Hashes
    kind: Numbers
    is_label: Flags
    is_prompt: Flags
    is_section: Flags


def look_up(words: Words, heads: Heads, is_short: Flags) -> Found:
    """Look up lines in the tables; ``is_short`` marks those that may be labels."""
    begin, stop = heads.offsets[:-1], heads.offsets[1:]
    start, end = trimmed(heads.data, begin, stop, AROUND)
    hashes = heads.hashes(start, end)
    usable = is_short & (start < end)
    label = np.where(usable, words.labels.look_up(hashes), -1)
    section = usable & (words.sections.look_up(hashes) >= 0) & (label < 0)
    kind = np.where(label >= 0, words.labels.kinds[label], -1)
    first, _ = trimmed(heads.data, begin, stop, BEFORE, left=True)
    opening = heads.hashes(first, np.minimum(first + OPENING, stop))
    at = np.searchsorted(words.openings, opening) % max(len(words.openings), 1)
    open_ = np.flatnonzero((kind < 0) & (words.openings[at] == opening))
    begins, first, stop = at[open_], first[open_], stop[open_]
    for (size, phrases), has_size in zip(words.starts.items(), words.lengths, strict=True):
        some = np.flatnonzero(has_size[begins] & (first + size <= stop))
        at = phrases.look_up(heads.hashes(first[some], first[some] + size))
        some, at = some[at >= 0], at[at >= 0]
        free = ~phrases.goes_on[at] | ~_continues(heads.data, first[some] + size, stop[some])
        kind[open_[some[free]]] = phrases.kinds[at[free]]
        begins[some[free]] = len(words.openings)
    is_prompt = kind >= len(words.kinds)
    kind = np.where(is_prompt, kind - len(words.kinds), kind)
    return Found(hashes, kind, label >= 0, is_prompt, section & (kind < 0))


def _continues(data: Bytes, at: Numbers, stop: Numbers) -> Flags:
    """Return whether a word goes on at each place."""
    byte = data[np.minimum(at, max(len(data) - 1, 0))]
    beyond_ascii = (byte >= LETTERS) & (byte != PUNCTUATION)
    letter = (byte >= ord("a")) & (byte <= ord("z")) | beyond_ascii
    return np.asarray((at < stop) & letter, np.bool_)


def _phrases(languages: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for phrases in languages.values():
        yield from phrases
