"""Words that repeat in a loop: ``the Val di Fiore, the Val di Fiore, the Val di Fiore``.

Why it matters
    A translation engine that gets stuck repeats the same words until it reaches its limit. What the
    source said there is lost.

Flagged
    The inn lies in the hills, in the hills, in the hills, in the hills.
    After the war he went home to Halden, where he went home to Halden.
    The room was clean and quiet and the room was clean and quiet.

Clean
    No, no, no, she said, and it grew better and better.
    We shall wait by the gate, we shall wait by the wall, we shall wait.
    He sang “row, row, row your boat” again and again.

Limits
    In texts of more than ``LONG`` characters only repetitions that fill a good part of a line are
    found. Words in quotation marks are treated as speech, songs and slogans, and repeated lines as
    refrains.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus_qa.checks.translation._reading import Part, Reading
from corpus_qa.checks.translation.machine_translation_evidence import examine
from corpus_qa.model import ALL_LANGUAGES, Check, Evidence, Family, Severity
from corpus_qa.text.language import word_set

LONG = 1000
# In long texts a probe every STEP characters is looked for in the next AHEAD characters, and a
# third time as far away again.
STEP = 300
PROBE = 14
AHEAD = 160
WINDOW = 400
LONGEST_PERIOD = 16
TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
SMALL = word_set(
    "a an and are as at be been but by for from had has have he her him his i if in is it "
    "its more my no not of on or our out over she so some such that the their them then "
    "there they this to up very was we were what when which who will with would yes you "
    "your ha la na oh ah do go hey bye day years hours days times much many less great "
    "really far long again round through can could may must should shall blah bla"
)
# “Over and over and over”: what stands between the copies of a word that is said for emphasis.
BETWEEN = word_set("and or und y et e en och og i и та ve ja și şi és και")
# Languages without spaces repeat characters; laughter repeats one or two, a machine many more.
UNSPACED = re.compile(
    r"([\u0e01-\u0e3a\u0e40-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]{2,12}?)"
    r"\1{4,}"
)
LINKS = frozenset(
    {"and", "or", "but", "also", "where", "he", "she", "it", "is", "a", "the", "who", "which", "as"}
)
# Up to so many characters a text is a sentence or two, in which nobody uses figures of speech.
SENTENCE = 400
SHOWN = 100
COPIES = 3
SMALL_COPIES = 5
# Even a chorus ends; a machine does not.
CHANT = 6
# So many pictures in a row may have one credit.
GALLERY = 10
PHRASE = 4
LONG_WORD = 6
GAP = 2
SENTENCE_END = re.compile(r"[.!?…]\s+[A-Z]")
TERM = re.compile(r"[\"“][^\"“”\n]{4,60}[\"”]")
HYPHENATED = re.compile(r"-(?:and|or|by|to)-")
QUOTES = frozenset('"“”«»„')


@dataclass(frozen=True, slots=True)
class Loop:
    """A repetition in the text: code points, and how many copies of the same words they contain."""

    start: int
    end: int
    copies: int


@dataclass(frozen=True, slots=True)
class Repeat:
    """``length`` words from word ``at`` on occur again ``period`` words later."""

    at: int
    period: int
    length: int


def find(reading: Reading) -> Iterator[Evidence]:
    """Yield the loops."""
    text = reading.text
    found = list(_found(text))
    times = Counter(text[loop.start : loop.start + SHOWN].lower() for loop in found)
    is_stuck = bool(found) and max(times.values()) >= COPIES
    for loop in found:
        words = text[loop.start : loop.end]
        shown = words if len(words) <= SHOWN else f"{words[:SHOWN]} …"
        message = f"The same words repeat in a loop: “{shown}”."
        severity = None if is_stuck or _is_sure(loop, text) else Severity.NOTE
        yield Evidence(CHECK.id, message, "text", loop.start, loop.end, severity=severity)


def _found(text: str) -> Iterator[Loop]:
    end = 0
    for start, stop in _windows(text):
        for loop in _loops(text, max(start, end), stop):
            words = text[loop.start : loop.end]
            if loop.start >= end and "\n" not in words and not _is_chant(loop, text):
                end = loop.end
                yield loop


def _is_chant(loop: Loop, text: str) -> bool:
    """Return whether somebody is quoted, who sings or shouts."""
    before = max(0, loop.start - WINDOW)
    line = text[text.rfind("\n", before, loop.start) + 1 or before : loop.start]
    is_open = line.count("“") > line.count("”") or line.count('"') % 2 == 1
    return is_open and loop.copies < CHANT and not QUOTES & set(text[loop.start : loop.end])


def _is_sure(loop: Loop, text: str) -> bool:
    """Return whether it is no figure of speech: many copies, or a phrase twice in a lone sentence.

    A word typed twice is a slip, and a phrase said again after a comma has weight.
    """
    words = text[loop.start : loop.end]
    lone = len(text) <= SENTENCE
    if loop.copies < COPIES and (len(words.split()) <= COPIES - 1 or _is_emphatic(words)):
        return False
    if not lone and loop.copies < GALLERY and _are_names(words):
        return False
    if QUOTES & set(words):
        return lone and loop.copies >= COPIES
    if SENTENCE_END.search(words) and loop.copies < SMALL_COPIES:
        return lone and len(words.split()) >= 2 * PHRASE
    return lone or loop.copies >= COPIES


def _are_names(words: str) -> bool:
    """Return whether half of the words are capitalised: picture credits, lists of winners."""
    capitals = [word for word in words.split() if word[0].isupper()]
    return 2 * len(capitals) >= len(words.split())


def _is_emphatic(words: str) -> bool:
    """Return whether a comma is all that stands between the two halves."""
    first, comma, second = words.partition(", ")
    return bool(comma) and first.lower() == second.lower()


def _windows(text: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches worth a look: all of a short text, where probes recur in a long one."""
    if len(text) <= LONG:
        yield 0, len(text)
        return
    end = 0
    for at in range(0, len(text) - PROBE, STEP):
        if at < end:
            continue
        probe = text[at : at + PROBE]
        again = text.find(probe, at + 1, at + AHEAD)
        if again >= 0 and text.startswith(probe, 2 * again - at):
            end = min(len(text), at + WINDOW)
            yield max(0, at - STEP), end


