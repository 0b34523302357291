"""Bodies in capital letters: ``THE MINISTER SAID THAT THE PORT WILL CLOSE``.

Why it matters
    Old wire reports, transcripts and some content systems use capital letters only. Names can no
    longer be distinguished from other words, and every tool that relies on case is misled.

Flagged
    THE MINISTER SAID ON MONDAY THAT THE PORT WILL CLOSE FOR A YEAR. NOBODY HAD EXPECTED IT, AND
    THE FISHERMEN ASKED WHO WOULD PAY FOR THE LOSS OF A WHOLE SEASON AND FOR THE NEW NETS.

Clean
    NATO, the EU and the UN met in NEW YORK. A headline MAY SHOUT, a text does not.

Limits
    Flagged if more than half of the letters of a body of some length are capitals.
"""

from __future__ import annotations

from collections.abc import Iterator

from corpus_qa.checks.content._body import CAPITALS, Body, Part
from corpus_qa.checks.content._examiner import examine
from corpus_qa.model import ALL_LANGUAGES, Check, Evidence, Family, Severity

SHARE = 0.55
SHORT = 120


def find(body: Body) -> Iterator[Evidence]:
    """Yield a finding for a body in capital letters."""
    if len(body.text) >= SHORT and body.is_odd and body.share(CAPITALS) > SHARE:
        yield Evidence(CHECK.id, "The body is written in capital letters.")


CHECK = Check(
    id="CON014",
    name="shouting",
    family=Family.CONTENT,
    severity=Severity.WARNING,
    languages=ALL_LANGUAGES,
    summary="the body is written in capital letters",
    page=__doc__ or "",
    examine=examine,
)
PART = Part(CHECK, find)
