"""Copies that must be paired, and articles that have much in common and must not be."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from conftest import batch_of
from quality.damage import SENTENCE_END, furnish
from quality.labelled import prose, read

from corpus_qa.checks import BUILTIN
from corpus_qa.dedup.relate import relate
from corpus_qa.dedup.sketch import sketch_tables
from corpus_qa.examine.batch import Plan, examine
from corpus_qa.run.tables import Parts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from corpus_qa.model import Batch

SPACED = ("en", "de", "fr", "es", "it", "pt", "pl", "cs", "tr", "ru", "el", "ar", "he", "hi")
TEXTS_PER_ARTICLE = 2
ABOUT = (
    "The {0} is printed on Thursdays in the old rope works and has belonged to its readers since "
    "1922, when the last owner lost it in a wager about the height of the tide. It has eleven "
    "writers, four presses and a cat, and it is sold in the usual places and on the boat."
)
MENU = "Home\nNews\nSport\nOpinion\nCulture\nTide tables\n\nMost Read\nFerry stops for seal\nMayor"
RETYPED = {"“": '"', "”": '"', "’": "'", "‘": "'", "–": "-", "—": "-"}


@dataclass(frozen=True)
class Labelled:
    """Articles, and the pairs of them that are copies: ids of both, with the kind of copy."""

    articles: Sequence[dict[str, str]]
    pairs: dict[frozenset[str], str]


def labelled_copies() -> Labelled:
    """Make originals, two copies of each, and articles that only look alike."""
    articles: list[dict[str, str]] = []
    pairs: dict[frozenset[str], str] = {}
    for number, (name, paragraphs) in enumerate(_originals()):
        site = f"{name.split('-')[1]}.harbourpost.example"
        original = "\n\n".join([*paragraphs, ABOUT.format("Harbour Post")])
        articles.append({"article_id": name, "site": site, "text": original})
        for step in range(2):
            kind, copy = COPIES[(2 * number + step) % len(COPIES)]
            copied = f"{kind}-{name}"
            text = copy(paragraphs)
            articles.append({"article_id": copied, "site": "quorumwire.example", "text": text})
            pairs[frozenset((name, copied))] = kind
    written = read(Path(__file__).parent / "written" / "duplicate.toml")["clean"]
    for number, case in enumerate(written):
        name = f"near-{case['kind']}-{number}"
        articles.append({"article_id": name, "site": f"p{number}.example", "text": case["text"]})
    return Labelled(articles, pairs)


def same_origin(pair: frozenset[str]) -> bool:
    """Whether both are copies of one original, or one is the original."""
    return len({name.partition("original-")[2] or name for name in pair}) == 1


def related(articles: Sequence[dict[str, str]], folder: Path) -> frozenset[frozenset[str]]:
    """Examine and relate articles; return the pairs that are called duplicates."""
    dataset = _Held(batch_of(articles))
    examined = examine(dataset.batch, Plan(BUILTIN), sketch_tables)
    with Parts(folder) as parts:
        for name, rows in examined.sketch_tables():
            parts.write(name, rows)
    found = relate(folder, dataset, spill=folder).pairs.to_pylist()
    return frozenset(
        frozenset((pair["a"], pair["b"])) for pair in found if pair["kind"] != "overlap"
    )


@dataclass(frozen=True)
class _Held:
    """A dataset of one batch, held in memory."""

    batch: Batch

    def batches(self) -> Iterator[Batch]:
        yield self.batch


def _originals() -> Iterator[tuple[str, list[str]]]:
    for language in SPACED:
        texts = prose(language)
        for at in range(0, len(texts) - TEXTS_PER_ARTICLE + 1, TEXTS_PER_ARTICLE):
            yield f"original-{language}-{at}", texts[at : at + TEXTS_PER_ARTICLE]


def _retyped(paragraphs: list[str]) -> str:
    """Set anew: straight quotation marks and hyphens, one line break for two."""
    return "".join(RETYPED.get(char, char) for char in "\n".join(paragraphs))


def _decomposed(paragraphs: list[str]) -> str:
    """Stored by a system that takes letters and their accents apart."""
    return unicodedata.normalize("NFD", "\n\n".join(paragraphs))


def _edited(paragraphs: list[str]) -> str:
    """Edited lightly: every figure changed, and a word of the desk in front."""
    return "Port Averil, Monday. " + re.sub(r"\d", "7", "\n\n".join(paragraphs))


def _shortened(paragraphs: list[str]) -> str:
    """Cut from the end, as sub-editors cut."""
    sentences = SENTENCE_END.split("\n\n".join(paragraphs))
    return " ".join(sentences[: -max(1, len(sentences) // 4)])


def _raw_page(paragraphs: list[str]) -> str:
    """Copied with the page around it."""
    return furnish(paragraphs, MENU, "top")[0] + "\n\n" + ABOUT.format("Quorum Wire")


COPIES: tuple[tuple[str, Callable[[list[str]], str]], ...] = (
    ("retyped", _retyped),
    ("edited", _edited),
    ("shortened", _shortened),
    ("decomposed", _decomposed),
    ("raw-page", _raw_page),
)
