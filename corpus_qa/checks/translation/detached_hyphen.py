"""Compounds with a space on one side of their hyphen: ``the 30 -day truce``.

Why it matters
    English typesetting never puts a space before a compound hyphen. Translation engines that
    work token by token do, so this is one of the cheapest reliable signs that an article was
    translated by a machine and read by nobody.

Flagged
    The ministers agreed on a 30 -day pause in the talks.
    It was the start of a large -scale search.
    The plan needs long- term money.

Clean
    a 30-day pause and pre- and post-war borders
    Run tar -xzf backup.tar, then ls -la.
    The low- to middle-income towns pay less.

Limits
    Only tails and heads in the tables are recognised. The closed lists keep shell options, minus
    signs, bullets and dashes used as parentheses out of the findings.
"""

from __future__ import annotations

from corpus_qa.model import Check, Family, Pattern, Severity

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
    "anti", "eight", "far", "five", "four", "full", "half", "high", "large", "left", "long", "low",
    "mid", "multi", "nine", "non", "pre", "right", "seven", "short", "single", "six", "small",
    "ten", "three", "two", "well",
)  # fmt: skip
TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
ONES = "one|two|three|four|five|six|seven|eight|nine|first|second|third|fourth|fifth|sixth|ninth"
MESSAGE = "A space splits the compound “{}” at its hyphen."

CHECK = Check(
    id="TRN002",
    name="detached-hyphen",
    family=Family.TRANSLATION,
    severity=Severity.WARNING,
    summary="a compound has a space beside its hyphen",
    page=__doc__ or "",
    patterns=(
        Pattern(rf"[\pL\pN]+ -(?:{'|'.join(TAILS)})\b", MESSAGE),
        Pattern(rf"\b(?i:{'|'.join(HEADS)})- (?:{'|'.join(TAILS)})\b", MESSAGE),
        Pattern(rf"\b(?i:{TENS})(?: -|- )(?:{ONES})\b", MESSAGE),
    ),
)
