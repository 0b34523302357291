"""Fit the network of the model: two hidden layers, dropout, Adam with a falling rate."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from corpus_qa.checks.chrome._features import Matrix
from corpus_qa.checks.chrome._model import FARTHEST

HIDDEN = (48, 24)
EPOCHS, BATCH = 10, 1024
RATE, WARM_UP = 3e-3, 200
SHRINK, DROPPED = 1e-3, 0.2


def fit_network(rows: Matrix, labels: Matrix, importance: Matrix, seed: int) -> dict[str, Matrix]:
    """Return the means and deviations of the numbers, and the layers, as ``Model`` reads them."""
    mean, deviation = rows.mean(0), rows.std(0) + np.float32(1e-3)
    values = np.clip((rows - mean) / deviation, -FARTHEST, FARTHEST).astype(np.float32)
    random = np.random.default_rng(seed)
    sizes = (rows.shape[1], *HIDDEN, 1)
    layers: list[Matrix] = []
    for width, height in pairwise(sizes):
        layers.append(
            (random.standard_normal((width, height)) * np.sqrt(2 / width)).astype(np.float32)
        )
        layers.append(np.zeros(height, np.float32))
    first, second = ([np.zeros_like(layer) for layer in layers] for _ in range(2))
    batch = min(BATCH, len(rows))
    total, step = EPOCHS * (len(rows) // batch), 0
    for _ in range(EPOCHS):
        order = random.permutation(len(rows))
        for start in range(0, len(rows) - batch + 1, batch):
            at = order[start : start + batch]
            gradients = _gradients(layers, values[at], labels[at], importance[at], random)
            step += 1
            rate = RATE * min(1, step / WARM_UP) * 0.5 * (1 + np.cos(np.pi * step / total))
            for number, gradient in enumerate(gradients):
                first[number] = 0.9 * first[number] + 0.1 * gradient
                second[number] = 0.999 * second[number] + 0.001 * gradient**2
                scaled = first[number] / (1 - 0.9**step)
                scaled /= np.sqrt(second[number] / (1 - 0.999**step)) + 1e-8
                layers[number] -= np.float32(rate) * scaled
    arrays = {"mean": mean.astype(np.float32), "deviation": deviation.astype(np.float32)}
    for number in range(0, len(layers), 2):
        arrays[f"matrix{number // 2}"] = layers[number].astype(np.float16)
        arrays[f"bias{number // 2}"] = layers[number + 1].astype(np.float16)
    return arrays


def _gradients(
    layers: list[Matrix],
    values: Matrix,
    labels: Matrix,
    importance: Matrix,
    random: np.random.Generator,
) -> list[Matrix]:
    """Return the gradient of the weighted cross entropy for each matrix and bias."""
    hidden, kept = [values], []
    for number in range(0, len(layers) - 2, 2):
        active = np.maximum(hidden[-1] @ layers[number] + layers[number + 1], 0)
        keep = (random.random(active.shape, dtype=np.float32) > DROPPED) / np.float32(1 - DROPPED)
        kept.append(keep)
        hidden.append(active * keep)
    score = (hidden[-1] @ layers[-2] + layers[-1])[:, 0]
    error = ((1 / (1 + np.exp(-score)) - labels) * importance / len(labels))[:, None]
    gradients: list[Matrix] = [error] * len(layers)
    for number in range(len(layers) - 2, -1, -2):
        at = number // 2
        gradients[number] = hidden[at].T @ error + SHRINK * layers[number]
        gradients[number + 1] = error.sum(0)
        if number:
            error = (error @ layers[number].T) * (hidden[at] > 0) * kept[at - 1]
    return gradients
