"""Bodies that stop in mid-sentence, or that say they are truncated.

Why it matters
    Feeds, paywalls and length limits truncate articles. A reader notices that the end is missing; a
    statistic does not.

Flagged
    A body whose last paragraph ends "and the mayor of the", after paragraphs that end well.
    A body that ends with "[…]", "[+1204 chars]" or "Continue reading".

Clean
    A body whose last line is a name, a place and date, or a list.
    A poem, or a text in which no paragraph ends with a full stop.

Limits
    The last line of prose is judged by its last word: one that cannot end a sentence means
    truncation, and so does one that seldom ends a sentence if complete sentences precede it. Other
    long lines without final punctuation are notes: often only the full stop is missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus_qa.checks.content._body import Body, Part, ends_sentence
from corpus_qa.checks.content._examiner import examine
from corpus_qa.model import ALL_LANGUAGES, Check, Evidence, Family, Severity
from corpus_qa.text.language import word_set

TAIL = 60
# What feeds and pages write where they cut.
CUT = re.compile(
    r"(?:\[(?:…|\.{3})\]|\[\+\d+ chars\]|[\w,] ?(?:…|\.{3})|"
    r"(?:…|\.{3}|\[…\])? ?\(?(?:[Cc]ontinue reading|[Rr]ead (?:the )?(?:more|full (?:story|"
    "article))|[Kk]eep reading|"
    "[Ww]eiterlesen|[Ll]ire la suite|[Ll]eer más|[Сс]итать далее|[Чч]итать (?:далее|"
    r"полностью))\)?(?:…|\.{3}| ?[»>→])?)\s*$"
)
# Writers let a long text trail off; a feed cuts after some hundred characters.
TRAILS_OFF = re.compile(r"[\w,] ?(?:…|\.{3})")
TEASER = 600
MAY_BE_CUT = re.compile(r"[.…\])»>→]\Z|(?:ing|ore|esen|uite|más|icle|ory|лее|стью)\Z")
# Words after which an English sentence must go on.
OPEN_WORDS = word_set(
    "a an and as at because but by for from his if in into its my of or our than that the their to "
    "when which while who whose with would your be been "
    # and of other languages, where the word is no English one
    "und oder sowie och og és vagy ve veya oraz albo ή και του της των στο στη στην στον "
    "για με и или что чтобы для та або що щоб для із"
)
# More than one in six of these, in news, stands at the end of its sentence.
LAST_WORDS = word_set(
    "abroad afternoon afterwards again ago alone always anymore anyway apart away country day days "
    "elsewhere everywhere forever here hers herself him himself hours interview it itself late "
    "later long me mine minutes moment month months morning night now office online ours ourselves "
    "out place report said says season soon statement story there them themselves then time today "
    "together tomorrow tonight too town true us week weekend weeks well work world wrong year "
    "years yesterday yet you yours"
)
# Prepositions that are parts of verbs, as forms say them without a full stop.
LOGGED_IN = ("log in", "logged in", "sign in", "signed in", "opt in", "log on", "sign up for")
# Somebody's initials after the last sentence: “/ ab”, “(ab)”, “– ab/cd”.
INITIALS = re.compile(r"[.!?…”\"»]\s*[/(–—-]\s?\w{2,5}(?:[/,]\s?\w{2,5})*\)?\Z")
# A sentence of a script without capitals that begins after one that ended.
NO_CASE_END = re.compile(r"[.!?؟。！？।]\s*(?=[^\W\d_])")
LEAST_CHARACTERS = 5
LONG_LINE = 80
# A shorter line may be a headline or a link of two sentences.
PARAGRAPH = 90
OPEN_MARKS = (",", "(", "“", "–", "—")
SENTENCE_END = re.compile(
    r"[a-zß-öø-ÿа-я\d”’\")][.!?…]['\"”’»)]* (?=[\"“‘«(]?[^\W\d_a-zß-öø-ÿа-я])"
)
LEAST_REST = 3
PARAGRAPHS = 3
GOOD_SHARE = 0.75


def find(body: Body) -> Iterator[Evidence]:
    """Yield the end of a truncated body."""
    text = body.text.rstrip().rstrip("“„«").rstrip()
    if not text or (ends_sentence(text) and text[-1] not in "….])»"):
        return
    tail = text[-TAIL:]
    cut = CUT.search(tail) if MAY_BE_CUT.search(tail) else None
    if cut:
        if len(text) > LONG_LINE:
            trails_off = TRAILS_OFF.fullmatch(cut[0]) and len(text) > TEASER
            start = len(text) - len(tail) + cut.start()
            message = "The body ends with a truncation mark: the rest is missing."
            severity = Severity.NOTE if trails_off else None
            yield Evidence(CHECK.id, message, "text", start, len(text), severity=severity)
        return
    if ends_sentence(text):
        return
    yield from _stops(body, text)


def _stops(body: Body, text: str) -> Iterator[Evidence]:
    last = text[text.rfind("\n") + 1 :]
    word = last.split()[-1]
    if "://" in word:
        return
    start = len(text) - len(word)
    message = f"The body stops in the middle of a sentence, after “{word}”."
    if INITIALS.search(last):
        return
    if _breaks_off(last, word) or (_ends_well(body) and _is_begun(last)):
        yield Evidence(CHECK.id, message, "text", start, len(text))
    elif len(last) > LONG_LINE and _ends_well(body):
        yield Evidence(CHECK.id, message, "text", start, len(text), severity=Severity.NOTE)


def _breaks_off(last: str, word: str) -> bool:
    """Return whether a line that no mark ends can only be a sentence without its end.

    Either its last word asks for another, or whole sentences stand before the one without an end.
    """
    ends = list(SENTENCE_END.finditer(last))
    if last.endswith(LOGGED_IN):
        return False
    if word.lower() in OPEN_WORDS or word.endswith(OPEN_MARKS):
        return bool(ends) or len(last) > LONG_LINE // 2
    rest = last[ends[-1].end() :] if ends and len(last) > PARAGRAPH else ""
    if ":" in rest or len(rest.split()) < LEAST_REST:  # Read more: …
        return False
    return word.isalpha() and word.islower() and word not in LAST_WORDS


def _is_begun(last: str) -> bool:
    """Return whether a line without capitals has a sentence that ends, and begins another."""
    if last.lower() != last.upper():
        return False
    ends = list(NO_CASE_END.finditer(last))
    rest = last[ends[-1].end() :] if ends else last[last.rfind("、") + 1 :] if "、" in last else ""
    return len(rest) >= LEAST_CHARACTERS and not re.search(r"[:：|]|[)）]\Z", rest)


def _ends_well(body: Body) -> bool:
    """Return whether the long paragraphs before the last end with a mark."""
    lines = [line.text for line in body.lines[:-1] if len(line.text) > LONG_LINE]
    return len(lines) + 1 >= PARAGRAPHS and sum(map(ends_sentence, lines)) >= GOOD_SHARE * len(
        lines
    )


CHECK = Check(
    id="CON003",
    name="truncated-end",
    family=Family.CONTENT,
    severity=Severity.WARNING,
    languages=(*ALL_LANGUAGES, "de", "en", "es", "fr", "ru"),
    summary="the body stops in the middle of a sentence",
    page=__doc__ or "",
    examine=examine,
)
PART = Part(CHECK, find)
