"""Text in the wrong legacy character set: ``Ïðèâåò``, ``оПХБЕР``, ``elsõ``, ``¤³¤ó¤Ë¤Á¤Ï``.

Why it matters
    Before UTF-8, every region had its own character sets. Bytes of one set decoded as another give
    letters, but the wrong ones: nothing looks broken to a program, and no word makes sense. Old
    pages, mail archives and databases are full of such text.

Flagged
    Ýòî íîâàÿ êíèãà î ãîðîäå, êîòîðàÿ áûëà íàïèñàíà äëÿ äåòåé.
    щРН МНБЮЪ ЙМХЦЮ Н ЦНПНДЕ, ЙНРНПЮЪ АШКЮ МЮОХЯЮМЮ ДКЪ ДЕРЕИ.
    ¤³¤ó¤Ë¤Á¤Ï¡¢¤³¤ì¤Ï¿·¤·¤¤ËÜ¤Ç¤¹¡£

Clean
    Это новая книга о городе, которая была написана для детей.
    これは新しい本です。こんにちは。
    Það er nýtt líf í þessu húsi, sagði Þórður Önundarson.

Limits
    Detection needs several words: a two-word headline in the wrong set is not reported. Languages
    are those whose frequent words are listed in ``corpus_qa/text/data/frequent_words.toml``, and
    Thai, Chinese, Japanese and Korean.

Repair
    Unsafe: a text is often repaired in part only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from corpus_qa.checks.encoding._evidence import TEXT_FIELDS, Damage, capped, shown
from corpus_qa.model import ALL_LANGUAGES, Article, Check, Evidence, Family, Hit, Severity
from corpus_qa.text.mojibake.east_asian import (
    find_rare_characters,
    find_rows_of_accents,
    may_hold_east_asian,
    may_hold_rows,
)
from corpus_qa.text.mojibake.evidence import TYPOGRAPHIC
from corpus_qa.text.mojibake.find import Repair, find_mojibake
from corpus_qa.text.mojibake.legacy import find_misread

ID = "ENC002"


def examine(article: Article, _hits: Sequence[Hit]) -> Iterable[Evidence]:
    """Yield the damaged part of each line with the text as it was meant as suggestion."""
    if article.alphabet <= TYPOGRAPHIC:
        return ()
    return capped(ID, [damage for field in TEXT_FIELDS for damage in _damages(article, field)])


def _damages(article: Article, field: str) -> Iterator[Damage]:
    text = article.field(field)
    found = list(find_misread(text, article.alphabet))
    if not found and may_hold_rows(article.alphabet):
        found = list(find_rows_of_accents(text))
    if not found and may_hold_east_asian(article.alphabet):
        found = list(find_rare_characters(text))
    if not found:
        return
    mojibake = find_mojibake(text)
    for place in found:
        if 2 * _covered(place, mojibake) > place.end - place.start:
            continue
        message = f"{place.story}: “{shown(text[place.start : place.end])}”"
        if place.fixed is not None:
            message += f" should read “{shown(place.fixed)}”"
        yield Damage(field, place.start, place.end, f"{message}.", place.fixed)


def _covered(place: Repair, others: Iterable[Repair]) -> int:
    """Return how many code points of a place other repairs claim."""
    shared = (min(place.end, other.end) - max(place.start, other.start) for other in others)
    return sum(length for length in shared if length > 0)


CHECK = Check(
    id=ID,
    name="wrong-charset",
    family=Family.ENCODING,
    severity=Severity.ERROR,
    languages=ALL_LANGUAGES,
    summary="text that was decoded with the wrong legacy character set",
    page=__doc__ or "",
    fields=TEXT_FIELDS,
    examine=examine,
)
