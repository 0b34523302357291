"""Find text that was UTF-8 and was read in another character set, and read it again correctly.

Three layers:

1. Most articles have no place where it could be: mojibake needs a *suspect* character (one that
   a byte 80 to FF becomes in a common character set and that no other alphabet owns) beside
   another character beyond ASCII. One linear expression finds the lines that hold such a place.
2. A run of characters that is, byte for byte, valid UTF-8 in some character set is evidence. How
   strong depends on its length and on how well the result fits its neighbours.
3. What is left is judged and healed by ftfy (Apache-2.0, Robyn Speer), which also knows sequences
   that lost bytes on the way.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import ftfy
from ftfy.badness import BADNESS_RE

from corpus_qa.text.charsets import CHARSETS, SINGLE_BYTE, Charset, charset
from corpus_qa.text.repair import Repair
from corpus_qa.text.scripts import script_of

TYPOGRAPHIC = frozenset("“”‘’‚„–—…•·«»\u00a0\u00ad")
_SETS = tuple(charset(codec) for codec in SINGLE_BYTE)
SUSPECTS = frozenset(
    char
    for a_set in _SETS
    for char in a_set.upper
    if char not in TYPOGRAPHIC and script_of(char) in ("", "Latin")
) | {"Ђ"}  # the second byte of curly quotes in Windows-1251
_SUSPECT = re.escape("".join(sorted(SUSPECTS)))
CANDIDATE = re.compile(
    rf"[{_SUSPECT}](?:(?=[^\x00-\x7f])|(?<=[^\x00-\x7f][{_SUSPECT}])|(?<=[ÃÂ])(?= ))"
)
# Greek and Cyrillic letters that begin a sequence, before a character that prose seldom has there.
FOREIGN = re.compile(
    r"[\u0386-\u03ceВ-Я](?=[\u0402-\u040f\u0450-\u045f\u0490\u0491\u00a0\u00ad«»‚„…†‡€‰‹›“”‘’•–—])"
)
_FOREIGN_LEADS = frozenset(chr(code) for code in (*range(0x0386, 0x03CF), *range(0x0412, 0x0430)))
_WORD_EDGE = re.compile(r"[^\s<>()\[\]{}|/]*\Z"), re.compile(r"[^\s<>()\[\]{}|/]*")

# No language has these capitals before these letters.
_TELLTALE = re.compile("[ÂÃ][ŠŒŽšœžŸƒ]")

ENOUGH = 2  # one strong or two weak pieces of evidence
MAX_ROUNDS = 4


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    decoded: str
    weight: int


def may_hold_mojibake(alphabet: frozenset[str]) -> bool:
    """Whether a text with these characters beyond ASCII can have been misread."""
    return not alphabet.isdisjoint(SUSPECTS) or not alphabet.isdisjoint(_FOREIGN_LEADS)


def find_mojibake(text: str) -> list[Repair]:
    """Return the damaged places of a text in order, neighbours on a line joined."""
    lines = list(_candidate_lines(text))
    if not lines:
        return []
    pieces, story = _decode(text, lines)
    repairs = [_repair(text, group, story) for group in _joined(text, pieces)]
    repairs += _leftovers(text, lines, repairs)
    return sorted(repairs, key=lambda repair: repair.start)


def _candidate_lines(text: str) -> Iterator[tuple[int, int]]:
    begins = [match.start() for match in CANDIDATE.finditer(text)]
    begins += [match.start() for match in FOREIGN.finditer(text)]
    at = -1
    for begin in sorted(begins):
        if begin < at:
            continue
        end = text.find("\n", begin)
        at = end if end >= 0 else len(text)
        yield text.rfind("\n", 0, begin) + 1, at


def _decode(
    text: str, lines: Sequence[tuple[int, int]]
) -> tuple[list[_Piece], dict[int, Charset]]:
    """Return the pieces that are UTF-8 in character sets for which the lines give evidence."""
    chars = frozenset().union(*(text[start:end] for start, end in lines))
    options = []
    for a_set in _SETS:
        if a_set.leads.isdisjoint(chars) or a_set.continuations.isdisjoint(chars):
            continue
        pieces = [piece for line in lines for piece in _pieces(text, *line, a_set)]
        if sum(piece.weight for piece in pieces) >= ENOUGH:
            options.append((a_set, pieces))
    options.sort(key=lambda option: -sum(len(piece.decoded) for piece in option[1]))
    taken: list[_Piece] = []
    owner: dict[int, Charset] = {}
    for a_set, pieces in options:
        fresh = [piece for piece in pieces if not _overlaps(taken, piece)]
        if sum(piece.weight for piece in fresh) >= ENOUGH:
            taken += fresh
            owner |= dict.fromkeys((piece.start for piece in fresh), a_set)
    return sorted(taken, key=lambda piece: piece.start), owner


def _overlaps(taken: Iterable[_Piece], piece: _Piece) -> bool:
    return any(other.start < piece.end and piece.start < other.end for other in taken)


def _pieces(text: str, start: int, end: int, a_set: Charset) -> Iterator[_Piece]:
    """Yield the runs of one line that decode as UTF-8 in a character set, with their weight."""
    for match in a_set.sequences.finditer(text, start, end):
        decoded = a_set.decoded(match[0])
        if decoded is None or not _is_likely(decoded):
            continue
        first, last = match.span()
        if len(decoded) <= _SHORT and not _is_whole(text, first, last):
            continue
        yield _Piece(first, last, decoded, _weight(text, first, last, decoded))


_SHORT = 3


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether the characters around a run are ASCII, or typography and then ASCII."""
    before, after = start, end
    while before and text[before - 1] in TYPOGRAPHIC:
        before -= 1
    while after < len(text) and text[after] in TYPOGRAPHIC:
        after += 1
    return (not before or text[before - 1] < "\x80") and (
        after == len(text) or text[after] < "\x80"
    )


