"""What a line looks like, in numbers: its length, its letters, how it begins and ends."""

from __future__ import annotations

import numpy as np

from corpus_qa.checks.chrome._lines import (
    DENSE,
    LEAD,
    Bytes,
    Column,
    Lines,
    Numbers,
    among,
    codes_of,
    first_character,
    last_character,
    looked_up,
    ranges,
    sentence_end,
)

MOST_BLANKS, MOST_ARROWS, LATE_COLON = 3, 6, 40

# Classes of bytes that are counted in the beginning of a line.
CLASSES = (
    b"abcdefghijklmnopqrstuvwxyz", b"ABCDEFGHIJKLMNOPQRSTUVWXYZ", b"0123456789", b" \t",
    b".", b",", b":", b"!?", b"|", b"[]()", b"\"'", b"@/#_=", b"-+*<>&{}\\^~;$%`",
)  # fmt: skip
_CLASS = np.full(256, len(CLASSES), np.uint8)
for _number, _members in enumerate(CLASSES):
    _CLASS[list(_members)] = _number
_IS_STOP = np.zeros(256, np.bool_)
_IS_STOP[list(b".!?")] = True
_CLASS[LEAD:] = len(CLASSES) + 1
COUNTED = len(CLASSES) + 2
CLASS_NAMES = (
    "small", "capitals", "digits", "spaces", "stops", "commas", "colons", "exclaiming", "bars",
    "brackets", "quotes", "address", "signs", "continuing", "beyond",
)  # fmt: skip
ARROWS = "›»→▶►‣·•|"
EMPHASIS = "©®™"
OPENERS = "[(|"
BULLETS = "•*·-–—+>»▪■●○◦|►▶→"
QUOTES = "\"“„«‘'「『"

FORM = (
    "characters", "words", "firsts_capital", "firsts_small", "firsts_digit", "word_length",
    *(f"share_{name}" for name in CLASS_NAMES), "end", "end_colon", "end_question",
    "end_exclamation", "end_cut", "end_arrow", "end_bracket", "begin_bullet", "begin_quote",
    "begin_open", "begin_small", "begin_digit", "dense", "all_capitals", "sentences", "colon_early",
    "arrows", "marks", "is_prose", "blanks_before", "blanks_after", "indent", "web",
)  # fmt: skip


def form(lines: Lines, chosen: Numbers, shown: Bytes, offsets: Numbers) -> dict[str, Column]:
    """Return the numbers of ``FORM`` for some lines; ``shown`` are the beginnings of all lines."""
    data, count = lines.data, len(chosen)
    start, end = lines.start[chosen], lines.end[chosen]
    sizes = offsets[chosen + 1] - offsets[chosen]
    original = shown[ranges(offsets[chosen], sizes)]
    owner = np.repeat(np.arange(count), sizes)
    begins = np.cumsum(sizes) - sizes
    sizes = np.maximum(sizes, 1)
    counts = _counts(original, owner, count)
    kinds = counts / sizes[:, None]
    words = lines.word_at[chosen + 1] - lines.word_at[chosen]
    first_bytes = data[lines.word_start[ranges(lines.word_at[chosen], words)]]
    firsts = _counts(first_bytes, np.repeat(np.arange(count), words), count)
    small, capital, digit = firsts[:, :3].T
    last, _ = last_character(data, end)
    ending = sentence_end(data, start, end)
    first = first_character(data, start)
    stops = looked_up(original, _IS_STOP)
    stops[:-1] &= original[1:] == ord(" ")
    stops[-1:] = False
    sentences = np.bincount(owner[stops], minlength=count)
    colon = np.full(count, LATE_COLON)
    at = np.flatnonzero(original == ord(":"))
    np.minimum.at(colon, owner[at], at - begins[owner[at]])
    special = np.flatnonzero(original >= LEAD)
    code = first_character(original, special) if len(special) else special
    arrows = np.bincount(owner[special], among(code, codes_of(ARROWS)), count) + counts[:, 8]
    after = np.append(lines.blanks[1:], 0)[chosen]
    before = data[np.maximum(start - 1, 0)]
    characters = lines.characters[chosen]
    return {
        "characters": np.log1p(characters),
        "words": np.log1p(words),
        "firsts_capital": capital / words,
        "firsts_small": small / words,
        "firsts_digit": digit / words,
        "word_length": characters / words,
        **{f"share_{name}": kinds[:, n] for n, name in enumerate(CLASS_NAMES)},
        "end": lines.ends_sentence[chosen],
        "end_colon": last == ord(":"),
        "end_question": ending == ord("?"),
        "end_exclamation": ending == ord("!"),
        "end_cut": lines.is_cut[chosen],
        "end_arrow": among(last, codes_of("›»→▶►>")),
        "end_bracket": among(last, codes_of(")]")),
        "begin_bullet": among(first, codes_of(BULLETS)),
        "begin_quote": among(first, codes_of(QUOTES)),
        "begin_open": among(first, codes_of(OPENERS)),
        "begin_small": (first >= ord("a")) & (first <= ord("z")),
        "begin_digit": (first >= ord("0")) & (first <= ord("9")),
        "dense": first >= DENSE,
        "all_capitals": (kinds[:, 1] > 0) & (kinds[:, 0] == 0),
        "sentences": sentences,
        "colon_early": np.minimum(colon, LATE_COLON),
        "arrows": np.minimum(arrows, MOST_ARROWS),
        "marks": np.bincount(owner[special], among(code, codes_of(EMPHASIS)), count) > 0,
        "is_prose": lines.is_prose[chosen],
        "blanks_before": np.minimum(lines.blanks[chosen], MOST_BLANKS),
        "blanks_after": np.minimum(after, MOST_BLANKS),
        "indent": (before == ord(" ")) | (before == ord("\t")),
        "web": _web(original, owner, count),
    }


def _counts(data: Bytes, owner: Numbers, count: int) -> Numbers:
    """Return how many bytes of each class each owner has."""
    cells = owner * COUNTED + looked_up(data, _CLASS)
    return np.bincount(cells, minlength=count * COUNTED).reshape(count, COUNTED)


def _web(original: Bytes, owner: Numbers, count: int) -> Column:
    """Return whether an address stands in each line."""
    found = np.zeros(count, np.bool_)
    found[owner[np.flatnonzero(original == ord("@"))]] = True
    for mark in (b"//", b"www."):
        at = np.flatnonzero(original[: len(original) - len(mark) + 1] == mark[0])
        for step, byte in enumerate(mark[1:], start=1):
            at = at[original[at + step] == byte]
        at = at[owner[at] == owner[at + len(mark) - 1]]
        found[owner[at]] = True
    return found
