"""Character references without ampersand or semicolon: `` #39;s``, ``AT amp;T``, ``it&rsquos``.

Why it matters
    A processing step removed or replaced the ampersand or the semicolon and left the rest of the
    reference in the text. No decoder recognises it any more. The remains stick to
    words and split them, thousands of times in collections that went through such a pipeline.

Flagged
    Norway #39;s skiers said quot;enough quot; after the race.
    Standard amp; Poor #8217;s cut the rating.
    The keeper&rsquos lamp isn&#8217t lit; the council met&nbspagain.

Clean
    Norway's skiers said "enough" after the race.
    We fixed issue #39; the others must wait.
    The colour is #333; the border is #e0e0e0;
    Open shop.example/list?sort=asc&quot=1&copy=2 to see AT&T.

Limits
    A bare number is accepted only if it names a character that references are used for (quotes,
    dashes, spaces, accented letters, currency), so other numbers are not reported.

Repair
    Unsafe: whether it is right needs a reader.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence

from corpus_qa.checks.encoding._evidence import TEXT_FIELDS, capped, in_url, repaired, shown
from corpus_qa.model import (
    ALL_LANGUAGES,
    Article,
    Check,
    Evidence,
    Family,
    Hit,
    Pattern,
    Severity,
)

ID = "ENC008"
NUMBER = r" ?#(?:[0-9]{2,5}|[xX][0-9a-fA-F]{2,4});"
# The references that news systems write most, without those that are words (copy, trade, bull).
NAMES = (
    "quot", "amp", "nbsp", "lt", "gt", "apos", "lsquo", "rsquo", "ldquo", "rdquo", "sbquo", "bdquo",
    "laquo", "raquo", "ndash", "mdash", "hellip", "middot", "eacute", "egrave", "ecirc",
    "aacute", "agrave", "acirc", "auml", "ouml", "uuml", "Auml", "Ouml", "Uuml", "szlig", "aring",
    "aelig", "oslash", "ccedil", "ntilde", "iacute", "oacute", "uacute", "atilde", "otilde",
)  # fmt: skip
SHORT = 3
NAME = rf" ?(?:{'|'.join(NAMES)});"
REMAINS = re.compile(rf"{NUMBER}| ?(?<![A-Za-z]){NAME[2:]}")
# References that go on without a semicolon; the short ones only before what is no letter.
LONG = tuple(name for name in NAMES if len(name) > SHORT)
OPEN = rf"&(?:#[0-9]{{2,6}}|{'|'.join(LONG)})(?:[^0-9;=]|$)"
OPEN_SHORT = r"&(?:amp|lt|gt)(?:[^0-9A-Za-z;=]|$)"
SPACED = rf"& (?:#[0-9]{{2,6}}|{'|'.join(NAMES)});"
ENDINGS = r"(?:s|t|d|m|re|ve|ll)\b"
OPENED = re.compile(rf"& ?(#[0-9]{{2,6}}|{'|'.join(NAMES)});?(?P<space> (?={ENDINGS}))?")
CONTRACTION = re.compile(rf"{ENDINGS}|[^\w(]|\Z")
ISSUE = re.compile(
    r"(?:issue|ticket|bug|item|room|lot|chapter|number|no\.|pr|request|rule|page|track)s? ?\Z",
    re.IGNORECASE,
)
# An amplifier is an amp; what the reference stands between are two names.
NAMED = re.compile(r"(?:\b[A-Z]\w*\.?|  |\A) ?\Z")
LOOK_BACK = 16
QUOTATION_MARKS = "\"'’”"

# Code points that references are written for: ASCII signs, Latin-1, Latin Extended-A, Greek,
# Cyrillic, general punctuation, currency, letter-like signs, arrows, CJK and the like.
SIGNS = frozenset({34, 38, 39, 60, 62, 95, 64, 96, 124})
LETTERS = ((160, 383), (913, 974), (1025, 1119), (8192, 8260), (8352, 8383), (8448, 8506))
DASHES = (145, 151)  # curly quotes, bullet and dashes of Windows, which browsers accept
DOLLAR = 36
NEVER_PLAIN = 10000  # five digits: CJK and Hangul; nobody numbers issues like that with a semicolon


def is_remains(text: str, start: int, end: int) -> bool:
    """Whether a match is what is left of a reference."""
    start += text[start] == " "
    before = text[max(0, start - LOOK_BACK) : start]
    if before.endswith(("&", "&amp;")) or in_url(text, start):
        return False
    words = text[start:end]
    if words.startswith("#"):
        return _is_remains_of_number(words, before, text[end : end + 1])
    return _is_remains_of_name(words[:-1], before, text[end : end + 2])


def is_open(text: str, start: int, end: int) -> bool:
    """Whether a reference without its semicolon is in prose and names a character of prose."""
    number = OPENED.match(text, start, end)
    if in_url(text, start) or number is None:
        return False
    name = number[1]
    return not name.startswith("#") or _is_used(int(name[1:]))


def _is_used(code: int) -> bool:
    windows = DASHES[0] <= code <= DASHES[1]
    return code in SIGNS or windows or any(low <= code <= high for low, high in LETTERS)


def _is_remains_of_number(words: str, before: str, after: str) -> bool:
    code = int(words[2:-1], 16) if words[1] in "xX" else int(words[1:-1])
    if ISSUE.search(before):
        return False
    if code in SIGNS or code >= NEVER_PLAIN or DASHES[0] <= code <= DASHES[1]:
        return True
    if code == DOLLAR:
        return after.isdigit()
    if before.rstrip().endswith((":", "=")):
        return False  # a colour: "color: #333;"
    known = any(low <= code <= high for low, high in LETTERS)
    return known and (code >= LETTERS[1][0] or before[-1:].isalpha() or after.isalpha())


def _is_remains_of_name(name: str, before: str, after: str) -> bool:
    if before[-1:].isalnum() or before[-1:] in ("-", "_", "/", "\\", ";"):
        # inside a word only a letter that belongs there: "caf" + "eacute;"
        return before[-1:].isalpha() and name.endswith(("acute", "grave", "uml", "circ", "tilde"))
    if name == "amp":
        return after[:1].isupper() or NAMED.search(before) is not None
    return True


def examine(article: Article, hits: Sequence[Hit]) -> Iterable[Evidence]:
    """Yield the runs of remains with the decoded words as suggestion."""
    return capped(ID, repaired(article, hits, restore, _message))


def restore(text: str, start: int, end: int) -> str:
    """Decode remains in a part of a text as the references that they were.

    The space in front often stands for the ampersand: it goes where a quotation mark closes or an
    apostrophe joins (``Norway #39;s``, ``enough quot;``) and stays where one opens. ``R amp;D``
    was joined too.
    """
    if OPENED.search(text, start, end):
        text = OPENED.sub(_plain, text[start:end])
        start, end = 0, len(text)
    parts, at = [], start
    for match in REMAINS.finditer(text, start, end):
        plain = html.unescape(f"&{match[0].strip()}")
        if plain in QUOTATION_MARKS:
            joins = CONTRACTION.match(text, match.end()) is not None
        else:
            joins = plain in ">\u00a0" or (
                plain == "&" and text[match.end() : match.end() + 1].isalnum()
            )
        space = " " if match[0][0] == " " and not joins else ""
        parts += [text[at : match.start()], space, plain]
        at = match.end()
    return "".join([*parts, text[at:end]])


def _plain(match: re.Match[str]) -> str:
    """Return the character of a reference, with the space behind it unless an ending follows."""
    plain = html.unescape(f"&{match[1]};")
    return plain if plain in QUOTATION_MARKS else f"{plain}{match['space'] or ''}"


def _message(words: str, fixed: str) -> str:
    return f"HTML references that lost a part: “{shown(words)}” should read “{shown(fixed)}”."


CHECK = Check(
    id=ID,
    name="broken-entity",
    family=Family.ENCODING,
    severity=Severity.ERROR,
    languages=ALL_LANGUAGES,
    summary="character references that lost their ampersand or semicolon",
    page=__doc__ or "",
    patterns=(
        Pattern(NUMBER, confirm=is_remains),
        Pattern(NAME, confirm=is_remains, literals=tuple(f"{name.lower()};" for name in NAMES)),
        Pattern(OPEN, confirm=is_open, literals=("&#", *(f"&{name.lower()}" for name in LONG))),
        Pattern(OPEN_SHORT, confirm=is_open, literals=("&amp", "&lt", "&gt")),
        Pattern(
            SPACED, confirm=is_open, literals=("& #", *(f"& {name.lower()};" for name in NAMES))
        ),
    ),
    fields=TEXT_FIELDS,
    examine=examine,
)
