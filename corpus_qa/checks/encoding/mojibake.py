"""UTF-8 text that was decoded with another character set: ``cafÃ©``, ``itâ€™s``, ``РџСЂРёРІРµС‚``.

Why it matters
    Each non-ASCII letter has turned into two or three wrong ones. Names cannot be found, words
    cannot be counted, and a model learns gibberish. The damage is systematic, so the original can
    nearly always be restored exactly and automatically.

Flagged
    The cafÃ© on the corner is open.
    She said itâ€™s over.
    Der BÃ¼rgermeister von MÃ¼nster trat zurÃ¼ck.

Clean
    The café on the corner is open.
    She said it’s over.
    Der Bürgermeister von Münster trat zurück.

Limits
    A single short sequence is reported only if its context confirms it. Text that also lost bytes
    is reported, and repaired as far as possible.

Repair
    Safe if every damaged place of the field is proved (the repaired words, misread again, are the
    damaged ones) and nothing else in the field looks misread; else unsafe.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from corpus_qa.checks.encoding._evidence import TEXT_FIELDS, Damage, capped, shown
from corpus_qa.checks.encoding._proof import is_proved
from corpus_qa.model import (
    ALL_LANGUAGES,
    Applicability,
    Article,
    Check,
    Evidence,
    Family,
    Hit,
    Severity,
)
from corpus_qa.text.mojibake.east_asian import (
    find_glued_characters,
    find_utf8,
    has_east_asian,
)
from corpus_qa.text.mojibake.find import find_mojibake, may_hold_mojibake

ID = "ENC001"


def examine(article: Article, _hits: Sequence[Hit]) -> Iterable[Evidence]:
    """Yield the damaged words with the repaired words as suggestion."""
    return capped(ID, [damage for field in TEXT_FIELDS for damage in _damages(article, field)])


def _damages(article: Article, field: str) -> Iterator[Damage]:
    text = article.field(field)
    repairs = [*find_mojibake(text)] if may_hold_mojibake(text, article.alphabet) else []
    if has_east_asian(article.alphabet):
        repairs += find_glued_characters(text)
        repairs += find_utf8(text)
    if not repairs:
        return
    sure = Applicability.SAFE if is_proved(text, repairs) else Applicability.UNSAFE
    for repair in repairs:
        message = f"{repair.story}: “{shown(text[repair.start : repair.end])}”"
        if repair.fixed is not None:
            message += f" should read “{shown(repair.fixed)}”"
        place = (field, repair.start, repair.end)
        yield Damage(*place, f"{message}.", repair.fixed, applicability=sure)


CHECK = Check(
    id=ID,
    name="mojibake",
    family=Family.ENCODING,
    severity=Severity.ERROR,
    languages=ALL_LANGUAGES,
    summary="text in UTF-8 that was decoded with another character set",
    page=__doc__ or "",
    fields=TEXT_FIELDS,
    examine=examine,
)
