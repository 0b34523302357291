"""What the finders of damaged text return, and the words around it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from corpus_qa.text.characters import script_of
from corpus_qa.text.mojibake.evidence import (
    ENOUGH,
    MAX_TIMES,
    TYPOGRAPHIC,
    Charset,
    Piece,
    badness,
    charset,
    charset_names,
    is_likely,
    pieces_of,
    single_byte,
    upper_half,
)
from corpus_qa.text.mojibake.lossy import STORY as LOSSY
from corpus_qa.text.mojibake.lossy import Lossy, find_lossy, may_hold_lossy

LONGEST = 40  # letters of a word that a reader needs to see


@dataclass(frozen=True, slots=True)
class Repair:
    """A damaged place: code points of the text, the repaired words if known, and what happened."""

    start: int
    end: int
    fixed: str | None
    story: str


def word_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a span to the letters and digits that touch it."""
    first, last = max(0, start - LONGEST), min(len(text), end + LONGEST)
    while start > first and text[start - 1].isalnum():
        start -= 1
    while end < last and text[end].isalnum():
        end += 1
    return start, end


# Box drawings, blocks and mathematics, with which KOI8-R and the sets of DOS filled their tables.
_SIGN = "\u2500-\u259f\u2320\u2321\u2219\u221a\u2248\u2264\u2265"
# A frame around words has few kinds of signs between letters, and not many on a line.
_INSIDE = re.compile(rf"(?<=[^\W\d_])[{_SIGN}]+(?=[^\W\d_])")
_MIN_RUNS, _MIN_KINDS = 8, 4
STORY = "Text read in wrong character sets again and again, beyond repair"


def find_soup(text: str, start: int, end: int) -> Repair | None:
    """Return the soup on a line: from the first word with signs between its letters to the last."""
    places = list(_INSIDE.finditer(text, start, end))
    if len(places) < _MIN_RUNS or len({place[0] for place in places}) < _MIN_KINDS:
        return None
    first = max(start, text.rfind(" ", start, places[0].start()) + 1)
    space = text.find(" ", places[-1].end(), end)
    return Repair(first, space if space >= 0 else end, None, STORY)


@dataclass(frozen=True, slots=True)
class _Suspects:
    """Characters with which a misread sequence may begin or go on, and what finds candidates."""

    characters: frozenset[str]
    candidate: re.Pattern[str]


@cache
def _suspects() -> _Suspects:
    characters = frozenset(
        char
        for codec in single_byte()
        for char in upper_half(codec)
        if char not in TYPOGRAPHIC and script_of(char) in ("", "Latin")
    ) | {"Ђ"}  # the second byte of curly quotes in Windows-1251
    suspect = re.escape("".join(sorted(characters)))
    candidate = re.compile(
        r"[^\x00-\x7f“”‘’–—…](?:(?<=[ÃÂ])(?= )"
        rf"|(?<=[{suspect}])(?:(?=[^\x00-\x7f])|(?<=[^\x00-\x7f].)))"
    )
    return _Suspects(characters, candidate)


# Greek and Cyrillic letters that begin a sequence, before a character that prose seldom has there.
FOREIGN = re.compile(
    r"[\u0386-\u03ceВ-Яп](?=[\u0402-\u040f\u0450-\u045f\u0490\u0491\u00a0\u00ad«»‚„…†‡€‰‹›“”‘’•–—])"
    r"(?:(?<!п)|(?=їЅ))"
)
# A letter of another alphabet that touches a Latin one.
TOUCHING = re.compile(r"[\u0370-\u1fff](?:(?<=[A-Za-z].)|(?=[A-Za-z]))")
_FOREIGN_LEADS = frozenset(
    chr(code) for code in (*range(0x0386, 0x03CF), *range(0x0412, 0x0430), ord("п"))
)
# Letters of Western Europe and signs of English typography: they begin no sequence together.
HARMLESS = TYPOGRAPHIC | frozenset("éèêëáàâäíìïîóòöôúùüûñç")

