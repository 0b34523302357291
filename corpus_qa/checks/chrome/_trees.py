"""Boosted trees over many lines at once, without following any line from node to node.

The leaves of a tree, from left to right, are the bits of a number. A line whose number is above the
threshold of a node does not come to the leaves on the left below that node, whether it comes to the
node or not; of the leaves that all nodes leave, the leftmost is its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from corpus_qa.checks.chrome._lines import Matrix, Numbers

# So many lines at once take a few megabytes.
AT_ONCE = 4096
# The narrowest numbers with a bit for each leaf.
BITS_OF = {16: np.uint16, 32: np.uint32, 64: np.uint64}


@dataclass(frozen=True, slots=True, eq=False)
class Trees:
    """Trees, with a row for each.

    Node ``n`` of tree ``t`` asks whether number ``feature[t, n]`` is above ``threshold[t, n]``;
    ``left[t, n]`` are the leaves that this rules out. ``value[t, n]`` is what leaf ``n`` adds.
    """

    feature: Numbers
    threshold: Matrix
    left: npt.NDArray[Any]
    value: Matrix

    def probabilities(self, rows: Matrix) -> Matrix:
        """Return how probable it is that each row is what the trees look for."""
        parts = [self._evaluate(rows[at : at + AT_ONCE]) for at in range(0, len(rows), AT_ONCE)]
        return np.concatenate(parts) if parts else np.zeros(0, np.float32)

    def _evaluate(self, rows: Matrix) -> Matrix:
        columns = np.ascontiguousarray(rows.T)
        ruled_out = np.empty((len(self.feature), len(rows)), self.left.dtype)
        for tree, features in enumerate(self.feature):
            above = columns[features] > self.threshold[tree, :, None]
            np.bitwise_or.reduce(above * self.left[tree, :, None], axis=0, out=ruled_out[tree])
        # how many leaves, from the first on, are ruled out
        leaf = np.bitwise_count(ruled_out & ~(ruled_out + ruled_out.dtype.type(1)))
        first = np.arange(len(self.value))[:, None] * self.value.shape[1]
        total = np.take(self.value, (first + leaf).T).sum(axis=1)
        return np.asarray(1 / (1 + np.exp(-total)), np.float32)


def trees_of(data: Mapping[str, npt.NDArray[Any]]) -> Trees:
    """Return trees that are given as one table of nodes, as ``tests/training`` writes them.

    Node ``n`` sends what is at most ``threshold[n]`` to ``child[n]``, other to the node after that;
    a leaf is its own child, and ``value`` is what it adds. ``roots`` are the first nodes.
    """
    read = [_read(int(root), data) for root in data["roots"]]
    nodes = max(1, *(len(asked) for asked, _ in read))
    leaves = max(len(found) for _, found in read)
    kind = next(kind for bits, kind in BITS_OF.items() if leaves <= bits)
    shape = (len(read), nodes)
    feature, left = np.zeros(shape, np.int64), np.zeros(shape, kind)
    threshold, value = np.zeros(shape, np.float32), np.zeros((len(read), leaves), np.float32)
    for tree, (asked, found) in enumerate(read):
        at = [node for node, _, _ in asked]
        feature[tree, : len(at)] = data["feature"][at]
        threshold[tree, : len(at)] = data["threshold"][at]
        left[tree, : len(at)] = [(1 << stop) - (1 << start) for _, start, stop in asked]
        value[tree, : len(found)] = data["value"][found]
    return Trees(feature, threshold, left, value)


def _read(
    node: int, data: Mapping[str, npt.NDArray[Any]], before: int = 0
) -> tuple[list[tuple[int, int, int]], list[int]]:
    """Return the nodes below one, each with the bounds of the leaves on its left, and the leaves.

    ``before`` is how many leaves are on the left of all of them.
    """
    child = int(data["child"][node])
    if child == node:
        return [], [node]
    left, leaves = _read(child, data, before)
    right, others = _read(child + 1, data, before + len(leaves))
    return [(node, before, before + len(leaves)), *left, *right], [*leaves, *others]
