"""Letters that were replaced by question marks: ``we?re``, ``f?r``, ``d?but``, ``????? ????``.

Why it matters
    A program wrote a question mark for each character that its character set lacks. The letter is
    lost, and the text still looks like plain ASCII, so no check of single characters notices. In
    old English news apostrophes suffer most; in other scripts every letter is lost.

Flagged
    The city?s carriage horses stay, and the owners say they?re glad.
    Die Beh?rden pr?fen, ob die Br?cke f?r Busse gesperrt werden muss.
    ??????? ????? ???????? ? ?????, ??????? ??????.

Clean
    Is it over? Why? Because nobody asked: what?! Really???
    Open shop.example/index.php?id=7&s=1 or wiki?page.
    Quoi ? dit-il. Pourquoi ? demanda-t-elle.

Limits
    A single question mark inside a word is sufficient evidence only before the ending of an English
    contraction or in a frequent word of another language; otherwise two words are needed, because a
    missing space after a question looks the same.

Repair
    Unsafe: whether it is right needs a reader.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from corpus_qa.checks.encoding._evidence import TEXT_FIELDS, Damage, capped, in_url, merged, shown
from corpus_qa.model import ALL_LANGUAGES, Article, Check, Evidence, Family, Hit, Pattern, Severity
from corpus_qa.text.language import count_small_words
from corpus_qa.text.tables import frequent_words

ID = "ENC004"
WORD = re.compile(r"[^\s\"“”„«»()\[\],;:!.…<>|]*\?[^\s\"“”„«»()\[\],;:!.…<>|]*")
CONTRACTION = re.compile(r"(I|[^\W\d_](?:\w|[-'’])+)\?(s|t|re|ve|ll|d|m)(?![^\W_])")
_LETTER = "[A-Za-z\u00c0-\u024f]"
IN_WORD = re.compile(
    rf"{_LETTER}(?:{_LETTER}|['’-])*(?:\?+(?:{_LETTER}|['’-])+)+\??"
    rf"|\?{_LETTER}+(?:\?+{_LETTER}+)+"
)
# Small letters of the alphabets whose words are recognised: without them, every question is a hit.
SMALL = "".join(filter(str.islower, map(chr, range(ord("a"), 0x180))))
MESSAGE = "Letters were replaced by question marks."
LEADING = re.compile(rf"\?+{_LETTER}+")
# A question, then the next sentence without a space: the second part begins like a word.
QUESTION_WORDS = frozenset(
    [
        "what",
        "why",
        "who",
        "how",
        "when",
        "where",
        "which",
        "whom",
        "whose",
        "really",
        "right",
        "ok",
        "okay",
        "no",
        "yes",
    ]
)
ALL_LOST = re.compile(r"\?{2,}|(?<![^\s])\?(?![^\s])")
MIN_LOST_WORDS, MIN_LOST_MARKS, LOST_RATE = 3, 10, 0.4
ENOUGH = 2
MIN_MASKED = 3  # letters of a frequent word that is recognised


def is_in_prose(text: str, start: int, end: int) -> bool:
    """Whether a question mark is in prose, not in a URL or its query."""
    after = text[end : end + 24]
    return not in_url(text, start) and "=" not in after.split(" ")[0]


def examine(article: Article, hits: Sequence[Hit]) -> Iterable[Evidence]:
    """Yield the words that lost letters; the word is suggested where only one can be meant."""
    damages = []
    for field in TEXT_FIELDS:
        places = [hit.start for hit in hits if hit.field == field]
        if places:
            damages += [*_words(article.field(field), field), *_lines(article.field(field), field)]
    return capped(ID, damages)


def _words(text: str, field: str) -> Iterator[Damage]:
    """Yield words with question marks inside, if they confirm each other."""
    found: dict[tuple[int, int], tuple[int, str | None]] = {}
    for match in WORD.finditer(text):
        word = match[0]
        if "/" in word or "=" in word or "@" in word or "&" in word:
            continue
        judged = _judge(word)
        if judged is not None and not in_url(text, match.start()):
            found[match.span()] = judged
    kinds = {text[start:end] for start, end in found}
    weight = max((weight for weight, _ in found.values()), default=0)
    if weight < ENOUGH and len(kinds) < ENOUGH:
        return
    if weight <= 0:
        return
    ordered = deque(sorted(found.items()))
    for start, end in merged(text, found):
        parts, at = [], start
        whole = True
        while ordered and ordered[0][0][1] <= end:
            (first, last), (_, fixed) = ordered.popleft()
            whole = whole and fixed is not None
            parts += [text[at:first], fixed or text[first:last]]
            at = last
        suggestion = "".join([*parts, text[at:end]]) if whole else None
        message = f"Letters were replaced by question marks: “{shown(text[start:end])}”."
        yield Damage(field, start, end, message, suggestion)


def _judge(word: str) -> tuple[int, str | None] | None:
    """Return the weight of a word with question marks and the original; None if no evidence."""
    contraction = CONTRACTION.fullmatch(word.rstrip("?-'’") if word.count("?") > 1 else word)
    if contraction:
        return ENOUGH, word.replace("?", "’", 1)
    bare = word.strip("'’-")
    if bare in _masked_words():
        known = _masked_words()[bare]
        return ENOUGH, None if known is None else word.replace(bare, known)
    if IN_WORD.fullmatch(bare):
        return None if _is_two_words(bare) else (1, None)
    return (0, None) if LEADING.fullmatch(bare) else None


def _is_two_words(word: str) -> bool:
    """Whether a question mark ends a question, and the space behind it is missing."""
    left, _, right = word.partition("?")
    if left.lower() in QUESTION_WORDS or (right[:1].isupper() and left[-1:].islower()):
        return True
    return max(count_small_words(f"{left} {right}").values(), default=0) > 1


@cache
def _masked_words() -> dict[str, str | None]:
    """Return frequent words as they look with their letters lost; None if two words look so."""
    masked: dict[str, set[str]] = {}
    for words in frequent_words("latin").values():
        for word in words:
            lost = re.sub(r"[^\x00-\x7f]", "?", word)
            if lost.strip("?") and len(lost) >= MIN_MASKED and lost.strip("?") != lost[:-1]:
                masked.setdefault(lost, set()).add(word)
    return {lost: words.pop() if len(words) == 1 else None for lost, words in masked.items()}


def _lines(text: str, field: str) -> Iterator[Damage]:
    """Yield lines in which whole words were replaced by question marks."""
    at = 0
    for line in text.split("\n"):
        marks = line.count("?")
        if marks >= MIN_LOST_MARKS and marks >= LOST_RATE * sum(not c.isspace() for c in line):
            words = ALL_LOST.findall(line)
            longest = max(map(len, words), default=0)
            if len(words) >= MIN_LOST_WORDS or longest >= 2 * MIN_LOST_MARKS:
                first, last = line.index("?"), line.rindex("?") + 1
                message = "All letters of these words were replaced by question marks."
                yield Damage(field, at + first, at + last, message)
        at += len(line) + 1


CHECK = Check(
    id=ID,
    name="question-mark-loss",
    family=Family.ENCODING,
    severity=Severity.ERROR,
    languages=ALL_LANGUAGES,
    summary="letters that were replaced by question marks",
    page=__doc__ or "",
    patterns=(
        Pattern(rf"\pL\?[{SMALL}]"),
        Pattern(r"^\?+\pL+\?\pL", literals=("?",)),
        Pattern(r"\s\?+\pL+\?\pL", literals=(" ?", "\n?", "\t?", "\r?", "\f?")),
        Pattern(r"\?{4,}|\? \?{2,}", literals=("??",)),
    ),
    fields=TEXT_FIELDS,
    examine=examine,
)