# Sequences that nothing but mojibake has: curly quotes, the no-break space and the replacement
# character, misread once or twice.
_TELLTALE = re.compile(
    "â€|ã¢â|â\x80|Ã¢|Ã‚|Ã\x82|Ã\x83|ï¿½|ï»¿|вЂ[ќњљ“”™ўў]|РІР‚|пїЅ|п»ї"
    "|ÔøΩ|Ã[”\x94]Ã¸Î©|Г”ГёО©|ð[Ÿ\x9f]|í[\u00a0 ]?[¼-¾]í"
)  # fmt: skip
# "A-grave" before a space: the no-break space that ended it became a plain one.
_CUT_GRAVE = re.compile("[a-z][ÃÂ] ")
# The last letter of a word in capitals and a no-break space, no half of a small letter.
_END_OF_WORD = re.compile("(?<![a-zß-öø-ÿ])[^\\W\\d_a-z]\u00a0(?=\\S)")
_LOST_BYTE = re.compile("[ÂÃÄÅÐÑâã][^\\s\ufffd]?\ufffd")
_BEFORE = re.compile(r"[^\s<>()\[\]{}|/]{0,40}\Z")
_AFTER = re.compile(r"[^\s<>()\[\]{}|/]{0,40}")

# No repair ends in control codes.
_CONTROL = re.compile("[\x80-\x9f]")
_RUN = re.compile(r"[^\x00-\x7f]{2,}")
_MARK = re.compile("ï»¿|п»ї|∩╗┐|´╗┐")

GAP = 24  # pieces this near on one line are one damage
LONG_SCRIPTS = ("Han", "Kana", "Hangul", "Thai")  # nobody writes one letter of them in a Latin word
FEW = 2  # letters that only look bad, as in two glued words
TIMES = {2: ", twice", 3: ", three times", 4: ", four times"}

Lines = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class _Proven:
    """Pieces in the order of the text, each with the set in which it was misread."""

    pieces: tuple[Piece, ...]
    sets: tuple[Charset, ...]


def may_hold_mojibake(text: str, alphabet: frozenset[str]) -> bool:
    """Whether a text with these characters beyond ASCII can have been misread."""
    if may_hold_lossy(text, alphabet):
        return True
    if alphabet <= HARMLESS:
        return False
    leads = _suspects().characters | _FOREIGN_LEADS
    return not alphabet.isdisjoint(leads) or any("\u0370" <= char < "\u2000" for char in alphabet)


def find_mojibake(text: str) -> list[Repair]:
    """Return the damaged places of a text in order, neighbours on a line joined."""
    lossy = list(_lost(text))
    lines = tuple(_candidate_lines(text))
    if not lines:
        return lossy
    spans = [(repair.start, repair.end) for repair in lossy]
    repairs = lossy + list(_repairs(text, _prove(text, lines, spans)))
    covered = _Mask(len(text), ((repair.start, repair.end) for repair in repairs))
    repairs += _leftovers(text, lines, covered)
    return sorted(repairs, key=lambda repair: repair.start)


def _candidate_lines(text: str) -> Iterator[tuple[int, int]]:
    begins = [match.start() for match in _suspects().candidate.finditer(text)]
    begins += [match.start() for match in FOREIGN.finditer(text)]
    begins += [match.start() for match in TOUCHING.finditer(text)]
    at = -1
    for begin in sorted(begins):
        if begin >= at:
            end = text.find("\n", begin)
            at = end if end >= 0 else len(text)
            yield text.rfind("\n", 0, begin) + 1, at


def _lost(text: str) -> Iterator[Repair]:
    """Yield the words with sequences that were misread and then lost more."""
    first = last = 0
    group: list[Lossy] = []
    for place in find_lossy(text):
        start, end = word_around(text, place.start, place.end)
        if group and start >= last:
            yield _restored(text, first, last, group)
            group = []
        first = first if group else start
        last = max(last, end)
        group.append(place)
    if group:
        yield _restored(text, first, last, group)


def _restored(text: str, start: int, end: int, places: Iterable[Lossy]) -> Repair:
    """Return the words with what was lost, if all of it is known."""
    parts, at = [], start
    for place in places:
        if place.fixed is None:
            return Repair(start, end, None, LOSSY)
        parts += [text[at : place.start], place.fixed]
        at = place.end
    return Repair(start, end, "".join([*parts, text[at:end]]), LOSSY)


