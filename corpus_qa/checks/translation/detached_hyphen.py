"""Compounds with a space on one side of their hyphen: ``the 30 -day truce``.

Why it matters
    English typesetting never puts a space before a compound hyphen. Translation engines that work
    token by token do, so this is one of the simplest reliable signs of unedited machine
    translation.

Flagged
    The ministers agreed on a 30 -day pause in the talks.
    It was the start of a large -scale search.
    The plan needs long- term money.

Clean
    a 30-day pause and pre- and post-war borders
    Run tar -xzf backup.tar, then ls -la.
    The low- to middle-income towns pay less.

Limits
    Only the compound parts and prefixes in the tables are recognised. These closed lists keep shell
    options, minus signs, bullets and dashes used as parentheses out of the findings.
"""

from __future__ import annotations

from corpus_qa.checks.translation._reading import Part
from corpus_qa.checks.translation.machine_translation_evidence import examine
from corpus_qa.model import Check, Family, Pattern, Severity
from corpus_qa.text.language import word_set

# The second halves of compounds that news English hyphenates most often.
TAILS = (
    "aged", "backed", "based", "bound", "born", "century", "class", "controlled", "day", "degree",
    "driven", "dollar", "foot", "free", "friendly", "funded", "grade", "growing", "held", "hour",
    "income", "inch", "kilometer", "kilometre", "led", "level", "linked", "long", "looking", "made",
    "member", "meter", "metre", "mile", "minute", "month", "national", "occupied", "old", "owned",
    "page", "percent", "person", "point", "priced", "profile", "quality", "ranking", "range",
    "related", "run", "scale", "sized", "speed", "storey", "story", "style", "term", "thirds",
    "time", "ton", "tech", "week", "wide", "wing", "winning", "year",
)  # fmt: skip
# First halves that are no words before a spaced dash.
HEADS = (
    "anti", "eight", "far", "five", "four", "full", "half", "high", "large", "long", "low",
    "mid", "multi", "nine", "non", "pre", "seven", "short", "single", "six", "small",
    "ten", "three", "two", "well",
)  # fmt: skip
TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
ONES = "one|two|three|four|five|six|seven|eight|nine|first|second|third|fourth|fifth|sixth|ninth"
# First halves that are no words at all: any word may follow, unless another half does.
PREFIXES = ("anti", "counter", "multi", "non", "semi", "ultra")
JOINTS = word_set("and or to as but versus nor on in at for of from with is are was were by that")
MESSAGE = "A space splits the compound “{}” at the hyphen."


def is_alone(text: str, start: int, end: int) -> bool:
    """Return whether the prefix goes with this word, not with a later one or with none."""
    return text[start:end].rsplit(maxsplit=1)[-1] not in JOINTS


CHECK = Check(
    id="TRN002",
    name="detached-hyphen",
    family=Family.TRANSLATION,
    severity=Severity.WARNING,
    languages=("en",),
    summary="a compound with a space beside its hyphen",
    page=__doc__ or "",
    patterns=(
        Pattern(rf"[\pL\pN]+ -(?:{'|'.join(TAILS)})\b"),
        Pattern(rf"\b(?i:{'|'.join(HEADS)})- (?:{'|'.join(TAILS)})\b"),
        Pattern(rf"\b(?i:{'|'.join(PREFIXES)})- [a-z]{{2,}}\b", confirm=is_alone),
        Pattern(r"\b(?i:left|right)- (?:wing|leaning|handed|hand)\b"),
        Pattern(rf"\b(?i:{TENS})(?: -|- )(?:{ONES})\b"),
    ),
    examine=examine,
)
PART = Part(CHECK, message=MESSAGE)
