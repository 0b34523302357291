"""Of the dates in a text, the date of publication is offered, and in doubt none."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from conftest import INGESTED, batch_of
from hypothesis import given
from hypothesis import strategies as st

from corpus_qa.checks import BUILTIN
from corpus_qa.examine.batch import Plan, examine_batch
from corpus_qa.model import Family
from corpus_qa.text.dates.stated import (
    LONGEST,
    TOP,
    are_stubs,
    relative_date,
    stated_date,
    url_date,
)

DATES = Plan(tuple(check for check in BUILTIN if check.family is Family.DATE))
TODAY = date(2026, 3, 1)
TITLE = "Harbour board delays vote on the new pier"
BODY = (
    "The harbour board of Elmport put off its vote on the new pier for the third time, after its "
    "members learned that the latest estimate had reached them only an hour before the meeting."
)
MENU = "Home\nNews\nSport\nWeather\nLetters\nNotices\nContact"


def day_of(text: str, title: str | None = TITLE) -> date | None:
    found = stated_date(text, title, latest=TODAY)
    return found and found.day


@pytest.mark.parametrize(
    "stub",
    [
        "14 March 2025",
        "Published 14 March 2025, 10:32",
        "By Mara Quill | March 14, 2025",
        "Posted on March 14, 2025 by Mara Quill",
        "Elmport Courier\n14.03.2025 - 10:32",
        "Von Mara Quill · Freitag, 14. März 2025 · 3 Min. Lesezeit",
        "Par Mara Quill, publié le 14 mars 2025 à 10h32",
        "Di Mara Quill - 14 marzo 2025",
        "Por Mara Quill\n14 de março de 2025 às 10h32",
        "Door Mara Quill, 14 maart 2025 10:32",
        "Mara Quill, 14.03.2025, 10:32",
        "Mara Quill\n14 Mart 2025 10:32",
        "2025年03月14日 10:32",
        "2025. 03. 14. 10:32",
    ],
)
def test_a_byline_under_the_headline_states_the_date(stub: str) -> None:
    assert day_of(f"{MENU}\n{TITLE}\n{stub}\n\n{BODY}") == date(2025, 3, 14)


def test_the_day_of_publication_beats_the_day_of_the_update() -> None:
    text = f"{TITLE}\nPublished 14 March 2025, 10:32 | Updated 2 July 2025, 8:00\n\n{BODY}"
    assert day_of(text) == date(2025, 3, 14)


def test_the_date_above_the_menu_is_that_of_the_visit() -> None:
    text = f"Sunday, 1 March 2026\n{MENU}\n{MENU}\n{TITLE}\nMara Quill, 14 March 2025\n\n{BODY}"
    assert day_of(text) == date(2025, 3, 14)


def test_comments_come_after_the_article() -> None:
    comments = "\n".join(
        f"Reader {n} says:\n{n + 3}. April 2025 at 10:0{n}\nI agree." for n in range(9)
    )
    text = f"{TITLE}\nPosted on 14 March 2025\n\n{BODY}\n\n{comments}"
    assert day_of(text) == date(2025, 3, 14)


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        f"{BODY} On June 4, 2009, a spark from a passing train had set the roof alight.",
        f"{BODY}\n\nThe pier at low tide, January 5, 2024. (Photo: Elmport Archive)",
        f"{BODY}\n\nWe will build it. — Mayor of Elmport (@elmport) January 29, 2024",
        f"{BODY}\n\n© 2025 Elmport Courier",
        "",
    ],
)
def test_dates_of_events_captions_and_posts_are_not_offered(text: str) -> None:
    assert day_of(text, None) is None


def test_no_date_after_the_ingestion_is_offered() -> None:
    assert day_of(f"{TITLE}\nPublished 14 March 2027\n\n{BODY}") is None


def test_what_stands_below_the_limit_is_not_looked_at() -> None:
    padding = "The board met.\n" * (LONGEST // 15 + 1)
    assert day_of(f"{padding}\nPublished 14 March 2025") is None


@given(st.text(alphabet=st.sampled_from("0123456789./-:, \nMarchäö月年日ｍ①"), max_size=300))
def test_a_stated_date_quotes_the_text(text: str) -> None:
    found = stated_date(text, None, latest=TODAY)
    assert found is None or text[found.start : found.end].strip()


def test_a_story_about_the_past_is_missing_a_date_without_a_suggestion() -> None:
    text = f"{BODY} On June 4, 2009, a spark from a passing train had set the roof alight."
    (found,) = examine_batch(batch_of([{"text": text}]), DATES).findings.to_pylist()
    assert (found["check"], found["suggestion"], found["start"]) == ("DAT001", None, None)


def test_the_address_is_trusted_before_the_text() -> None:
    article = {
        "url": "https://elmport-courier.example/2025/03/14/pier",
        "text": f"Sunday, 1 March 2026\n\n{BODY}",
        "ingested_at": INGESTED,
    }
    (found,) = examine_batch(batch_of([article]), DATES).findings.to_pylist()
    assert found["suggestion"] == "2025-03-14"


@pytest.mark.parametrize(
    ("lines", "stubs"),
    [
        (["By Ilse Vanmarck", "", "14 March 2025, 09:30"], True),
        (["Von Jonas Hardt"], True),
        (["By Ilse Vanmarck", "The weir was closed on Thursday."], False),
        (["Subscribe to our newsletter"], False),
        ([], True),
    ],
)
def test_stubs_name_a_writer_or_a_time_and_nothing_else(lines: list[str], stubs: bool) -> None:  # noqa: FBT001
    assert are_stubs(lines) is stubs


FETCHED = datetime(2025, 3, 14, 10, tzinfo=UTC)
HOURS = [
    "3 hours ago",
    "3h ago",
    "vor 3 Stunden",
    "hace 3 horas",
    "il y a 3 heures",
    "3 ore fa",
    "há 3 horas",
    "3 uur geleden",
    "för 3 timmar sedan",
    "3 godziny temu",
    "3 часа назад",
    "3 saat önce",
    "3 jam yang lalu",
    "منذ 3 ساعات",
    "3小时前",
    "3時間前",
    "3시간 전",
]


@pytest.mark.parametrize("written", HOURS)
def test_hours_are_counted_back_in_many_languages(written: str) -> None:
    text = f"Harbour board delays vote\nMara Quill | {written}\n\nThe board of Elmport met."
    found = relative_date(text, FETCHED)
    assert found is not None
    assert found.moment == FETCHED - timedelta(hours=3)
    assert text[found.start : found.end] == written or written.startswith("för")


@pytest.mark.parametrize(
    "text",
    [
        f"The mayor, who left the council 3 days ago after {'very ' * 9}long talks, is back.",
        "Seit 3 Tagen ist die Brücke gesperrt.",
        "3 hours and a half",
        "x" * TOP + "\n3 hours ago",
        "Posted 99 days ago",
        "",
    ],
)
def test_other_spans_of_time_are_no_date(text: str) -> None:
    assert relative_date(text, FETCHED) is None


def test_without_a_reference_nothing_is_counted_back() -> None:
    article = {"text": "Harbour board delays vote\nMara Quill | 3 hours ago\n\nThe board met."}
    (found,) = examine_batch(batch_of([article]), DATES).findings.to_pylist()
    assert found["suggestion"] is None


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
