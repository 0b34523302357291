"""Make the model of site furniture from a folder of articles whose lines are labelled.

    PYTHONPATH=tests python -m training.make_model FOLDER --out corpus_qa/checks/chrome

The folder holds JSON lines (``*.jsonl``), one article each: ``text``, ``title`` (or null),
``site``, ``form`` (``page`` for all that a page shows, ``extract`` for what an extractor left of
it, ``article`` for the bare article), and ``lines``, one letter for each line of the text: ``f``
furniture, ``a`` article, ``.`` not labelled. Nothing of the texts is stored but the weights of
words that stand in lines of several sites. The same folder gives the same model on the same
machine.

Word weights are fitted first. The numbers of a line are then measured with weights that were
fitted without its site, as the model will meet words of sites that it has not seen.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from training.network import fit_network
from training.texts import Labelled, varied
from training.words import fit_words, without_names

from corpus_qa.checks.chrome._features import KIND, NAMES, Matrix, measure
from corpus_qa.checks.chrome._kinds import kinds
from corpus_qa.checks.chrome._reading import Reading, read
from corpus_qa.checks.chrome._words import known_words
from corpus_qa.model import Hit, Line
from corpus_qa.text.screen import Screen

FOLDS = 3
# How much a line counts: an article without furniture most, since a false alarm costs most.
IMPORTANCE = {"page": 0.3, "crop": 0.5, "extract": 1.0, "article": 2.0, "reshaped": 0.4}


@dataclass(frozen=True, slots=True)
class Measured:
    """For each labelled line ``NAMES`` and the kinds, whether it is furniture, its importance."""

    rows: Matrix
    is_furniture: Matrix
    importance: Matrix


def load(folder: Path) -> list[Labelled]:
    """Read the labelled articles of a folder.

    Raises:
        ValueError: An article has not one letter for each of its lines.
    """
    articles = []
    for path in sorted(folder.glob("*.jsonl")):
        for text in path.read_text("utf-8").splitlines():
            row = json.loads(text)
            lines = tuple(row["text"].split("\n"))
            if len(lines) != len(row["lines"]):
                msg = f"{path}: {len(lines)} lines and {len(row['lines'])} letters"
                raise ValueError(msg)
            articles.append(
                Labelled(lines, row["lines"], row["title"] or "", row["site"], row["form"])
            )
    return articles


def readings(articles: Sequence[Labelled]) -> Iterator[Reading]:
    """Read the lines of articles as the examiner does."""
    checks = [kind.check for kind in kinds().values()]
    owners = [(check, at) for check in checks for at in range(len(check.patterns))]
    patterns = [check.patterns[at] for check, at in owners]
    screen = Screen([p.regex for p in patterns], [p.literals for p in patterns])
    for article in articles:
        text = "\n".join(article.lines)
        hits = []
        for match in screen.find(pa.array([text], pa.large_string())):
            check, at = owners[match.pattern]
            hits.append(Hit(check.id, at, "text", match.start, match.end))
        yield read(_lines(article.lines), hits)


def _lines(texts: Sequence[str]) -> tuple[Line, ...]:
    lines, start = [], 0
    for text in texts:
        lines.append(Line(start, start + len(text), text))
        start += len(text) + 1
    return tuple(lines)


def known_kinds() -> tuple[str, ...]:
    """Return the kinds that words or patterns can tell: those that the model is to be told."""
    told = {*known_words().labels.values(), *known_words().starts.values()}
    return tuple(name for name, kind in kinds().items() if name in told or kind.check.patterns)


def measured(articles: Sequence[Labelled], weights: Mapping[str, Mapping[str, float]]) -> Measured:
    """Measure the labelled lines of articles, each with the word weights for its site."""
    rows, labels, importance = [], [], []
    for article, reading in zip(articles, readings(articles), strict=True):
        numbers, matrix = measure(reading, article.title, weights[article.site], known_kinds())
        keep = [at for at, number in enumerate(numbers) if article.labels[number] != "."]
        rows.append(matrix[keep])
        labels += [article.labels[numbers[at]] == "f" for at in keep]
        importance += [IMPORTANCE[article.form]] * len(keep)
    return Measured(np.vstack(rows), np.array(labels, np.float32), np.array(importance, np.float32))


def fit(articles: Sequence[Labelled], seed: int) -> tuple[dict[str, Any], dict[str, object]]:
    """Fit the model; return its arrays and the facts of its training."""
    sites = sorted({article.site for article in articles})
    fold = {site: at % FOLDS for at, site in enumerate(sites)}
    unseen = [
        fit_words([article for article in articles if fold[article.site] != without])
        for without in range(FOLDS)
    ]
    lines = measured(varied(articles, seed), {site: unseen[fold[site]] for site in sites})
    words = without_names(fit_words(articles), articles)
    inputs = (*NAMES, *(f"{KIND}{kind}" for kind in known_kinds()))
    arrays: dict[str, Any] = {
        "names": np.array(inputs),
        "words": np.array(list(words)),
        "weights": np.array(list(words.values()), np.float32),
        **fit_network(lines.rows, lines.is_furniture, lines.importance, seed),
    }
    facts = {
        "sites": len(sites),
        "articles": {form: sum(a.form == form for a in articles) for form in IMPORTANCE},
        "lines": len(lines.rows),
        "furniture": int(lines.is_furniture.sum()),
        "words": len(words),
        "numbers": len(inputs),
        "seed": seed,
    }
    return arrays, facts


def main() -> int:
    """Fit the model and write ``model.npz`` and ``model.json``."""
    ask = argparse.ArgumentParser(prog="make_model", description=(__doc__ or "").split("\n", 1)[0])
    ask.add_argument("folder", type=Path, help="labelled articles as JSON lines")
    ask.add_argument("--out", type=Path, required=True, help="where to write the model")
    ask.add_argument("--seed", type=int, default=1, help="of the variations and of the network")
    asked = ask.parse_args()
    arrays, facts = fit(load(asked.folder), asked.seed)
    np.savez_compressed(asked.out / "model.npz", **arrays)
    (asked.out / "model.json").write_text(json.dumps(facts, indent=2) + "\n", "utf-8")
    sys.stdout.write(json.dumps(facts, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
