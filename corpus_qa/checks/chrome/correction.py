"""Corrections and editor's notes: ``Correction:``, ``Editor's note:``.

Why it matters
    Such a line belongs to the article's history, not to its story. It is not a defect, so it is
    reported as a note.

Flagged
    Correction: An earlier version of this article misspelled the captain's name.
    Editor's note: This story has been updated with a statement from the harbour office.
    Anmerkung der Redaktion: Der Name wurde geändert.

Clean
    The correction of the river took ten years.
    Update your maps, the ministry told sailors.
    An editor noted the mistake in the margin.

Limits
    Only notes at the beginning of a line are found.

Repair
    Unsafe: the words may belong to the article.
"""

from __future__ import annotations

from corpus_qa.checks.chrome._examiner import examine
from corpus_qa.checks.chrome._kinds import Kind
from corpus_qa.checks.chrome._tables import languages_of
from corpus_qa.model import Check, Family, Severity

CHECK = Check(
    id="CHR017",
    name="correction",
    family=Family.CHROME,
    severity=Severity.NOTE,
    languages=languages_of("correction"),
    summary="a correction or editor's note in the text",
    page=__doc__ or "",
    examine_batch=examine,
)
KIND = Kind(CHECK, "Correction or editor's note in the text.", about=True)
