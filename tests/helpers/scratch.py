"""Scratch repositories with invented articles."""

from __future__ import annotations

import json
import random
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

NAMES = (
    "Ilse Tomas Greta Pavel Mara Jonas Edda Karim Lotte Piet Senna Ulrik Wanda Yusuf".split(),
    "Varga Brandel Osei Lind Quell Adeyemi Harms Tolland Vries Nakata Ferrow Gruber".split(),
)
TOWNS = "Sandholm Ambleford Northmere Ostermoor Lindholm Talbote Kesterwick Dunmarsh".split()
WHO = "council mayor baker ferryman teacher engineer choir school library harbour farmer".split()
WHO += "union parish printer nurse surveyor jury orchard museum court clinic".split()
WHAT = "roof bridge garden ledger statue canal clock market letter cellar orchestra pier".split()
WHAT += "lantern cottage tunnel recipe archive stove bell meadow wall fountain timetable".split()
HOW = "old narrow costly quiet crooked famous forgotten wooden northern public tall wet".split()
HOW += "private empty crowded yellow borrowed temporary second last".split()
DID = "repaired sold painted measured opened moved rented counted praised inherited hid".split()
DID += "doubted photographed emptied insured rebuilt auctioned cleaned described closed".split()
WHEN = (
    "before the holidays", "after two dry summers", "on a rainy Tuesday", "within three weeks",
    "for the first time since the war", "while nobody was looking", "in spite of the price",
    "with money from a lottery", "without a vote", "against the advice of a lawyer",
    "until the first frost", "by a majority of one", "at the request of many neighbours",
)  # fmt: skip
BANNER = "We use cookies to improve your experience. Accept all cookies"


def article(number: int, extra: str = "") -> dict[str, str]:
    """Return the record of an invented article, whose sentences no other number has."""
    dice = random.Random(number)  # noqa: S311 - not for secrets

    def sentence() -> str:
        one, two = dice.sample(WHO, 2)
        a, b = dice.sample(WHAT, 2)
        tall, wide = dice.sample(HOW, 2)
        return (
            f"The {one} {dice.choice(DID)} the {tall} {a} of {dice.choice(TOWNS)} "
            f"{dice.choice(WHEN)}, and the {two} {dice.choice(DID)} a {wide} {b} "
            f"{dice.choice(WHEN)}."
        )

    person = " ".join(map(dice.choice, NAMES))
    said = sentence().rstrip(".")
    paragraphs = [
        " ".join(sentence() for _ in range(3)),
        f"“{said},” said {person}, who is {dice.randint(19, 90)}. {sentence()}",
        *([extra] if extra else []),
        " ".join(sentence() for _ in range(2)),
    ]
    return {
        "id": f"a{number:05d}",
        "title": f"{dice.choice(TOWNS)} and its {dice.choice(WHAT)}, part {number}",
        "url": f"https://www.northmere.example/2025/{number % 12 + 1:02d}/a{number}",
        "published_at": f"2025-{number % 12 + 1:02d}-{number % 27 + 1:02d}T08:30:00Z",
        "text": "\n\n".join(paragraphs),
    }


def lines(articles: Iterable[Mapping[str, str]]) -> str:
    """Return records as JSON lines."""
    return "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in articles)


def git(folder: Path, *arguments: str) -> str:
    """Run git as somebody who has a name, and return what it printed."""
    who = ("-c", "user.name=Ilse", "-c", "user.email=ilse@northmere.example")
    command = ["git", *who, "-c", "init.defaultBranch=main", *arguments]
    return subprocess.run(
        command, cwd=folder, check=True, capture_output=True, encoding="utf-8"
    ).stdout


def commit(folder: Path, files: Mapping[str, str] | None = None) -> None:
    """Write files and commit everything."""
    for name, text in (files or {}).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", "State")
