"""Bodies that are mostly numbers or web addresses.

Why it matters
    Tables of results, price lists and link collections are pages, not articles. Read as prose they
    are meaningless, and they are near-duplicates of each other with different numbers.

Flagged
    A body of forty lines of scores. A body of twenty addresses.

Clean
    A report on the accounts of a company with three numbers in each sentence.

Limits
    Flagged if digits are more than ``DIGIT_SHARE`` of the characters, or addresses more than
    ``LINK_SHARE``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus_qa.checks.content._body import DIGITS, Body, Part
from corpus_qa.checks.content._examiner import examine
from corpus_qa.model import ALL_LANGUAGES, Check, Evidence, Family, Severity

DIGIT_SHARE = 0.35
LINK_SHARE = 0.4
SHORT = 80
# Addresses are shorter; with few of them there is nothing to measure.
LONGEST_LINK = 250
LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"]+")


def find(body: Body) -> Iterator[Evidence]:
    """Yield a finding for a body of mostly numbers or links."""
    text = body.text
    if len(text) < SHORT:
        return
    if body.is_odd and body.share(DIGITS) > DIGIT_SHARE:
        yield Evidence(CHECK.id, "Most of the body is numbers.")
    elif (text.count("http") + text.count("www.")) * LONGEST_LINK > LINK_SHARE * len(text):
        linked = sum(len(link) for link in LINK.findall(text))
        if linked > LINK_SHARE * body.size:
            yield Evidence(CHECK.id, "Most of the body is web addresses.")


CHECK = Check(
    id="CON013",
    name="numbers-or-links",
    family=Family.CONTENT,
    severity=Severity.WARNING,
    languages=ALL_LANGUAGES,
    summary="the body is mostly numbers or web addresses",
    page=__doc__ or "",
    examine=examine,
)
PART = Part(CHECK, find)
