"""Run the properties with very many examples, in rounds, each with a seed that is printed.

``poe properties`` runs a million; ``--seconds`` ends after some time. A failure is found again with
``pytest --hypothesis-seed SEED`` of its round.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
# The first round finds out what an example of each property takes.
FIRST_ROUND, PER_ROUND = 3000, 60_000


def run_round(seed: int, examples: int, costs: dict[str, float]) -> tuple[int, str]:
    """Run all properties once; return how many examples there were, and what failed.

    ``costs`` holds the seconds that an example of each property takes, and is brought up to date.
    """
    with tempfile.TemporaryDirectory() as folder:
        tally = Path(folder) / "tally"
        python_path = os.pathsep.join(
            (str(Path(__file__).parent), os.environ.get("PYTHONPATH", ""))
        )
        given = {"PROPERTY_EXAMPLES": str(examples), "PROPERTY_TALLY": str(tally)}
        given["PROPERTY_COSTS"] = json.dumps(costs)
        command = [
            *(
                sys.executable,
                "-m",
                "pytest",
                "-q",
                "-p",
                "many_examples",
                "-p",
                "no:cacheprovider",
            ),
            *(f"--hypothesis-seed={seed}", "tests/unit", "tests/properties"),
        ]
        environment = {**os.environ, **given, "PYTHONPATH": python_path}
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
        counted = tally.read_text(encoding="utf-8").splitlines() if tally.exists() else []
    failed = "" if done.returncode == 0 else done.stdout[-20_000:] + done.stderr[-2_000:]
    rows = [line.split("\t") for line in counted]
    costs |= {name: max(float(seconds), 0.001) / int(count) for count, seconds, name in rows}
    return sum(int(count) for count, *_ in rows), failed


def main() -> int:
    """Run rounds until there were enough examples, or the time is over."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=float("inf"))
    parser.add_argument("--seed", type=int, default=random.randrange(1, 1 << 31))  # noqa: S311
    asked = parser.parse_args()
    began, total, number, failures = time.monotonic(), 0, 0, 0
    costs: dict[str, float] = {}
    while total < asked.examples and time.monotonic() - began < asked.seconds:
        seed = asked.seed + number
        most = PER_ROUND if costs else FIRST_ROUND
        examples, failed = run_round(seed, min(most, asked.examples - total), costs)
        total, number = total + examples, number + 1
        print(f"seed {seed}: {examples:,} examples, {total:,} in all", flush=True)
        if failed:
            failures += 1
            print(failed, flush=True)
        if not examples:
            break
    print(f"{total:,} examples in {time.monotonic() - began:.0f} s, {failures} rounds failed")
    return int(failures > 0 or total == 0)


if __name__ == "__main__":
    sys.exit(main())
