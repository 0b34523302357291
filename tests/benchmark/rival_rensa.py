"""Finds copies with rensa's MinHash and its index."""

from __future__ import annotations

from rensa import RMinHash, RMinHashLSH
from rival import THRESHOLD, VALUES, Articles, Pairs, run, shingles


def find(articles: Articles) -> Pairs:
    """Yield the pairs that the index proposes and the sketches confirm."""
    index = RMinHashLSH(threshold=THRESHOLD, num_perm=VALUES, num_bands=32)
    sketches = []
    for number, article in enumerate(articles):
        sketch = RMinHash(num_perm=VALUES, seed=42)
        sketch.update(shingles(article["text"]))
        for other in index.query(sketch):
            if sketch.jaccard(sketches[other]) >= THRESHOLD:
                yield articles[other]["id"], article["id"]
        index.insert(number, sketch)
        sketches.append(sketch)


if __name__ == "__main__":
    run(find)
