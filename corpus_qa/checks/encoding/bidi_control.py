"""Writing-direction controls, and text whose display order differs from its stored order.

Why it matters
    Overrides can make a reader see "invoice-fdp.exe" as "invoice-exe.pdf", or a sentence that says
    the opposite of what is stored. A reviewer approves what the screen shows, a program reads what
    is stored. Marks without effect are left over from a page in Arabic or Hebrew.

Flagged
    Open the file invoice-\N{RIGHT-TO-LEFT OVERRIDE}fdp.exe to pay.
    The vote\N{LEFT-TO-RIGHT MARK} was close.

Clean
    Open the file invoice.pdf to pay.
    הכנסת\N{RIGHT-TO-LEFT MARK} (2026) הצביעה.

Limits
    Overrides and right-to-left controls that are never closed are warnings; other embeddings,
    isolates and marks are notes. Marks beside Hebrew or Arabic are not reported.

Repair
    Unsafe: whether it is right needs a reader.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from corpus_qa.checks.encoding._evidence import (
    TEXT_FIELDS,
    Damage,
    capped,
    line_around,
    merged,
    spans_by_field,
)
from corpus_qa.model import ALL_LANGUAGES, Article, Check, Evidence, Family, Hit, Pattern, Severity

ID = "ENC015"
MARKS = "\u200e\u200f\u061c"
OVERRIDES = "\u202d\u202e"
OPENING = {"\u202a": "\u202c", "\u202b": "\u202c", "\u2066": "\u2069", "\u2067": "\u2069"}
OPENING |= {"\u2068": "\u2069", "\u202d": "\u202c", "\u202e": "\u202c"}
TURNING = "\u202b\u2067\u202e"  # to right-to-left: embedding, isolate, override
CLOSING = "\u202c\u2069"
CONTROLS = f"{MARKS}{''.join(OPENING)}{CLOSING}"
RIGHT_TO_LEFT = (("\u0590", "\u08ff"), ("\ufb1d", "\ufefc"))


def examine(article: Article, hits: Sequence[Hit]) -> Iterable[Evidence]:
    """Yield the runs of controls; the words without them are the suggestion."""
    return capped(ID, _runs(article, hits))


def _runs(article: Article, hits: Sequence[Hit]) -> Iterator[Damage]:
    for field, spans in spans_by_field(hits).items():
        text = article.field(field)
        for start, end in merged(text, spans):
            line = line_around(text, start, end)
            words = text[start:end]
            has_script = any(low <= char <= high for char in line for low, high in RIGHT_TO_LEFT)
            if has_script and not any(char in OVERRIDES for char in words):
                continue
            visible = "".join(char for char in words if char not in CONTROLS)
            if reorders(line) and not all(char in MARKS for char in words):
                message = "Direction override: the display order differs from the stored order."
                yield Damage(field, start, end, message, visible, Severity.WARNING)
            else:
                yield Damage(field, start, end, "Invisible writing-direction mark.", visible)


def reorders(line: str) -> bool:
    """Whether a line reverses left-to-right text, or leaves open a control that does."""
    wanted: list[str] = []
    for char in line:
        if char in TURNING:
            wanted.append(OPENING[char])
        elif char in CLOSING and char in wanted:
            wanted.remove(char)
    return "\u202e" in line or bool(wanted)


CHECK = Check(
    id=ID,
    name="bidi-control",
    family=Family.ENCODING,
    severity=Severity.NOTE,
    languages=ALL_LANGUAGES,
    summary="writing-direction controls outside right-to-left text",
    page=__doc__ or "",
    patterns=(Pattern(f"[{CONTROLS}]+", literals=tuple(CONTROLS)),),
    fields=TEXT_FIELDS,
    examine=examine,
)
