"""The learned part of the decision: a small network over the numbers of a line.

It is data (``model.npz``), fitted by ``tests/training``. Evaluating it takes a few small products
of matrices for all lines of an article at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files

import numpy as np

from corpus_qa.checks.chrome._features import KIND, NAMES, Matrix

# Numbers further from the mean than this are as far as numbers can be.
FARTHEST = 6.0
# For larger products numpy starts threads, which takes longer than these products do.
AT_ONCE = 32


@dataclass(frozen=True, slots=True)
class Model:
    """Word weights, the means and deviations of the numbers, and the layers of the network.

    ``kinds`` are those that it was trained with: its inputs are ``NAMES`` and a number for each.
    """

    kinds: tuple[str, ...]
    weights: Mapping[str, float]
    mean: Matrix
    deviation: Matrix
    layers: tuple[tuple[Matrix, Matrix], ...]

    def probabilities(self, rows: Matrix) -> Matrix:
        """Return how probable it is that each line is site chrome."""
        parts = [self._evaluate(rows[at : at + AT_ONCE]) for at in range(0, len(rows), AT_ONCE)]
        return np.concatenate(parts)

    def _evaluate(self, rows: Matrix) -> Matrix:
        values = np.asarray((rows - self.mean) / self.deviation, np.float32)
        np.minimum(np.maximum(values, -FARTHEST, out=values), FARTHEST, out=values)
        for matrix, bias in self.layers[:-1]:
            values = np.asarray(values @ matrix + bias, np.float32)
            np.maximum(values, 0, out=values)
        matrix, bias = self.layers[-1]
        return _logistic((values @ matrix + bias)[:, 0])


def _logistic(values: Matrix) -> Matrix:
    return np.asarray(1 / (1 + np.exp(-values)), np.float32)


@cache
def known_model() -> Model:
    """Read the model, once in each process.

    Raises:
        ValueError: The model was fitted to other numbers than this version measures.
    """
    resource = files("corpus_qa.checks.chrome") / "model.npz"
    with as_file(resource) as path, np.load(path, allow_pickle=False) as data:
        inputs = tuple(data["names"].tolist())
        kinds = tuple(name.removeprefix(KIND) for name in inputs[len(NAMES) :])
        if inputs != (*NAMES, *(f"{KIND}{kind}" for kind in kinds)):
            msg = "model.npz was fitted to other features: make it again (CONTRIBUTING.md)"
            raise ValueError(msg)
        layers: list[tuple[Matrix, Matrix]] = []
        while f"matrix{len(layers)}" in data:
            number = len(layers)
            matrix = data[f"matrix{number}"].astype(np.float32)
            layers.append((matrix, data[f"bias{number}"].astype(np.float32)))
        weights = dict(zip(data["words"].tolist(), data["weights"].tolist(), strict=True))
        mean, deviation = data["mean"], data["deviation"]
    return Model(kinds, weights, mean, deviation, tuple(layers))
