"""Words in another script in Latin text: ``the harvest was 丰收 this year``.

Why it matters
    An engine that does not know a word copies it. A word left in Chinese, Cyrillic or Arabic script
    is lost on the reader of the translation.

Flagged
    The prize went to a 农民 who grows rice in the hills above the town.
    The reservoir was emptied 贏 before the storm came.

Clean
    The ship's name, Надежда (“hope”), was painted on the bow.
    Measured in µm, the Ω-shaped ring of β-carotene is tiny.
    Он сказал, что город пуст и что все ушли.

Limits
    Words in brackets, words with a gloss, quotations of some length and whole lines in one script
    are more often names, titles and quotations than leftovers. Single Greek letters are symbols.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from corpus_qa.checks.translation._reading import Part, Reading
from corpus_qa.checks.translation.machine_translation_evidence import examine
from corpus_qa.model import ALL_LANGUAGES, Check, Evidence, Family, Severity
from corpus_qa.text.characters import script_of
from corpus_qa.text.language import word_set

# Runs without Latin letters, punctuation, symbols and marks.
RUN = re.compile(
    r"[^\x00-\u036f\u1e00-\u1eff\u2000-\u2e7f\u3000-\u3004\u3008-\u3020\u3030\u30fb"
    r"\ufe00-\ufe6f\uff00-\uff20\uff3b-\uff40\uff5b-\uff65\ufffc-\uffff\U0001f000-\U0001faff]+"
)
LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
BRACKETS = "([（［"
# A bracket that holds a name or a reading beside the original glosses, either way round.
READING_BEFORE = re.compile(r"[(\[（［][A-ZÀ-Þ][\w’'-]*(?: [\w’'-]+)?[,;:] ?\Z")
READING_AFTER = re.compile(r"[,;:] ?[\w’'-]+(?: [\w’'-]+)?[)\]）］]")
# Titles and terms in the marks of their own script are quoted on purpose.
OWN_QUOTES = {"《": "》", "〈": "〉", "【": "】", "「": "」", "『": "』", "〔": "〕"}
QUOTES = "“\"‘«„「'"
CLOSE = ")]”\"’»“」）］'"
# A quotation of so many letters is a title or a sentence; a shorter one is a word without a gloss.
TITLE = 5
# A bracket after a name or a quotation holds the name's original.
NAMED = re.compile(r"(?:[A-ZÀ-Þ][\w’'-]*|[”\"’']) [(\[（［]\Z")
# A web address in letters of its own.
ADDRESS = re.compile(r"://|[^\W\d_]\.(?:рф|рус|укр|бел|бг|срб|мкд|қаз|ею|онлайн|сайт|москва)\b")
TELLING = re.compile(
    r"\b(?:mean|call|charact|letter|word|sign|symbol|spell|written|write|kanji|alphabet|pronounc|"
    r"slogan|motto|phrase|inscription|term)"
)
# What follows a word whose meaning is given.
EXPLAINED = re.compile(
    r"\W{0,2} (?:means?\b|meaning\b|translates?\b|stands for\b|is the \w+ word\b)"
)
NEAR = 40
# So near behind a name in brackets begins an account's: somebody's own spelling of it.
AT_HANDLE = 4
MOST = 100
# Letters that look like Latin ones: a single one is a matter of encoding, not of translation.
LIKE_LATIN = frozenset("АВЕКМНОРСТУХасеорухіјѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧο")
# A text is in Latin letters when so many of its letters are. A short text whose language nobody
# knows is a line of a mixed text more often than a Japanese one that names products.
LATIN_SHARE = 0.5
LATIN_SHARE_UNKNOWN = 0.15
# Languages that are written in other letters.
OTHERS = word_set(
    "am ar as be bg bn ckb dv dz el fa gu he hi hy ja ka kk km kn ko ky lo mk ml mn mr my ne "
    "or pa ps "
    "ru sd si sr ta te tg th ti ug uk ur yi zh"
)


def find(reading: Reading) -> Iterator[Evidence]:
    """Yield the runs of letters of another script."""
    if not reading.other_scripts:
        return
    if reading.latin_share < _least_share(reading.article.language):
        return
    text = reading.text
    runs = [run for run in RUN.finditer(text) if any(map(script_of, run[0]))]
    for start, end in islice(_joined(text, runs), MOST):
        words = text[start:end]
        script = next(filter(None, map(script_of, words)))
        if end - start == 1 and (script == "Greek" or _is_symbol(text, start, end)):
            continue
        if _is_content(text, start, end) or ADDRESS.search(text[max(0, start - 3) : end + 1]):
            continue
        message = f"“{words}” is in {script} script, but the text is in Latin script."
        yield Evidence(CHECK.id, message, "text", start, end)


def _least_share(language: str | None) -> float:
    """Return the share of Latin letters above which a text counts as Latin."""
    if language is None:
        return LATIN_SHARE_UNKNOWN
    return LATIN_SHARE if language.split("-")[0].lower() in OTHERS else 0.0


def _joined(text: str, runs: list[re.Match[str]]) -> Iterator[tuple[int, int]]:
    """Yield the runs, merging those of one phrase."""
    if not runs:
        return
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


def _is_symbol(text: str, start: int, end: int) -> bool:
    """Return whether a letter that looks Latin is in a Latin word or unit: a wrong character."""
    around = text[max(0, start - 1) : start] + text[end : end + 1]
    return text[start:end] in LIKE_LATIN and any(c.isalnum() or c in "°-" for c in around)


def _is_explained(before: str, after: str, size: int) -> bool:
    """Return whether what stands around the words says what they are."""
    if OWN_QUOTES.get(before[-1:], "") == after[:1] != "" or EXPLAINED.match(after):
        return True
    if before.endswith(", ") and after[:1] == "," and size > 1 and TELLING.search(before):
        return True
    if before[-1:] in BRACKETS and before:
        return READING_AFTER.match(after) is not None
    return after[:1] in CLOSE and READING_BEFORE.search(before) is not None


def _is_content(text: str, start: int, end: int) -> bool:
    """Return whether the words are intended: glossed, quoted, or a line of their own."""
    before, after = text[max(0, start - NEAR) : start], text[end : end + NEAR]
    if _is_explained(before, after, end - start):
        return True
    closed = after.lstrip(".!?,… ")[:1] in CLOSE and bool(after.strip())
    if before[-1:] in BRACKETS and before and closed:
        return NAMED.search(before) is not None
    glossed = after.lstrip(CLOSE + " ")[:1] in BRACKETS and bool(after.strip(CLOSE + " "))
    if glossed and (end - start > 1 or "@" in after[:AT_HANDLE]):
        return True
    if before[-1:] in QUOTES and before and closed:
        return end - start >= TITLE or bool(TELLING.search(before + after))
    line = text[text.rfind("\n", 0, start) + 1 : (text.find("\n", end) + 1 or len(text) + 1) - 1]
    return "\n" in text and not LATIN.search(line)


CHECK = Check(
    id="TRN001",
    name="foreign-script",
    family=Family.TRANSLATION,
    severity=Severity.WARNING,
    languages=ALL_LANGUAGES,
    summary="words in another script",
    page=__doc__ or "",
    examine=examine,
)
PART = Part(CHECK, find, always=True)