def _is_likely(decoded: str) -> bool:
    """Whether decoded characters are likely beside each other: one script, no odd letters."""
    scripts = {script_of(char) for char in decoded} - {""}
    one_script = len(scripts) <= 1 or scripts <= {"Han", "Kana"}
    return one_script and all(map(_is_plausible, decoded))


def _is_plausible(char: str) -> bool:
    """Whether a character is likely in an article: a living letter, punctuation, a symbol."""
    code = ord(char)
    if script_of(char):
        return code < 0x017F or code > 0x02B8 or char in _EXTENDED
    category = unicodedata.category(char)
    return category[0] in "PSNMZ" or category == "Cf" or 0x80 <= code < 0xA0


# Letters of African languages, Romanian, Vietnamese and Pinyin beyond Latin Extended-A.
_EXTENDED = frozenset("ƁƊƎƏƐƑƒƔƗƘƙƠơƯưƳƴǍǎǏǐǑǒǓǔǦǧǨǩǪǫȘșȚțɓɔɖɗəɛɠɣɨɩɲŋʃʉʊʋʒ")


def _weight(text: str, start: int, end: int, decoded: str) -> int:
    """Tell how much a run proves: 2 proves mojibake alone, 1 only together with another."""
    wrong = text[start:end]
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    if all(script_of(char) not in ("", "Latin") for char in wrong):
        cut = before.isalpha() or after.isalpha()
        return 2 if cut and len(decoded) == 1 and script_of(decoded) == "Latin" else 0
    if len(decoded) >= _SHORT or decoded > "\uffff":
        return 3
    if len(decoded) > 1 and BADNESS_RE.search(decoded):
        return 3
    if wrong[0] in TYPOGRAPHIC and len(decoded) == 1 and len(wrong) == 2:
        return 0
    bonus = 1 if BADNESS_RE.search(text[max(0, start - 1) : end + 1]) else 0
    bonus += _at_home(text, wrong, decoded)
    scripts = {script_of(char) for char in decoded}
    if all(script_of(char) == "Latin" for char in wrong):
        broken = before.islower() and wrong[0].isupper() and after.islower()
        broken = broken or bool(_TELLTALE.match(wrong))
        return len(decoded) - 1 + (2 if broken else bonus)
    if len(decoded) == 1 and scripts.isdisjoint({"", "Latin"}):
        return bonus
    if scripts == {"Latin"} and _is_cut(wrong, before, after):
        return 2
    if all(char in TYPOGRAPHIC for char in wrong[1:]):
        return bonus
    if len(decoded) == 2:
        return 2 if len(scripts) == 1 else 1 + bonus
    if len(wrong) > 2:
        punctuation = "\u2010" <= decoded <= "\u203a" or decoded in "€™"
        in_word = before.isalpha() or after.isalpha()
        return 2 if punctuation else (0 if in_word else 1) + bonus
    return 1 + bonus


