"""Copies are found, and nothing else, in corpora of which it is known what copies what."""

from __future__ import annotations

from pathlib import Path

import pytest
from scale import measure


@pytest.mark.parametrize(
    "count", [20_000, pytest.param(1_000_000, marks=pytest.mark.benchmark)], ids=str
)
def test_copies_are_found_within_a_corpus_and_against_its_index(count: int, tmp_path: Path) -> None:
    told = measure(count, tmp_path / "corpus")
    for step, figures in told.items():
        print(f"\n{step}: " + ", ".join(f"{name} {value:.4g}" for name, value in figures.items()))
    for step in ("relate", "query"):
        assert told[step]["recall"] >= 0.98
        assert told[step]["precision"] >= 0.99
    assert max(figures["peak_megabytes"] for figures in told.values()) <= 2_000
    assert told["index"]["megabytes"] <= 900 * count / 1e6
