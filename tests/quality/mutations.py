"""Clean English articles, each damaged on purpose in every way that a check of language sees.

A mutation takes an article and returns it damaged, or as it was where it offers no place for the
damage. What it puts in or changes depends on the text alone.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from quality import damage
from quality.damage import choose
from quality.labelled import prose, read

HERE = Path(__file__).parent
Article = Mapping[str, Any]
Mutation = Callable[[Article], Article]

PIECES = read(HERE / "written" / "mutations.toml")
LONG_WORD = re.compile(r"(?<=[a-z] )[a-z]{6,}(?= [a-z])")
POSSESSIVE = re.compile(r"([A-Za-z]{3,})([’']s) (?=[a-z])")
CONTRACTION = re.compile(r"\b(did|does|is|was|were|do|could|would|should|has|have|had)(n[’']t)\b")
SENTENCE_END = re.compile(r"(?<=[.!?”]) ")
PARAGRAPHS = 3
COPIED_WORDS = 3
HUGE = 200_000
ENTRY, ENTRIES = 80, 6


def clean_articles() -> list[Article]:
    """Return articles of three texts each, as many as there are texts: each begins one."""
    texts = prose("en")
    return [
        {
            "title": texts[at].split(".")[0],
            "text": "\n\n".join(texts[(at + step) % len(texts)] for step in range(PARAGRAPHS)),
        }
        for at in range(len(texts))
    ]


def mutants(check: str) -> Iterator[Article]:
    """Yield the articles in which the mutation of a check found a place."""
    for article in clean_articles():
        mutant = MUTATIONS[check](article)
        if mutant != article:
            yield {"language": "en", **mutant}


def _text(change: Callable[[str], str]) -> Mutation:
    """Make a mutation of what changes a text."""
    return lambda article: {**article, "text": change(article["text"])}


def _pick(text: str, pieces: list[str]) -> str:
    return pieces[choose(text, len(pieces))]


def _put_in(text: str, piece: str) -> str:
    """Put a sentence behind one in the middle of the text."""
    ends = [end.start() for end in SENTENCE_END.finditer(text)]
    at = ends[len(ends) // 2] if ends else len(text)
    return f"{text[:at]} {piece}{text[at:]}"


def _sentence(check: str) -> Mutation:
    return _text(lambda text: _put_in(text, _pick(text, PIECES["sentences"][check])))


def _line(check: str, *, first: bool = False) -> Mutation:
    def change(text: str) -> str:
        piece = _pick(text, PIECES["sentences"][check])
        return f"{piece}\n\n{text}" if first else f"{text}\n\n{piece}"

    return _text(change)


def _swap_words(text: str, words: list[str], count: int) -> str:
    places = list(LONG_WORD.finditer(text))[:: max(1, len(LONG_WORD.findall(text)) // count)]
    for number, place in reversed(list(enumerate(places[:count]))):
        word = words[(choose(text, len(words)) + number) % len(words)]
        text = text[: place.start()] + word + text[place.end() :]
    return text


def _split_marks(text: str) -> str:
    return CONTRACTION.sub(r"\1 \2", POSSESSIVE.sub(r"\1 \2 ", text))


def _turn_quotes(text: str) -> str:
    return text.replace("“", "«").replace("”", "»")


def _mark_unknown(text: str) -> str:
    return LONG_WORD.sub(_pick(text, ["<unk>", "un@@ known", "long @-@ term", "⁇"]), text, count=1)


def _leave_sentence(text: str) -> str:
    language = _pick(text, ["de", "fr", "es", "it", "pt", "pl", "cs", "tr"])
    sentences = SENTENCE_END.split(_pick(text, prose(language)).replace("\n", " "))
    return _put_in(text, max(sentences, key=len))


def _leave_article(article: Article) -> Article:
    language = _pick(article["text"], ["de", "fr", "es", "it", "pt", "pl", "cs"])
    return {**article, "text": "\n\n".join(prose(language)[:6]), "language": "en"}


def _translate_badly(article: Article) -> Article:
    for check in ("TRN007", "TRN010", "TRN011", "TRN012"):
        article = MUTATIONS[check](article)
    return article


def _tease(text: str) -> str:
    others = [other for other in prose("en") if other not in text]
    first = choose(text, len(others) - PARAGRAPHS)
    teasers = [other[:90].rsplit(" ", 1)[0] for other in others[first : first + PARAGRAPHS]]
    return "\n\n".join([text, *(f"{teaser}..." for teaser in teasers)])


def _wall(text: str) -> str:
    teaser = " ".join(SENTENCE_END.split(text.replace("\n", " "))[:2])
    return f"{teaser}\n\n{_pick(text, PIECES['pages']['CON006'])}"


def _join(article: Article) -> Article:
    others = [other for other in clean_articles() if other["title"] not in article["text"]]
    other = others[choose(article["text"], len(others))]
    heads = (f"OSLAND (Reuters) - {other['text']}", f"{other['title']}\n\nBy Ines Marwood\n\n")
    is_byline = choose(article["text"], 2)
    return {**article, "text": f"{article['text']}\n\n{heads[is_byline]}{other['text']}"}


def _blog(text: str) -> str:
    said = [part for part in text.split("\n\n") if len(part) > ENTRY] * ENTRIES
    return "\n".join(f"{20 - at}:{at}5 {part}" for at, part in enumerate(said[:ENTRIES]))


def _tabulate(text: str) -> str:
    return "\n".join(
        f"{len(word)} {choose(word, 9_000)} {choose(word, 77)}" for word in text.split()
    )


MUTATIONS: Mapping[str, Mutation] = {
    "TRN001": _text(lambda text: _swap_words(text, PIECES["words"]["scripts"], 1)),
    "TRN002": _text(damage.detach_hyphens),
    "TRN003": _text(damage.detach_quotes),
    "TRN004": _text(_split_marks),
    "TRN005": _text(_turn_quotes),
    "TRN006": _sentence("TRN006"),
    "TRN007": _sentence("TRN007"),
    "TRN008": _sentence("TRN008"),
    "TRN009": _text(damage.glue_words),
    "TRN010": _sentence("TRN010"),
    "TRN011": _sentence("TRN011"),
    "TRN012": _sentence("TRN012"),
    "TRN013": _line("TRN013"),
    "TRN014": _text(_mark_unknown),
    "TRN015": _text(damage.loop),
    "TRN016": _text(lambda text: _swap_words(text, PIECES["words"]["languages"], COPIED_WORDS)),
    "TRN017": _text(_leave_sentence),
    "TRN018": _leave_article,
    "TRN019": _line("TRN019", first=True),
    "TRN020": _translate_badly,
    "TRN021": _sentence("TRN021"),
    "CON001": _text(lambda text: " ".join(text.split()[: 3 + choose(text, 15)])),
    "CON002": lambda article: {**article, "text": article["title"]},
    "CON003": _text(damage.stop_short),
    "CON004": _text(_tease),
    "CON005": _text(lambda text: _pick(text, PIECES["pages"]["CON005"])),
    "CON006": _text(_wall),
    "CON007": _sentence("CON007"),
    "CON008": _text(damage.spin),
    "CON009": _text(damage.repeat_paragraph),
    "CON010": _join,
    "CON011": _text(_blog),
    "CON012": _text(lambda text: f"{text}\n\n{b64encode(3 * text.encode()).decode()}"),
    "CON013": _text(_tabulate),
    "CON014": _text(str.upper),
    "CON015": _text(lambda text: f"{text}\n\n" * (HUGE // len(text))),
    "CON016": _line("CON016", first=True),
}
"""Check -> what makes the defect that it sees. The schema of articles (CON090) is no text."""