def _at_home(text: str, wrong: str, decoded: str) -> int:
    """Tell whether the article uses the decoded letters elsewhere, and the wrong first one nowhere."""
    alone = text.count(wrong[0]) == text.count(wrong)
    uses = min(text.count(char) for char in decoded)
    return 0 if not alone or uses < 2 else 2 if uses > 4 else 1


def _is_cut(wrong: str, before: str, after: str) -> bool:
    """Whether a word of Latin letters is cut by symbols or by letters of another script."""
    if any(script_of(char) not in ("", "Latin") for char in wrong):
        return before.isalpha() or after.isalpha()
    if before.islower() and wrong[0].isupper():
        return True
    return before.isalpha() and after.isalpha()


def _joined(text: str, pieces: Sequence[_Piece], gap: int = 24) -> Iterator[list[_Piece]]:
    group: list[_Piece] = []
    for piece in pieces:
        if group and (
            piece.start - group[-1].end > gap or "\n" in text[group[-1].end : piece.start]
        ):
            yield group
            group = []
        group.append(piece)
    if group:
        yield group


def _repair(text: str, group: Sequence[_Piece], owner: dict[int, Charset]) -> Repair:
    """Replace the pieces of a group by what they were, again if they had been misread twice."""
    start, end = group[0].start, group[-1].end
    parts, at = [], start
    for piece in group:
        parts += [text[at : piece.start], piece.decoded]
        at = piece.end
    fixed = "".join(parts)
    times = 1
    while times < MAX_ROUNDS:
        again, _ = fixed, None
        lines = [(0, len(again))]
        pieces, _owner = _decode(again, lines) if CANDIDATE.search(again) else ([], {})
        if not pieces:
            break
        fixed = _replaced(again, pieces)
        times += 1
    names = Counter(owner[piece.start].codec for piece in group)
    name = CHARSETS[names.most_common(1)[0][0]]
    story = f"UTF-8 read as {name}"
    if times > 1:
        story += ", twice" if times == 2 else f", {times} times"
    return Repair(start, end, fixed, story)


def _replaced(text: str, pieces: Sequence[_Piece]) -> str:
    parts, at = [], 0
    for piece in pieces:
        parts += [text[at : piece.start], piece.decoded]
        at = piece.end
    return "".join([*parts, text[at:]])


def _leftovers(
    text: str, lines: Sequence[tuple[int, int]], found: Sequence[Repair]
) -> Iterator[Repair]:
    """Yield the words that ftfy can heal and that lie outside what was found."""
    at = 0
    for start, end in lines:
        for match in BADNESS_RE.finditer(text, start, end):
            if match.start() < at or any(r.start < match.end() and match.start() < r.end for r in found):
                continue
            before, after = _WORD_EDGE
            first = match.start() - len(before.search(text[max(start, match.start() - 40) : match.start()])[0])
            last = match.end() + len(after.match(text[match.end() : min(end, match.end() + 40)])[0])
            at = last
            words = text[first:last]
            if _is_harmless(words):
                continue
            result = ftfy.fix_encoding_and_explain(words)
            if result.text != words and any(step[0]=="decode" and step[1].startswith("utf") or step[1]=="decode_inconsistent_utf8" for step in result.explanation):
                yield Repair(first, last, result.text, "mixed")


def _is_harmless(words: str) -> bool:
    """Whether words that look bad can be meant: capitals before a space, letters of one script."""
    if re.search("[a-z][ÃÂ] ", words):
        return False
    odd = [char for char in words if char > "\x7f" and char not in TYPOGRAPHIC]
    return ("Â\u00a0" in words and words.isupper()) or all(
        script_of(char) == "Latin" for char in odd
    ) and len(odd) <= 2 and "\xa0" not in words
