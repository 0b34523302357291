r"""Escape sequences left in prose: ``caf\u00e9``, ``caf\xe9``, ``caf%C3%A9``, ``townu2019s``.

Why it matters
    JSON, JavaScript, Python and URLs can write letters as escape sequences. Where these appear in
    an article, a string was copied without being decoded: letters of names and quotation marks are
    replaced by codes. Some programs then take the backslashes away; spreadsheets, language models
    and mail have codes of their own.

Flagged
    The caf\u00e9 in M\xfcnster sells \u201cbest\u201d cakes.
    First line.\nSecond line.\nThird line.
    The townu2019s pier is shut.rnrnThe mayor left._x000D_ Caf<0xC3><0xA9> Caf+AOk- Caf<E9>

Clean
    The café in Münster sells “best” cakes.
    In Python, "\u00e9" is the letter é.
    The files are in C:\users\new.
    The menu2019 file and the eu2019 account; cornrnow is a misprint.

Limits
    Lines that look like source code are not reported, nor are sequences that are quoted as such.

Repair
    Unsafe: whether it is right needs a reader.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import unquote

from corpus_qa.checks.encoding._evidence import (
    TEXT_FIELDS,
    Damage,
    capped,
    in_url,
    line_around,
    shown,
    spans_by_field,
    whole_words,
)
from corpus_qa.model import ALL_LANGUAGES, Article, Check, Evidence, Family, Hit, Pattern, Severity

ID = "ENC009"
UNICODE = r"(?:\\u[0-9a-fA-F]{4}|\\u\{[0-9a-fA-F]{1,6}\})+"
BYTES = r"(?:\\x[0-9a-fA-F]{2})+"
PERCENT_U = r"(?:%u[0-9a-fA-F]{4})+"
PERCENT = r"(?:%[c-fC-F][0-9a-fA-F](?:%[89abAB][0-9a-fA-F]){1,3})+"
BREAK = r"[.!?,:;\"”»)](?:\\r)?\\n(?:(?:\\r)?\\n)*"
# Without their backslash: an apostrophe before an ending, quotation marks, letters in a word.
BARE = (
    r"u2019(?:s|t|d|m|re|ve|ll)\b|u201[8c][A-Z]|[a-z.,!?]u201d(?:[ ,.;:!?]|$)"
    r"|[a-z]u00[ef][0-9a-f](?:[a-z ,.]|$)| u201[34] "
)
BARE_BREAK = r"[.!?:\"”»)](?:rnrn)+(?:[A-Z“\"«]|$)"
SPREADSHEET = r"_x00[0-9A-F]{2}_"
TOKENS = r"(?:<0x[0-9A-F]{2}>)+"
LATIN_1 = r"[A-Za-z]<[C-F][0-9A-F]>(?:[a-z ,.;:!?]|$)"
UTF_7 = r"[A-Za-z]\+(?:A[A-P]|I[AB])[A-Za-z0-9+/]{1,12}-"
QUOTE = r"\\[\"'](?:[^\\\n]{1,200}\\[\"'])"
ESCAPES = re.compile(
    f"{UNICODE}|{BYTES}|{PERCENT_U}|{PERCENT}|{SPREADSHEET}|{TOKENS}"
    r"|(?:\\r)?\\n|u20(?:1[3489cd]|26)|u00[ef][0-9a-f]|(?<=[.!?:\"”»)])(?:rn)+|<[C-F][0-9A-F]>"
    r"|\+(?:A[A-P]|I[AB])[A-Za-z0-9+/]{1,12}-|(?<=[A-Za-z])\\\"[aouAOU](?=[a-z])|\\(?=[\"'])"
)
UNIT = re.compile(r"(?:\\u|%u|u)\{?([0-9a-fA-F]{1,6})\}?")
HEX = re.compile(r"(?<=\\x)[0-9a-fA-F]{2}|[0-9A-F]{2}(?=>)")
CODE = re.compile(
    r"[{};]\s*$|^\s*(?:import|def|function|var|let|const|print|return|#include)\b|=>|==|\bu?r?[\"']\\[ux]"
    r"|\bregex|\bPython\b|\bJavaScript\b|\bescape sequence|\bUnicode\b"
)
NO_SPACE_BEFORE, NO_SPACE = re.compile(r"\S*\Z"), re.compile(r"\S{0,80}")
LONGEST, MANY_HYPHENS = 80, 3
QUOTED = re.compile(r"[`'\"“‘]\Z")
# One break alone may be a path (C:\new) or a file name.
MIN_BREAKS = 2


def is_escape(text: str, start: int, end: int) -> bool:
    """Whether the sequence is in prose and decodes to characters that occur in prose."""
    if in_url(text, start) or CODE.search(line_around(text, start, end)):
        return False
    if QUOTED.search(text[max(0, start - 1) : start]) and text[end : end + 1] in "`'\"”’":
        return False
    if text[start] == "%" and _is_path(text, start, end):
        return False
    plain = decoded(text[start:end])
    return plain is not None and all(char.isprintable() or char.isspace() for char in plain)


def _is_path(text: str, start: int, end: int) -> bool:
    """Whether the sequence is in a URL without its host: slashes, many hyphens."""
    before, after = (
        NO_SPACE_BEFORE.search(text, max(0, start - LONGEST), start),
        NO_SPACE.match(text, end),
    )
    chunk = (before[0] if before else "") + (after[0] if after else "")
    return chunk.count("-") >= MANY_HYPHENS or any(char in chunk for char in "/_=&+")


def decoded(words: str) -> str | None:
    """Return words with every sequence decoded; None if one of them stands for no character."""
    try:
        return ESCAPES.sub(_plain, words)
    except (UnicodeDecodeError, OverflowError, ValueError):
        return None


def _plain(match: re.Match[str]) -> str:
    words = match[0]
    if words.endswith("\\n"):
        return "\n"
    if words.startswith(("\\x", "<")):
        return _from_bytes(bytes.fromhex("".join(HEX.findall(words))))
    if words.startswith("%") and words[1] not in "uU":
        return unquote(words, errors="strict")
    if words.startswith(("\\u", "%u", "u")):
        units = "".join(chr(int(code, 16)) for code in UNIT.findall(words))
        return units.encode("utf-16", "surrogatepass").decode("utf-16")
    return _of_other_kinds(words)


def _from_bytes(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("cp1252")


def _of_other_kinds(words: str) -> str:
    """Decode what spreadsheets, mail and TeX write, and breaks without their backslashes."""
    if words.startswith("+"):
        return words.encode().decode("utf-7")
    if words.startswith("\\"):
        return (
            unicodedata.normalize("NFC", words[2:] + "\N{COMBINING DIAERESIS}") if words[1:] else ""
        )
    return "\n" * max(1, words.count("rn"))


def examine(article: Article, hits: Sequence[Hit]) -> Iterable[Evidence]:
    """Yield the runs of sequences with the decoded words as suggestion."""
    breaks = [hit for hit in hits if hit.pattern == len(PATTERNS) - 1]
    if len(breaks) < MIN_BREAKS:
        hits = [hit for hit in hits if hit not in breaks]
    return capped(ID, _runs(article, hits))


def _runs(article: Article, hits: Sequence[Hit]) -> Iterator[Damage]:
    for field, spans in spans_by_field(hits).items():
        text = article.field(field)
        for start, end in whole_words(text, spans):
            words, fixed = text[start:end], decoded(text[start:end])
            message = f"Escape sequences not decoded: “{shown(words)}”."
            yield Damage(field, start, end, message, fixed)


PATTERNS = (
    Pattern(UNICODE, confirm=is_escape, literals=("\\u",)),
    Pattern(BYTES, confirm=is_escape, literals=("\\x",)),
    Pattern(PERCENT_U, confirm=is_escape, literals=("%u",)),
    Pattern(PERCENT, confirm=is_escape, literals=("%c", "%d", "%e", "%f")),
    Pattern(BARE, confirm=is_escape, literals=("u201", "u00e", "u00f")),
    Pattern(BARE_BREAK, confirm=is_escape, literals=("rnrn",)),
    Pattern(SPREADSHEET, confirm=is_escape, literals=("_x00",)),
    Pattern(TOKENS, confirm=is_escape, literals=("<0x",)),
    Pattern(LATIN_1, confirm=is_escape, literals=("<c", "<d", "<e", "<f")),
    Pattern(UTF_7, confirm=is_escape, literals=("+a", "+ia", "+ib")),
    Pattern(QUOTE, confirm=is_escape, literals=('\\"', "\\'")),
    Pattern(BREAK, confirm=is_escape, literals=("\\n",)),
)

CHECK = Check(
    id=ID,
    name="escape-sequence",
    family=Family.ENCODING,
    severity=Severity.ERROR,
    languages=ALL_LANGUAGES,
    summary="escape sequences that were not decoded",
    page=__doc__ or "",
    patterns=PATTERNS,
    fields=TEXT_FIELDS,
    examine=examine,
)
