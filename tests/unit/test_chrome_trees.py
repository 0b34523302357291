"""Trees over many rows at once say what following one row from node to node says."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any

import numpy as np
import pytest

from corpus_qa.checks.chrome._trees import trees_of

NUMBERS = 5


def table_of(*sizes: int, seed: int = 3) -> Mapping[str, Any]:
    """Return trees of so many leaves, each node put to a place by chance."""
    random = Random(seed)  # noqa: S311 - a test
    feature, threshold, child, value, roots = [], [], [], [], []

    def add_leaf() -> None:
        feature.append(0)
        threshold.append(float("inf"))
        child.append(len(child))
        value.append(random.choice((-1.5, -0.5, 0.25, 2.0)))

    for size in sizes:
        roots.append(len(child))
        leaves = [len(child)]
        add_leaf()
        while len(leaves) < size:
            node = leaves.pop(random.randrange(len(leaves)))
            feature[node], threshold[node] = random.randrange(NUMBERS), random.randrange(4) / 4
            child[node] = len(child)
            leaves += (len(child), len(child) + 1)
            add_leaf()
            add_leaf()
    return {
        "feature": np.array(feature),
        "threshold": np.array(threshold, np.float32),
        "child": np.array(child),
        "value": np.array(value, np.float32),
        "roots": np.array(roots),
    }


def followed(table: Mapping[str, Any], row: Any) -> float:
    """Return the sum of the leaves to which a row comes."""
    total = 0.0
    for node in table["roots"]:
        while table["child"][node] != node:
            above = row[table["feature"][node]] > table["threshold"][node]
            node = table["child"][node] + int(above)  # noqa: PLW2901
        total += float(table["value"][node])
    return total


@pytest.mark.parametrize("sizes", [(1,), (2, 1, 5), (15, 16, 3), (17, 4), (40, 64)])
def test_rows_come_to_the_leaves_to_which_their_numbers_lead(sizes: tuple[int, ...]) -> None:
    table = table_of(*sizes)
    rows = np.random.default_rng(7).integers(0, 5, (200, NUMBERS)).astype(np.float32) / 4
    told = trees_of(table).probabilities(rows)
    expected = [1 / (1 + np.exp(-followed(table, row))) for row in rows]
    assert told == pytest.approx(expected, abs=1e-6)


def test_no_rows_have_no_probabilities() -> None:
    assert len(trees_of(table_of(4)).probabilities(np.zeros((0, NUMBERS), np.float32))) == 0
