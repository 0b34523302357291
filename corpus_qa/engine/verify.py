"""Verify the pairs that SQL proposes: exact comparison, kinds, and the passages that are shared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import product

import duckdb
import numpy as np

from corpus_qa.engine.pairs import Pair
from corpus_qa.engine.relations_sql import LIMITS, answer
from corpus_qa.engine.wordstore import WordStore
from corpus_qa.text.likeness import (
    MORE,
    Context,
    Kind,
    Prepared,
    compare,
    kind_of,
    longest_passage,
    prepare,
    ratio,
)

# Prepared articles kept at hand while pairs are verified; one takes about 10 kB.
AT_HAND = 4096


def equal_pairs(connection: duckdb.DuckDBPyConnection) -> Iterator[Pair]:
    """Yield the pairs of articles with equal texts."""
    for a, b, a_words, b_words in answer(connection, "equal_pairs"):
        wrapped = ratio(a_words, b_words) >= MORE
        yield Pair(a, b, Kind.CONTAINED if wrapped else Kind.EXACT, 1.0, 1.0, 1.0)


def alike_pairs(connection: duckdb.DuckDBPyConnection, store: WordStore) -> Iterator[Pair]:
    """Yield the candidates that are related, and as many pairs for articles with equal texts."""
    twins: dict[int, list[int]] = {}
    for a, b in answer(connection, "twin_pairs"):
        twins.setdefault(a, [a]).append(b)
    for pair in _verified(connection, store):
        yield from _with_twins(pair, twins)


def _with_twins(pair: Pair, twins: Mapping[int, Sequence[int]]) -> Iterator[Pair]:
    """Repeat a pair for the articles whose texts equal one of its own, if these are few."""
    yield pair
    others = list(product(twins.get(pair.a, [pair.a]), twins.get(pair.b, [pair.b])))[1:]
    if len(others) <= LIMITS["listed_twins"]:
        for a, b in others:
            yield replace(pair, a=a, b=b, a_span=None, b_span=None)


def _verified(connection: duckdb.DuckDBPyConnection, store: WordStore) -> Iterator[Pair]:
    """Compare the candidates, in order, and yield those that are related."""

    @lru_cache(AT_HAND)
    def prepared(row: int) -> Prepared:
        return prepare(store.hashes(row))

    for a, b, *context in answer(connection, "candidate_pairs"):
        like = compare(prepared(a), prepared(b))
        kind = kind_of(like, Context(*context))
        if kind is None:
            continue
        if kind is Kind.NEAR and np.array_equal(store.hashes(a), store.hashes(b)):
            kind = Kind.EXACT
        pair = Pair(a, b, kind, like.jaccard, like.a_in_b, like.b_in_a)
        yield _with_passage(pair, prepared(a), prepared(b), store)


def _with_passage(pair: Pair, a: Prepared, b: Prepared, store: WordStore) -> Pair:
    """Add the passage that both share where one article is more than the other's copy."""
    if pair.kind not in (Kind.CONTAINED, Kind.OVERLAP):
        return pair
    found = longest_passage(a, b)
    if found is None:
        return pair
    return replace(
        pair,
        a_span=store.span(pair.a, found.a_first, found.a_last),
        b_span=store.span(pair.b, found.b_first, found.b_last),
    )
