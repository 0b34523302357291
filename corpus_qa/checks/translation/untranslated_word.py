"""Words of the source language that were copied into the English text.

Why it matters
    An engine copies the words that it has never seen. The reader gets a sentence with a hole in
    it, and nothing in the text says what belongs there.

Flagged
    The council will meet in the nemocnice and vote on the fee.
    They wash the wool in the thvottahus behind the farm.

Clean
    The council will meet in the hospital and vote on the fee.
    They call it “thvottahus”, the wash house, and the footbath is in front.
    The goverment said that the footbath was over.

Limits
    A word counts when no list has it, no common word is one letter away and it is no compound of
    two. One such word in a long article is a note: every article may have a word of its own. Long
    texts are looked through only when something else is odd about them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus_qa.checks.translation._reading import Reading
from corpus_qa.checks.translation._words import foreign_words
from corpus_qa.model import Check, Evidence, Family, Severity

# Distinct foreign words per word of text above which they are more than a writer's own coinage.
SHARE = 0.012
QUOTES = frozenset("\"“”‘’'«»„()[]*_")
AROUND = 60
MOST = 20


def find(reading: Reading) -> Iterator[Evidence]:
    """Yield the foreign words, as notes where they are few for the length of the text."""
    text = reading.text
    found: dict[str, re.Match[str]] = {}
    for match in foreign_words(text):
        if not _is_meant(text, match.start(), match.end()):
            found.setdefault(match[0], match)
    severity = None if len(found) > SHARE * len(text.split()) else Severity.NOTE
    for word, match in list(found.items())[:MOST]:
        message = f"“{word}” is no English word and seems to be left untranslated."
        yield Evidence(CHECK.id, message, "text", *match.span(), severity=severity)


def _is_meant(text: str, start: int, end: int) -> bool:
    """Tell whether the word is quoted, or a name that the text writes with a capital elsewhere."""
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    near = before.rsplit(" ", 2)[-2:] + after.split(" ", 2)[:2]
    if any(QUOTES & set(words) for words in near) or text[start:end].capitalize() in text:
        return True
    opened = max(before.rfind(mark) for mark in '“„«"')
    closed = [at for at in (after.find(mark) for mark in '”“»"') if at >= 0]
    if opened < 0 or "”" in before[opened:] or not closed:
        return False
    quoted = text[start - len(before) + opened + 1 : end + min(closed)]
    return sum(1 for _ in foreign_words(quoted)) > 1


CHECK = Check(
    id="TRN016",
    name="untranslated-word",
    family=Family.TRANSLATION,
    severity=Severity.WARNING,
    summary="a word of the source language was copied",
    page=__doc__ or "",
)
