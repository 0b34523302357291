"""The present perfect with a day in the past: ``has confirmed this Friday``.

Why it matters
    Spanish, French, German and Italian report news in the perfect tense together with the day.
    English never does. The pattern occurs in nearly every sentence of a news translation that keeps
    the tenses of its source.

Flagged
    The minister has declared this Friday that the port will close.
    This Tuesday, after the vote, the mayor has assured that the road is safe.
    The court has ruled yesterday that the fence must go.

Clean
    The minister declared on Friday that the port would close.
    The port has been closed since last Friday and has said so on its page.
    She has assured us that the road is safe.

Limits
    Only reporting verbs and verbs of deciding, with the day directly after them or at the beginning
    of the same sentence.
"""

from __future__ import annotations

from collections.abc import Iterator

from corpus_qa.checks.translation._reading import Part, Reading, longest
from corpus_qa.checks.translation.machine_translation_evidence import examine
from corpus_qa.model import Check, Evidence, Family, Pattern, Severity

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DAY = f"(?:{'|'.join(DAYS)})"
VERBS = (
    "admitted", "announced", "approved", "arrested", "asked", "assured", "claimed", "condemned",
    "confirmed", "declared", "denied", "died", "explained", "indicated", "insisted", "met",
    "offered", "presented", "published", "reported", "ruled", "said", "signed", "stated",
    "stressed", "visited", "warned",
)  # fmt: skip
SAID = f"(?:{'|'.join(VERBS)})"
TENSE = "“{}”: with a day, English uses the simple past."
ASSURED = "“{}” needs an object (assured whom?); otherwise write “said that”."
# What is said of each pattern's matches.
MESSAGES = (TENSE, TENSE, TENSE, ASSURED)


def find(reading: Reading) -> Iterator[Evidence]:
    """Yield the matches with what is wrong with their tense."""
    for hit in longest(reading.hits[CHECK.id]):
        message = MESSAGES[hit.pattern].replace("{}", reading.text[hit.start : hit.end])
        yield Evidence(CHECK.id, message, hit.field, hit.start, hit.end)


CHECK = Check(
    id="TRN021",
    name="foreign-tense",
    family=Family.TRANSLATION,
    severity=Severity.WARNING,
    languages=("en",),
    summary="the present perfect used with a day in the past",
    page=__doc__ or "",
    patterns=(
        Pattern(
            rf"\bha(?:s|ve) {SAID} (?:this|last|on|the past) {DAY}\b",
            literals=tuple(
                f"{have} {verb} {when} "
                for have in ("has", "have")
                for verb in VERBS
                for when in ("this", "last", "on", "the past")
            ),
        ),
        Pattern(rf"\bha(?:s|ve) {SAID} yesterday\b"),
        Pattern(
            rf"\b(?:This|On|Last) {DAY},? [^.\n]{{0,80}}\bhas (?:assured|confirmed|declared|"
            r"announced|denied) that\b",
            literals=tuple(
                f"has {verb} that"
                for verb in ("assured", "confirmed", "declared", "announced", "denied")
            ),
        ),
        Pattern(r"\bha(?:s|ve) assured that\b"),
    ),
    examine=examine,
)
PART = Part(CHECK, find)
