"""Generated English articles for benchmarks: invented words in Zipf's proportions, news lengths.

Speed depends on the length of texts, of words and of lines, on punctuation, and on how many texts
hold something beyond ASCII; these follow what news articles have. A stated share of the articles
holds a defect, so that checks have something to do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random

COMMON = [
    "the",
    "of",
    "to",
    "and",
    "a",
    "in",
    "that",
    "is",
    "was",
    "for",
    "it",
    "on",
    "with",
    "as",
    "he",
    "be",
    "at",
    "by",
    "had",
    "not",
    "are",
    "but",
    "from",
    "or",
    "have",
    "an",
    "they",
    "which",
    "one",
    "you",
    "were",
    "her",
    "all",
    "she",
    "there",
    "would",
    "their",
    "we",
    "him",
    "been",
    "has",
    "when",
    "who",
    "will",
    "more",
    "no",
    "if",
    "out",
    "so",
    "said",
    "what",
    "up",
    "its",
    "about",
    "into",
    "than",
    "them",
    "can",
    "only",
    "other",
    "new",
    "some",
    "could",
    "time",
    "these",
    "two",
]
SYLLABLES = [
    "ba",
    "be",
    "bo",
    "ca",
    "ce",
    "co",
    "da",
    "de",
    "di",
    "do",
    "fa",
    "fe",
    "fo",
    "ga",
    "ge",
    "go",
    "ha",
    "he",
    "ho",
    "la",
    "le",
    "li",
    "lo",
    "ma",
    "me",
    "mi",
    "mo",
    "na",
    "ne",
    "ni",
    "no",
    "pa",
    "pe",
    "po",
    "ra",
    "re",
    "ri",
    "ro",
    "sa",
    "se",
    "si",
    "so",
    "ta",
    "te",
    "ti",
    "to",
    "va",
    "ve",
    "vi",
    "vo",
    "wa",
    "we",
    "win",
    "ter",
    "mar",
    "ket",
    "coun",
    "cil",
    "har",
]
DEFECTS = (
    "Share this article",
    "He spoke of a 30 -day pause on Monday.",
    "The cafÃ© stayed closed, and so did the schoolâ€™s kitchen.",
    "Sign up for our newsletter and never miss a story.",
    "The mayor didn&#39;t answer &amp;amp; left.",
)
# One article in so many holds a defect.
DEFECT_EVERY = 10


def vocabulary(random: Random, size: int = 8_000) -> tuple[list[str], list[float]]:
    """Return words and their cumulative weights, by Zipf's law."""
    rare = ["".join(random.choices(SYLLABLES, k=random.randint(1, 4))) for _ in range(size)]
    words = [*COMMON, *rare]
    weights, total = [], 0.0
    for rank in range(1, len(words) + 1):
        total += 1 / rank
        weights.append(total)
    return words, weights


def generate(count: int, seed: int = 7) -> Iterator[Mapping[str, str]]:
    """Yield ``count`` articles with ``id``, ``title``, ``site``, ``published`` and ``text``."""
    random = Random(seed)  # noqa: S311 - the same articles in every run
    words, weights = vocabulary(random)

    def sentence() -> str:
        chosen = random.choices(words, cum_weights=weights, k=random.randint(8, 30))
        at = random.randrange(len(chosen))
        chosen[at] = chosen[at].capitalize()
        ending = random.choice([".", ".", ".", ".”", "?"])
        return " ".join(chosen).capitalize() + ending

    for number in range(count):
        paragraphs = [
            " ".join(sentence() for _ in range(random.randint(1, 4)))
            for _ in range(random.randint(4, 20))
        ]
        if number % DEFECT_EVERY == 0:
            paragraphs.insert(random.randrange(1, len(paragraphs)), random.choice(DEFECTS))
        yield {
            "id": f"n{number}",
            "title": sentence(),
            "site": f"outlet{number % 7}.example",
            "published": f"2026-02-{1 + number % 28:02d}T08:00:00Z",
            "text": "\n\n".join(paragraphs),
        }
