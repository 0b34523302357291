"""Required literals of a regular expression: strings of which every match contains one.

This is the prefilter that code search engines use: looking for a few hundred literals in one pass
is much cheaper than trying a hundred expressions. The expression is read by Python's own parser,
whose tree is stable since 3.11; the operators that it does not share with RE2 are refused there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from re import _constants as op  # type: ignore[attr-defined]  # private: not in typeshed
from re import _parser  # type: ignore[attr-defined]  # private: not in typeshed
from typing import Any

from corpus_qa.text.tables import table

# More alternatives than this cost more to look for than they save.
MAX_LITERALS = 256
MAX_VARIANTS = 64

# Single characters that are rare enough in prose to be worth a look.
RARE = frozenset("@%{}<>\\[]|#&+^~_=")

# RE2 knows classes like \\pL and \\p{Greek}, Python does not; for literals any class is as good.
UNICODE_CLASS = re.compile(r"\\[pP](?:[A-Z]|\{\^?\w+\})")

BOUNDED = re.compile(r"^(?:\(\?\w+\))?\\b|\\b$")

# What ``\b`` and ``\w`` of RE2 take for parts of words, in lower case.
WORD = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_")

# What ``reach_of`` returns of matches that are within a line, and of those that may be anywhere.
LINE, ANYWHERE = 0, -1
# Matches that may be longer, in characters, are looked for in the whole text.
MAX_WIDTH, LONGEST_CHARACTER = 1000, 4
LINE_FEED = ord("\n")
CLASS_WITH_LINE_FEED = re.compile(r"\\P|\\p\{\^|\\p\{?(?:C|Any)")
WITH_LINE_FEED = (op.CATEGORY_SPACE, op.CATEGORY_NOT_DIGIT, op.CATEGORY_NOT_WORD)

Literals = frozenset[str]


def required_literals(regex: str) -> Literals | None:
    """Return lower-cased literals of which every match of ``regex`` contains one, ignoring case.

    None means that no useful set exists, so that the expression must be tried on every text.
    """
    nodes = _parsed(regex)
    return None if nodes is None else _best(nodes)


@lru_cache(maxsize=1)
def _parsed(regex: str) -> Any:  # noqa: ANN401 - the parser's tree has no types
    """Return the tree of an expression, or None: RE2 reads what Python does not."""
    if "[:" in regex:  # a POSIX class, which Python would read as something else
        return None
    try:
        return _parser.parse(UNICODE_CLASS.sub(r"\\w", regex))
    except re.error:
        return None


def word_sides(regex: str, literals: Iterable[str]) -> int:
    r"""Return on which sides of ``literals`` a word must end for ``regex`` to match: 1 | 2.

    1: every match is one of the literals after ``\b``; 2: before ``\b``; 3: both; 0: neither.
    """
    if not BOUNDED.search(regex):  # most are not, and reading them takes time
        return 0
    nodes = list(_parsed(regex) or ())
    boundary = (op.AT, op.AT_BOUNDARY)
    before, after = nodes[:1] == [boundary], nodes[1:][-1:] == [boundary]
    strings = _whole(nodes[before : len(nodes) - after]) or {""}
    edges = {char for string in strings for char in (string[:1], string[-1:])}
    return before | after << 1 if edges <= WORD and strings <= set(literals) else 0


def reach_of(regex: str) -> int:
    """Return how many bytes of a text a match can span before or after a literal in it.

    ``LINE`` means that no match goes beyond its line, ``ANYWHERE`` that nothing is known.
    """
    nodes = _parsed(regex)
    if nodes is None or CLASS_WITH_LINE_FEED.search(regex):
        return ANYWHERE
    if not nodes.state.flags & re.DOTALL and _stays_on_line(nodes):
        return LINE
    _, width = nodes.getwidth()
    return int(width) * LONGEST_CHARACTER if width <= MAX_WIDTH else ANYWHERE


def _stays_on_line(nodes: Any) -> bool:  # noqa: ANN401 - the parser's tree has no types
    return all(_is_within_line(kind, value) for kind, value in nodes)


def _is_within_line(kind: Any, value: Any) -> bool:  # noqa: ANN401 - the parser's tree has no types
    if kind is op.IN:
        is_negated: bool = (op.NEGATE, None) in value
        return _holds_line_feed(value) == is_negated
    if kind is op.SUBPATTERN:
        return not value[1] & re.DOTALL and _stays_on_line(value[3])
    if kind is op.BRANCH:
        return all(map(_stays_on_line, value[1]))
    if kind in (op.MAX_REPEAT, op.MIN_REPEAT):
        return _stays_on_line(value[2])
    if kind in (op.LITERAL, op.NOT_LITERAL):
        return bool(value == LINE_FEED) == (kind is op.NOT_LITERAL)
    return kind in (op.ANY, op.AT)


def _holds_line_feed(members: Any) -> bool:  # noqa: ANN401 - the parser's tree has no types
    """Return whether what a class lists, negated or not, has a line feed in it."""
    return any(
        (kind is op.LITERAL and value == LINE_FEED)
        or (kind is op.RANGE and value[0] <= LINE_FEED <= value[1])
        or (kind is op.CATEGORY and value in WITH_LINE_FEED)
        for kind, value in members
    )


def byte_variants(literal: str) -> frozenset[bytes]:
    """Return the UTF-8 forms of a literal to look for in text whose ASCII is lower case.

    A letter beyond ASCII has two forms or more, so a long literal has too many: then its longest
    part with at most ``MAX_VARIANTS`` forms stands for it, which whatever contains it contains.
    """
    if literal.isascii():
        return frozenset([literal.lower().encode()])
    cases = [{char.lower()} if char.isascii() else _cases(char) for char in literal]
    start, end = _longest(tuple(map(len, cases)))
    variants = {""}
    for forms in cases[start:end]:
        variants = {left + right for left in variants for right in forms}
    return frozenset(variant.encode() for variant in variants)


def _longest(counts: tuple[int, ...]) -> tuple[int, int]:
    """Return the longest stretch of ``counts`` whose product is at most ``MAX_VARIANTS``."""
    best, start, product = (0, 0), 0, 1
    for end, count in enumerate(counts, start=1):
        product *= count
        while product > MAX_VARIANTS:
            product //= counts[start]
            start += 1
        if end - start > best[1] - best[0]:
            best = start, end
    return best


def _cases(char: str) -> set[str]:
    lower = char.lower()
    return {char, lower, char.upper(), *table("more_cases").get(lower, "")}


@cache
def _common_words() -> frozenset[str]:
    """Return words that every second English article contains: they filter little."""
    return frozenset(table("common_words")["english"].split())


def _useful(literal: str) -> bool:
    return len(literal) > 1 or not literal.isascii() or literal in RARE


def _score(literals: Literals) -> float:
    """Return how rarely the most frequent literal of a set occurs, roughly: longer is rarer."""
    common = _common_words()

    def rarity(literal: str) -> float:
        # A short piece of a word is in many words; a mark of punctuation is rarer than a letter.
        words = [1.5 if word in common else max(0.5, len(word) - 2) for word in literal.split()]
        odd = sum(not (char.isalnum() or char.isspace()) for char in literal)
        return sum(words, start=0.1) + 0.7 * odd

    return min(map(rarity, literals)) - 0.02 * len(literals)


def _exact(nodes: Any) -> set[str] | None:  # noqa: ANN401 - the parser's tree has no types
    """Return all strings that a sequence of nodes can match, or None when they are too many."""
    strings: set[str] | None = {""}
    for kind, value in nodes:
        alternatives = _alternatives(kind, value)
        if alternatives is None or strings is None:
            return None
        strings = _followed(strings, alternatives)
    return strings


def _followed(strings: set[str], alternatives: set[str]) -> set[str] | None:
    """Return each string followed by each alternative, or None when they are too many."""
    if len(alternatives) == 1:  # a letter, as nearly always
        (end,) = alternatives
        return {start + end for start in strings}
    longer = {start + end for start in strings for end in alternatives}
    return longer if len(longer) <= MAX_LITERALS else None


def _alternatives(kind: Any, value: Any) -> set[str] | None:  # noqa: ANN401, PLR0911 - one per operator
    if kind is op.LITERAL:
        return {chr(value).lower()}
    if kind is op.IN:
        return _members(value)
    if kind is op.SUBPATTERN:
        return _exact(value[3])
    if kind is op.BRANCH:
        parts = [_exact(branch) for branch in value[1]]
        return None if None in parts else {text for part in parts for text in part or ()}
    if kind in (op.MAX_REPEAT, op.MIN_REPEAT) and value[1] <= 2:  # noqa: PLR2004 - x{0,2} at most
        once = _exact(value[2])
        if once is None:
            return None
        repeated, result = {""}, {""} if value[0] == 0 else set()
        for count in range(1, value[1] + 1):
            repeated = {start + end for start in repeated for end in once}
            if count >= value[0]:
                result |= repeated
        return result
    return {""} if kind is op.AT else None


def _whole(nodes: Any) -> set[str] | None:  # noqa: ANN401 - the parser's tree has no types
    """Return all strings that words, or one branching of them, can match; None for other nodes."""
    while len(nodes) == 1 and nodes[0][0] is op.SUBPATTERN:
        nodes = nodes[0][1][3]
    if len(nodes) == 1:
        return _alternatives(*nodes[0])
    return _exact(nodes) if all(kind is op.LITERAL for kind, _ in nodes) else None


def _members(members: Any) -> set[str] | None:  # noqa: ANN401 - the parser's tree has no types
    chars: set[str] = set()
    for kind, value in members:
        if kind is op.LITERAL:
            chars.add(chr(value).lower())
        elif kind is op.RANGE and value[1] - value[0] < 8:  # noqa: PLR2004 - a few characters
            chars |= {chr(code).lower() for code in range(value[0], value[1] + 1)}
        else:
            return None
    return chars


def _best(nodes: Any) -> Literals | None:  # noqa: ANN401 - the parser's tree has no types
    candidates: list[Literals] = []
    run: list[set[str]] = []
    for kind, value in nodes:
        alternatives = _alternatives(kind, value)
        if alternatives is not None:
            run.append(alternatives)
            continue
        candidates.extend(_runs(run))
        run.clear()
        inner = _inside(kind, value)
        if inner:
            candidates.append(inner)
    candidates.extend(_runs(run))
    return max(candidates, key=_score) if candidates else None


def _inside(kind: Any, value: Any) -> Literals | None:  # noqa: ANN401 - the parser's tree has no types
    if kind is op.SUBPATTERN:
        return _best(value[3])
    if kind is op.BRANCH:
        branches = [_best(branch) for branch in value[1]]
        found = [branch for branch in branches if branch]
        joined = frozenset[str]().union(*found)
        return joined if len(found) == len(branches) and len(joined) <= MAX_LITERALS else None
    if kind in (op.MAX_REPEAT, op.MIN_REPEAT) and value[0] >= 1:
        return _best(value[2])
    return None


def _runs(run: Sequence[set[str]]) -> Iterator[Literals]:
    """Yield the literal sets of the longest stretches of a run that match few strings."""
    start = 0
    while start < len(run):
        end, strings, longer = start + 1, set[str](), _followed({""}, run[start])
        for stop in range(start + 1, len(run) + 1):
            if longer is None:
                break
            end, strings = stop, longer
            longer = _followed(strings, run[stop]) if stop < len(run) else None
        if strings and all(map(_useful, strings)):
            yield frozenset(strings)
        start = end
