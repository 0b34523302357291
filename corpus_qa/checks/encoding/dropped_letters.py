"""Non-ASCII letters that were dropped: ``fr knnen mssen``, ``dveloppement``, lines of commas.

Why it matters
    A processing step that keeps only ASCII, or ignores what it cannot encode, drops letters without
    a trace. In other scripts nothing remains but spaces, digits and punctuation.

Flagged
    Die Behrden mssen es mglich machen, und sie knnen es.
        ,     .    ,   20  .

Clean
    Die Behörden müssen prüfen, ob die Brücke künftig gesperrt wird.
    Go to Main St, then turn left; the pres. dev. team has a prob.

Limits
    At least three frequent words of one language must have lost their letters. English loses only
    its apostrophes, which informal English omits as well, so it is not checked.

Repair
    Unsafe: whether it is right needs a reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from corpus_qa.checks.encoding._evidence import TEXT_FIELDS, Damage, capped, shown
from corpus_qa.model import ALL_LANGUAGES, Article, Check, Evidence, Family, Hit, Pattern, Severity
from corpus_qa.text.tables import frequent_words

ID = "ENC005"
MIN_LENGTH, MIN_KINDS = 5, 3
# What is left of these words is a word or a name in some language.
REAL = frozenset(
    [
        "march",
        "bench",
        "inform",
        "indic",
        "perch",
        "finch",
        "questo",
        "questa",
        "regio",
        "verso",
        "quest",
        "publi",
        "groen",
        "groes",
        "ministre",
        "jejich",
        "mnoho",
        "acest",
        "vezet",
        "vezetje",
        "tervez",
        "visel",
        "bakan",
        "gerek",
        "zaman",
        "aklama",
        "alma",
        "spraw",
        "zosta",
        "drava",
        "drave",
        "valst",
        "valsts",
        "trner",
        "nytt",
        "perci",
        "lanak",
        "poder",
        "contre",
        "pense",
        "passe",
        "plaine",
        "maana",
        "sagi",
        "estim",
        "estimat",
        "procs",
        "annes",
        "libert",
        "arriv",
        "teba",
        "tutti",
        "prini",
        "mine",
        "muli",
    ]
)


def _dropped() -> dict[str, tuple[str, str]]:
    """Return frequent words without their non-ASCII letters -> (language, the word)."""
    forms: dict[str, tuple[str, str]] = {}
    frequent = frequent_words("latin")
    whole = frozenset().union(*frequent.values())
    for language, words in frequent.items():
        for word in sorted(words):
            form = re.sub(r"[^\x00-\x7f]", "", word)
            if len(form) >= MIN_LENGTH and form.lower() not in REAL and form not in whole:
                forms.setdefault(form, (language, word))
    return forms


FORMS = _dropped()
LANGUAGES = sorted({tag for tags in frequent_words("latin") for tag in tags.split("-")})
EMPTY_LINE = re.compile(r"[ \t\d,.;:!?\"“”«»()%+–—-]*")
MIN_EMPTY, SPACE_RATE = 12, 0.4


def is_whole_word(text: str, start: int, end: int) -> bool:
    """Whether the words stand alone: no letter before or after them."""
    return not text[max(0, start - 1) : start].isalnum() and not text[end : end + 1].isalnum()


def examine(article: Article, hits: Sequence[Hit]) -> Iterable[Evidence]:
    """Yield the damaged lines; where all damaged words are known, with the words restored."""
    damages = []
    for field in TEXT_FIELDS:
        own = [hit for hit in hits if hit.field == field]
        damages += [
            *_holes(article.field(field), field, own),
            *_empty(article.field(field), field, own),
        ]
    return capped(ID, damages)


def _holes(text: str, field: str, hits: Sequence[Hit]) -> Iterator[Damage]:
    places = [(hit.start, hit.end) for hit in hits if hit.pattern == 0 and _in_ascii(text, hit)]
    kinds: dict[str, set[str]] = {}
    for start, end in places:
        kinds.setdefault(FORMS[text[start:end]][0], set()).add(text[start:end].lower())
    for start, end in places:
        language, word = FORMS[text[start:end]]
        if len(kinds[language]) >= MIN_KINDS:
            message = f"Letters are missing: “{text[start:end]}” should read “{word}”."
            yield Damage(field, start, end, message, word)


def _in_ascii(text: str, hit: Hit) -> bool:
    """Whether the line of a hit, and not just a word, has lost all its non-ASCII letters."""
    start = text.rfind("\n", 0, hit.start) + 1
    end = text.find("\n", hit.end)
    return text[start : end if end >= 0 else None].isascii()


def _empty(text: str, field: str, hits: Sequence[Hit]) -> Iterator[Damage]:
    at = -1
    for hit in hits:
        if hit.pattern == 0 or hit.start < at:
            continue
        start = text.rfind("\n", 0, hit.end - 1) + 1
        end = text.find("\n", hit.end - 1)
        at = end if end >= 0 else len(text)
        line = text[start:at]
        spaces = line.count(" ")
        if (
            len(line) >= MIN_EMPTY
            and spaces >= SPACE_RATE * len(line)
            and EMPTY_LINE.fullmatch(line)
        ):
            message = f"All letters of this line are missing: “{shown(line)}”."
            yield Damage(field, start, at, message)


CHECK = Check(
    id=ID,
    name="dropped-letters",
    family=Family.ENCODING,
    severity=Severity.WARNING,
    languages=(*ALL_LANGUAGES, *LANGUAGES),
    summary="non-ASCII letters that were dropped without a trace",
    page=__doc__ or "",
    patterns=(
        Pattern(
            rf"\b(?:{'|'.join(sorted(FORMS))})\b",
            confirm=is_whole_word,
            literals=tuple(sorted({form.lower() for form in FORMS})),
        ),
        Pattern(r"[ ]{2,},[^\n]*[ ]{2,}[,.]", literals=("  ,",)),
    ),
    fields=TEXT_FIELDS,
    examine=examine,
)
