"""Character references that were escaped twice: ``Br&amp;uuml;ck``, ``&amp;#8217;``.

Why it matters
    The ampersand of a reference was itself escaped to ``&amp;``. One round of decoding is no longer
    enough, so the defect survives clean-up steps and spreads with every export. It also shows that
    a pipeline escapes text that is already escaped.

Flagged
    The bridge at Br&amp;uuml;ck is closed.
    It &amp;#8217;s over &amp;amp; done.

Clean
    The bridge at Brück is closed.
    In HTML source, type &amp;amp; if the page must show &amp;.

Limits
    Text that explains references (the words "entity", "escape", "HTML source" nearby) is not
    reported.

Repair
    Safe, but not for a character of Latin-1 beside one beyond ASCII: both may be one misread one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html.entities import html5

from corpus_qa.checks.encoding._evidence import TEXT_FIELDS, capped, line_around, repaired, shown
from corpus_qa.checks.encoding._references import decoded
from corpus_qa.model import (
    ALL_LANGUAGES,
    Applicability,
    Article,
    Check,
    Evidence,
    Family,
    Hit,
    Pattern,
    Severity,
)

ID = "ENC007"
REFERENCE = r"&(?:amp;)+(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});"
ABOUT_MARKUP = re.compile(r"\bHTML\b|\bXML\b|\bescap|\bentit(?:y|ies)\b|\bsource code\b")
MAX_ROUNDS = 6


def is_escaped_twice(text: str, start: int, end: int) -> bool:
    """Whether the name is a known reference and the text is not about markup."""
    name = text[start:end].removeprefix("&").replace("amp;", "") or "amp;"
    if not name.startswith("#") and name not in html5:
        return False
    return ABOUT_MARKUP.search(line_around(text, start, end)) is None


def restore(text: str, start: int, end: int) -> str:
    """Decode the references in a part of a text until nothing changes."""
    words = text[start:end]
    for _ in range(MAX_ROUNDS):
        fixed = decoded(words)
        if fixed == words:
            break
        words = fixed
    return words


def examine(article: Article, hits: Sequence[Hit]) -> Iterable[Evidence]:
    """Yield the runs of references with the decoded words as suggestion."""
    return capped(ID, repaired(article, hits, restore, _message))


def _message(words: str, fixed: str) -> str:
    return f"HTML references escaped twice: “{shown(words)}” should read “{shown(fixed)}”."


CHECK = Check(
    id=ID,
    name="double-escaped-entity",
    family=Family.ENCODING,
    severity=Severity.ERROR,
    languages=ALL_LANGUAGES,
    summary="character references that were escaped twice",
    page=__doc__ or "",
    patterns=(Pattern(REFERENCE, confirm=is_escaped_twice),),
    fields=TEXT_FIELDS,
    examine=examine,
    applicability=Applicability.SAFE,
)