def _prove(text: str, lines: Lines, taken_spans: Lines = ()) -> _Proven:
    """Return the pieces that are UTF-8 in character sets for which the lines give evidence.

    Nothing in ``taken_spans`` is looked at.
    """
    chars = frozenset().union(*(text[start:end] for start, end in lines))
    count = cache(text.count)
    runs = [run for line in lines for run in _runs(text, *line)]
    options: list[tuple[int, Charset]] = []
    for codec in single_byte():
        a_set = charset(codec)
        if a_set.leads.isdisjoint(chars) or a_set.continuations.isdisjoint(chars):
            continue
        pieces = list(pieces_of(text, runs, a_set, count))
        if sum(piece.weight for piece in pieces) >= ENOUGH:
            options.append((sum(map(_fit, pieces)), a_set))
    options.sort(key=lambda option: -option[0])
    if not options:
        return _Proven((), ())
    everywhere = list(_runs(text, 0, len(text)))
    covered = _Mask(len(text), taken_spans)
    taken: list[tuple[Piece, Charset]] = []
    for _, a_set in options:
        # what is proven somewhere is healed everywhere
        pieces = list(pieces_of(text, everywhere, a_set, count))
        fresh = [piece for piece in pieces if not covered.touches(piece.start, piece.end)]
        if sum(piece.weight for piece in fresh) >= ENOUGH:
            scripts = frozenset().union(*(piece.scripts for piece in fresh if piece.weight))
            own = _letters_in_use(text, pieces)
            fresh = [
                piece
                for piece in fresh
                if piece.weight or (piece.scripts <= scripts and text[piece.start] not in own)
            ]
            taken += [(piece, a_set) for piece in fresh]
            covered.add(fresh)
    taken.sort(key=lambda pair: pair[0].start)
    return _Proven(tuple(piece for piece, _ in taken), tuple(a_set for _, a_set in taken))


def _letters_in_use(text: str, pieces: Sequence[Piece]) -> frozenset[str]:
    """Return the letters before a no-break space that the text also has where nothing is wrong."""
    uses = Counter(char for piece in pieces for char in text[piece.start : piece.end])
    ends = {text[piece.start] for piece in pieces if text[piece.start + 1] == "\u00a0"}
    return frozenset(char for char in ends if text.count(char) > uses[char])


