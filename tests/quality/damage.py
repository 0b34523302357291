"""What pipelines do to articles, done on purpose: each function damages a clean text in one way.

All of them are pure, and choices depend on the text alone, so the labelled corpus is the same on
every machine. A text that offers no place for a kind of damage comes back as it was.
"""

from __future__ import annotations

import re
import unicodedata
from html.entities import codepoint2name
from zlib import crc32

ZERO_WIDTH_SPACE = "\N{ZERO WIDTH SPACE}"
LOOKALIKES = str.maketrans("aceopx", "асеорх")
"""Latin letters and the Cyrillic ones that are drawn alike."""

QUOTE_END = re.compile(r",?([”»]) (?=[a-z])")
COMPOUND = re.compile(r"\b([A-Za-z]+|\d+)-([a-z]{3,})")
NAME_BEFORE_WORD = re.compile(
    r"(?<=[a-z] )([A-Z][a-z]{3,}) (and|at|from|has|in|of|on|said|that|the|to|which|who|will)\b"
)
MODAL = re.compile(r"\b(will|may|could|must|should|would|might) (?!be\b|have\b|not\b)([a-z]{3,})")
SMALL_WORD = re.compile(r"\b(?:a|and|at|by|for|of|the|to|with)\b")
SENTENCE_END = re.compile(r"(?<=[.!?”।。])\s+")


def choose(text: str, count: int) -> int:
    """Return a number below ``count`` that the text alone decides."""
    return crc32(text.encode()) % count


def misread(text: str, written: str, read: str) -> str:
    """Write in one charset and read in another; bytes without meaning there pass as C1 controls."""
    return "".join(_read(byte, read) for byte in text.encode(written, errors="ignore"))


def _read(byte: int, charset: str) -> str:
    try:
        return bytes([byte]).decode(charset)
    except UnicodeDecodeError:
        return chr(byte)


def misread_twice(text: str) -> str:
    """Read UTF-8 as Windows-1252, save it, and do it again."""
    return misread(misread(text, "utf-8", "cp1252"), "utf-8", "cp1252")


def lose_letters(text: str) -> str:
    """Write a question mark for every letter beyond ASCII, as an encoder told to replace does."""
    return "".join("?" if char.isalpha() and not char.isascii() else char for char in text)


def replace_letters(text: str) -> str:
    """Decode the text's Windows-1252 bytes as UTF-8, with a replacement character for each."""
    return text.encode("cp1252", errors="ignore").decode("utf-8", errors="replace")


def escape_entities(text: str) -> str:
    """Leave named and numbered entities where a page had them."""
    return "".join(_entity(char) for char in text)


def _entity(char: str) -> str:
    if char in "&'\"’":
        return {"&": "&amp;", '"': "&quot;"}.get(char, "&#39;")
    if char.isascii():
        return char
    name = codepoint2name.get(ord(char))
    return f"&{name};" if name else f"&#{ord(char)};"


def escape_entities_twice(text: str) -> str:
    """Escape the ampersands of entities again."""
    return escape_entities(text).replace("&", "&amp;")


def break_entities(text: str) -> str:
    """Strip ampersands from numbered apostrophes: ``bank #39;s``."""
    return re.sub("['’](?=[a-z])", " #39;", text)


def escape_letters(text: str) -> str:
    r"""Write letters beyond ASCII as a JSON dump does: ``caf\u00e9``."""
    return "".join(char if char.isascii() else f"\\u{ord(char):04x}" for char in text)


def add_controls(text: str) -> str:
    """Put control characters into the text: a backspace, a NUL's neighbour, a C1 control."""
    words = text.split(" ")
    at = choose(text, max(1, len(words) - 1)) + 1
    return " ".join(words[:at]) + "\x08 \x01" + " ".join(words[at:])


def add_c1_controls(text: str) -> str:
    """Read Windows-1252 quotation marks as Latin-1: C1 controls stand where they were."""
    return text.encode("cp1252", errors="ignore").decode("latin-1")


def hide_zero_width(text: str) -> str:
    """Put a zero-width space into every fourth long word."""
    words = text.split(" ")
    for at in range(0, len(words), 4):
        if len(words[at]) > 5 and words[at].isalpha():
            words[at] = words[at][:3] + ZERO_WIDTH_SPACE + words[at][3:]
    return " ".join(words)


