"""Where a line stands, in numbers: beside what, in which run of short lines, in which article."""

from __future__ import annotations

import numpy as np

from corpus_qa.checks.chrome._lines import Column, Lines, Numbers, sums

SHORT = 40
WINDOWS = (2, 5, 12)
NEIGHBOURS = (-1, 1, -2, 2)
# So many lines ago is long ago, and so many paragraphs are many; NEVER is for no line at all.
LONG_AGO, MOST_PROSE, NEVER = 30, 5, 1000

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
    log = np.log1p
    columns: dict[str, Column] = {
        "index": log(at - first),
        "to_end": log(stop - 1 - at),
        "position": (at - first) / size,
        "prose_before": log(_between(total_prose, first, at)),
        "prose_after": log(_between(total_prose, at + 1, stop)),
        "text_before": _between(total_text, first, at)
        / np.maximum(_between(total_text, first, stop), 1),
        "run_length": log(length),
        "run_before": log(at - begins),
        "run_after": log(np.maximum(ends - 1 - at, 0)),
        "run_known": _between(total_known, begins, ends) / length,
        "run_score": _between(total_score, begins, ends) / length,
        "run_short": _between(total_short, begins, ends) / length,
        "run_first": begins == first,
        "run_last": ends == stop,
        "between": (begins == at) & (ends == at + 1) & (at > first) & (at + 1 < stop),
    }
    for name, flags in (("known", known), ("related", related), ("comments", comments)):
        since = _since(flags, first)
        columns[f"since_{name}"] = np.minimum(since, LONG_AGO)
        if name != "known":
            last = at - since
            prose_since = total_prose[at] - total_prose[np.clip(last, 0, count)]
            columns[f"after_{name}"] = np.where(
                since < NEVER, np.minimum(prose_since, MOST_PROSE), -1
            )
    for size_ in WINDOWS:
        low, high = np.maximum(first, at - size_), np.minimum(stop, at + size_ + 1)
        columns[f"within{size_}_known_before"] = _between(total_known, low, at) / size_
        columns[f"within{size_}_known_after"] = _between(total_known, at + 1, high) / size_
        columns[f"within{size_}_prose_before"] = _between(total_prose, low, at) / size_
        columns[f"within{size_}_prose_after"] = _between(total_prose, at + 1, high) / size_
        columns[f"within{size_}_score"] = _between(total_score, low, high) / (high - low)
        columns[f"within{size_}_short"] = _between(total_short, low, high) / (high - low)
    known_all, prose_all = _between(total_known, first, stop), _between(total_prose, first, stop)
    median = _medians(lines)
    columns |= {
        "article_lines": log(size),
        "article_prose": prose_all / size,
        "article_known": known_all / size,
        "article_short": _between(total_short, first, stop) / size,
        "article_text_in_prose": _between(total_text, first, stop)
        / np.maximum(_between(total_all, first, stop), 1),
        "article_count_known": log(known_all),
        "article_count_prose": log(prose_all),
        "article_score": _between(total_score, first, stop) / size,
        "article_median": log(median),
        "article_relative": log(lines.characters) - log(median),
    }
    return columns


def _between(total: Column, start: Numbers, end: Numbers) -> Column:
    """Return the totals of what is between two lines, given running totals."""
    return np.asarray(total[end] - total[start])


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
    """Return how many lines ago a line was marked, or NEVER if none of the article was before."""
    at = np.arange(len(flags))
    last = np.maximum.accumulate(np.where(flags, at, -1))
    last = np.concatenate([[-1], last[:-1]]) if len(at) else last
    return np.where(last >= first, at - last, NEVER)


def _medians(lines: Lines) -> Column:
    """Return the median length of the lines of each line's article."""
    order = np.lexsort((lines.characters, lines.article))
    middle = (lines.first + lines.stop - 1) // 2
    return np.asarray(lines.characters[order][middle])
