"""The floors: the least precision and recall that a change may leave.

``floors.toml`` holds them. Raising one is done by the command of this folder; lowering one needs a
reason, which the file keeps.
"""

from __future__ import annotations

import json
import math
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from quality.measure import Tally

FILE = Path(__file__).parent / "floors.toml"
HEADER = """\
# The least precision and recall that the checks reach on the labelled corpus beside this file:
# of a family, of a kind of damage (recall only), of a check. Raise them with `poe floors --raise`.
"""

Floors = dict[str, dict[str, float]]


@dataclass(frozen=True)
class Record:
    """The floors in force, and the reasons for which some were lowered."""

    floors: Floors
    lowered: tuple[str, ...] = ()


def load_floors(path: Path = FILE) -> Record:
    """Read the file of floors."""
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    lowered = tuple(told.pop("lowered", ()))
    return Record(told, lowered)


def save_floors(record: Record, path: Path = FILE) -> None:
    """Write the file of floors, sorted by key."""
    parts = [HEADER]
    if record.lowered:
        reasons = "".join(f"    {json.dumps(why, ensure_ascii=False)},\n" for why in record.lowered)
        parts.append(f"lowered = [\n{reasons}]\n")
    for key, floor in sorted(record.floors.items()):
        values = "".join(f"{name} = {value}\n" for name, value in sorted(floor.items()))
        parts.append(f"[{json.dumps(key)}]\n{values}")
    path.write_text("\n".join(parts), encoding="utf-8", newline="\n")


def reached(tallies: Mapping[str, Tally]) -> Floors:
    """Return what was measured, rounded down to three places, as floors would say it."""
    return {key: dict(_figures(key, tally)) for key, tally in tallies.items()}


def _figures(key: str, tally: Tally) -> Iterator[tuple[str, float]]:
    if "/" not in key:
        yield "precision", _round(tally.precision)
    if tally.labelled:
        yield "recall", _round(tally.recall)


def _round(value: float) -> float:
    return math.floor(value * 1000) / 1000


def below(measured: Floors, floors: Floors) -> list[str]:
    """Tell every figure that lies under its floor, and floors of which nothing was measured."""
    return [
        f"{key}: {name} {measured.get(key, {}).get(name, 0.0)} is below its floor {floor}"
        for key, values in sorted(floors.items())
        for name, floor in values.items()
        if measured.get(key, {}).get(name, 0.0) < floor
    ]


def raised(measured: Floors, floors: Floors) -> Floors:
    """Return the floors, each raised to what was measured, and new ones."""
    return {
        key: {
            name: max(measured.get(key, {}).get(name, 0.0), floors.get(key, {}).get(name, 0.0))
            for name in measured.get(key, {}) | floors.get(key, {})
        }
        for key in measured | floors
    }


def table(tallies: Mapping[str, Tally]) -> str:
    """Show all figures, a line for each key."""
    rows = [
        f"{key:28} precision {tally.precision:.3f}  recall {tally.recall:.3f}"
        f"  hit {len(tally.hit):3}  missed {len(tally.missed):3}  false {len(tally.false):3}"
        for key, tally in sorted(tallies.items())
    ]
    return "\n".join(rows) + "\n"
