"""Relations: what is compared with what, what is said, and what is told of limits."""

from __future__ import annotations

from datetime import UTC, datetime

from relating import related

from corpus_qa.dedup.candidates import LIMITS, statements
from corpus_qa.dedup.compare import Kind

BODY = (
    "The weir below the mill was closed on Thursday, after two planks had broken under the ice, "
    "and the miller, who is seventy, will not see it opened again before his niece has the keys. "
)
OTHER = (
    "Snow fell on the pass for the third night, and the bakers of the valley carried their bread "
    "up on skis, as their grandfathers had done in the year when the railway was a rumour. "
)


FRIDAY, SUNDAY = datetime(2026, 1, 9, tzinfo=UTC), datetime(2026, 1, 11, tzinfo=UTC)


def numbered(count: int, text: str) -> list[dict[str, str]]:
    return [
        {"article_id": f"n{number:03d}", "text": text.format(number)} for number in range(count)
    ]


def unlike(number: int) -> str:
    """Return a sentence of forty words that no other number has."""
    return " ".join(f"w{number}x{word}" for word in range(40))


def test_one_article_is_related_to_nothing() -> None:
    assert related([{"text": BODY}]).pairs == []


def test_no_article_at_all_is_no_error() -> None:
    found = related([])
    assert (found.pairs, found.clusters, found.findings) == ([], (), [])


def test_equal_texts_of_a_small_group_are_paired_each_with_each() -> None:
    found = related(numbered(4, BODY))
    assert len(found.pairs) == 6
    assert len(found.found("DUP001")) == 3


def test_equal_texts_of_a_large_group_are_paired_with_the_first() -> None:
    count = LIMITS["listed_twins"] + 4
    found = related(numbered(int(count), BODY))
    assert {pair["a"] for pair in found.pairs} == {"n000"}
    assert len(found.pairs) == count - 1
    assert len(found.clusters) == 1


def test_what_is_like_one_of_equal_texts_is_paired_with_all_of_them() -> None:
    longer = {"article_id": "n9", "text": BODY * 2 + "The niece is an engineer."}
    found = related([*numbered(3, BODY * 2), longer])
    assert [pair["kind"] for pair in found.pairs if pair["b"] == "n9"] == [Kind.NEAR] * 3


def test_a_crowded_passage_costs_pairs_with_the_first_and_is_told() -> None:
    count = int(LIMITS["hot"]) + 12
    articles = [
        {
            "article_id": f"n{number:03d}",
            "text": " ".join([*(unlike(1000 * part + number) for part in range(6)), BODY, OTHER]),
        }
        for number in range(count)
    ]
    found = related(articles)
    with_first = [pair["b"] for pair in found.pairs if pair["a"] == "n000"]
    assert len(with_first) == count - 1
    assert len(found.pairs) < 2 * count
    assert f"one in {count}" in found.notices[0]


def test_a_small_corpus_has_no_notices() -> None:
    assert related(numbered(3, BODY)).notices == ()


def test_a_copy_names_the_other_article_its_title_and_its_source() -> None:
    (finding,) = related(
        [
            {"article_id": "kept", "source": "mill/weir.txt", "title": "Weir closed", "text": BODY},
            {"article_id": "other", "text": BODY},
        ]
    ).findings
    assert finding["article_id"] == "other"
    for words in ("kept", "mill/weir.txt", "“Weir closed”"):
        assert words in finding["message"]


def test_a_finding_about_a_part_quotes_the_passage_with_its_marks() -> None:
    page = f"Weather and roads. {unlike(1)}. “{BODY.strip()}” {unlike(2)}"
    found = related([{"article_id": "part", "text": BODY}, {"article_id": "whole", "text": page}])
    assert found.kinds == [["part", "whole", "contained"]]
    assert found.pairs[0]["a_in_b"] == 1
    assert found.pairs[0]["b_in_a"] < 1
    assert found.found("DUP003") == [["part", ""]]
    (finding,) = found.findings
    assert "100% of this text is contained in whole" in finding["message"]


def test_an_article_is_named_for_three_shared_passages_at_most() -> None:
    shared = [unlike(100 + number) + ". " + unlike(200 + number) for number in range(5)]
    own = [{"article_id": f"a{n}", "text": f"{unlike(n)} {shared[n]}"} for n in range(5)]
    found = related([*own, {"article_id": "z", "text": " ".join(shared)}])
    assert [pair["kind"] for pair in found.pairs] == [Kind.OVERLAP] * 5
    assert len(found.found("DUP004")) == 3


def test_the_boilerplate_of_a_site_does_not_make_its_articles_alike() -> None:
    names = BODY.split()[:20]
    boilerplate = "\n".join(f"The {name} walk along the northern dyke" for name in names)
    articles = [
        {"article_id": f"n{n}", "site": "mill.example", "text": f"{unlike(n)}\n{boilerplate}"}
        for n in range(6)
    ]
    found = related(articles)
    assert found.pairs == []
    assert {excerpt for _, excerpt in found.found("CHR030")} == {boilerplate}


def test_a_raw_page_and_its_clean_copy_keep_their_direction_once_the_chrome_is_gone() -> None:
    menu = "\n".join(f"Menu entry about {word}" for word in OTHER.split()[:20])
    found = related(
        [
            {"article_id": "page", "text": f"{menu}\n{BODY}", "chrome": [menu]},
            {"article_id": "pure", "text": BODY},
        ]
    )
    assert found.kinds == [["page", "pure", "contained"]]
    assert found.clusters[0].keep == "pure"


def test_versions_of_one_story_are_notes() -> None:
    story = {"site": "mill.example", "title": "Weir closed"}
    early = {**story, "article_id": "early", "text": BODY + OTHER, "published_at": FRIDAY}
    late = {
        **story,
        "article_id": "late",
        "text": BODY + OTHER + "It thawed.",
        "published_at": SUNDAY,
    }
    found = related([early, late])
    assert [(row["check"], row["severity"]) for row in found.findings] == [("DUP002", "note")]
    assert found.findings[0]["message"].startswith("Another version of")


def test_the_same_story_on_two_sites_is_a_copy_and_no_version() -> None:
    early = {"article_id": "a", "site": "mill.example", "text": BODY, "published_at": FRIDAY}
    late = {**early, "article_id": "b", "site": "pass.example", "published_at": SUNDAY}
    (finding,) = related([{**early, "title": "Weir"}, {**late, "title": "Weir"}]).findings
    assert finding["severity"] == "error"


def test_every_statement_has_its_limits_filled_in() -> None:
    for file in ("boilerplate", "candidates", "answers"):
        for query in statements(file).values():
            assert "$" not in query
            assert query.lstrip("- ").strip()
