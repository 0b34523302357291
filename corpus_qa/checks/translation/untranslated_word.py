"""Words copied from the source language into the English text.

Why it matters
    An engine copies words that it does not know. The reader gets a sentence with a gap, and nothing
    in the text shows what belongs there.

Flagged
    The council will meet in the nemocnice and vote on the fee.
    They wash the wool in the thvottahus behind the farm.

Clean
    The council will meet in the hospital and vote on the fee.
    They call it “thvottahus”, the wash house, and the footbath is in front.
    The goverment said that the footbath was over.

Limits
    A word counts if it is in no list of English words and in the list of one of 26 languages, or
    built as the words of one are; if it is in no list, no common word may differ from it by one
    letter, and it may not be a compound of two known words. Any article may use an unusual word:
    one or two in plain ASCII letters that are only strange are notes, and so are a few in a long
    article. If one in twenty of a site's short
    articles (of at least fifty) contains such words, unusual vocabulary is no longer the likelier
    explanation, and each of these articles gets a warning. Long texts are searched only if
    something else is suspicious.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus_qa.checks.translation._reading import Part, Reading
from corpus_qa.checks.translation._words import (
    foreign_words,
    is_surely_foreign,
    languages_of,
    lower_words,
)
from corpus_qa.checks.translation.machine_translation_evidence import examine
from corpus_qa.model import Check, CorpusQuery, Evidence, Family, Severity, Signal

# Distinct foreign words per word of text above which they are more than a writer's own coinage.
SHARE = 0.012
# Words in plain letters are a writer's own coinages, names of things and slips, up to so many.
SEVERAL = 3
QUOTES = frozenset("\"“”‘’'«»„()[]*_")
AROUND = 60
MOST = 20


def find_closer(reading: Reading) -> Iterator[Evidence | Signal]:
    """Yield the foreign words and, if the text has many of them, their number (0 otherwise)."""
    found = list(_find(reading)) if reading.is_english else []
    yield from found
    many = _is_dense(len(found), reading.text)
    yield Signal("foreign_words", len(found) if many else 0)


def _find(reading: Reading) -> Iterator[Evidence]:
    """Yield the foreign words, as notes where the writer may have chosen an unusual word."""
    text = reading.text
    if reading.is_misread:
        return
    found: dict[str, re.Match[str]] = {}
    for match in foreign_words(reading.unlisted):
        if not _is_meant(text, match.start(), match.end()):
            found.setdefault(match[0], match)
    is_sure = len(found) >= SEVERAL or any(map(is_surely_foreign, found))
    severity = None if is_sure and _is_dense(len(found), text) else Severity.NOTE
    for word, match in list(found.items())[:MOST]:
        yield Evidence(CHECK.id, _message(word), "text", *match.span(), severity=severity)


def _message(word: str) -> str:
    names = languages_of(word)
    is_what = f"a word of {names[0]}" if len(names) == 1 else "not an English word"
    return f"“{word}” is {is_what} and seems to be untranslated."


def _is_dense(words: int, text: str) -> bool:
    """Return whether so many foreign words are many for the length of a text."""
    return words > SHARE * len(text.split())


def _is_meant(text: str, start: int, end: int) -> bool:
    """Return whether the word is quoted, or a name that the text capitalises elsewhere."""
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    near = before.rsplit(" ", 2)[-2:] + after.split(" ", 2)[:2]
    if any(QUOTES & set(words) for words in near) or text[start:end].capitalize() in text:
        return True
    opened = max(before.rfind(mark) for mark in '“„«"')
    closed = [at for at in (after.find(mark) for mark in '”“»"') if at >= 0]
    if opened < 0 or "”" in before[opened:] or not closed:
        return False
    quoted = text[start - len(before) + opened + 1 : end + min(closed)]
    return sum(1 for _ in foreign_words(lower_words(quoted))) > 1


# Articles that name no site are compared with each other.
SITES = CorpusQuery(
    """
WITH sites AS (
  SELECT COALESCE(site, '') AS place, COUNT(foreign_words) AS articles,
    COUNT(*) FILTER (WHERE foreign_words > 0) AS others
  FROM signals GROUP BY place
)
SELECT s."row",
  p.others || ' of ' || p.articles || ' short articles '
    || COALESCE('of ' || s.site, 'without a site')
    || ' contain words that are not English, as this one does: they seem to be untranslated.'
    AS message
FROM signals s
JOIN sites p ON COALESCE(s.site, '') = p.place
WHERE s.foreign_words > 0
  AND p.articles >= $foreign_site AND p.others >= $foreign_site_share * p.articles
""",
    needs=("foreign_words",),
    limits={
        # Of sentences that people write one in 70 has a word of its writer's own; of those of
        # engines that leave words untranslated one in 11.
        "foreign_site": 50,
        "foreign_site_share": 0.05,
    },
)

CHECK = Check(
    id="TRN016",
    name="untranslated-word",
    family=Family.TRANSLATION,
    severity=Severity.WARNING,
    languages=("en",),
    summary="a word copied from the source language",
    page=__doc__ or "",
    signals=("foreign_words",),
    corpus=SITES,
    examine=examine,
)
PART = Part(CHECK, find_closer=find_closer, weight=0.5)
