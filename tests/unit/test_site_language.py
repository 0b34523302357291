"""What the other articles of a site tell of an article's language."""

from __future__ import annotations

from typing import Any

import pytest
from relating import related

ENGLISH = "The council of ward {} met on Monday and said that the new quay is paid for by all."
WORD = "They wash the wool of farm {} in the thvottahus behind the barn on the first of each week."
JAPANESE = "港の新しい埠頭は月曜日に開かれた。町の人々は長い間それを待っていた。"
FEW, SITE = 19, 60


def site(texts: list[str], name: str | None = "elmport.example") -> list[dict[str, Any]]:
    return [
        {"article_id": f"a{at:03}", "site": name, "text": text} for at, text in enumerate(texts)
    ]


def english(count: int) -> list[str]:
    return [ENGLISH.format(number) for number in range(count)]


@pytest.mark.parametrize("name", ["elmport.example", None])
def test_an_article_in_other_letters_than_its_site_is_told(name: str | None) -> None:
    found = related(site([*english(SITE - 1), JAPANESE], name))
    assert found.found("TRN018") == [[f"a{SITE - 1:03}", ""]]
    said = [row["message"] for row in found.findings if row["check"] == "TRN018"]
    assert f"{SITE - 1} of {SITE} articles" in said[0]


@pytest.mark.parametrize(
    "texts",
    [
        [*english(FEW - 1), JAPANESE],
        [*english(SITE), *[JAPANESE] * 2],
        [JAPANESE] * SITE,
        [*english(SITE), f"{ENGLISH.format(99)} Its name is written {JAPANESE[:4]} (“the port”)."],
    ],
    ids=["a site of few articles", "a site in two languages", "one in Japanese", "a name"],
)
def test_the_letters_of_a_site_are_told_only_where_they_are_plain(texts: list[str]) -> None:
    assert related(site(texts)).found("TRN018") == []


def test_words_that_are_no_english_in_many_articles_of_a_site_are_told() -> None:
    words = [WORD.format(number) for number in range(SITE // 10)]
    found = related(site([*words, *english(SITE - len(words))])).found("TRN016")
    assert found == [[f"a{at:03}", ""] for at in range(len(words))]


def test_a_word_of_its_own_in_few_articles_of_a_site_is_not_told() -> None:
    assert related(site([WORD.format(1), *english(SITE)])).found("TRN016") == []
    assert related(site([WORD.format(at) for at in range(FEW)])).found("TRN016") == []
