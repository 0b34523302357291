"""Fit boosted trees, and write them as the arrays that ``Model`` reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import lightgbm
import numpy as np
import numpy.typing as npt

from corpus_qa.checks.chrome._lines import Matrix

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
    """Return trees as one table of nodes."""
    nodes: list[tuple[int, float, int, int, float]] = []
    roots, depth = [], 0
    for tree in trees.dump_model()["tree_info"]:
        root, levels = _add(tree["tree_structure"], nodes)
        roots.append(root)
        depth = max(depth, levels)
    feature, threshold, left, right, value = zip(*nodes, strict=True)
    return {
        "feature": np.array(feature, np.int16),
        "threshold": _rounded_down(np.array(threshold)),
        "left": np.array(left, np.int16),
        "right": np.array(right, np.int16),
        "value": np.array(value, np.float32),
        "roots": np.array(roots, np.int16),
        "depth": np.array(depth),
    }


def _add(
    node: Mapping[str, Any], nodes: list[tuple[int, float, int, int, float]]
) -> tuple[int, int]:
    """Add a node and those below it; return its number and how many levels are below it."""
    at = len(nodes)
    if "leaf_value" in node:
        nodes.append((0, 0.0, at, at, node["leaf_value"]))
        return at, 0
    nodes.append((0, 0.0, at, at, 0.0))
    left, left_depth = _add(node["left_child"], nodes)
    right, right_depth = _add(node["right_child"], nodes)
    nodes[at] = (node["split_feature"], node["threshold"], left, right, 0.0)
    return at, 1 + max(left_depth, right_depth)


def _rounded_down(values: npt.NDArray[np.float64]) -> Matrix:
    """Return numbers in half the bytes, none of them larger: a line is compared with ``<=``."""
    near = values.astype(np.float32)
    return np.where(near > values, np.nextafter(near, np.float32(-np.inf)), near)
