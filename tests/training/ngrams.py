"""How much each n-gram of a line speaks for furniture: a logistic regression over their hashes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, diags
from sklearn.linear_model import SGDClassifier

from corpus_qa.checks.chrome._heads import grams
from corpus_qa.checks.chrome._lines import Matrix
from corpus_qa.checks.chrome._model import BITS
from corpus_qa.checks.chrome._reading import Reading

SHRINK, EPOCHS = 3e-6, 6
# Weights are stored as whole numbers of this share of the largest.
LARGEST = 127
# A smaller weight is not worth its place.
LEAST = 2


@dataclass(frozen=True, slots=True)
class Weights:
    """The weight of each n-gram that has one, as whole numbers to be multiplied by ``scale``."""

    grams: npt.NDArray[np.int32]
    values: npt.NDArray[np.int8]
    scale: float
    bias: float

    def dense(self) -> Matrix:
        """Return the weights of all n-grams."""
        weights = np.zeros(1 << BITS, np.float32)
        weights[self.grams] = self.values.astype(np.float32) * np.float32(self.scale)
        return weights


def matrix_of(reading: Reading) -> csr_matrix:
    """Return how often each n-gram is in each line, over the root of their number."""
    lines, columns = [], []
    for line, hashes in grams(reading.heads, reading.lines.is_prose):
        lines.append(line)
        columns.append((hashes >> np.uint64(64 - BITS)).astype(np.int64))
    at, column = np.concatenate(lines), np.concatenate(columns)
    count = len(reading.lines)
    found = csr_matrix((np.ones(len(at), np.float32), (at, column)), shape=(count, 1 << BITS))
    total = np.maximum(np.bincount(at, minlength=count), 1)
    return csr_matrix(diags((1 / np.sqrt(total)).astype(np.float32)) @ found)


def fit_weights(matrix: csr_matrix, labels: Matrix, importance: Matrix) -> Weights:
    """Fit the weights of n-grams."""
    fitted = SGDClassifier(
        loss="log_loss", alpha=SHRINK, average=True, max_iter=EPOCHS, tol=None, random_state=1
    ).fit(matrix, labels, sample_weight=importance)
    weights = fitted.coef_[0]
    # a few n-grams are far heavier than all others
    scale = float(np.quantile(np.abs(weights[weights != 0]), 0.9995)) / LARGEST
    whole = np.clip(np.rint(weights / scale), -LARGEST, LARGEST).astype(np.int8)
    used = np.flatnonzero(np.abs(whole) >= LEAST).astype(np.int32)
    return Weights(used, whole[used], scale, float(fitted.intercept_[0]))
