"""Author, date and reading time as a page prints them: ``5 Min Read``, ``Posted on 3 May``.

Why it matters
    Author and date belong in their own columns. In the text they are not part of the story, and a
    date there can contradict the date field.

Flagged
    5 Min Read
    Written by Ada Lind
    Posted on 3 May 2024
    Last updated: 14:05, 3 May 2024
    Veröffentlicht am 3. Mai 2024

Clean
    By noon the road was clear.
    Published in 1998, the novel made her famous.
    It took five minutes to read the verdict.

Limits
    A dateline ("LONDON, May 3") opens the story and is content. Many collections keep the byline on
    purpose: in an article without other site chrome, a line that is not beyond doubt is a note. So
    is a bare date or byline that is recognised only by its form and position.

Repair
    Unsafe: the words may belong to the article.
"""

from __future__ import annotations

from corpus_qa.checks.chrome._examiner import examine
from corpus_qa.checks.chrome._kinds import Kind
from corpus_qa.checks.chrome._tables import languages_of
from corpus_qa.model import Check, Family, Pattern, Severity

CHECK = Check(
    id="CHR015",
    name="byline-stub",
    family=Family.CHROME,
    severity=Severity.NOTE,
    languages=languages_of("byline-stub"),
    summary="a byline, a date or other metadata in the text",
    page=__doc__ or "",
    patterns=(
        Pattern(r"(?im)^by [^\n|]{2,60}\| ?\d{1,2} min(?:ute)?s? read$"),
        Pattern(r"(?i)\A\s*date:? (?:19|20)\d\d-\d\d-\d\d", literals=("date ", "date:")),
    ),
    examine_batch=examine,
)
KIND = Kind(CHECK, "Byline or date line in the text.", about=True, inline=True)