def _loops(text: str, start: int, stop: int) -> Iterator[Loop]:
    words = [word.lower() for word in TOKEN.findall(text, start, stop)]
    repeats = [repeat for repeat in _repeats(words) if _may_be_loop(words, repeat)]
    matches = list(TOKEN.finditer(text, start, stop)) if repeats else []
    for repeat in repeats:
        last = matches[repeat.at + repeat.period + repeat.length - 1].end()
        loop = Loop(matches[repeat.at].start(), last, repeat.length // repeat.period + 1)
        if _is_loop(words, repeat, text[loop.start : last], text[last : last + 1]):
            yield loop
    yield from _named_thrice(text)
    for match in UNSPACED.finditer(text, start, stop):
        if len(set(match[1])) > 2:  # noqa: PLR2004 - laughter has one or two
            yield Loop(match.start(), match.end(), len(match[0]) // len(match[1]))


def _repeats(words: Sequence[str]) -> list[Repeat]:
    """Return the longest repeats for each period, by place."""
    last: dict[str, list[int]] = {}
    again: dict[int, list[int]] = {}
    for at, word in enumerate(words):
        places = last.setdefault(word, [])
        for place in reversed(places):
            if at - place > LONGEST_PERIOD:
                break
            again.setdefault(at - place, []).append(place)
        places.append(at)
    found = [
        Repeat(first, period, length)
        for period, places in again.items()
        for first, length in _runs(places)
    ]
    return sorted(found, key=lambda repeat: (repeat.at, -repeat.length, repeat.period))


def _runs(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield where runs of consecutive numbers begin, and how long they are."""
    first = 0
    for number in range(1, len(places) + 1):
        if number == len(places) or places[number] != places[number - 1] + 1:
            yield places[first], number - first
            first = number


def _may_be_loop(words: Sequence[str], repeat: Repeat) -> bool:
    """Return whether the copies touch, or only words that link stand between them."""
    if repeat.length >= repeat.period:
        return True
    end = repeat.at + repeat.length
    gap = words[end : repeat.at + repeat.period]
    return len(gap) <= GAP and LINKS.issuperset(gap) and words[end - 1] not in SMALL


def _is_loop(words: Sequence[str], repeat: Repeat, shown: str, following: str) -> bool:
    """Return whether no writer says it so: a third copy, or a whole phrase said twice at once.

    ``shown`` is the text of the repeat, ``following`` the character after it.
    """
    copies = repeat.length // repeat.period + 1
    said = words[repeat.at : repeat.at + repeat.length]
    content = [word for word in said[: repeat.period] if word not in SMALL and not word.isdigit()]
    if repeat.length >= repeat.period:
        if copies >= _least_copies(said, content, is_list="," in shown):
            return True
        if repeat.period == 1:
            return bool(content) and shown == f"{said[0]} {said[0]}"
        return len(content) > 1 and repeat.period >= PHRASE
    if HYPHENATED.search(shown):
        return False
    gap = words[repeat.at + repeat.length : repeat.at + repeat.period]
    if repeat.length >= PHRASE:
        return bool(content)
    after = words[repeat.at + repeat.period + repeat.length :][:1]
    return following != "-" and _is_doubled(said, gap, after if following == " " else ())


def _least_copies(said: Sequence[str], content: Sequence[str], *, is_list: bool) -> int:
    """Return how many copies are too many: a single word may be repeated three times for effect."""
    if not content:
        return SMALL_COPIES
    if len(said) > 1 and said[1] in BETWEEN and len(set(said[::2])) == 1:
        return SMALL_COPIES
    if len(set(said)) > 1:
        return COPIES
    return CHANT if is_list else COPIES + (len(said[0]) < LONG_WORD)


def _is_doubled(said: Sequence[str], gap: Sequence[str], after: Sequence[str]) -> bool:
    """Distinguish ``enjoyable and enjoyable`` from ``better and better`` and ``days and days``."""
    last = said[-1]
    if not set(gap) & {"and", "or", "but"} or last.endswith(("er", "s")) or len(last) < PHRASE:
        return False
    return not after or after[0] in SMALL  # petroleum and petroleum products


def _named_thrice(text: str) -> Iterator[Loop]:
    """Yield a quoted term that one short sentence names three times: it is explained by itself."""
    if len(text) > SENTENCE:
        return
    terms = [(match, match[0].lower().strip('.,“”"')) for match in TERM.finditer(text)]
    for term, name in terms[: len(terms) - COPIES + 1]:
        same = [match for match, other in terms if other == name]
        if same[0] is term and len(same) >= COPIES:
            yield Loop(term.start(), same[-1].end(), len(same))


CHECK = Check(
    id="TRN015",
    name="repetition-loop",
    family=Family.TRANSLATION,
    severity=Severity.WARNING,
    languages=ALL_LANGUAGES,
    summary="words that repeat in a loop",
    page=__doc__ or "",
    examine=examine,
)
PART = Part(CHECK, find, always=True, weight=2.0)
