"""Text typed for a font: Hindi as ``dk;Z fd;k x;k gSA``, Burmese in the order of Zawgyi.

Why it matters
    Before Unicode, Hindi, Bengali, Nepali and Tamil were typed with fonts that draw their letters
    over Latin ones. Without the font nothing is left but letters without meaning, in ASCII, so that
    no check of single characters notices. Zawgyi writes Burmese in the places of Unicode, but in
    another order: what looks right is found, sorted and read wrongly.

Flagged
    eq[;ea=h us dgk fd ;g iqy vxys eghus [kksyk tk,xk vkSj lM+d Hkh cusxh] ;g vkns'k gSA ugha Fkk
    gvbbxq †gqi e‡jb, ‡mZzwU n‡e Ges KvR ïiæ n‡q‡Q| †_‡K

Clean
    मुख्यमंत्री ने कहा कि यह पुल अगले महीने खोला जाएगा।
    The GSA and the ESA met; type "dk" or "gS" and press Enter.
    မြို့တော်ဝန်က တံတားသစ်ကို ဖွင့်လှစ်ခဲ့သည်။

Limits
    A line needs several words of the font's list. The fonts are those of
    ``corpus_qa/text/data/legacy_fonts.toml``; others are not recognised. Zawgyi is recognised by
    vowels and stacking signs where Unicode has none, so a line without them is not.

Repair
    None: the tables of these fonts differ by version.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from corpus_qa.checks.encoding._evidence import TEXT_FIELDS, Damage, capped, shown
from corpus_qa.model import ALL_LANGUAGES, Article, Check, Evidence, Family, Hit, Pattern, Severity
from corpus_qa.text.tables import table

ID = "ENC023"
# Different words of a list on a line, and their share of its words. Function words make up a third
# of prose; one of these is in no other text.
MIN_KINDS, MIN_MARKS, RATE = 4, 2, 0.12
# U+1031 is written behind its consonant and U+1039 before the consonant that it stacks.
ZAWGYI = re.compile(
    "(?<![\u1000-\u102a\u103b-\u103e\u103f\u104e\u1050-\u1055\u105a-\u1070\u1075-\u1082\u200b-\u200d])\u1031"
    "|\u1039(?![\u1000-\u1021\u105a-\u1070\u1075-\u1081\u200b-\u200d])"
)
MIN_ZAWGYI = 3


@dataclass(frozen=True, slots=True)
class Font:
    """A font and words that its texts are full of."""

    name: str
    words: frozenset[str]


@cache
def fonts() -> Mapping[str, Font]:
    """Return the mark -> its font."""
    found: dict[str, Font] = {}
    for row in table("legacy_fonts").values():
        font = Font(row["name"], frozenset(f"{row['marks']} {row['words']}".split()))
        found |= dict.fromkeys(row["marks"].split(), font)
    return found


def examine(article: Article, hits: Sequence[Hit]) -> Iterable[Evidence]:
    """Yield the lines that were typed for a font."""
    return capped(
        ID, [damage for field in TEXT_FIELDS for damage in _damages(article, field, hits)]
    )


def _damages(article: Article, field: str, hits: Sequence[Hit]) -> Iterator[Damage]:
    text = article.field(field)
    own = [hit for hit in hits if hit.field == field]
    at = -1
    for hit in own:
        if hit.pattern == 0 and hit.start >= at:
            start, at = _line(text, hit.end - 1)
            font = fonts()[text[hit.start : hit.end].strip()]
            if _is_typed_for(font, text[start:at].split()):
                yield _damage(field, text, start, at, f"Text for the font {font.name}")
    if any(hit.pattern for hit in own):
        yield from _zawgyi(field, text)


def _line(text: str, place: int) -> tuple[int, int]:
    end = text.find("\n", place)
    return text.rfind("\n", 0, place) + 1, end if end >= 0 else len(text)


def _is_typed_for(font: Font, words: Sequence[str]) -> bool:
    known = [bare for word in words if (bare := word.rstrip(",.")) in font.words]
    kinds = set(known)
    if len(kinds) < MIN_KINDS or len(kinds & fonts().keys()) < MIN_MARKS:
        return False
    return len(known) >= RATE * len(words)


def _zawgyi(field: str, text: str) -> Iterator[Damage]:
    at = 0
    for line in text.split("\n"):
        if len(ZAWGYI.findall(line)) >= MIN_ZAWGYI:
            yield _damage(field, text, at, at + len(line), "Burmese for the font Zawgyi")
        at += len(line) + 1


def _damage(field: str, text: str, start: int, end: int, story: str) -> Damage:
    return Damage(field, start, end, f"{story}, not in Unicode: “{shown(text[start:end])}”.")


def _marks() -> Sequence[str]:
    return tuple(mark for row in table("legacy_fonts").values() for mark in row["marks"].split())


CHECK = Check(
    id=ID,
    name="legacy-font",
    family=Family.ENCODING,
    severity=Severity.ERROR,
    languages=ALL_LANGUAGES,
    summary="text that was typed for a font, not in Unicode",
    page=__doc__ or "",
    patterns=(
        Pattern(
            rf"(?:^|\s)(?:{'|'.join(map(re.escape, _marks()))})(?:\s|$)",
            literals=tuple(_marks()),
        ),
        Pattern(r"\x{1039}(?:[^\x{1000}-\x{1021}\x{105a}-\x{1081}]|$)", literals=("\u1039",)),
    ),
    fields=TEXT_FIELDS,
    examine=examine,
)
