"""Syndication and republication notices: ``This article was originally published by``.

Why it matters
    The notice shows that the text is a copy. A corpus that also contains the original contains the
    article twice.

Flagged
    This article was originally published by Harbour News and is reprinted with permission.
    This story first appeared in the Harbour Post.
    The post A winter on the island appeared first on Harbour Post.

Clean
    The letters were first published in 1911 by a small press in the north.
    The story of the wreck appeared in songs long before it was written.
    Permission to reprint the map was refused.

Limits
    Notices in languages that the word table does not cover are missed. A notice that reads like a
    sentence of the article is a note.

Repair
    Unsafe: the words may belong to the article.
"""

from __future__ import annotations

from corpus_qa.checks.chrome._examiner import examine
from corpus_qa.checks.chrome._kinds import Kind
from corpus_qa.checks.chrome._tables import languages_of
from corpus_qa.model import Check, Family, Pattern, Severity

CHECK = Check(
    id="CHR016",
    name="syndication",
    family=Family.CHROME,
    severity=Severity.NOTE,
    languages=languages_of("syndication"),
    summary="a syndication or republication notice in the text",
    page=__doc__ or "",
    patterns=(
        Pattern(
            r"(?i)\bthis (?:article|story|post|piece|essay|column|interview|report|"
            r"content) (?:was |has been |is )?(?:originally |first )?(?:re)?(?:published|appeared|"
            r"printed|posted) (?:here )?(?:in|on|by|at|from|with|under)"
            r"\b[^\n]{2,160}?(?:[.!](?:\s|$)|$)",
            literals=(
                "this article",
                "this story",
                "this post",
                "this piece",
                "this essay",
                "this column",
                "this interview",
                "this report",
                "this content",
            ),
        ),
        Pattern(
            r"(?im)^the post .{3,200} (?:appeared first on|first appeared on) .{2,80}$",
            literals=("appeared first on", "first appeared on"),
        ),
        Pattern(
            r"(?im)^[^\n]{0,120}\bre(?:published|printed|produced) (?:here )?(?:with|by) (?:the )"
            r"?(?:kind )?permission\b[^\n]{0,120}$",
            literals=("permission",),
        ),
        Pattern(
            r"(?im)^[^\n]{0,120}\bunder a creative commons\b[^\n]{0,120}$",
            literals=("creative commons",),
        ),
    ),
    examine_batch=examine,
)
KIND = Kind(CHECK, "Syndication notice in the text.", about=True, inline=True)
