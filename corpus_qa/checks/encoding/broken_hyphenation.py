"""Words that a line break of print cut in two: ``Janu- ary``, ``bor¬rowed``.

Why it matters
    Print breaks words at the end of a line. Where the lines of a PDF file or of a scanned page were
    joined, the hyphen stays, and often a space behind it: two pieces instead of a word. Text
    recognition writes the sign ¬ for such a hyphen.

Flagged
    The bridge was closed in Janu- ary and will open in Septem- ber.
    The council bor¬rowed six million.
    Der Rest wird über Kre- dite finan- ziert.

Clean
    Pre- and post-war houses; low- to middle-income towns; a well- known mill.
    Die Vor- und Nachteile, ein- bis zweimal, Haupt- oder Nebenstraße.
    The textbook writes ¬A for "not A".

Limits
    At least one piece must be no word, and the pieces together a word: of the English list, of the
    frequent words of the article's language, or of the article itself. Where one word proves it,
    others are reported whose pieces are no words either.

Repair
    Unsafe: the hyphen of a compound may go with it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus_qa.checks.encoding._evidence import TEXT_FIELDS, Damage, capped, in_url, shown
from corpus_qa.model import ALL_LANGUAGES, Article, Check, Evidence, Family, Hit, Pattern, Severity
from corpus_qa.text.language import detect, english, word_set
from corpus_qa.text.tables import listed_words

ID = "ENC020"
ENGLISH = "en"
HYPHEN = r"\pL{2,}-[ \n] ?\p{Ll}{2,}"
SIGN = r"\p{Ll}{2,}(?:¬ ?\n? ?|\x{ad}[ \n] ?)\p{Ll}{2,}"
CUT = re.compile(r"([^\W\d_]+)((?:[-\u00ad][ \n]|¬[ \n]?) ?)([^\W\d_]+)")
WORD = re.compile(r"[^\W\d_]+")
LONGEST = 40
# Words that follow a hyphen which stands for the second half of a compound.
JOINTS = word_set(
    "and or to nor but than versus vs und oder bis sowie wie bzw beziehungsweise et ou of en "
    "och eller og samt ja tai ning või i ir un kai a nebo ali ve veya ter és vagy și sau dan atau"
)
# The grade of English words from which a piece is taken for a word: "rowed" has 8, "trodden" 10.
COMMON = 12
# A known word with a piece that is none proves it; without one, so many others are needed.
ENOUGH = 5


@dataclass(frozen=True, slots=True)
class Words:
    """The words by which cut words are known: of the language, and whole words of the text."""

    language: str
    own: frozenset[str]

    def know(self, word: str) -> bool:
        """Whether a word in small letters is one of them."""
        if word in self.own or word in listed_words(self.language):
            return True
        return self.language == ENGLISH and english().knows(word)

    def use(self, piece: str) -> bool:
        """Whether a piece of a word is a word by itself: in English, one that is not rare."""
        if self.language == ENGLISH:
            return piece in self.own or english().grade(piece) >= COMMON
        return self.know(piece)


def examine(article: Article, hits: Sequence[Hit]) -> Iterable[Evidence]:
    """Yield the cut words, joined."""
    return capped(
        ID, [damage for field in TEXT_FIELDS for damage in _damages(article, field, hits)]
    )


def _damages(article: Article, field: str, hits: Sequence[Hit]) -> Iterator[Damage]:
    text = article.field(field)
    places = [place for hit in hits if hit.field == field if (place := _cut(text, hit))]
    if not places:
        return
    pieces = Counter(piece.lower() for place in places for piece in place.group(1, 3))
    counts = Counter(word.lower() for word in WORD.findall(text))
    own = frozenset(word for word in counts if counts[word] > pieces[word])
    language = (article.language or detect(text) or ENGLISH).split("-")[0].lower()
    words = Words(language, own)
    judged = [(place, _weight(place, words)) for place in places]
    if sum(weight for _, weight in judged) < ENOUGH:
        return
    for place, weight in judged:
        if weight:
            whole = f"{place[1]}{place[3]}"
            message = f"“{shown(place[0])}” is one word that a line break cut: “{whole}”."
            yield Damage(field, *place.span(), message, whole)


def _cut(text: str, hit: Hit) -> re.Match[str] | None:
    """Return the word around a hit, unless the hyphen stands for a word or is in an address."""
    start = hit.start
    while start > max(0, hit.start - LONGEST) and text[start - 1].isalpha():
        start -= 1
    place = CUT.match(text, start)
    if place is None or place[3] in JOINTS or in_url(text, start):
        return None
    return None if start and text[start - 1] in "-/'’@" else place


def _weight(place: re.Match[str], words: Words) -> int:
    """Return how sure it is that a word was cut: ``ENOUGH``, 1 if it may be, 0 if not."""
    if "-" not in place[2]:
        return ENOUGH
    first, last = place[1].lower(), place[3].lower()
    whole = words.know(first + last)
    if words.use(first) and words.use(last):
        return 1 if whole else 0
    return ENOUGH if whole else 1


CHECK = Check(
    id=ID,
    name="broken-hyphenation",
    family=Family.ENCODING,
    severity=Severity.WARNING,
    languages=ALL_LANGUAGES,
    summary="words that were cut by the line breaks of print",
    page=__doc__ or "",
    patterns=(
        Pattern(HYPHEN, literals=("- ", "-\n")),
        Pattern(SIGN, literals=("¬", "\u00ad ", "\u00ad\n")),
    ),
    fields=TEXT_FIELDS,
    examine=examine,
)
