"""Promises about the index that hold whatever the articles and however they were added."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from relating import indexed, related

from corpus_qa.dedup.index.compaction import compact
from corpus_qa.dedup.index.store import open_index

SLOW = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])

SENTENCES = [
    f"{who} {what} {where} while the {when} lasted, and nobody in the {crowd} asked who would pay."
    for who, what, where, when, crowd in (
        ("The ferryman", "painted his boat blue", "under the bridge", "drought", "village"),
        ("A cook", "peeled the last turnip", "in the monastery", "siege", "brotherhood"),
        ("Three sisters", "bought the old press", "behind the station", "strike", "family"),
        ("The warden", "counted empty nests", "along the dyke", "north wind", "county office"),
        ("His uncle", "tuned four pianos", "in the dance hall", "carnival", "band"),
        ("The geologist", "drew the fault line", "across the vineyard", "survey", "cooperative"),
    )
]


@st.composite
def articles(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Draw articles whose bodies share sentences."""
    return [
        {
            "article_id": f"n{number}",
            "source": f"n{number}.txt",
            "text": " ".join(
                draw(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=6, unique=True))
            ),
        }
        for number in range(draw(st.integers(2, 7)))
    ]


def answers(new: Sequence[Any], place: Path) -> Any:
    """Return the pairs with the index, and what is said of them."""
    found = related(new, index=open_index(str(place)))
    pairs = [pair for pair in found.pairs if pair["b"].startswith("n")]
    return pairs, [row["message"] for row in found.findings if "index" in row["message"]]


@SLOW
@given(known=articles(), new=articles(), cut=st.integers(1, 6))
def test_an_index_answers_alike_however_its_articles_were_added(
    known: Any, new: Any, cut: int
) -> None:
    new = [{**article, "article_id": f"x{article['article_id']}"} for article in new]
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        once, parts, work = Path(folder) / "once", Path(folder) / "parts", Path(folder) / "work"
        indexed(known, once)
        indexed(known[cut:], parts)
        indexed(known[:cut], parts)
        expected = answers(new, once)
        assert answers(new, parts) == expected
        work.mkdir()
        with duckdb.connect() as connection:
            compact(open_index(str(parts)), connection, work)
        assert answers(new, parts) == expected


@SLOW
@given(given_articles=articles(), cut=st.integers(1, 6))
def test_an_index_finds_the_pairs_that_a_dataset_shows(given_articles: Any, cut: int) -> None:
    known, new = given_articles[:cut], given_articles[cut:]
    whole = {
        frozenset((pair["a"], pair["b"])): (pair["kind"], round(pair["jaccard"], 2))
        for pair in related(given_articles).pairs
        if (pair["a"] in {a["article_id"] for a in known})
        != (pair["b"] in {a["article_id"] for a in known})
    }
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        index = indexed(known, Path(folder))
        across = {
            frozenset((pair["a"], pair["b"])): (pair["kind"], round(pair["jaccard"], 2))
            for pair in related(new, index=index).pairs
            if pair["cluster"] is None and pair["b"] in {a["article_id"] for a in known}
        }
    assert across == whole
