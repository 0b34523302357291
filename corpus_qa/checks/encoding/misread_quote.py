"""English apostrophes and quotes in the wrong character set: ``itÕs``, ``donít``, ``ÒYesÓ``.

Why it matters
    English has hardly any accents, so its only non-ASCII characters are quotes and dashes. Written
    on a Macintosh and read on Windows, or vice versa, or read in an old DOS or East Asian character
    set, each of them becomes a single letter, and the words stay readable: nobody notices that the
    corpus is full of ``donít``.

Flagged
    The keeper said itÕs too late for the harbour.
    They donít know what the mayorÕs plan is.
    Nobody can tell whether heíll come.

Clean
    The keeper said it’s too late for the harbour.
    El país no está lejos, y Æthelred was a king.

Limits
    Evidence is an English contraction or possessive, or a pair of such quotes around a sentence;
    dashes alone are not recognised.

Repair
    Unsafe: whether it is right needs a reader.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from corpus_qa.checks.encoding._evidence import TEXT_FIELDS, Damage, capped, shown
from corpus_qa.model import (
    ALL_LANGUAGES,
    Article,
    Check,
    Evidence,
    Family,
    Hit,
    Pattern,
    Severity,
    hits_apart,
)
from corpus_qa.text.mojibake.evidence import FIRST_UPPER, charset, charset_names
from corpus_qa.text.mojibake.find import word_around

ID = "ENC019"
APOSTROPHE = "\N{RIGHT SINGLE QUOTATION MARK}"
# The byte of the apostrophe, and the sets in which it is read by mistake.
WRITTEN = (("mac-roman", 0xD5), ("cp1252", 0x92))
READ = ("cp1252", "mac-roman", "cp1250", "cp1251", "cp437", "cp850", "cp866", "koi8-r")


def _letters() -> dict[str, str]:
    """Return what the apostrophe becomes, and how."""
    found: dict[str, str] = {}
    names = charset_names()
    for written, byte in WRITTEN:
        for read in READ:
            char = charset(read).upper[byte - FIRST_UPPER]
            if char > "\x9f" and char != APOSTROPHE and read != written:
                found.setdefault(char, f"{names[written]} read as {names[read]}")
    return found | {"¹": "a quotation mark of an old mail program"}


LETTERS = _letters()
QUOTES = {"Ò": "MacRoman read as Windows-1252", "ì": "Windows-1252 read as MacRoman"}
HEADS = (
    "I", "it", "he", "she", "we", "you", "they", "that", "there", "here", "what", "who", "where",
    "how", "let", "one", "don", "doesn", "didn", "isn", "wasn", "aren", "weren", "can", "couldn",
    "won", "wouldn", "shouldn", "hasn", "haven", "hadn", "ain", "mustn", "needn",
)  # fmt: skip
ENDS = ("s", "t", "d", "m", "re", "ve", "ll")
# Two-byte sets take the apostrophe (byte 92) and the next letter for one character.
PAIRS = {
    bytes([0x92, ord(end[0])]).decode(codec) + end[1:]: (end, f"Windows-1252 read as {name}")
    for codec, name in (("gb18030", "GBK"), ("cp932", "Shift-JIS"))
    for end in ENDS
}
_HEAD = rf"\b(?i:{'|'.join(HEADS)})"
CONTRACTION = rf"{_HEAD}[{''.join(LETTERS)}](?:{'|'.join(ENDS)})\b"
# Two of them end words of their own: "país", "yarıs".
POSSESSIVE = rf"[a-z][{''.join(char for char in LETTERS if char not in 'íı')}]s\b"
GLUED = rf"[a-z](?:{'|'.join(PAIRS)})(?:[^a-z]|$)"
QUOTED = r"(?:^|\s)Ò[A-Z][^ÒÓ\n]{1,300}Ó|(?:^|\s)ì[A-Z][^ìî\n]{1,300}[a-z.,!?]î"


def examine(article: Article, hits: Sequence[Hit]) -> Iterable[Evidence]:
    """Yield the words with the quotes that were meant as suggestion."""
    return capped(ID, _damages(article, hits))


def _damages(article: Article, hits: Sequence[Hit]) -> Iterator[Damage]:
    for hit in hits_apart(hits):
        text = article.field(hit.field)
        words = text[hit.start : hit.end]
        start = hit.start + len(words) - len(words.lstrip())
        start, end = word_around(text, start, start + len(words.strip()))
        fixed, story = _restored(text[start:end])
        message = f"{story}: “{shown(text[start:end])}” should read “{shown(fixed)}”."
        yield Damage(hit.field, start, end, message, fixed)


def _restored(words: str) -> tuple[str, str]:
    for pair, (end, story) in PAIRS.items():
        if pair in words:
            return words.replace(pair, f"{APOSTROPHE}{end}"), story
    for opening, story in QUOTES.items():
        if words[0] == opening:
            inner = words[1:-1].replace("Õ", APOSTROPHE)
            return f"“{inner}”", story
    letter = next(char for char in reversed(words) if char in LETTERS)
    before, _, after = words.rpartition(letter)
    return f"{before}{APOSTROPHE}{after}", LETTERS[letter]


PATTERNS = (
    Pattern(CONTRACTION, literals=tuple(LETTERS)),
    Pattern(POSSESSIVE, literals=tuple(f"{char}s" for char in LETTERS)),
    Pattern(GLUED, literals=tuple(PAIRS)),
    Pattern(QUOTED, literals=("Ò", "ì")),
)

CHECK = Check(
    id=ID,
    name="misread-quote",
    family=Family.ENCODING,
    severity=Severity.ERROR,
    languages=(*ALL_LANGUAGES, "en"),
    summary="apostrophes and quotes decoded with the wrong character set",
    page=__doc__ or "",
    patterns=PATTERNS,
    fields=TEXT_FIELDS,
    examine=examine,
)
