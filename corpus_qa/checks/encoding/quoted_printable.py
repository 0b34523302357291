"""Mail encoding left in the text: ``caf=C3=A9``, ``it=E2=80=99s``, ``=20``, ``=3D``.

Why it matters
    E-mail and newsletters are sent in quoted-printable encoding: every non-ASCII byte is written as
    ``=`` and two hexadecimal digits, and long lines are broken with a single ``=``. Saved without
    decoding, words are cut in two and accented letters become codes.

Flagged
    Dear readers, the caf=C3=A9 will re-open on Sunday.
    The show begins at eight, and it=E2=80=99s free.

Clean
    Dear readers, the café will re-open on Sunday.
    Open shop.example/list?page=20 or type x=20.

Limits
    Codes for plain ASCII (``=20``, ``=3D``) count only beside codes of non-ASCII bytes or at a line
    end, because equations and URLs look like them.

Repair
    Unsafe: whether it is right needs a reader.
"""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from corpus_qa.checks.encoding._evidence import (
    TEXT_FIELDS,
    Damage,
    capped,
    in_url,
    shown,
    spans_by_field,
    whole_words,
)
from corpus_qa.model import ALL_LANGUAGES, Article, Check, Evidence, Family, Hit, Pattern, Severity

ID = "ENC010"
# A UTF-8 sequence of two to four bytes, or the Windows quotes and dashes.
SEQUENCE = (
    r"(?:=[Cc][2-9A-Fa-f]|=[Dd][0-9A-Fa-f])=[89ABab][0-9A-Fa-f]"
    r"|=[Ee][0-9A-Fa-f](?:=[89ABab][0-9A-Fa-f]){2}"
    r"|=[Ff][0-4](?:=[89ABab][0-9A-Fa-f]){3}"
)
WINDOWS_SIGN = r"[a-z]=92(?:s|t|d|m|re|ve|ll)\b|=93[A-Za-z][^=\n]{1,300}=94| =9[67] "
SOFT_BREAK = r"=20\r?\n|[a-z]=\r?\n[a-z]"
CODES = re.compile(r"(?:=[0-9A-Fa-f]{2})+|=\r?\n")
# One soft break alone can be an equals sign at the end of a line.
MIN_BREAKS = 3


def is_mail(text: str, start: int, _end: int) -> bool:
    """Whether the codes are in prose, not in a URL."""
    return not in_url(text, start)


def examine(article: Article, hits: Sequence[Hit]) -> Iterable[Evidence]:
    """Yield the runs of codes with the decoded words as suggestion."""
    proven = any(hit.pattern != len(PATTERNS) - 1 for hit in hits)
    if not proven and len(hits) < MIN_BREAKS:
        return ()
    return capped(ID, _runs(article, hits))


def _runs(article: Article, hits: Sequence[Hit]) -> Iterator[Damage]:
    for field, spans in spans_by_field(hits).items():
        text = article.field(field)
        for start, end in whole_words(text, spans):
            fixed = decoded(text[start:end])
            words = shown(text[start:end])
            message = f"Quoted-printable encoding not decoded: “{words}”."
            yield Damage(field, start, end, message, fixed)


def decoded(words: str) -> str | None:
    """Decode the codes as UTF-8, else as Windows-1252; None if neither can be."""
    for charset in ("utf-8", "cp1252"):
        try:
            return CODES.sub(partial(_plain, charset), words)
        except UnicodeDecodeError:
            continue
    return None


def _plain(charset: str, match: re.Match[str]) -> str:
    return quopri.decodestring(match[0].encode()).decode(charset)


BREAKS = ("=20\n", "=20\r", "=\n", "=\r")
PATTERNS = (
    Pattern(SEQUENCE, confirm=is_mail, literals=("=",)),
    Pattern(WINDOWS_SIGN, confirm=is_mail, literals=("=9",)),
    Pattern(SOFT_BREAK, literals=BREAKS),
)

CHECK = Check(
    id=ID,
    name="quoted-printable",
    family=Family.ENCODING,
    severity=Severity.ERROR,
    languages=ALL_LANGUAGES,
    summary="quoted-printable mail encoding that was not decoded",
    page=__doc__ or "",
    patterns=PATTERNS,
    fields=TEXT_FIELDS,
    examine=examine,
)
