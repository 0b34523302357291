"""What all rivals share: reading articles, their shingles, and writing the pairs that they call.

Runs in environments without corpus-qa.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

# The Jaccard similarity from which copies are asked for, and the number of MinHash values.
THRESHOLD = 0.6
VALUES = 128

Articles = list[dict[str, str]]
Pairs = Iterable[tuple[str, str]]


def shingles(text: str) -> list[str]:
    """Return the different word 5-grams of a text."""
    words = re.findall(r"\w+", text.lower())
    return list({" ".join(words[at : at + 5]) for at in range(max(1, len(words) - 4))})


def run(find: Callable[[Articles], Pairs]) -> None:
    """Read JSON lines from the first argument, write seconds and pairs to the second."""
    source, target = sys.argv[1:]
    articles = [json.loads(line) for line in Path(source).read_text("utf-8").splitlines()]
    began = time.perf_counter()
    pairs = list(find(articles))
    told = {"seconds": time.perf_counter() - began, "pairs": pairs}
    Path(target).write_text(json.dumps(told), encoding="utf-8")
