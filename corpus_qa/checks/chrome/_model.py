"""The learned part of the decision: the weights of n-grams, and trees over the numbers of a line.

It is data (``model.npz``), fitted by ``tests/training``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from typing import Any

import numpy as np
import numpy.typing as npt

from corpus_qa.checks.chrome._features import NAMES
from corpus_qa.checks.chrome._heads import grams
from corpus_qa.checks.chrome._lines import Matrix
from corpus_qa.checks.chrome._reading import Reading
from corpus_qa.checks.chrome._trees import Trees, trees_of

# After the names of numbers the kinds that the model was trained with: whether a line is of one.
KIND = "kind_"
# N-grams are distinguished by so many bits of their hashes.
BITS = 17
# A score further from zero than this is as certain as one can be.
FARTHEST = 8.0
STEPS = 64


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """Weights of n-grams, and trees.

    ``kinds`` are those that it was trained with: the trees see ``NAMES`` and a number for each.
    ``warning`` and ``note`` are the least probabilities of the two severities.
    """

    kinds: tuple[str, ...]
    weights: npt.NDArray[np.float32]
    bias: float
    trees: Trees
    warning: float
    note: float

    def scores(self, reading: Reading) -> Matrix:
        """Return how much the words and letters of each line speak for site chrome."""
        return gram_scores(reading, self.weights, self.bias)

    def probabilities(self, rows: Matrix) -> Matrix:
        """Return how probable it is that each line is site chrome."""
        return self.trees.probabilities(rows)


def gram_scores(reading: Reading, weights: npt.NDArray[np.float32], bias: float) -> Matrix:
    """Return the sums of the weights of n-grams over the roots of their numbers."""
    count = len(reading.lines)
    total, number = np.zeros(count), np.zeros(count)
    for line, hashes in grams(reading.heads, reading.lines.is_prose):
        total += np.bincount(line, weights[hashes >> np.uint64(64 - BITS)], count)
        number += np.bincount(line, minlength=count)
    score = total / np.sqrt(np.maximum(number, 1)) + bias
    # rounded, so that their sums are exact, wherever a batch is cut
    return np.clip(np.rint(score * STEPS) / STEPS, -FARTHEST, FARTHEST).astype(np.float32)


@cache
def known_model() -> Model:
    """Read the model, once in each process.

    Raises:
        ValueError: The model was fitted to other numbers than this version measures.
    """
    resource = files("corpus_qa.checks.chrome") / "model.npz"
    with as_file(resource) as path, np.load(path, allow_pickle=False) as data:
        return model_of(dict(data))


def model_of(data: dict[str, Any]) -> Model:
    """Return the model of arrays, as ``tests/training`` writes them.

    Raises:
        ValueError: The model was fitted to other numbers than this version measures.
    """
    inputs = tuple(data["names"].tolist())
    kinds = tuple(name.removeprefix(KIND) for name in inputs[len(NAMES) :])
    if inputs != (*NAMES, *(f"{KIND}{kind}" for kind in kinds)):
        msg = "model.npz was fitted to other features: make it again (CONTRIBUTING.md)"
        raise ValueError(msg)
    weights = np.zeros(1 << BITS, np.float32)
    weights[data["grams"]] = data["weights"].astype(np.float32) * data["scale"]
    return Model(
        kinds=kinds,
        weights=weights,
        bias=float(data["bias"]),
        trees=trees_of(data),
        warning=float(data["warning"]),
        note=float(data["note"]),
    )
