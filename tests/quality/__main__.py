"""Measure detection on the labelled corpus; raise the floors, or lower them with a reason."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from quality.floors import Record, below, load_floors, raised, reached, save_floors, table
from quality.measure import measure


def main() -> int:
    """Print the figures and those below their floors; change the floors where asked to."""
    ask = argparse.ArgumentParser(prog="floors", description=__doc__)
    ask.add_argument("--raise", action="store_true", dest="lift", help="raise floors to today")
    ask.add_argument("--allow-lower", metavar="REASON", help="lower what fell, for this reason")
    ask.add_argument("--names", action="store_true", help="name every missed and false sample")
    asked = ask.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        tallies = measure(Path(folder))
    sys.stdout.write(table(tallies))
    if asked.names:
        for key, tally in sorted(tallies.items()):
            sys.stdout.write(f"{key}: missed {tally.missed} false {tally.false}\n")
    record, measured = load_floors(), reached(tallies)
    short = below(measured, record.floors)
    sys.stdout.writelines(f"{line}\n" for line in short)
    if short and asked.allow_lower:
        reason = f"{asked.allow_lower} ({'; '.join(short)})"
        save_floors(Record(measured, (*record.lowered, reason)))
        return 0
    if asked.lift:
        save_floors(Record(raised(measured, record.floors), record.lowered))
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main())
