"""The learned part of the decision: the weights of n-grams, and trees over the numbers of a line.

It is data (``model.npz``), fitted by ``tests/training``. All lines of a batch go through all trees
at once, one level after another.
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
from corpus_qa.checks.chrome._lines import Matrix, Numbers
from corpus_qa.checks.chrome._reading import Reading

# After the names of numbers the kinds that the model was trained with: whether a line is of one.
KIND = "kind_"
# N-grams are told apart by so many bits of their hashes.
BITS = 17
# A score further from zero than this is as certain as one can be.
FARTHEST = 8.0
STEPS = 64
# So many lines at once stay in the caches of a processor.
AT_ONCE = 512


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """Weights of n-grams, and trees.

    ``kinds`` are those that it was trained with: the trees see ``NAMES`` and a number for each.
    Node ``n`` sends lines whose number ``feature[n]`` is at most ``threshold[n]`` to ``child[n]``,
    others to the node after that; a leaf sends all to itself, and ``value`` is what it adds.
    ``roots`` are the first nodes of the trees, ``depth`` is the longest way. ``warning`` and
    ``note`` are the least probabilities of the two severities.
    """

    kinds: tuple[str, ...]
    weights: npt.NDArray[np.float32]
    bias: float
    feature: Numbers
    threshold: Matrix
    child: Numbers
    value: Matrix
    roots: Numbers
    depth: int
    warning: float
    note: float

    def scores(self, reading: Reading) -> Matrix:
        """Return how much the words and letters of each line speak for site chrome."""
        return gram_scores(reading, self.weights, self.bias)

    def probabilities(self, rows: Matrix) -> Matrix:
        """Return how probable it is that each line is site chrome."""
        parts = [self._evaluate(rows[at : at + AT_ONCE]) for at in range(0, len(rows), AT_ONCE)]
        return np.concatenate(parts) if parts else np.zeros(0, np.float32)

    def _evaluate(self, rows: Matrix) -> Matrix:
        flat = rows.ravel()
        base = (np.arange(len(rows), dtype=np.int32) * np.int32(rows.shape[1]))[:, None]
        node = np.repeat(self.roots[None, :], len(rows), axis=0)
        for _ in range(self.depth):
            number = np.take(flat, np.take(self.feature, node) + base)
            node = np.take(self.child, node) + (number > np.take(self.threshold, node))
        return np.asarray(1 / (1 + np.exp(-np.take(self.value, node).sum(axis=1))), np.float32)


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
        feature=data["feature"].astype(np.int32),
        threshold=data["threshold"].astype(np.float32),
        child=data["child"].astype(np.int32),
        value=data["value"].astype(np.float32),
        roots=data["roots"].astype(np.int32),
        depth=int(data["depth"]),
        warning=float(data["warning"]),
        note=float(data["note"]),
    )
