"""Find Chinese, Japanese and Korean text that was read in the wrong character set.

Their legacy sets use two bytes a character. Read as Latin-1 they become rows of accents and signs
(``¤³¤ó¤Ë¤Á¤Ï``), read in each other's sets they become rare characters (``縺薙ｓ縺ｫ``). What tells
is frequent characters: read again in the right set they are everywhere, and before they were
nowhere.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, cast

from corpus_qa.text.characters import script_of
from corpus_qa.text.mojibake.evidence import charset, charset_names, misread
from corpus_qa.text.mojibake.find import Repair
from corpus_qa.text.tables import table

_EAST_ASIAN = re.compile(
    "[\u3041-\u30fe\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff66-\uff9f]"
)
# Characters beyond ASCII that are not East Asian, with at most three others between.
_ROW = "[\u0080-\u2fff\ufb01\ufb02]"
_DENSE_RUN = re.compile(f"{_ROW}(?:[\u0000-\u007f]{{0,3}}{_ROW}){{7,}}")
_GLUED = re.compile("[\u3000-\u9fff\uac00-\ud7a3\uff01-\uff9f]{1,12}")
_WESTERN = frozenset(
    map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x2010, 0x203B), 0x20AC, 0x2122))
)
ENOUGH = 2
_TURN = re.compile("[\uff66-\uff9f](?=[\u4e00-\u9fff])|[\u4e00-\u9fff](?=[\uff66-\uff9f])")
_HIRAGANA = re.compile("[\u3041-\u3093]")
_LOST = re.compile("[\N{REPLACEMENT CHARACTER}\ue000-\uf8ff]")

MIN_KINDS = 4  # different characters without which no row or line is long enough
MIN_CHARACTERS = 6
FREQUENT_ENOUGH = 0.25
SIGN_RATE = 0.05  # words of an alphabet have no signs in them
# Lines of names are rare characters too: crossed sets need longer lines and more frequent results.
MIN_RARE, SELDOM, FREQUENT, MAX_MANGLED = 12, 0.1, 0.3, 0.25
MAX_LOST = 0.05  # share of characters that may be lost on the way
# UTF-8 read in a set of two bytes loses what that set lacks. In 2,365 lines of Chinese, Japanese
# and Korean, none became 12 letters of one script, nor were half of its characters whole.
MIN_LETTERS, ONE_SCRIPT, WHOLE, WHOLE_IF_RARE = 12, 0.9, 0.5, 0.2
# Half-width kana and Chinese characters that take turns: Shift-JIS reads single bytes as kana.
MIN_TURNS, TURNS = 10, 0.12


def _sets(role: str) -> Sequence[Any]:
    return cast("Sequence[Any]", table("charsets")["east_asian"][role])


def may_hold_rows(alphabet: frozenset[str]) -> bool:
    """Whether a text with these characters beyond ASCII can hold rows of accents and signs."""
    return (
        sum(char < "\u3000" and script_of(char) in ("", "Latin") for char in alphabet) >= MIN_KINDS
    )


def may_hold_east_asian(alphabet: frozenset[str]) -> bool:
    """Whether a text with these characters beyond ASCII has enough East Asian ones to judge."""
    return sum("\u3041" <= char <= "\uff9f" for char in alphabet) >= MIN_KINDS


def has_east_asian(alphabet: frozenset[str]) -> bool:
    """Whether there are East Asian characters among those beyond ASCII."""
    return any("\u3000" <= char <= "\uff9f" for char in alphabet)


def find_rows_of_accents(text: str) -> Iterator[Repair]:
    """Yield rows of letters and signs that are East Asian text read in a set of one byte."""
    for match in _DENSE_RUN.finditer(text):
        row = match[0]
        signs = sum(char > "\x7f" and not script_of(char) for char in row)
        if signs < SIGN_RATE * len(row):
            continue
        best = max(
            filter(None, (_best_from_row(row, wrong) for wrong in _sets("read_as"))), default=None
        )
        if best is not None:
            _, fixed, right, wrong = best
            story = misread(right, wrong)
            whole = "\N{REPLACEMENT CHARACTER}" not in fixed
            yield Repair(*match.span(), fixed if whole else None, story)


def _best_from_row(row: str, wrong: str) -> tuple[float, str, str, str] | None:
    a_set = charset(wrong)
    if not a_set.holds(row):
        return None
    raw = row.translate(a_set.to_bytes).encode("latin-1")
    options = []
    for right in _sets("right"):
        fixed = raw.decode(right, "replace")
        rate, count = frequency(fixed)
        lost = fixed.count("\N{REPLACEMENT CHARACTER}")
        if count >= MIN_CHARACTERS and lost <= 1 + MAX_LOST * count and rate >= FREQUENT_ENOUGH:
            options.append((rate - lost / count, fixed, right, wrong))
    return max(options, default=None)


def find_rare_characters(text: str) -> Iterator[Repair]:
    """Yield lines of rare East Asian characters that become frequent ones in another set."""
    at = 0
    for line in text.split("\n"):
        rate, count = frequency(line)
        if count >= MIN_RARE and rate <= SELDOM:
            best = _best_crossed(line)
            if best is not None:
                fixed, right, wrong = best
                story = misread(right, wrong)
                whole = "\N{REPLACEMENT CHARACTER}" not in fixed
                yield Repair(at, at + len(line), fixed if whole else None, story)
        at += len(line) + 1


def find_glued_characters(text: str) -> Iterator[Repair]:
    """Yield East Asian characters in Latin text that were accents and quotes in UTF-8.

    Read as GBK, an apostrophe takes the letter behind it and becomes two characters; an accented
    letter becomes one: ``don鈥檛``, ``caf茅``.
    """
    runs = [match.span() for match in _GLUED.finditer(text)]
    for wrong in _sets("gluing"):
        found = []
        weight = 0
        for start, end in runs:
            fixed = _unglued(text[start:end], wrong)
            if fixed is not None:
                before, after = text[max(0, start - 1) : start], text[end : end + 1]
                inside = before.isalpha() and (after.isalpha() or _ends_a_word(before, fixed))
                weight += 2 if inside else 1 if before.isalpha() else 0
                found.append(Repair(start, end, fixed, f"UTF-8 read as {charset_names()[wrong]}"))
        if weight >= ENOUGH and 2 * len(found) >= len(runs):
            yield from found
            return


def _ends_a_word(before: str, fixed: str) -> bool:
    """Whether a letter goes on a word in small Latin letters."""
    return before.islower() and before < "\u0250" and fixed[0].islower()


def _unglued(run: str, wrong: str) -> str | None:
    """Return what a run of characters was if it was Latin letters and punctuation in UTF-8."""
    try:
        fixed = run.encode(wrong).decode()
    except UnicodeError:
        return None
    return fixed if all(char in _WESTERN for char in fixed) and not fixed.isascii() else None


def find_utf8(text: str) -> Iterator[Repair]:
    """Yield lines of rare East Asian characters that were UTF-8, in any script."""
    at = 0
    for line in text.split("\n"):
        rate, count = frequency(line)
        if count >= MIN_RARE and rate <= FREQUENT:
            best = max(
                filter(None, (_as_utf8(line, rate, wrong) for wrong in _sets("gluing"))),
                default=None,
            )
            if best is not None:
                _, fixed, wrong = best
                whole = (
                    fixed.encode().decode(wrong, "ignore") == line and _LOST.search(fixed) is None
                )
                yield Repair(at, at + len(line), fixed if whole else None, misread("utf-8", wrong))
        at += len(line) + 1


def _as_utf8(line: str, rate: float, wrong: str) -> tuple[int, str, str] | None:
    """Read a line again; return how much of it is whole, the text and the set that it was in."""
    fixed = line.encode(wrong, "ignore").decode("utf-8", "replace")
    scripts = Counter(script_of(char).replace("Kana", "Han") for char in fixed if char > "\x7f")
    lost = fixed.count("\N{REPLACEMENT CHARACTER}")
    del scripts[""], scripts["Latin"]
    letters = scripts.total()
    main = max(scripts.values(), default=0)
    if wrong == "cp932" and letters and _takes_turns(line):
        return main - lost, fixed, wrong
    if letters < MIN_LETTERS or main < ONE_SCRIPT * letters:
        return None
    least = WHOLE_IF_RARE if rate <= SELDOM else WHOLE
    return (main - lost, fixed, wrong) if letters >= least * (letters + lost) else None


def _takes_turns(line: str) -> bool:
    turns = len(_TURN.findall(line))
    often = turns >= MIN_TURNS and turns >= TURNS * len(line)
    return often and turns > 2 * len(_HIRAGANA.findall(line))


def _best_crossed(line: str) -> tuple[str, str, str] | None:
    options = []
    for wrong, right in _sets("crossed"):
        raw = line.encode(wrong, "replace")
        fixed = raw.decode(right, "replace")
        rate, count = frequency(fixed)
        lost = len(_LOST.findall(fixed)) + raw.count(b"?") - line.count("?")
        if count >= MIN_CHARACTERS and lost <= MAX_MANGLED * count and rate >= FREQUENT:
            options.append((rate - lost / count, fixed, right, wrong))
    return max(options)[1:] if options else None


@cache
def _frequent() -> re.Pattern[str]:
    """Return what finds frequent characters; hiragana makes up half of Japanese by itself."""
    listed = table("east_asian")
    frequent = "".join((listed["han"] + listed["hangul"]).split())
    return re.compile(f"[\u3041-\u3093\u30a1-\u30f6\u30fc{frequent}]")


def frequency(text: str) -> tuple[float, int]:
    """Return the share of frequent characters among the East Asian ones, and how many these are."""
    count = len(_EAST_ASIAN.findall(text))
    return (len(_frequent().findall(text)) / count if count else 0.0), count