def _runs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the runs of characters beyond ASCII: no sequence of UTF-8 goes beyond one."""
    return (match.span() for match in _RUN.finditer(text, start, end))


def _fit(piece: Piece) -> int:
    """Return how much speaks for the set of a piece."""
    length = piece.end - piece.start
    return -length if piece.misfit else length


class _Mask:
    """Which code points of a text are spoken for."""

    def __init__(self, length: int, spans: Iterable[tuple[int, int]]) -> None:
        self._taken = bytearray(length)
        for start, end in spans:
            self._taken[start:end] = b"\x01" * (end - start)

    def add(self, pieces: Iterable[Piece]) -> None:
        for piece in pieces:
            self._taken[piece.start : piece.end] = b"\x01" * (piece.end - piece.start)

    def touches(self, start: int, end: int) -> bool:
        return 1 in self._taken[start:end]


def _repairs(text: str, proven: _Proven) -> Iterator[Repair]:
    """Yield one repair per group of neighbouring pieces."""
    group: list[int] = []
    for at, piece in enumerate(proven.pieces):
        if group and not _is_near(text, proven.pieces[group[-1]].end, piece.start):
            yield _repair(text, proven, group)
            group = []
        group.append(at)
    if group:
        yield _repair(text, proven, group)


def _is_near(text: str, end: int, start: int) -> bool:
    return start - end <= GAP and "\n" not in text[end:start]


def _repair(text: str, proven: _Proven, group: Sequence[int]) -> Repair:
    """Replace the pieces of a group by what they were, again if they had been misread twice."""
    pieces = [proven.pieces[at] for at in group]
    start, end = pieces[0].start, pieces[-1].end
    fixed = _replaced(text, start, end, pieces)
    times = max(piece.times for piece in pieces)
    while times < MAX_TIMES:
        is_candidate = _suspects().candidate.search(fixed)
        again = _prove(fixed, ((0, len(fixed)),)).pieces if is_candidate else ()
        if not again:
            break
        fixed = _replaced(fixed, 0, len(fixed), again)
        times += 1
    name = Counter(proven.sets[at].codec for at in group).most_common(1)[0][0]
    first, last = word_around(text, start, end)
    story = f"UTF-8 read as {charset_names()[name]}{TIMES.get(times, '')}"
    if _CONTROL.search(fixed) and not _CONTROL.search(text, start, end):
        return Repair(first, last, None, LOSSY)
    return Repair(first, last, f"{text[first:start]}{fixed}{text[end:last]}", story)


def _replaced(text: str, start: int, end: int, pieces: Iterable[Piece]) -> str:
    """Return a part of a text with its pieces read again."""
    parts, at = [], start
    for piece in pieces:
        parts += [text[at : piece.start], piece.decoded]
        at = piece.end
    return "".join([*parts, text[at:end]])


def _leftovers(text: str, lines: Lines, covered: _Mask) -> Iterator[Repair]:
    """Yield what ftfy can heal and what nothing can, outside the places already found."""
    at = 0
    for start, end in lines:
        places = [*badness().finditer(text, start, end), *_TELLTALE.finditer(text, start, end)]
        for match in sorted(places, key=re.Match.start):
            if match.start() < at or covered.touches(*match.span()):
                continue
            words = _words_around(text, start, end, match)
            repair = _healed(text, *words) or _hopeless(text, *words)
            if repair is not None:
                yield repair
                at = repair.end
        soup = None if covered.touches(start, end) or at > start else find_soup(text, start, end)
        if soup is not None:
            yield soup


def _words_around(text: str, start: int, end: int, match: re.Match[str]) -> tuple[int, int]:
    before = _BEFORE.search(text, max(start, match.start() - 41), match.start())
    after = _AFTER.match(text, match.end(), end)
    first = before.start() if before else match.start()
    return first, after.end() if after else match.end()


def _healed(text: str, start: int, end: int) -> Repair | None:
    import ftfy  # noqa: PLC0415 - slow to import, and few texts need it

    words = text[start:end]
    fixed, steps = ftfy.fix_encoding_and_explain(words)
    steps = steps or []
    decoded = [step for step in steps if _reads_utf8(step.action, step.parameter)]
    if fixed == words or not decoded or _is_harmless(words) or badness().search(fixed):
        return None
    if "\ufffd" in fixed and not _LOST_BYTE.search(words):
        return None
    read = "".join(char for char in fixed if char > "\x7f" and char != "\ufffd")
    if not is_likely(read) or (len(read) == 1 and script_of(read) in LONG_SCRIPTS):
        return None
    names = [step.parameter for step in steps if step.action == "encode"]
    codec = names[0].removeprefix("sloppy-").replace("windows-", "cp") if names else ""
    name = charset_names().get(codec)
    return Repair(start, end, fixed, f"UTF-8 read as {name or 'another character set'}")


def _reads_utf8(action: str, parameter: str) -> bool:
    return (action == "decode" and parameter.startswith("utf-8")) or (
        parameter == "decode_inconsistent_utf8"
    )


def _hopeless(text: str, start: int, end: int) -> Repair | None:
    mark = _MARK.search(text, start, end)
    if mark is not None:
        return Repair(*mark.span(), "", "A byte order mark of UTF-8 read in another character set")
    if not _TELLTALE.search(text, start, end):
        return None
    return Repair(start, end, None, "UTF-8 read in another character set, and damaged further")


def _is_harmless(words: str) -> bool:
    """Whether words that look bad can be meant: a capital before a space, two glued words."""
    if _CUT_GRAVE.search(words):
        return False
    plain = _END_OF_WORD.sub("E ", words)
    if plain != words and not badness().search(plain):
        return True
    odd = [char for char in words if char > "\x7f" and char not in TYPOGRAPHIC]
    letters = all(script_of(char) == "Latin" for char in odd)
    return letters and len(odd) <= FEW and ("\u00a0" not in words or words.isupper())
