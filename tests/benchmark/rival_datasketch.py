"""Finds copies with datasketch's MinHash and its index."""

from __future__ import annotations

from datasketch import MinHash, MinHashLSH
from rival import THRESHOLD, VALUES, Articles, Pairs, run, shingles


def find(articles: Articles) -> Pairs:
    """Yield the pairs that the index proposes."""
    index = MinHashLSH(threshold=THRESHOLD, num_perm=VALUES)
    for article in articles:
        sketch = MinHash(num_perm=VALUES)
        sketch.update_batch([shingle.encode() for shingle in shingles(article["text"])])
        for other in index.query(sketch):
            yield other, article["id"]
        index.insert(article["id"], sketch)


if __name__ == "__main__":
    run(find)
