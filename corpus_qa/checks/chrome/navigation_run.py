"""Menus: runs of short lines that name the sections of a site.

Why it matters
    Menus are the largest part of a raw page. A whole menu in the text shows that nothing was
    extracted at all; a few entries show that the extractor was not strict enough.

Flagged
    Skip to main content
    Main menu
    Hauptmenü

Clean
    The menu changes with the season.
    Politics was her first love.
    He skipped the main course.

Limits
    Short lists that belong to the article (results, ingredients, names) look like menus. They are
    left alone between paragraphs.

Repair
    Safe if every line of the finding is known by its words and almost certainly site chrome (its
    score is at least 0.9); else unsafe. A removed line takes a blank line along.
"""

from __future__ import annotations

from corpus_qa.checks.chrome._examiner import examine
from corpus_qa.checks.chrome._kinds import Kind
from corpus_qa.checks.chrome._tables import languages_of
from corpus_qa.model import Check, Family, Pattern, Severity

# The first page of a site, at the beginning of the path to an article.
FIRST_PAGES = ("home", "startseite", "accueil", "inicio", "início", "strona główna", "главная")
MARKS = (" »", " ›", "»", "›")

CHECK = Check(
    id="CHR019",
    name="navigation-run",
    family=Family.CHROME,
    severity=Severity.WARNING,
    languages=languages_of("navigation-run"),
    summary="a run of menu entries in the text",
    page=__doc__ or "",
    patterns=(
        Pattern(
            r"(?im)^(?:" + "|".join(FIRST_PAGES) + r") ?[»›] ?[^\n]{2,120}$",
            literals=tuple(page + mark for page in FIRST_PAGES for mark in MARKS),
        ),
    ),
    examine_batch=examine,
)
KIND = Kind(CHECK, "Navigation menu in the text.")
