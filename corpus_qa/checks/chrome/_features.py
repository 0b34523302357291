"""The numbers that the model sees of a line: its form, its words, its place, its company."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from corpus_qa.arrays import offsets_of
from corpus_qa.checks.chrome._heads import Hashes, Heads, heads_of_texts, runs
from corpus_qa.checks.chrome._lines import (
    DENSE,
    ENDS,
    LEAD,
    Bytes,
    Lines,
    Matrix,
    Numbers,
    codes_of,
    first_character,
    last_character,
    sentence_end,
    sums,
)
from corpus_qa.checks.chrome._reading import LABEL, PATTERN, START, Reading
from corpus_qa.checks.chrome._words import AROUND, trimmed

Column = npt.NDArray[Any]

SHORT, LONG = 40, 300
MOST_BLANKS = 3
WINDOWS = (2, 5, 12)
NEIGHBOURS = (-1, 1, -2, 2)

# Classes of bytes that are counted in the beginning of a line.
CLASSES = (
    b"abcdefghijklmnopqrstuvwxyz", b"ABCDEFGHIJKLMNOPQRSTUVWXYZ", b"0123456789", b" \t",
    b".", b",", b":", b"!?", b"|", b"[]()", b"\"'", b"@/#_=", b"-+*<>&{}\\^~;$%`",
)  # fmt: skip
_CLASS = np.full(256, len(CLASSES), np.uint8)
for _number, _members in enumerate(CLASSES):
    _CLASS[list(_members)] = _number
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
    "end_exclamation", "end_cut", "end_arrow", "end_bracket", "begin_bullet", "begin_quote", "begin_open",
    "begin_small", "begin_digit", "dense", "all_capitals", "sentences", "colon_early", "arrows",
    "marks", "is_prose", "blanks_before", "blanks_after", "indent", "web",
)  # fmt: skip
KNOWN = ("label", "start", "pattern", "section", "about")
LIKE = (
    "title_share", "title_cover", "is_title", "seen_share", "names_seen", "new_words", "repeated",
    "compared",
)  # fmt: skip
PLACE = (
    "index", "to_end", "position", "prose_before", "prose_after", "text_before", "run_length",
    "run_before", "run_after", "run_known", "run_score", "run_short", "run_first", "run_last",
    "since_known", "since_related", "since_comments", "after_related", "after_comments", "between",
)  # fmt: skip
BESIDE = ("characters", "capital", "end", "known", "score", "blanks", "prose", "bullet")
WITHIN = ("known_before", "known_after", "prose_before", "prose_after", "score", "short")
ARTICLE = (
    "lines", "prose", "known", "short", "text_in_prose", "count_known", "count_prose", "score",
    "has_title", "median", "relative",
)  # fmt: skip
NAMES = (
    "score",
    *FORM,
    *KNOWN,
    *LIKE,
    *PLACE,
    *(f"beside{step:+d}_{name}" for step in NEIGHBOURS for name in BESIDE),
    *(f"within{size}_{name}" for size in WINDOWS for name in WITHIN),
    *(f"article_{name}" for name in ARTICLE),
)


def form(lines: Lines, original: Bytes, offsets: Numbers) -> dict[str, Column]:
    """Return the numbers of ``FORM``; ``original`` are the beginnings of all lines as they are."""
    data, count = lines.data, len(lines)
    sizes = np.maximum(np.diff(offsets), 1)
    owner = np.repeat(np.arange(count), np.diff(offsets))
    kinds = np.bincount(owner * COUNTED + _CLASS[original], minlength=count * COUNTED)
    kinds = kinds.reshape(count, COUNTED) / sizes[:, None]
    words = np.diff(lines.word_at)
    first_bytes = data[lines.word_start]
    line_of_word = np.repeat(np.arange(count), words)
    tally = lambda flags: np.bincount(line_of_word, flags, count)  # noqa: E731
    small = tally((first_bytes >= 97) & (first_bytes <= 122))
    capital = tally((first_bytes >= 65) & (first_bytes <= 90))
    digit = tally((first_bytes >= 48) & (first_bytes <= 57))
    last, _ = last_character(data, lines.end)
    end = sentence_end(data, lines.start, lines.end)
    first = first_character(data, lines.start)
    stops = np.isin(original, list(b".!?"))
    stops[:-1] &= original[1:] == ord(" ")
    sentences = np.bincount(owner, stops, count)
    colon = np.full(count, 99)
    at = np.flatnonzero(original == ord(":"))
    np.minimum.at(colon, owner[at], at - offsets[owner[at]])
    special = np.flatnonzero(original >= LEAD)
    code = first_character(original, special) if len(special) else special
    arrows = (
        np.bincount(owner[special], np.isin(code, codes_of(ARROWS)), count) + kinds[:, 8] * sizes
    )
    after = np.append(lines.blanks[1:], 0)
    before = data[np.maximum(lines.start - 1, 0)]
    return {
        "characters": np.log1p(lines.characters),
        "words": np.log1p(words),
        "firsts_capital": capital / words,
        "firsts_small": small / words,
        "firsts_digit": digit / words,
        "word_length": lines.characters / words,
        **{f"share_{name}": kinds[:, n] for n, name in enumerate(CLASS_NAMES)},
        "end": lines.ends_sentence,
        "end_colon": last == ord(":"),
        "end_question": end == ord("?"),
        "end_exclamation": end == ord("!"),
        "end_cut": lines.is_cut,
        "end_arrow": np.isin(last, codes_of("›»→▶►>")),
        "end_bracket": np.isin(last, codes_of(")]")),
        "begin_bullet": np.isin(first, codes_of(BULLETS)),
        "begin_quote": np.isin(first, codes_of(QUOTES)),
        "begin_open": np.isin(first, codes_of(OPENERS)),
        "begin_small": (first >= 97) & (first <= 122),
        "begin_digit": (first >= 48) & (first <= 57),
        "dense": first >= DENSE,
        "all_capitals": (kinds[:, 1] > 0) & (kinds[:, 0] == 0),
        "sentences": sentences,
        "colon_early": np.minimum(colon, 40),
        "arrows": np.minimum(arrows, 6),
        "marks": np.bincount(owner[special], np.isin(code, codes_of(EMPHASIS)), count) > 0,
        "is_prose": lines.is_prose,
        "blanks_before": np.minimum(lines.blanks, MOST_BLANKS),
        "blanks_after": np.minimum(after, MOST_BLANKS),
        "indent": (before == ord(" ")) | (before == ord("\t")),
        "web": _web(original, owner, count),
    }


def _web(original: Bytes, owner: Numbers, count: int) -> Column:
    """Return whether an address stands in each line."""
    found = np.zeros(count, np.bool_)
    at = np.flatnonzero(original[:-2] == ord("/"))
    at = at[(original[at + 1] == ord("/"))]
    found[owner[at]] = True
    at = np.flatnonzero(original == ord("@"))
    found[owner[at]] = True
    at = np.flatnonzero(original[:-3] == ord("w"))
    at = at[
        (original[at + 1] == ord("w"))
        & (original[at + 2] == ord("w"))
        & (original[at + 3] == ord("."))
    ]
    found[owner[at]] = True
    return found


# Words are compared by their first bytes, so that their endings do not count: five of a word in
# Latin letters, eight of others, which take two or three bytes each. Shorter words say little.
STEM, STEM_BEYOND = 5, 8
SMALL = np.uint64(0x2020202020202020)
FIRST_BYTES = np.uint64((1 << 8 * STEM) - 1)
SPREAD = np.uint64(0x9E3779B97F4A7C15)
# Each article has a table of so many places for words; two words may meet in one.
PLACES = 13
# So many of these tables are in memory at once: 16 MB.
TABLES = 256


@dataclass(frozen=True, slots=True, eq=False)
class Stems:
    """The longer words of texts: in which line each stands, and its place in a table of words."""

    line: Numbers
    place: Numbers
    is_name: Column


def stems(data: Bytes, start: Numbers, end: Numbers, line: Numbers, first: Column) -> Stems:
    """Return the longer words among runs of bytes between spaces.

    ``first`` marks the first word of each line, whose capital says nothing.
    """
    padded = np.concatenate([data, np.zeros(STEM_BEYOND, np.uint8)])
    lead = padded[start]
    start = start + np.where(lead == 0xE2, 3, (lead < ord("0")).astype(np.int64))  # noqa: PLR2004
    lead = padded[np.minimum(start, len(data))]
    wide = lead >= LEAD
    keep = np.flatnonzero(end - start >= np.where(wide, STEM_BEYOND, STEM))
    words = np.ndarray((len(data) + 1,), "<u8", padded, strides=(1,))[start[keep]] | SMALL
    words = np.where(wide[keep], words, words & FIRST_BYTES) * SPREAD
    name = (lead >= ord("A")) & (lead <= ord("Z")) & ~first
    return Stems(line[keep], (words >> np.uint64(64 - PLACES)).astype(np.int64), name[keep])


def likeness(
    lines: Lines, chosen: Column, titles: Stems, title_hash: Hashes, line_hash: Hashes
) -> dict[str, Column]:
    """Return the numbers of ``LIKE`` for all lines; those that are not ``chosen`` are not compared.

    Args:
        lines: the lines.
        chosen: which of them are compared.
        titles: the words of the titles, whose lines are the articles.
        title_hash: the hash of each title.
        line_hash: the hash of each line.
    """
    count, articles = len(lines), len(lines.offsets) - 1
    line = np.repeat(np.arange(count), np.diff(lines.word_at))
    first = np.zeros(len(line), np.bool_)
    first[lines.word_at[:-1]] = True
    words = stems(lines.data, lines.word_start, lines.word_end, line, first)
    again, titled = _compared(lines.article[words.line], words.place, titles, articles)
    mine = chosen[words.line]
    own, name, again, titled = words.line[mine], words.is_name[mine], again[mine], titled[mine]

    def tally(flags: Column) -> Column:
        return np.bincount(own, flags, count)

    def share(part: Column, whole: Column) -> Column:
        return np.where(whole > 0, part / np.maximum(whole, 1), -1.0)

    total = np.bincount(own, minlength=count)
    title_words = np.bincount(titles.line, minlength=articles)[lines.article]
    return {
        "title_share": share(tally(titled), total),
        "title_cover": np.minimum(share(tally(titled), title_words), 1),
        "is_title": line_hash == title_hash[lines.article],
        "seen_share": share(tally(again), total),
        "names_seen": share(tally(name & again), tally(name)),
        "new_words": tally(~again),
        "repeated": _repeated(lines, chosen, line_hash),
        "compared": np.minimum(total, 30),
    }


def _compared(
    article: Numbers, place: Numbers, titles: Stems, articles: int
) -> tuple[Column, Column]:
    """Return which words their article has again, and which its title has.

    The tables of some articles at a time fit into memory, however many a batch has.
    """
    again, titled = np.zeros(len(place), np.bool_), np.zeros(len(place), np.bool_)
    for low in range(0, articles, TABLES):
        mine = slice(*np.searchsorted(article, (low, low + TABLES)))
        of_titles = slice(*np.searchsorted(titles.line, (low, low + TABLES)))
        size = min(TABLES, articles - low) << PLACES
        cell = ((article[mine] - low) << PLACES) + place[mine]
        again[mine] = np.bincount(cell, minlength=size)[cell] > 1
        in_title = np.zeros(size, np.bool_)
        in_title[((titles.line[of_titles] - low) << PLACES) + titles.place[of_titles]] = True
        titled[mine] = in_title[cell]
    return again, titled


def _repeated(lines: Lines, chosen: Column, line_hash: Hashes) -> Column:
    """Return which of the chosen lines stand in their article more than once."""
    at = np.flatnonzero(chosen)
    keys = line_hash[at] + lines.article[at].astype(np.uint64) * SPREAD
    ordered = np.sort(keys)
    times = np.searchsorted(ordered, keys, "right") - np.searchsorted(ordered, keys, "left")
    found = np.zeros(len(lines), np.bool_)
    found[at] = times > 1
    return found


def place(
    lines: Lines, known: Column, related: Column, comments: Column, score: Column
) -> dict[str, Column]:
    """Return the numbers of ``PLACE``, ``BESIDE``, ``WITHIN`` and ``ARTICLE`` for all lines."""
    count = len(lines)
    at = np.arange(count)
    first, stop = lines.first, lines.stop
    size = stop - first
    prose = lines.is_prose
    short = lines.characters < SHORT
    total_known, total_prose, total_score = sums(known), sums(prose), sums(score.astype(np.float64))
    total_short, total_text = sums(short), sums(np.where(prose, lines.characters, 0))
    total_all = sums(lines.characters)
    begins, ends = _runs(prose, first, stop)
    length = np.maximum(ends - begins, 1)
    between = lambda total, a, b: total[b] - total[a]  # noqa: E731
    log = np.log1p
    columns: dict[str, Column] = {
        "index": log(at - first),
        "to_end": log(stop - 1 - at),
        "position": (at - first) / size,
        "prose_before": log(between(total_prose, first, at)),
        "prose_after": log(between(total_prose, at + 1, stop)),
        "text_before": between(total_text, first, at)
        / np.maximum(between(total_text, first, stop), 1),
        "run_length": log(length),
        "run_before": log(at - begins),
        "run_after": log(np.maximum(ends - 1 - at, 0)),
        "run_known": between(total_known, begins, ends) / length,
        "run_score": between(total_score, begins, ends) / length,
        "run_short": between(total_short, begins, ends) / length,
        "run_first": begins == first,
        "run_last": ends == stop,
        "between": (begins == at) & (ends == at + 1) & (at > first) & (at + 1 < stop),
    }
    for name, flags in (("known", known), ("related", related), ("comments", comments)):
        since = _since(flags, first)
        columns[f"since_{name}"] = np.minimum(since, 30)
        if name != "known":
            last = at - since
            prose_since = total_prose[at] - total_prose[np.clip(last, 0, count)]
            columns[f"after_{name}"] = np.where(since < 1000, np.minimum(prose_since, 5), -1)
    for size_ in WINDOWS:
        low, high = np.maximum(first, at - size_), np.minimum(stop, at + size_ + 1)
        columns[f"within{size_}_known_before"] = between(total_known, low, at) / size_
        columns[f"within{size_}_known_after"] = between(total_known, at + 1, high) / size_
        columns[f"within{size_}_prose_before"] = between(total_prose, low, at) / size_
        columns[f"within{size_}_prose_after"] = between(total_prose, at + 1, high) / size_
        columns[f"within{size_}_score"] = between(total_score, low, high) / (high - low)
        columns[f"within{size_}_short"] = between(total_short, low, high) / (high - low)
    known_all, prose_all = between(total_known, first, stop), between(total_prose, first, stop)
    median = _medians(lines)
    columns |= {
        "article_lines": log(size),
        "article_prose": prose_all / size,
        "article_known": known_all / size,
        "article_short": between(total_short, first, stop) / size,
        "article_text_in_prose": between(total_text, first, stop)
        / np.maximum(between(total_all, first, stop), 1),
        "article_count_known": log(known_all),
        "article_count_prose": log(prose_all),
        "article_score": between(total_score, first, stop) / size,
        "article_median": log(median),
        "article_relative": log(lines.characters) - log(median),
    }
    return columns


def beside(lines: Lines, shown: dict[str, Column]) -> dict[str, Column]:
    """Return what neighbours look like."""
    count, at = len(lines), np.arange(len(lines))
    columns = {}
    for step in NEIGHBOURS:
        near = at + step
        inside = (near >= lines.first) & (near < lines.stop)
        near = np.clip(near, 0, max(count - 1, 0))
        for name in BESIDE:
            columns[f"beside{step:+d}_{name}"] = np.where(inside, shown[name][near], -2)
    return columns


def _runs(prose: Column, first: Numbers, stop: Numbers) -> tuple[Numbers, Numbers]:
    """Return for each line the line after the last paragraph before it, and the next one."""
    count, at = len(prose), np.arange(len(prose))
    last = np.maximum.accumulate(np.where(prose, at + 1, 0))
    begins = np.maximum(np.concatenate([[0], last[:-1]]) if count else last, first)
    coming = np.minimum.accumulate(np.where(prose, at, count)[::-1])[::-1]
    ends = np.minimum(np.append(coming[1:], count), stop)
    return np.minimum(begins, at), np.maximum(ends, at + 1)


def _since(flags: Column, first: Numbers) -> Numbers:
    """Return how many lines ago a line was marked, or 1000 if none of the article was before."""
    at = np.arange(len(flags))
    last = np.maximum.accumulate(np.where(flags, at, -1))
    last = np.concatenate([[-1], last[:-1]]) if len(at) else last
    return np.where(last >= first, at - last, 1000)


def _medians(lines: Lines) -> Column:
    """Return the median length of the lines of each line's article."""
    order = np.lexsort((lines.characters, lines.article))
    middle = (lines.first + lines.stop - 1) // 2
    return lines.characters[order][middle]