def hyphenate_softly(text: str) -> str:
    """Leave the soft hyphens of a web page in every long word."""
    return re.sub(r"\b([^\W\d_]{4})(?=[^\W\d_]{4})", "\\1\N{SOFT HYPHEN}", text)


def join_files(text: str) -> str:
    """Join two files of which the second begins with a byte order mark."""
    first, *others = SENTENCE_END.split(text)
    return " ".join([first, *(f"\ufeff{part}" for part in others[:1]), *others[1:]])


def drop_letters(text: str) -> str:
    """Keep only what ASCII has."""
    return text.encode("ascii", errors="ignore").decode()


def print_quoted(text: str) -> str:
    """Write bytes beyond ASCII as mail does: ``caf=C3=A9``."""
    coded = (chr(byte) if byte < 0x80 else f"={byte:02X}" for byte in text.encode())
    return "".join(coded)


def misread_quotes(text: str) -> str:
    """Read quotes and apostrophes that were typed on a Macintosh as Windows-1252."""
    quotes = text.translate(str.maketrans("“”’", "ÒÓÕ"))
    return quotes if quotes.count("Õ") else text


def turn_direction(text: str) -> str:
    """Write a word backwards under a right-to-left override, as those do who hide it."""
    words = text.split(" ")
    at = choose(text, len(words))
    words[at] = f"\N{RIGHT-TO-LEFT OVERRIDE}{words[at][::-1]}\N{POP DIRECTIONAL FORMATTING}"
    return " ".join(words)


def swap_lookalikes(text: str) -> str:
    """Write one letter of some long words in Cyrillic."""
    words = text.split(" ")
    for at in range(1, len(words), 5):
        if len(words[at]) > 5 and words[at].isascii():
            words[at] = words[at][:2] + words[at][2:3].translate(LOOKALIKES) + words[at][3:]
    return " ".join(words)


def decompose(text: str) -> str:
    """Take letters and their accents apart."""
    return unicodedata.normalize("NFD", text)


def detach_hyphens(text: str) -> str:
    """Put a space before the hyphen of compounds: ``30 -day``."""
    return COMPOUND.sub(r"\1 -\2", text)


def detach_quotes(text: str) -> str:
    """Move the space at the end of a quotation to its wrong side: ``rock ”said``."""
    return QUOTE_END.sub(r" \1", text)


def glue_words(text: str) -> str:
    """Drop the space between a name and the word after it, as a lost link does."""
    return NAME_BEFORE_WORD.sub(r"\1\2", text, count=1)


def loop(text: str, times: int = 6) -> str:
    """Go on repeating the last words of a sentence, as a translation engine that is stuck."""
    words = text.rstrip(" .?!\n”»“。").split()
    return " ".join(words[:-4] + words[-4:] * times) + "."


def spin(text: str) -> str:
    """Break the grammar as programs do that swap words for others: ``will keeping``."""
    return MODAL.sub(lambda found: f"{found[1]} {_ing(found[2])}", text)


def _ing(verb: str) -> str:
    if verb in {"begin", "cut", "get", "let", "put", "run", "stop"}:
        return f"{verb}{verb[-1]}ing"
    return f"{verb[:-1] if re.search('[^eo]e$', verb) else verb}ing"


def truncate(text: str) -> str:
    """Stop in the middle of the last sentence, in the middle of a word."""
    tail = len(SENTENCE_END.split(text.rstrip())[-1])
    cut = text.rstrip()[: -max(8, tail // 2)]
    return cut.rstrip(" ,;:.”") if cut else text


def stop_short(text: str) -> str:
    """Stop after the last small word, which no English sentence ends with."""
    found = list(SMALL_WORD.finditer(text))
    return text[: found[-1].end()] if found else text


def repeat_paragraph(text: str) -> str:
    """Print the second paragraph again at the end."""
    first, *others = text.split("\n\n")
    return "\n\n".join([first, *others, *others[:1]])


def furnish(paragraphs: list[str], piece: str, place: str) -> tuple[str, int]:
    """Put a piece of page furniture beside paragraphs; return the text and where it starts."""
    at = {"top": 0, "middle": max(1, len(paragraphs) // 2), "end": len(paragraphs)}[place]
    before = "".join(f"{paragraph}\n\n" for paragraph in paragraphs[:at])
    after = "".join(f"\n\n{paragraph}" for paragraph in paragraphs[at:])
    return before + piece + after, len(before)
