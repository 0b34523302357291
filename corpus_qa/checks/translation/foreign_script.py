"""Letters of another script in a text in Latin letters: ``the harvest was 丰收 this year``.

Why it matters
    An engine that does not know a word copies it. What stays in Chinese, Cyrillic or Arabic
    letters is a word that the reader of the translation never gets.

Flagged
    The prize went to a 农民 who grows rice in the hills above the town.
    The reservoir was emptied 贏 before the storm came.

Clean
    The ship's name, Надежда (“hope”), was painted on the bow.
    Measured in µm, the Ω-shaped ring of β-carotene is tiny.
    Он сказал, что город пуст и что все ушли.

Limits
    Words in brackets or quotation marks, words with a gloss beside them and whole lines in one
    script are notes: they are names, titles and quotations more often than leftovers. Single Greek
    letters are symbols.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from corpus_qa.checks.translation._reading import Reading
from corpus_qa.model import Check, Evidence, Family, Severity

# UTF-8 lead bytes and continuation bytes of ASCII, Latin letters, marks and general punctuation:
# what remains of a text without them belongs to another script.
LATIN_BYTES = bytes(
    [*range(0xC0), *range(0xC2, 0xCA), 0xCB, 0xCC, 0xE2],
)
# Latin letters outside those blocks: IPA, Latin Extended Additional, full-width Latin.
OTHER = re.compile(
    "[\\u0370-\\u03ff\\u0400-\\u1dff\\u1f00-\\u1fff\\u2e80-\\u2fff\\u3005-\\u3007\\u3021-\\u3029"
    "\\u3041-\\u3096\\u309d-\\u309f\\u30a1-\\u30fa\\u30fc-\\ud7ff\\uf900-\\ufaff\\ufe70-\\ufefc\\uff66-\\uff9f"
    "\\U00010300-\\U0001cfff\\U00020000-\\U0003ffff]+"
)
LATIN = re.compile("[A-Za-z\\u00c0-\\u024f\\u1e00-\\u1eff]")
GREEK = re.compile("[\\u0370-\\u03ff]")
OPEN, CLOSE = '([“"‘«„【《', ')]”"’»“】》'
NEAR = 40
# A text is in Latin letters when at least this share of its letters is Latin.
LATIN_SHARE = 0.5


def has_other_script(text: str) -> bool:
    """Tell whether a text has characters outside Latin letters and punctuation, in one fast pass."""
    return not text.isascii() and bool(text.encode("utf-8", "replace").translate(None, LATIN_BYTES))


def find(reading: Reading) -> Iterator[Evidence]:
    """Yield the runs of letters of another script."""
    text = reading.text
    if not has_other_script(text):
        return
    runs = [run for run in OTHER.finditer(text) if any(map(str.isalpha, run[0]))]
    others = sum(len(run[0]) for run in runs)
    if not runs or len(LATIN.findall(text)) * (1 - LATIN_SHARE) < others * LATIN_SHARE:
        return
    for run in _joined(text, runs):
        start, end = run
        words = text[start:end]
        if end - start == 1 and GREEK.match(words):
            continue
        severity = Severity.NOTE if _is_content(text, start, end) else None
        script = (
            unicodedata.name(next(filter(str.isalpha, words)), "another").split(" ")[0].capitalize()
        )
        message = f"“{words}” is in {script} letters in a text in Latin ones."
        yield Evidence(CHECK.id, message, "text", start, end, severity=severity)


def _joined(text: str, runs: list[re.Match[str]]) -> Iterator[tuple[int, int]]:
    """Yield the runs, those of one phrase as one."""
    start, end = runs[0].span()
    for run in runs[1:]:
        if (
            not LATIN.search(text, end, run.start())
            and run.start() - end <= NEAR
            and "\n" not in text[end : run.start()]
        ):
            end = run.end()
            continue
        yield start, end
        start, end = run.span()
    yield start, end


def _is_content(text: str, start: int, end: int) -> bool:
    """Tell whether the words are named or quoted: bracketed, glossed, or a line of their own."""
    before, after = text[max(0, start - NEAR) : start], text[end : end + NEAR]
    if before.rstrip()[-1:] in OPEN and before.strip():
        return any(mark in after for mark in CLOSE)
    if after.lstrip()[:1] in ("(", "[") and after.strip():
        return True
    line = text[text.rfind("\n", 0, start) + 1 : (text.find("\n", end) + 1 or len(text) + 1) - 1]
    return "\n" in text and not LATIN.search(line)


CHECK = Check(
    id="TRN001",
    name="foreign-script",
    family=Family.TRANSLATION,
    severity=Severity.WARNING,
    summary="words in the letters of another script",
    page=__doc__ or "",
)
