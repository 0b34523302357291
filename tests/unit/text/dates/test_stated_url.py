"""A date in an address is its publication, unless it is a number or a campaign."""

from __future__ import annotations

from datetime import date

import pytest

from corpus_qa.text.dates.stated import url_date

HOST = "https://elmport-courier.example"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/2025/03/14/pier", "2025/03/14"),
        ("/2025/3/14/8061701/pier", "2025/3/14"),
        ("/news/pier-2025-03-14", "2025-03-14"),
        ("/news/2025-03-14-pier.html", "2025-03-14"),
        ("/local/2025-03/14/c_1125597921.htm", "2025-03/14"),
        ("/a/20250314/pier", "20250314"),
        ("/world/2025/mar/14/pier", "2025/mar/14"),
        ("/world/2025/March/14/pier", "2025/March/14"),
        ("/14-03-2025-pier", "14-03-2025"),
    ],
)
def test_a_path_states_a_date(path: str, words: str) -> None:
    assert url_date(HOST + path) == (date(2025, 3, 14), words)


@pytest.mark.parametrize(
    "path",
    [
        "/pier?date=2025-03-14",
        "/pier#2025-03-14",
        "/2025/03/pier",
        "/id/1741948320/pier",
        "/2025/03/3-ways-to-cross-the-harbour",
        "/2025/13/14/pier",
        "/story/20251399",
        "/2025/03/14/fair-2025-08-01",
        "/web/20250314101112/https://other.example/pier",
        "/a1b2c320250314",
        "/caf%2025031412",
    ],
)
def test_other_numbers_are_no_date(path: str) -> None:
    assert url_date(HOST + path) is None


def test_an_archived_address_keeps_the_date_of_the_original() -> None:
    archived = "https://web.archive.org/web/20190102030405/http://x.example/2012/06/01/pier"
    found = url_date(archived)
    assert found is not None
    assert found.day == date(2012, 6, 1)


def test_a_digitised_newspaper_may_be_old() -> None:
    found = url_date(f"{HOST}/1923/05/01/front-page")
    assert found is not None
    assert found.day == date(1923, 5, 1)
