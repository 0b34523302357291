"""Fit boosted trees, and write them as the arrays that ``Model`` reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import lightgbm
import numpy as np
import numpy.typing as npt

from corpus_qa.checks.chrome._lines import Matrix

# The feature, the threshold, the first child and the value of a node.
Node = tuple[int, float, int, float]
LEAF: Node = (0, 0.0, 0, 0.0)
TREES = 180
PARAMETERS = {
    "objective": "binary",
    "learning_rate": 0.075,
    "num_leaves": 15,
    "max_depth": 7,
    "min_child_samples": 15,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5,
    "num_threads": 1,
    "deterministic": True,
    "force_row_wise": True,
    "verbose": -1,
}


def fit_trees(rows: Matrix, labels: Matrix, importance: Matrix, seed: int) -> Any:
    """Return boosted trees; the same rows give the same trees."""
    data = lightgbm.Dataset(rows, labels, weight=importance)
    return lightgbm.train({**PARAMETERS, "seed": seed}, data, TREES)


def as_arrays(trees: Any) -> dict[str, npt.NDArray[Any]]:
    """Return trees as one table of nodes, the two below a node side by side."""
    nodes: list[Node] = []
    roots, depth = [], 0
    for tree in trees.dump_model()["tree_info"]:
        roots.append(len(nodes))
        nodes.append(LEAF)
        depth = max(depth, _fill(tree["tree_structure"], len(nodes) - 1, nodes))
    feature, threshold, child, value = zip(*nodes, strict=True)
    return {
        "feature": np.array(feature, np.int16),
        "threshold": _rounded_down(np.array(threshold)),
        "child": np.array(child, np.int16),
        "value": np.array(value, np.float32),
        "roots": np.array(roots, np.int16),
        "depth": np.array(depth),
    }


def _fill(node: Mapping[str, Any], at: int, nodes: list[Node]) -> int:
    """Write a node to its place and those below it behind; return how many levels they are."""
    if "leaf_value" in node:
        nodes[at] = (0, float("inf"), at, node["leaf_value"])
        return 0
    child = len(nodes)
    nodes[at] = (node["split_feature"], node["threshold"], child, 0.0)
    nodes += (LEAF, LEAF)
    sides = (node["left_child"], node["right_child"])
    return 1 + max(_fill(side, child + step, nodes) for step, side in enumerate(sides))


def _rounded_down(values: npt.NDArray[np.float64]) -> Matrix:
    """Return numbers in half the bytes, none of them larger: a line is compared with ``<=``."""
    near = values.astype(np.float32)
    return np.where(near > values, np.nextafter(near, np.float32(-np.inf)), near)
