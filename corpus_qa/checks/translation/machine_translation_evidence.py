"""Several independent signs in one article that a machine translated it.

Why it matters
    One detached hyphen is a slip; hyphens, lower-case names and word-by-word phrases together
    are a translation that nobody read. What was lost in it cannot be seen in the text, so the
    article should not be ingested as if it were an original.

Flagged
    This Friday kyiv has assured that the 30 -day truce holds, ”said the mayor.

Clean
    The 30-day truce holds, the mayor of Kyiv said on Friday.

Limits
    Counts kinds of evidence, not findings: three kinds in one article, notes aside, are an error.
    Modern systems leave no visible trace; nothing is claimed about texts without. The signal
    ``translation_score`` is the weight of all evidence, notes included, per 1,000 words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from corpus_qa.checks.translation import (
    calque,
    detached_hyphen,
    detached_punctuation,
    detached_quote,
    engine_token,
    foreign_punctuation,
    foreign_script,
    foreign_tense,
    glued_words,
    kept_transliteration,
    lower_case_name,
    number_habit,
    other_language,
    pronoun_clash,
    repetition_loop,
    tool_notice,
    translation_reply,
    two_spellings,
    untranslated_word,
    wrong_language,
)
from corpus_qa.checks.translation._reading import Part, Reading
from corpus_qa.model import Article, Check, Evidence, Family, Hit, Severity, Signal

# Checks with patterns, looked at where a pattern matched.
MATCHED = (
    Part(detached_hyphen.CHECK),
    Part(detached_quote.CHECK, detached_quote.find),
    Part(detached_punctuation.CHECK, detached_punctuation.find),
    Part(foreign_punctuation.CHECK, foreign_punctuation.find, english=False),
    Part(lower_case_name.CHECK, lower_case_name.find),
    Part(kept_transliteration.CHECK, kept_transliteration.find),
    Part(two_spellings.CHECK, two_spellings.find, weight=0.5),
    Part(glued_words.CHECK, glued_words.find, weight=0.5),
    Part(pronoun_clash.CHECK),
    Part(calque.CHECK, calque.find),
    Part(number_habit.CHECK, number_habit.find),
    Part(tool_notice.CHECK, english=False, weight=3.0),
    Part(engine_token.CHECK, english=False, weight=3.0),
    Part(translation_reply.CHECK, english=False, weight=3.0),
    Part(foreign_tense.CHECK),
)
# Checks without patterns, cheap enough for every article.
ALWAYS = (
    Part(foreign_script.CHECK, foreign_script.find, english=False),
    Part(other_language.CHECK, other_language.find, english=False, weight=2.0),
    Part(repetition_loop.CHECK, repetition_loop.find, english=False, weight=2.0),
    Part(wrong_language.CHECK, wrong_language.find, english=False, weight=2.0),
)
# Checks that look at every word: worth their time where the text is short or odd already.
CLOSER = (
    Part(untranslated_word.CHECK, untranslated_word.find, weight=0.5),
    Part(lower_case_name.CHECK, lower_case_name.find_learned),
)
LONG = 1000
# Nothing longer is looked at word by word, whatever else is odd about it.
LONGEST = 30_000
PARTS = (*MATCHED, *ALWAYS, CLOSER[0])
BY_ID = {part.check.id: part for part in MATCHED}
NOTE_WEIGHT = 0.25
# Kinds of evidence (notes aside) that no single slip and no single quotation explains together.
KINDS = 3
WORDS = 1000
# Articles shorter than this are scored as if they had so many words: one slip is no rate.
LEAST_WORDS = 200


def examine(article: Article, hits: Sequence[Hit]) -> Iterator[Evidence | Signal]:
    """Yield the evidence of every check of the family, the article's score and its verdict."""
    reading = Reading(article, _by_check(hits))
    found = [(part, item) for part in _parts(reading) for item in _of_part(part, reading)]
    is_odd = any(_severity(part, item) is not Severity.NOTE for part, item in found)
    if len(article.text) <= (LONGEST if is_odd else LONG):
        found += [(part, item) for part in CLOSER for item in _of_part(part, reading)]
        yield _foreign_words(article.text, [item for _, item in found])
    yield from (item for _, item in found)
    if reading.other_scripts:
        yield Signal("latin_share", round(reading.latin_share, 3))
    if not found:
        yield Signal("translation_score", 0.0)
        return
    words = max(LEAST_WORDS, len(article.text.split()))
    weight = sum(_weight(part, item) for part, item in found)
    yield Signal("translation_score", round(WORDS * weight / words, 3))
    strong = {part.check.id for part, item in found if _severity(part, item) is not Severity.NOTE}
    if len(strong) >= KINDS:
        kinds = len({part.check.id for part, _ in found})
        message = f"{kinds} kinds of evidence that a machine translated this article."
        yield Evidence(CHECK.id, message)


def _foreign_words(text: str, found: Sequence[Evidence]) -> Signal:
    """Count the foreign words of a text that was looked at closely, if they are many for it."""
    words = sum(item.check == untranslated_word.CHECK.id for item in found)
    return Signal("foreign_words", words if untranslated_word.is_dense(words, text) else 0)


def _by_check(hits: Sequence[Hit]) -> Mapping[str, Sequence[Hit]]:
    by_check: dict[str, list[Hit]] = {}
    for hit in hits:
        by_check.setdefault(hit.check, []).append(hit)
    return by_check


def _parts(reading: Reading) -> Iterator[Part]:
    yield from (BY_ID[check] for check in reading.hits if check in BY_ID)
    yield from ALWAYS


def _of_part(part: Part, reading: Reading) -> Iterable[Evidence]:
    if part.english and not reading.is_english:
        return ()
    return part.find(reading) if part.find is not None else _matched(part.check, reading)


def _matched(check: Check, reading: Reading) -> Iterator[Evidence]:
    """Turn matches into evidence, the longer of two that overlap."""
    end = 0
    for hit in sorted(reading.hits[check.id], key=lambda hit: (hit.start, -hit.end)):
        if hit.start < end:
            continue
        end = hit.end
        words = reading.text[hit.start : hit.end]
        message = check.patterns[hit.pattern].message.replace("{}", words)
        yield Evidence(check.id, message, hit.field, hit.start, hit.end)


def _severity(part: Part, item: Evidence) -> Severity:
    return item.severity or part.check.severity


def _weight(part: Part, item: Evidence) -> float:
    return NOTE_WEIGHT if _severity(part, item) is Severity.NOTE else part.weight


CHECK = Check(
    id="TRN020",
    name="machine-translation-evidence",
    family=Family.TRANSLATION,
    severity=Severity.ERROR,
    summary="several kinds of evidence of machine translation",
    page=__doc__ or "",
    examine=examine,
    signals=("translation_score",),
)
