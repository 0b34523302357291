"""Generated corpora in which it is known which article copies which.

Invented words in Zipf's proportions, lengths and paragraphs like those of news. Of every hundred
articles some are copies of an earlier one: equal, edited at a stated rate, cut, or wrapped into a
raw page; others are no copies but look alike, because they share a background passage or the
furniture of their site. The articles come as batches, so that millions take no memory.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from corpus_qa.model import ARTICLE_SCHEMA, Batch

Ids = npt.NDArray[np.int32]

VOCABULARY = 40_000
LETTERS = "etaoinsrhldcumfpgwybvk"
# News articles have some 350 words, a tenth of them more than 1,000.
MEDIAN_WORDS, SPREAD = 350, 0.8
SENTENCE, PARAGRAPH = 17, 3
SITES = 400
FURNITURE_LINES = 14
# Copies per hundred articles, by kind; the rates are the share of words that were replaced.
EQUAL, CUT, PAGE = 3, 2, 2
EDITED = {0.005: 1, 0.01: 1, 0.02: 1, 0.04: 1}
# Look-alikes per hundred: a background passage of an earlier article inside a new one.
SHARING = 3
BACKGROUND = 0.3
# Originals of copies are taken from so many articles before.
MEMORY = 20_000
PER_BATCH = 1_000
INGESTED = datetime(2026, 3, 1, tzinfo=UTC)


@dataclass
class Corpus:
    """Makes ``count`` articles; after ``batches`` has ended, ``copies`` and ``alike`` are known.

    ``copies`` maps pairs of ids, the original first, to the kind of the copy (``equal``,
    ``edited 0.02``, ``cut``, ``page``); ``alike`` holds pairs that share a passage only.
    """

    count: int
    seed: int = 11
    copies: dict[tuple[str, str], str] = field(default_factory=dict)
    alike: set[tuple[str, str]] = field(default_factory=set)

    def batches(self, additions: int = 0) -> Iterator[Batch]:
        """Yield the articles, the same ones each time.

        ``additions`` more follow in one last batch, counted from row 0: half of them are copies.
        """
        self.copies.clear()
        self.alike.clear()
        maker = _Maker(self)
        for first in range(0, self.count, PER_BATCH):
            rows = [maker.article(row) for row in range(first, min(first + PER_BATCH, self.count))]
            yield Batch(pa.RecordBatch.from_pylist(rows, ARTICLE_SCHEMA), first)
        if additions:
            added = range(self.count, self.count + additions)
            rows = [maker.article(row, copied=row % 2 == 0) for row in added]
            yield Batch(pa.RecordBatch.from_pylist(rows, ARTICLE_SCHEMA), 0)


class _Maker:
    """Draws articles one after the other and remembers the last originals."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._random = np.random.default_rng(corpus.seed)
        self._words = _vocabulary(self._random)
        weights = 1 / np.arange(1, VOCABULARY + 1)
        self._cumulative = np.cumsum(weights / weights.sum())
        self._originals: deque[tuple[str, Ids]] = deque(maxlen=MEMORY)
        self._furniture = [self._line(6) for _ in range(SITES * FURNITURE_LINES)]
        plan = [("equal", EQUAL), ("cut", CUT), ("page", PAGE), ("alike", SHARING)]
        plan += [(f"edited {rate}", share) for rate, share in EDITED.items()]
        self._kinds = [kind for kind, share in plan for _ in range(share)]

    def article(self, row: int, *, copied: bool = False) -> dict[str, object]:
        number = int(self._random.integers(len(self._kinds) if copied else 100))
        kind = self._kinds[number] if number < len(self._kinds) else "original"
        name, site = f"n{row:08d}", int(self._random.integers(SITES))
        if kind == "original" or not self._originals:
            body = self._draw(self._length())
            self._originals.append((name, body))
        else:
            at = int(self._random.integers(len(self._originals)))
            source, original = self._originals[at]
            del self._originals[at]
            body = self._derived(kind, original)
            if kind == "alike":
                self._corpus.alike.add((source, name))
            else:
                self._corpus.copies[source, name] = kind
        text = self._text(body)
        if kind == "page" or site % 4 == 0:
            text = self._wrapped(text, site)
        return {
            "article_id": name,
            "source": f"{name}.txt",
            "site": f"outlet{site}.example",
            "url": f"https://outlet{site}.example/{name}",
            "title": self._line(8),
            "published_at": INGESTED - timedelta(minutes=self._corpus.count - row),
            "text": text,
            "encoding": "utf-8",
            "decode_errors": 0,
            "content_hash": name,
            "ingested_at": INGESTED,
        }

    def _length(self) -> int:
        return int(np.clip(self._random.lognormal(np.log(MEDIAN_WORDS), SPREAD), 60, 6_000))

    def _draw(self, count: int) -> Ids:
        return np.searchsorted(self._cumulative, self._random.random(count)).astype(np.int32)

    def _derived(self, kind: str, original: Ids) -> Ids:
        """Make a copy of a kind, or an article that shares a passage only."""
        match kind.split():
            case ["edited", rate]:
                edited = original.copy()
                places = self._random.random(len(edited)) < float(rate)
                edited[places] = self._draw(int(places.sum()))
                return edited
            case ["cut"]:
                kept = self._random.uniform(0.4, 0.8)
                return original[: max(50, int(kept * len(original)))]
            case ["alike"]:
                size = int(BACKGROUND * len(original))
                start = int(self._random.integers(len(original) - size + 1))
                own = self._draw(max(60, int(len(original) * (1 - BACKGROUND))))
                return np.concatenate([own, original[start : start + size]])
            case _:
                return original

    def _text(self, body: Ids) -> str:
        plain, opening, closing, ending = self._words
        parts = plain[body]
        parts[::SENTENCE] = opening[body[::SENTENCE]]
        parts[SENTENCE - 1 :: SENTENCE] = closing[body[SENTENCE - 1 :: SENTENCE]]
        step = SENTENCE * PARAGRAPH
        parts[step - 1 :: step] = ending[body[step - 1 :: step]]
        return "".join(parts.tolist()).rstrip()

    def _line(self, count: int) -> str:
        return "".join(self._words[0][self._draw(count)].tolist()).strip().capitalize()

    def _wrapped(self, text: str, site: int) -> str:
        lines = self._furniture[site * FURNITURE_LINES : (site + 1) * FURNITURE_LINES]
        half = FURNITURE_LINES // 2
        return "\n".join([*lines[:half], text, *lines[half:]])


def _vocabulary(random: np.random.Generator) -> tuple[npt.NDArray[np.object_], ...]:
    """Return the words: plain, first and last of sentences, and last of paragraphs."""
    weights = np.arange(len(LETTERS), 0, -1.0)
    letters = np.array(list(LETTERS))
    lengths = random.integers(2, 12, VOCABULARY)
    drawn = random.choice(letters, int(lengths.sum()), p=weights / weights.sum())
    parts = np.split(drawn, np.cumsum(lengths)[:-1])
    words = ["".join(part) for part in parts]
    forms = (
        [f"{word} " for word in words],
        [f"{word.capitalize()} " for word in words],
        [f"{word}. " for word in words],
        [f"{word}.\n" for word in words],
    )
    return tuple(np.array(form, object) for form in forms)
