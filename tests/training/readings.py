"""Write the folder that ``make_model`` reads, from Parquet files of extracts and their labels.

    PYTHONPATH=tests python -m training.readings --out FOLDER --labelled FILE ... --texts FILE

``--labelled`` files have the columns ``text``, ``title``, ``source`` (the site), ``lang``, ``set``,
``labels`` (a letter for each line) and ``may_fit``; ``--sample`` files have the same and set the
thresholds. ``--pages`` have a list of words in ``labels`` and of flags in ``scored``, for all that
pages show. ``--texts`` have no labels: they are in ``readings.tsv``, which people made by reading,
line by line. It holds an id, the first letters of the SHA-256 of the text, the repository that the
page is from, and ranges of line numbers with letters; texts are not copied. They are what
readability-lxml, resiliparse, trafilatura and newspaper4k leave of the HTML pages in the tests of
these repositories, all of them under permissive licences.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

READINGS = Path(__file__).with_name("readings.tsv")
RANGE = re.compile(r"(\d+)(?:-(\d+))?([afmu])")
DIGITS = 16
# Longer pages are lists of everything that a site has.
LONGEST_PAGE = 1500


def letters_of(ranges: str, lines: Sequence[str]) -> str:
    """Return a letter for each line, given ranges such as ``0-2f 4a``.

    Raises:
        ValueError: A line has no letter, or two, or is not there.
    """
    letters = ["."] * len(lines)
    for part in ranges.split():
        found = RANGE.fullmatch(part)
        if found is None or int(found[2] or found[1]) >= len(lines):
            msg = f"not a range of {len(lines)} lines: {part}"
            raise ValueError(msg)
        for at in range(int(found[1]), int(found[2] or found[1]) + 1):
            if lines[at].strip():
                if letters[at] != ".":
                    msg = f"two letters for line {at}"
                    raise ValueError(msg)
                letters[at] = found[3]
    missing = [at for at, line in enumerate(lines) if line.strip() and letters[at] == "."]
    if missing:
        msg = f"no letter for line {missing[0]}"
        raise ValueError(msg)
    return "".join(letters)


def labelled(path: Path, *, sample: bool) -> Iterator[dict[str, Any]]:
    """Yield the articles of a file whose lines have letters."""
    for row in pq.read_table(path).to_pylist():
        yield _row(row, row["labels"], "extract", fit=row["may_fit"], sample=sample)


def read_by_people(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the articles of a file whose letters are in ``readings.tsv``."""
    rows = {row["id"]: row for row in pq.read_table(path).to_pylist()}
    with READINGS.open(encoding="utf-8", newline="") as file:
        for reading in csv.DictReader(file, delimiter="\t"):
            row = rows[reading["id"]]
            if sha256(row["text"].encode()).hexdigest()[:DIGITS] != reading["sha256"]:
                msg = f"another text than the one that was read: {reading['id']}"
                raise ValueError(msg)
            yield _row(row, letters_of(reading["lines"], row["text"].split("\n")), "extract")


def pages(path: Path, sets: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Yield whole pages of some sets, with letters for the lines whose labels count."""
    letters = {"chrome": "f", "content": "a", "blank": "."}
    for row in pq.read_table(path).to_pylist():
        lines = row["text"].count("\n") + 1
        if row["kind"] == "raw" and row["set"] in sets and lines <= LONGEST_PAGE:
            pairs = zip(row["labels"], row["scored"], strict=True)
            found = "".join(letters.get(label, "u") if scored else "u" for label, scored in pairs)
            yield _row(row, found, "page")


def _row(
    row: Mapping[str, Any], lines: str, form: str, *, fit: bool = True, sample: bool = False
) -> dict[str, Any]:
    return {
        "text": row["text"],
        "title": row["title"],
        "site": row["source"],
        "form": form,
        "lines": lines,
        "group": row["set"],
        "language": row["lang"],
        "fit": fit,
        "sample": sample,
    }


def main() -> None:
    """Read the command line and write the folder."""
    ask = argparse.ArgumentParser(prog="readings", description=(__doc__ or "").split("\n", 1)[0])
    ask.add_argument("--out", type=Path, required=True)
    ask.add_argument("--labelled", type=Path, nargs="*", default=[])
    ask.add_argument("--sample", type=Path, nargs="*", default=[])
    ask.add_argument("--texts", type=Path, nargs="*", default=[])
    ask.add_argument("--pages", type=Path, nargs="*", default=[])
    ask.add_argument("--page-sets", nargs="*", default=["aeb", "fundus", "readability"])
    asked = ask.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    parts: dict[str, list[Iterable[dict[str, Any]]]] = {
        "labelled": [labelled(path, sample=False) for path in asked.labelled],
        "sample": [labelled(path, sample=True) for path in asked.sample],
        "read": [read_by_people(path) for path in asked.texts],
        "pages": [pages(path, asked.page_sets) for path in asked.pages],
    }
    for name, sources in parts.items():
        with (asked.out / f"{name}.jsonl").open("w", encoding="utf-8") as out:
            for source in sources:
                for row in source:
                    out.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
