"""Long runs of characters that form no words: encoded data, keys, pieces of other files.

Why it matters
    Base64 images, tokens and compressed data come with the page. They are long, unique and
    meaningless, and distort every statistic that counts characters.

Flagged
    iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4 and so on for a line

Clean
    Donaudampfschiffahrtsgesellschaftskapitän is a word, and so is a long web address.

Limits
    Runs of at least ``LONG`` letters and digits without a space, in a mix that no word has. Scripts
    written without spaces are not judged.

Repair
    Unsafe: whether it is right needs a reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus_qa.checks.content._body import Body, Part
from corpus_qa.checks.content._examiner import examine
from corpus_qa.model import ALL_LANGUAGES, Check, Evidence, Family, Severity

LONG = 60
RUN = re.compile(rf"[A-Za-z0-9+/=_%\\-]{{{LONG},}}")
MIXED = 3
# Words have some five letters; a text in which they are so long holds something else.
LONG_WORDS = 9
MOST = 3


def find(body: Body) -> Iterator[Evidence]:
    """Yield the runs."""
    text = body.text
    if len(text) < LONG or body.sample.count(" ") * LONG_WORDS > len(body.sample):
        return
    found = 0
    for run in RUN.finditer(text):
        words = run[0]
        kinds = (
            any(map(str.isdigit, words)),
            any(map(str.isupper, words)),
            any(map(str.islower, words)),
        )
        before = text[max(0, run.start() - 8) : run.start()]
        if sum(kinds) < MIXED or "/" in before or ":" in before:
            continue
        found += 1
        if found > MOST:
            return
        message = f"{len(words)} characters that form no words."
        yield Evidence(CHECK.id, message, "text", *run.span(), "")


CHECK = Check(
    id="CON012",
    name="character-soup",
    family=Family.CONTENT,
    severity=Severity.WARNING,
    languages=ALL_LANGUAGES,
    summary="a long run of characters that form no words",
    page=__doc__ or "",
    examine=examine,
)
PART = Part(CHECK, find)
