"""Character references that were never decoded: ``Smith &amp; Sons``, ``&#8220;Yes&#8221;``.

Why it matters
    Web pages write special characters as references. A reader should never see them: where they are
    left in the text, a step between the page and the corpus failed to decode them. Words are split
    (``caf&eacute;``), and markup that should have been removed may follow (``&lt;b&gt;``).

Flagged
    Harbour &amp; Sons will close its shop in Br&uuml;ck.
    The mayor said &#8220;not today&#8221; and left.
    Click &lt;a href="video.html"&gt;here&lt;/a&gt; to watch.

Clean
    Harbour & Sons will close its shop; AT&T; will not.
    To show a less-than sign, write &lt; instead of < in your page.
    Open shop.example/list?sort=asc&page=2; then choose a size.

Limits
    A text that explains references and shows the plain character on the same line is not reported,
    nor is a reference in code quotes.

Repair
    Safe, but not for a character of Latin-1 beside one beyond ASCII: both may be one misread one.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from html.entities import html5

from corpus_qa.checks.encoding._evidence import (
    TEXT_FIELDS,
    capped,
    in_url,
    line_around,
    repaired,
    shown,
)
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

ID = "ENC006"
REFERENCE = r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});"
ESCAPED_AGAIN = re.compile(r"amp;(?:#?\w{1,31});", re.ASCII)
QUOTES = "`'\"\N{LEFT DOUBLE QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}"


def is_leftover(text: str, start: int, end: int) -> bool:
    """Whether a reference is a defect of the text, not its subject and not part of an address."""
    reference = text[start:end]
    if not reference.startswith("&#") and reference[1:] not in html5:
        return False
    if ESCAPED_AGAIN.match(text, start + 1):
        return False
    if start and end < len(text) and text[start - 1] in QUOTES and text[end] in "`'\"”’":
        return False
    plain = html.unescape(reference)
    explained = plain in "<>" and f"{plain} " in f"{line_around(text, start, end)} "
    return not explained and not in_url(text, start)


def examine(article: Article, hits: Sequence[Hit]) -> Iterable[Evidence]:
    """Yield the runs of references with the decoded words as suggestion."""
    return capped(ID, repaired(article, hits, restore, _message))


def restore(text: str, start: int, end: int) -> str:
    """Decode the references in a part of a text."""
    return decoded(text[start:end])


def _message(words: str, fixed: str) -> str:
    return f"HTML references not decoded: “{shown(words)}” should read “{shown(fixed)}”."


CHECK = Check(
    id=ID,
    name="entity-leftover",
    family=Family.ENCODING,
    severity=Severity.ERROR,
    languages=ALL_LANGUAGES,
    summary="character references that were not decoded",
    page=__doc__ or "",
    patterns=(Pattern(REFERENCE, confirm=is_leftover),),
    fields=TEXT_FIELDS,
    examine=examine,
    applicability=Applicability.SAFE,
)
