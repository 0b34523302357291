"""Figures of checks that ``corpus-qa explain`` shows: ``schemas/measured.json``."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

from quality.measure import Tally, measure

PUBLISHED = Path(__file__).parents[2] / "schemas" / "measured.json"
CHECK_ID = re.compile(r"[A-Z]{3}\d{3}")


def figures(tallies: Mapping[str, Tally]) -> dict[str, dict[str, int]]:
    """Return, for each check, how many texts it flagged rightly, wrongly, and missed."""
    return {
        check: {"right": len(tally.hit), "wrong": len(tally.false), "missed": len(tally.missed)}
        for check, tally in sorted(tallies.items())
        if CHECK_ID.fullmatch(check)
    }


def published() -> dict[str, dict[str, int]]:
    """Return the figures that ship."""
    found: dict[str, dict[str, int]] = json.loads(PUBLISHED.read_text(encoding="utf-8"))
    return found


def main() -> None:
    """Measure and publish."""
    with tempfile.TemporaryDirectory() as folder:
        measured = figures(measure(Path(folder)))
    text = json.dumps(measured, indent=1)
    PUBLISHED.write_text(text + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
