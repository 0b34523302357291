"""A date field that contradicts a publication line in the text.

Why it matters
    A line such as ``Published on 14 March 2025`` was written by the publisher for readers. A field
    with a different date was filled by a crawler, a migration or an update.

Flagged
    Dated 2025-07-02, and a line of the text begins ``Published on 14 March 2025``.

Clean
    The same line in an article dated 2025-03-14, or a few days later.
    ``Updated 2 July 2025``; a study “published on 14 March 2025” in the middle of a sentence.

Limits
    Only lines that start with a word such as “Published” are compared, in thirteen languages.

Repair
    Unsafe: a date is offered, for a person to decide; `fix` does not write it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from corpus_qa.checks.dates._field import day_of
from corpus_qa.model import ALL_LANGUAGES, Article, Check, Evidence, Family, Hit, Pattern, Severity
from corpus_qa.text.dates.found import find_dates

WORDS = (
    *("published", "first published", "posted", "date published", "publication date"),
    *("veröffentlicht", "erschienen", "erstellt", "publié", "mis en ligne", "publicado"),
    *("fecha de publicación", "data de publicação", "pubblicato", "gepubliceerd", "geplaatst"),
    *("publicerad", "publicerat", "publisert", "udgivet", "julkaistu", "opublikowano"),
    *(
        "data publikacji",
        "publikováno",
        "megjelent",
        "publicat",
        "yayınlanma tarihi",
        "опубликовано",
    ),
    *("дата публикации", "опубліковано", "تاريخ النشر", "发布时间", "發布時間", "公開日", "投稿日"),
)
# Letters, dots, and all beyond ASCII: a class of all letters there are, so often repeated, takes
# more memory than RE2 has for fast matching.
LETTER = r"[^\x00-\x2d\x2f-\x40\x5b-\x60\x7b-\x7f]"
DATE = (
    r"(?: on| am| le| il| el| em| op| den)?[ :：]{0,3}"
    rf"(?:{LETTER}{{2,12}},? ){{0,2}}\pN{{1,4}}[^\n]{{4,24}}"
)

# More than a night, a draft and a time zone explain.
APART = timedelta(days=7)


def examine(article: Article, hits: Sequence[Hit]) -> Iterator[Evidence]:
    """Yield a finding for each publication line that states a different date than the field."""
    when = article.published_at
    if when is None:
        return
    for hit in hits:
        words = article.text[hit.start : hit.end]
        found = next(find_dates(words), None)
        if found is None:
            continue
        readings = [day for day in (found.day, found.other) if day is not None]
        if all(abs(when.date() - day) > APART for day in readings):
            said = words[: found.end].strip()
            yield Evidence(
                "DAT006",
                f"The article is dated {day_of(when)}, but its text says “{said}”.",
                field="text",
                start=hit.start + found.start,
                end=hit.start + found.end,
                suggestion=found.day.isoformat() if found.other is None else None,
            )


CHECK = Check(
    id="DAT006",
    name="text-contradiction",
    family=Family.DATE,
    severity=Severity.WARNING,
    languages=(
        *ALL_LANGUAGES,
        "ar",
        "cs",
        "da",
        "de",
        "en",
        "es",
        "fi",
        "fr",
        "hu",
        "it",
        "ja",
        "nl",
        "no",
        "pl",
        "pt",
        "ro",
        "ru",
        "sv",
        "tr",
        "uk",
        "zh",
    ),
    summary="the date field contradicts a publication line in the text",
    page=__doc__ or "",
    patterns=(Pattern(rf"(?im)^[^\pL\pN\n]{{0,4}}(?:{'|'.join(WORDS)}){DATE}", literals=WORDS),),
    examine=examine,
)
