"""The duplicate index: what it answers, what it refuses, and what survives."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest
from conftest import batch_of
from relating import indexed, related

from corpus_qa.dedup.compare import Kind
from corpus_qa.dedup.index.compaction import ABANDONED_SECONDS, compact, describe
from corpus_qa.dedup.index.query import HOT
from corpus_qa.dedup.index.store import create_index, open_index
from corpus_qa.dedup.sketch import sketch_tables
from corpus_qa.errors import UnusableIndexError
from corpus_qa.run.tables import Parts

WEIR = (
    "The weir below the mill was closed on Thursday, after two planks had broken under the ice, "
    "and the miller, who is seventy, will not see it opened again before his niece has the keys. "
)
SNOW = (
    "Snow fell on the pass for the third night, and the bakers of the valley carried their bread "
    "up on skis, as their grandfathers had done in the year when the railway was a rumour. "
)
TOWER = (
    "Nobody had climbed the water tower since the lift failed in spring, so the swifts took it, "
    "and now the county must wait until September before it may send the painters up the stairs. "
)
KNOWN = [
    {
        "article_id": "old-weir",
        "source": "mill/weir.txt",
        "title": "Weir closed",
        "site": "mill.example",
        "url": "https://mill.example/weir",
        "text": WEIR,
    },
    {"article_id": "old-snow", "source": "pass/snow.txt", "text": SNOW + TOWER},
]


def squeeze(place: Path, work: Path) -> None:
    work.mkdir()
    with duckdb.connect() as connection:
        compact(open_index(str(place)), connection, work)


def test_a_new_article_learns_which_known_one_it_repeats(tmp_path: Path) -> None:
    index = indexed(KNOWN, tmp_path / "index")
    found = related([{"article_id": "new", "text": WEIR.upper()}], index=index)
    assert found.kinds == [["new", "old-weir", "exact"]]
    assert found.found("DUP001") == [["new", ""]]
    for words in ("old-weir", "mill/weir.txt", "“Weir closed”", "index"):
        assert words in found.findings[0]["message"]
    assert found.known[0]["url"] == "https://mill.example/weir"


def test_both_containments_and_the_copied_passage_are_told(tmp_path: Path) -> None:
    index = indexed(KNOWN, tmp_path / "index")
    text = f"Of the county. {TOWER}Painters were not asked. {SNOW[:60]}"
    (pair,) = related([{"article_id": "new", "text": text}], index=index).pairs
    assert (pair["a"], pair["b"], pair["cluster"]) == ("new", "old-snow", None)
    assert 0.5 < pair["b_in_a"] < pair["a_in_b"] < 1
    text = f"{WEIR}{SNOW}{TOWER}" + " ".join(f"word{number}" for number in range(90))
    found = related([{"article_id": "new", "text": text}], index=index)
    assert [[kind, b] for _, b, kind in found.kinds] == [
        ["contained", "old-snow"],
        ["contained", "old-weir"],
    ]


def test_a_known_copy_inside_a_new_page_is_quoted(tmp_path: Path) -> None:
    index = indexed(KNOWN, tmp_path / "index")
    page = f"{' '.join(f'menu{number}' for number in range(30))}\n{WEIR.strip()}\n{TOWER}"
    found = related([{"article_id": "new", "text": page}], index=index)
    assert found.kinds == [["new", "old-weir", "contained"], ["new", "old-snow", "overlap"]]
    assert found.found("DUP003") == [["new", WEIR.strip()]]


def test_chrome_and_boilerplate_are_left_out_on_both_sides(tmp_path: Path) -> None:
    menu = "\n".join(f"Menu entry about {word}" for word in TOWER.split()[:20])
    known = {"article_id": "old", "text": f"{menu}\n{WEIR}", "chrome": [menu]}
    index = indexed([known], tmp_path / "index")
    assert related([{"article_id": "new", "text": f"{menu}\n{SNOW}"}], index=index).pairs == []
    assert related([{"article_id": "new", "text": WEIR}], index=index).kinds == [
        ["new", "old", "contained"]
    ]


def test_lines_that_a_site_repeats_are_learned_from_the_index(tmp_path: Path) -> None:
    motto = "Salt in the ink since the great flood"
    known = [
        {"article_id": f"old{n}", "site": "mill.example", "text": f"{text}\n{motto}"}
        for n, text in enumerate((WEIR, SNOW, TOWER))
    ]
    index = indexed(known, tmp_path / "index")
    new = {"article_id": "new", "site": "mill.example", "text": f"A short one.\n{motto}"}
    found = related([new], index=index)
    assert found.found("CHR030") == [["new", motto]]
    assert "4 of 4 articles" in found.findings[0]["message"]
    elsewhere = related([{**new, "site": "pass.example"}], index=index)
    assert elsewhere.found("CHR030") == []


def test_an_article_is_no_copy_of_itself(tmp_path: Path) -> None:
    index = indexed(KNOWN, tmp_path / "index")
    assert related(KNOWN, index=index).pairs == []


def test_adding_the_same_articles_again_changes_nothing(tmp_path: Path) -> None:
    first = indexed(KNOWN, tmp_path / "index")
    assert indexed(KNOWN, tmp_path / "index").segments == first.segments


def test_only_what_is_new_is_added(tmp_path: Path) -> None:
    indexed(KNOWN, tmp_path / "index")
    index = indexed([*KNOWN, {"article_id": "third", "text": TOWER}], tmp_path / "index")
    assert [segment.articles for segment in index.segments].count(1) == 1
    assert index.articles == 3


def test_articles_without_a_body_are_known_and_match_nothing(tmp_path: Path) -> None:
    index = indexed([{"article_id": "empty", "text": ""}], tmp_path / "index")
    assert index.articles == 1
    assert related([{"article_id": "new", "text": "…"}], index=index).pairs == []


def test_texts_too_short_for_shingles_match_if_they_are_equal(tmp_path: Path) -> None:
    index = indexed([{"article_id": "old", "text": "Ferry cancelled tonight."}], tmp_path / "index")
    found = related([{"article_id": "new", "text": "Ferry cancelled tonight"}], index=index)
    assert found.kinds == [["new", "old", "exact"]]


def test_compaction_keeps_the_answers_and_leaves_one_segment(tmp_path: Path) -> None:
    place = tmp_path / "index"
    for known in KNOWN:
        index = indexed([known], place)
    new = [{"article_id": "new", "text": WEIR}, {"article_id": "other", "text": SNOW + TOWER}]
    before = related(new, index=index)
    squeeze(place, tmp_path / "work")
    after = open_index(str(place))
    assert [segment.articles for segment in after.segments] == [2]
    assert related(new, index=after).pairs == before.pairs
    assert len(list((place / "data").iterdir())) == 4
    assert len(list((place / "segments").iterdir())) == 1


def test_a_reader_that_opened_the_index_before_a_compaction_still_gets_its_answer(
    tmp_path: Path,
) -> None:
    place = tmp_path / "index"
    for known in KNOWN:
        index = indexed([known], place)
    squeeze(place, tmp_path / "work")
    assert related([{"article_id": "new", "text": WEIR}], index=index).kinds == [
        ["new", "old-weir", "exact"]
    ]


def test_a_segment_that_was_replaced_but_not_deleted_does_not_count(tmp_path: Path) -> None:
    place = tmp_path / "index"
    for known in KNOWN:
        indexed([known], place)
    commits = {path: path.read_bytes() for path in (place / "segments").iterdir()}
    squeeze(place, tmp_path / "work")
    for path, content in commits.items():
        path.write_bytes(content)
    assert open_index(str(place)).articles == 2


def test_files_of_a_writer_that_died_are_cleared_away_after_a_day(tmp_path: Path) -> None:
    place = tmp_path / "index"
    indexed(KNOWN, place)
    fresh, old = place / "data" / "docs-fresh.parquet", place / "data" / "docs-old.parquet"
    half = place / "segments" / "abc.json.1234"
    for path in (fresh, old, half):
        path.write_bytes(b"half a file")
    past = time.time() - ABANDONED_SECONDS - 60
    for path in (old, half):
        os.utime(path, (past, past))
    assert describe(open_index(str(place))).leftovers == 2
    squeeze(place, tmp_path / "work")
    assert fresh.exists()
    assert not old.exists()
    assert not half.exists()


def test_an_index_is_described(tmp_path: Path) -> None:
    told = describe(indexed(KNOWN, tmp_path / "index"))
    assert (told.articles, len(told.segments), told.leftovers) == (2, 1, 0)
    assert told.bytes == sum(path.stat().st_size for path in (tmp_path / "index/data").iterdir())
    assert told.keys > 64


def test_no_index_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UnusableIndexError, match="index build"):
        open_index(str(tmp_path / "nothing"))


@pytest.mark.parametrize(("name", "value"), [("window", 16), ("normaliser", "x"), ("format", 0)])
def test_an_index_that_was_made_in_another_way_is_refused_and_the_difference_named(
    tmp_path: Path, name: str, value: Any
) -> None:
    create_index(str(tmp_path))
    path = tmp_path / "index.json"
    made = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({**made, name: value}), encoding="utf-8")
    with pytest.raises(
        UnusableIndexError, match=f"{name} is {value!r} in the index and {made[name]!r} here"
    ):
        open_index(str(tmp_path))


@pytest.mark.parametrize("exact", [False, True], ids=["an index", "the corpus as it was"])
def test_an_index_that_is_deleted_while_it_is_read_is_no_answer(
    tmp_path: Path, *, exact: bool
) -> None:
    index = replace(indexed(KNOWN, tmp_path / "index"), exact=exact)
    for file in tmp_path.rglob("*.*"):
        file.unlink()
    with pytest.raises(UnusableIndexError, match=r"deleted while it was read.* Run it again"):
        related([{"article_id": "new", "text": WEIR}], index=index)


def test_a_damaged_description_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "index.json").write_text("{", encoding="utf-8")
    with pytest.raises(UnusableIndexError, match="damaged"):
        open_index(str(tmp_path))


def test_a_uri_names_an_index_too(tmp_path: Path) -> None:
    indexed(KNOWN, tmp_path / "index")
    assert open_index((tmp_path / "index").as_uri()).articles == 2


def test_a_crowded_passage_of_the_index_is_met_once_and_told(tmp_path: Path) -> None:
    own = [" ".join(f"w{n}x{word}" for word in range(260)) for n in range(HOT + 4)]
    known = [
        {"article_id": f"old{n:03d}", "text": f"{text} {WEIR}{SNOW}{TOWER}"}
        for n, text in enumerate(own)
    ]
    index = indexed(known, tmp_path / "index")
    new = {"article_id": "new", "text": f"{' '.join(own[0].split()[::-1])} {WEIR}{SNOW}{TOWER}"}
    found = related([new], index=index)
    assert found.kinds == [["new", "old000", Kind.OVERLAP]]
    assert "index" in found.notices[0]


def site_articles(first: int, last: int) -> list[dict[str, str]]:
    """Make articles of one site, each with bodies of their own and one line in common."""
    return [
        {
            "article_id": f"n{number}",
            "site": "vale.example",
            "title": f"Notice {number}",
            "text": f"{' '.join(f'w{number}x{word}' for word in range(30))}\nRing the desk any day",
        }
        for number in range(first, last)
    ]


def repeated(articles: list[dict[str, str]], place: Path) -> list[str]:
    found = related(articles, index=open_index(str(place))).findings
    return [row["message"] for row in found if row["check"] == "CHR030"]


def test_no_article_counts_twice_because_the_index_holds_it_or_was_given_it_again(
    tmp_path: Path,
) -> None:
    place = tmp_path / "index"
    indexed(site_articles(0, 4), place)
    indexed(site_articles(0, 5), place)
    told = "This appears in 6 of 6 articles of vale.example."
    assert repeated(site_articles(3, 6), place) == [told] * 3


def test_asking_an_index_imports_no_slow_library(tmp_path: Path) -> None:
    index = indexed(KNOWN, tmp_path / "index")
    batch = batch_of([{"article_id": "new", "site": "mill.example", "text": WEIR}])
    (tmp_path / "new").mkdir()
    with Parts(tmp_path / "new") as parts:
        parts.write("articles", batch.records)
        drawn = sketch_tables(batch, [()])
        for name, rows in drawn.items():
            parts.write(name, rows)
    script = (
        "import sys\nfrom pathlib import Path\nfrom scale import related\n"
        "related(Path(sys.argv[1]), 'new', sys.argv[2])\n"
        "slow = {'pandas', 'scipy', 'polars', 'pyarrow.dataset', 'trafilatura', 'dateparser'}\n"
        "print(sorted(slow & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path), index.place],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "[]\n"
    (pair,) = pq.read_table(tmp_path / "new" / "pairs.parquet").to_pylist()
    assert (pair["b"], pair["kind"]) == ("old-weir", "exact")
