"""Function words in an order that is impossible in English: ``may proving``, ``The and push``.

Why it matters
    Programs that spin an article, replacing and dropping words so that it looks new, break its
    sentences where they join. The topic survives, and the text looks fine at a glance, but its
    statements are lost.

Flagged
    The reform may proving hard to undo.
    It is late. The and push for a wider deal goes on.
    The town could losing its only school.
    They came to sees the light, and the operator will should pay.

Clean
    The reform may bring in money, and could, according to him, end well.
    He wrote “the and” on the board; the in-house team laughed.
    The band The The played with The Who.

Limits
    The pairs come from counts over 3.7 million words of openly licensed news: each would occur more
    than 200 times if words were drawn at random, and occurs at most once. Pairs that are common
    typing errors (``the the``, ``of to``) are not among them. The forms of verbs (``to sees``,
    ``will should``, ``able to losing``) are included if at most one occurs in 10,000 news articles.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus_qa.model import Article, Check, Evidence, Family, Hit, Pattern, Severity
from corpus_qa.text.language import reads_as_english, word_set

# May, could and their like go with the plain verb; these end in -ing and are plain, or no verbs.
PLAIN = word_set(
    "according anything bring cling concerning considering ding during evening everything fling "
    "freaking frigging fucking including king morning nothing notwithstanding offspring "
    "overnight pending ping regarding ring sing sling something spring sting string swing ting "
    "wing wring zing"
)
MODALS = (
    "may", "could", "would", "should", "cannot", "wouldn't", "couldn't", "shouldn't", "won't",
    "can't",
)  # fmt: skip
# These are nouns too; as verbs they follow a pronoun, a plural or a noun with an article.
NOUN_MODALS = ("will", "must", "might", "can")
PRONOUNS = word_set("he she it they we you i who which that them there this these those all both")
DETERMINERS = word_set(
    "a an the his her their its our my your this that free good ill own last political no any "
    "some "
    "living iron sheer military great strong popular general human divine tin beer oil trash "
    "garbage"
)
# Modals that follow no other modal ("might could" is said in the south of the United States).
SECOND_MODALS = word_set("should would could must cannot")
# Verbs that are no nouns in this form: none follows "to", even where a relative clause ends in it.
INFLECTED = (
    "sees", "goes", "gives", "gets", "becomes", "brings", "begins", "keeps", "takes", "allows",
    "provides", "includes", "requires", "tells", "loses", "finds", "meets", "pays", "builds",
    "creates", "ensures", "improves", "reduces", "considers", "decides", "expects", "receives",
    "remains", "serves", "seems", "appears", "continues", "spends", "teaches", "writes", "reads",
    "speaks", "eats", "drives", "carries", "leads", "sends", "buys", "sells",
)  # fmt: skip
# Words between which and a verb "to" stands only before the plain form.
WANTING = (
    "going", "able", "unable", "want", "wants", "wanted", "expects", "expected", "decided",
    "tried", "plans", "hopes", "needs", "needed", "willing", "managed", "agreed", "began",
)  # fmt: skip
SUBJECTS = ("it", "he", "she", "they", "we", "there")
PAST = (
    "came|went|saw|had|was|were|made|took|said|gave|knew|got|found|thought|told|left|kept|"
    "began|brought|"
    "wrote|ran|became|held|stood|heard|met|spoke|chose|broke|fell|grew|drew|threw|flew|sent|"
    "built|lost"
)
# First word -> second words that do not follow it.
PAIRS = {

    "the": (
        "and of is are were has for with from by that but or their been if than because they he "
        "be"
    ),
    "a": "the with were their they this than are from been",
    "an": "the of to for is with that were", "their": "the of to and that for is",
    "our": "the of to and", "its": "of and", "to": "been has they he had could",
    "of": "was they he would could can been", "with": "of he they", "from": "of to he",
}  # fmt: skip
LIKE_PAST = word_set(
    "need feed proceed succeed exceed speed bleed breed heed seed weed embed shed indeed concede "
    "tired interested concerned embed wed red unaided freed agreed supposed exactly"
)
SENTENCE_ENDS = frozenset(".!?…:\n")
PHRASES = word_set("cappella capella la priori posteriori b and be all")
ARTICLES = word_set("the The a A an this This that his her their its our my your every each")
BEFORE = 24
QUOTES = "\"“”‘’'«»"
# The patterns of verbs; those of pairs, after them, begin with the space before the first word.
VERBS = 3
MESSAGE = "“{}” is not English: words were lost or replaced here."


def is_damage(text: str, start: int, end: int) -> bool:
    """Return whether the words stand in English prose, unquoted and apart from hyphens."""
    around = text[max(0, start - 1) : start + 1] + text[end : end + 1]
    if any(mark in around for mark in QUOTES) or "-" in around:
        return False
    return reads_as_english(text, start)


def is_damaged_verb(text: str, start: int, end: int) -> bool:
    """Return whether a modal or a negation is followed by a form that does not go with it."""
    first, *_, last = text[start:end].split()
    if last in SECOND_MODALS:
        before = text[max(0, start - BEFORE) : start].lower().split()
        is_noun = first in NOUN_MODALS and not DETERMINERS.isdisjoint(before[-1:])
        return first != last and not is_noun and is_damage(text, start, end)
    if last.endswith("ing"):
        if last in PLAIN or (first in NOUN_MODALS and not is_verb(text, start)):
            return False
    elif last in LIKE_PAST:
        return False
    return is_damage(text, start, end)


def is_verb(text: str, start: int) -> bool:
    """Return whether ``will`` and its like are verbs here, by the words before them."""
    words = text[max(0, start - BEFORE) : start].split()
    if not words or not words[-1][-1].isalnum() or words[-1].lower() in DETERMINERS:
        return False
    last = words[-1].lower()
    return last in PRONOUNS or last.endswith("s") or not ARTICLES.isdisjoint(words[:-1])


def is_said(text: str, start: int, end: int) -> bool:
    """Return whether the words go on as no phrase does (``the a cappella choir`` does).

    A capital within a sentence is a letter that names something: ``student A with``.
    """
    first, *_, last = text[start:end].split()
    before = text[max(0, start - 2) : start + 1].rstrip(" ")
    if first[0].isupper() and before and before[-1] not in SENTENCE_ENDS:
        return False
    return last not in PHRASES and is_damage(text, start, end)


def examine(article: Article, hits: Sequence[Hit]) -> Iterator[Evidence]:
    """Yield the words without the space before them, the longer of two that overlap."""
    end = 0
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        start = hit.start + (hit.pattern >= VERBS)
        if start < end:
            continue
        end = hit.end
        message = MESSAGE.replace("{}", article.text[start:end])
        yield Evidence(CHECK.id, message, hit.field, start, end)


CHECK = Check(
    id="CON008",
    name="broken-grammar",
    family=Family.CONTENT,
    severity=Severity.WARNING,
    languages=("en",),
    summary="function words in an order that is impossible in English",
    page=__doc__ or "",
    patterns=(
        Pattern(
            rf"\b(?:{'|'.join((*MODALS, *NOUN_MODALS))}) [a-z]{{2,}}ing\b|"
            rf"\b(?:did|does|do|could|would) not (?:{PAST}|[a-z]{{3,}}ed)\b|"
            r"\b(?:may|could|would|should|cannot|will|must|can) "
            rf"(?:{'|'.join(sorted(SECOND_MODALS))})\b|"
            rf"\b(?:{'|'.join(WANTING)}) to [a-z]{{2,}}ing\b",
            confirm=is_damaged_verb,
            literals=(
                *(f"{verb} " for verb in (*MODALS, *NOUN_MODALS, "did", "does", "do not")),
                *(f"{word} to " for word in WANTING),
            ),
        ),
        Pattern(
            rf"\bto (?:{'|'.join(INFLECTED)})\b",
            confirm=is_damage,
            literals=tuple(f"to {verb}" for verb in INFLECTED),
        ),
        Pattern(
            rf"\b(?:{'|'.join(SUBJECTS)}) (?:is|are) (?:was|were)\b|\bwithout to [a-z]+",
            confirm=is_damage,
            literals=(
                "without to ",
                *(f"{one} {verb} w" for one in SUBJECTS for verb in ("is", "are")),
            ),
        ),
        *(
            Pattern(
                rf"[ \n](?:{first}|{first.capitalize()}) (?:{'|'.join(seconds.split())}) [a-z]+",
                confirm=is_said,
                literals=tuple(
                    f"{before}{first} {second} " for before in " \n" for second in seconds.split()
                ),
            )
            for first, seconds in PAIRS.items()
        ),
    ),
    examine=examine,
)
