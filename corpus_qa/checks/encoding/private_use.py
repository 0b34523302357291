"""Characters without a meaning of their own: private use areas and noncharacters.

Why it matters
    The meaning of a private use character depends on one font: icons of a web page, letters of a
    corporate font, remains of an old Asian character set. Without that font they are empty boxes.
    Noncharacters are reserved for internal use by programs and are always an accident.

Flagged
    \ue09d Share your photos of the harbour.
    The word\ufdd0 came from a broken export.

Clean
    ★ Share your photos of the harbour.

Limits
    Without the font, the intended character cannot be determined, so there is no suggestion.

Repair
    Unsafe: whether it is right needs a reader.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from corpus_qa.checks.encoding._evidence import TEXT_FIELDS, Damage, capped, merged
from corpus_qa.model import ALL_LANGUAGES, Article, Check, Evidence, Family, Hit, Severity
from corpus_qa.text.mojibake.evidence import NONCHARACTER, PRIVATE_USE

ID = "ENC013"


def examine(article: Article, _hits: Sequence[Hit]) -> Iterable[Evidence]:
    """Yield the runs of private use characters (notes) and noncharacters (warnings)."""
    alphabet = article.alphabet
    # Every character that this check knows lies above U+E000, the highest of an English article
    # rarely above U+2122.
    if not alphabet or max(alphabet) < "\ue000":
        return ()
    return capped(ID, [damage for field in TEXT_FIELDS for damage in _runs(article, field)])


def _runs(article: Article, field: str) -> Iterator[Damage]:
    text = article.field(field)
    kinds = (
        (PRIVATE_USE, "a private use character: its meaning depends on the font", Severity.NOTE),
        (NONCHARACTER, "a noncharacter, reserved for programs", Severity.WARNING),
    )
    for expression, meaning, severity in kinds:
        spans = [match.span() for match in expression.finditer(text)]
        for start, end in merged(text, spans):
            message = f"U+{ord(text[start]):04X} is {meaning}."
            yield Damage(field, start, end, message, severity=severity)


CHECK = Check(
    id=ID,
    name="private-use",
    family=Family.ENCODING,
    severity=Severity.NOTE,
    languages=ALL_LANGUAGES,
    summary="characters that have a meaning in one font or program only",
    page=__doc__ or "",
    fields=TEXT_FIELDS,
    examine=examine,
)
