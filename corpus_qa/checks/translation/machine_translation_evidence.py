"""Several independent signs of machine translation in one article.

Why it matters
    One detached hyphen is a typing error; detached hyphens, lower-case names and word-by-word
    phrases together mean a translation that nobody edited. What it lost cannot be seen in the text,
    so the article should not be ingested as an original.

Flagged
    This Friday kyiv has assured that the 30 -day truce holds, ”said the mayor.

Clean
    The 30-day truce holds, the mayor of Kyiv said on Friday.

Limits
    Counts kinds of evidence, not findings: three kinds in one article, notes aside, are an error.
    Modern systems leave no visible traces; a text without findings may still be machine-translated.
    The signal ``translation_score`` is the weight of all evidence, notes included, per 1,000 words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from corpus_qa.checks._family import hits_by_check, records_of
from corpus_qa.checks.translation._reading import Find, Part, Reading, longest
from corpus_qa.model import ALL_LANGUAGES, Article, Check, Evidence, Family, Hit, Severity, Signal

LONG = 1000
# Nothing longer is looked at word by word, whatever else is odd about it.
LONGEST = 30_000
NOTE_WEIGHT = 0.25
# Kinds of evidence (notes aside) that no single slip and no single quotation explains together.
KINDS = 3
WORDS = 1000
# Articles shorter than this are scored as if they had so many words: one slip is no rate.
LEAST_WORDS = 200

# A piece of evidence with the part that yielded it.
Found = tuple[Part, Evidence]


@cache
def _parts() -> tuple[Part, ...]:
    """Return the checks that are decided together: those of this family that define ``PART``."""
    return records_of("corpus_qa.checks.translation", "PART")


def examine(article: Article, hits: Sequence[Hit]) -> Iterator[Evidence | Signal]:
    """Yield the evidence of every check of the family, the article's score and its verdict.

    All checks of the family name this examiner, because the verdict sees what all of them found.
    """
    reading = Reading(article, hits_by_check(hits))
    found: list[Found] = []
    for part in _parts():
        if part.always or part.check.id in reading.hits:
            yield from _run(part, part.find or _matched(part), reading, found)
    is_odd = any(_severity(*item) is not Severity.NOTE for item in found)
    if len(article.text) <= (LONGEST if is_odd else LONG):
        for part in _parts():
            if part.find_closer is not None:
                yield from _run(part, part.find_closer, reading, found)
    if reading.other_scripts:
        yield Signal("latin_share", round(reading.latin_share, 3))
    yield from _verdict(article, found)


def _run(
    part: Part, find: Find, reading: Reading, found: list[Found]
) -> Iterator[Evidence | Signal]:
    """Yield what a part finds, and keep its evidence for the verdict."""
    if not (part.check.knows_all_languages or reading.is_english):
        return
    for item in find(reading):
        if isinstance(item, Evidence):
            found.append((part, item))
        yield item


def _matched(part: Part) -> Find:
    """Return the function that turns the matches of a part into evidence."""

    def find(reading: Reading) -> Iterator[Evidence]:
        for hit in longest(reading.hits[part.check.id]):
            message = part.message.replace("{}", reading.text[hit.start : hit.end])
            yield Evidence(part.check.id, message, hit.field, hit.start, hit.end)

    return find


def _verdict(article: Article, found: Sequence[Found]) -> Iterator[Evidence | Signal]:
    """Yield the score of an article, and that its evidence is of several kinds."""
    words = max(LEAST_WORDS, len(article.text.split())) if found else LEAST_WORDS
    weight = sum(_weight(*item) for item in found)
    yield Signal("translation_score", round(WORDS * weight / words, 3))
    strong = {part.check.id for part, item in found if _severity(part, item) is not Severity.NOTE}
    if len(strong) >= KINDS:
        kinds = len({part.check.id for part, _ in found})
        message = f"{kinds} kinds of evidence that this article was machine-translated."
        yield Evidence(CHECK.id, message)


def _severity(part: Part, item: Evidence) -> Severity:
    return item.severity or part.check.severity


def _weight(part: Part, item: Evidence) -> float:
    return NOTE_WEIGHT if _severity(part, item) is Severity.NOTE else part.weight


CHECK = Check(
    id="TRN020",
    name="machine-translation-evidence",
    family=Family.TRANSLATION,
    severity=Severity.ERROR,
    languages=ALL_LANGUAGES,
    summary="several kinds of evidence of machine translation",
    page=__doc__ or "",
    examine=examine,
    signals=("translation_score",),
)
