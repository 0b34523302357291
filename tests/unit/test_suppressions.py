"""A rule that is silenced in a line is silenced for a reason, which stands in that line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "corpus_qa"
SILENCED = re.compile(r"#\s*(?:noqa|type:\s*ignore|pragma|mypy:|fmt:\s*off|ruff:)")
WITH_REASON = re.compile(r"# noqa: [A-Z0-9]+(?:, [A-Z0-9]+)* - \w|# type: ignore\[[\w-]+\]  # \w")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("import x  # noqa: PLC0415 - slow to import", True),
        ("import x  # noqa: PLC0415", False),
        ("import x  # noqa", False),
        ("import x  # type: ignore[attr-defined]  # not in typeshed", True),
        ("import x  # type: ignore[attr-defined]", False),
        ("import x  # type: ignore  # because", False),
    ],
)
def test_a_reason_is_told_from_none(line: str, *, told: bool) -> None:
    assert SILENCED.search(line)
    assert bool(WITH_REASON.search(line)) == told


def test_every_silenced_rule_has_its_reason() -> None:
    silent = [
        f"{path.relative_to(PACKAGE)}:{number}: {line.strip()}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if SILENCED.search(line) and not WITH_REASON.search(line)
    ]
    assert silent == []