RELATED, COMMENTS = ("related-links", "ticker"), ("comments",)
# A paragraph whose n-grams speak against site chrome at least so much is none.
UNLIKELY = -1.5
ABOUT = ("byline-stub", "caption-credit", "correction", "syndication")


def measure(
    reading: Reading, titles: pa.Array, score: Column, kinds: Sequence[str]
) -> tuple[Numbers, Matrix]:
    """Return the lines that may be site chrome, and what is measured of each.

    Paragraphs without words of site chrome are not among them.

    Args:
        reading: the lines.
        titles: the titles of the articles, as a column of texts.
        score: how much the n-grams of each line speak for site chrome.
        kinds: the kinds that the model knows; lines of other kinds are of none of them.

    Returns:
        The line numbers, and a row for each: ``NAMES``, then ``kinds``.
    """
    lines = reading.lines
    shown = np.frombuffer(reading.shown.buffers()[2] or b"", np.uint8)
    columns = form(lines, shown, offsets_of(reading.shown))
    numbers = {name: at for at, name in enumerate(reading.names)}

    def of(names: Sequence[str]) -> Column:
        return np.isin(reading.kind, [numbers[name] for name in names if name in numbers])

    about = of(ABOUT)
    known = (reading.kind >= 0) & ~about
    chosen = ~lines.is_prose | (reading.kind >= 0) | (score > UNLIKELY)
    columns |= {
        "score": score,
        "label": reading.how == LABEL,
        "start": reading.how == START,
        "pattern": reading.how == PATTERN,
        "section": reading.section,
        "about": about,
    }
    heads = heads_of_texts(titles)
    columns |= likeness(
        lines, chosen, stems_of_texts(titles), _whole_hash(heads), _whole_hash(reading.heads)
    )
    columns |= place(lines, known, of(RELATED), of(COMMENTS), score)
    columns["article_has_title"] = (np.diff(heads.offsets) > 0)[lines.article]
    columns |= beside(
        lines,
        {
            "characters": columns["characters"],
            "capital": columns["firsts_capital"],
            "end": columns["end"],
            "known": known,
            "score": score,
            "blanks": columns["blanks_before"],
            "prose": lines.is_prose,
            "bullet": columns["begin_bullet"],
        },
    )
    at = np.flatnonzero(chosen)
    rows = np.empty((len(at), len(NAMES) + len(kinds)), np.float32)
    for column, name in enumerate(NAMES):
        rows[:, column] = columns[name][at]
    for column, kind in enumerate(kinds, start=len(NAMES)):
        rows[:, column] = reading.kind[at] == numbers.get(kind, -2)
    return at, rows


def _whole_hash(heads: Heads) -> Hashes:
    start, end = trimmed(heads.data, heads.offsets[:-1], heads.offsets[1:], AROUND)
    return heads.hashes(start, end)


def stems_of_texts(texts: pa.Array) -> Stems:
    """Return the longer words of short texts, such as titles."""
    data, offsets = np.frombuffer(texts.buffers()[2] or b"", np.uint8), offsets_of(texts)
    start, end = runs(data > 32, offsets)
    line = np.searchsorted(offsets, start, side="right") - 1
    return stems(data, start, end, line, np.zeros(len(line), np.bool_))
