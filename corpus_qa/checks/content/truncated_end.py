"""Bodies that stop in the middle of a sentence, or say that they are cut.

Why it matters
    Feeds, paywalls and length limits cut articles. What is lost is the end, which a reader notices
    and a statistic does not.

Flagged
    A body whose last paragraph ends "and the mayor of the", after paragraphs that end well.
    A body that ends with "[…]", "[+1204 chars]" or "Continue reading".

Clean
    A body whose last line is a name, a place and date, or a list.
    A poem, or a text in which no paragraph ends with a full stop.

Limits
    The last prose line is judged by its last word: one that cannot end a sentence is a cut. Long
    last lines that end with any other word and no mark are notes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus_qa.checks.content._body import Body, ends_sentence
from corpus_qa.model import Check, Evidence, Family, Severity
from corpus_qa.text.words import word_set

TAIL = 60
# What feeds and pages write where they cut.
CUT = re.compile(
    r"(?:\[(?:…|\.{3})\]|\[\+\d+ chars\]|[\w,] ?(?:…|\.{3})|"
    r"(?:…|\.{3}|\[…\])? ?\(?(?:[Cc]ontinue reading|[Rr]ead (?:the )?(?:more|full (?:story|"
    "article))|[Kk]eep reading|"
    "[Ww]eiterlesen|[Ll]ire la suite|[Ll]eer más|[Сс]итать далее|[Чч]итать (?:далее|"
    r"полностью))\)?(?:…|\.{3}| ?[»>→])?)\s*$"
)
MAY_BE_CUT = re.compile(r"[.…\])»>→]\Z|(?:ing|ore|esen|uite|más|icle|ory|лее|стью)\Z")
# Words after which an English sentence must go on.
OPEN_WORDS = word_set(
    "a an and as at because but by for from his if in into its my of or our than that the their to "
    "was were when which while who whose with would your is are be been has have had"
)
LONG_LINE = 80
PARAGRAPHS = 3
GOOD_SHARE = 0.75


def find(body: Body) -> Iterator[Evidence]:
    """Yield the end of a body that stops where no text ends."""
    text = body.text.rstrip()
    if not text or (ends_sentence(text) and text[-1] not in "….])»"):
        return
    tail = text[-TAIL:]
    cut = CUT.search(tail) if MAY_BE_CUT.search(tail) else None
    if cut:
        if len(text) > LONG_LINE:
            message = "The body says that it is cut here."
            yield Evidence(
                CHECK.id, message, "text", len(text) - len(tail) + cut.start(), len(text)
            )
        return
    if ends_sentence(text):
        return
    yield from _stops(body, text)


def _stops(body: Body, text: str) -> Iterator[Evidence]:
    lines = [line for line in body.lines if len(line.text) > LONG_LINE]
    last = body.lines[-1]
    good = sum(ends_sentence(line.text) for line in lines[:-1])
    if len(lines) < PARAGRAPHS or good < GOOD_SHARE * (len(lines) - 1):
        return
    word = last.text.split()[-1]
    is_open = word.lower() in OPEN_WORDS or word.endswith((",", "(", "“", "–", "—"))
    if (len(last.text) > LONG_LINE // 2 and is_open) or len(last.text) > LONG_LINE:
        severity = None if is_open else Severity.NOTE
        start = len(text) - len(word)
        message = f"The body stops in the middle of a sentence, after “{word}”."
        yield Evidence(CHECK.id, message, "text", start, len(text), severity=severity)


CHECK = Check(
    id="CON003",
    name="truncated-end",
    family=Family.CONTENT,
    severity=Severity.WARNING,
    summary="the body stops in the middle of a sentence",
    page=__doc__ or "",
)
