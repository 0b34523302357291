"""A date field is read as it is meant, and what is wrong with it is named."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus_qa.text.dates.field import DateProblem, day_order, parse_field

MINUTE = datetime(2025, 3, 14, 10, 32, tzinfo=UTC)
SAME_MINUTE = [
    "2025-03-14T10:32:00Z",
    "2025-03-14T10:32:00.000+00:00",
    "2025-03-14T11:32:00+0100",
    "2025-03-14 10:32 UTC",
    "2025-03-14T10:32:00Z[UTC]",
    "2025-03-14T10:32:00[UTC]",
    "2025-03-14T11:32:00+01:00[Europe/Berlin]",
    "2025-3-14 5:32 EST",
    "1741948320",
    "1741948320.0",
    "1741948320000",
    "Fri, 14 Mar 2025 10:32:00 GMT",
    "Fri, 14 Mar 2025 11:32:00 +0100",
    "March 14, 2025 6:32 AM EDT",
    "Updated 6:32 AM EDT, Fri March 14, 2025",
    "14. März 2025, 11:32 Uhr MEZ",
    "Fri Mar 14 2025 18:32:00 GMT+0800 (China Standard Time)",
    "14 марта 2025, 13:32 МСК",
]
NAMELESS = ["", "  ", "null", "None", "NaN", "N/A", "-", "unknown"]


@pytest.mark.parametrize("raw", SAME_MINUTE)
def test_one_minute_in_many_notations(raw: str) -> None:
    assert parse_field(raw)[:2] == (MINUTE, None)


@pytest.mark.parametrize("raw", NAMELESS)
def test_a_value_that_says_that_there_is_no_date_is_no_problem(raw: str) -> None:
    assert parse_field(raw)[:2] == (None, None)


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        ("last Tuesday", DateProblem.UNREADABLE),
        ("2 hours ago", DateProblem.UNREADABLE),
        ("2025-02-30", DateProblem.UNREADABLE),
        ("2025-03-14T25:61:00Z", DateProblem.UNREADABLE),
        ("14 March 2025, 10:75", DateProblem.UNREADABLE),
        ("2025-03-14T10:32:00+24:00", DateProblem.UNREADABLE),
        ("45000", DateProblem.UNREADABLE),
        ("2025", DateProblem.NO_DAY),
        ("2025-03", DateProblem.NO_DAY),
        ("März 2025", DateProblem.NO_DAY),
        ("0000-00-00", DateProblem.PLACEHOLDER),
    ],
)
def test_a_value_that_names_no_day_gives_no_moment(raw: str, problem: DateProblem) -> None:
    assert parse_field(raw)[:2] == (None, problem)


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        ("3/14/25", DateProblem.TWO_DIGIT_YEAR),
        ("Fri, 14 Mar 25 10:32:00 GMT", DateProblem.TWO_DIGIT_YEAR),
        ("2025-03-14 10:32", DateProblem.NO_ZONE),
        ("Fri Mar 14 10:32:00 2025", DateProblem.NO_ZONE),
        ("03/04/2025", DateProblem.AMBIGUOUS),
    ],
)
def test_a_readable_value_may_have_a_problem(raw: str, problem: DateProblem) -> None:
    read = parse_field(raw)
    assert read.moment is not None
    assert read.problem is problem


def test_dateparser_is_asked_about_rare_languages() -> None:
    assert parse_field("Dé Luain, 21 Samhain 2019").moment == datetime(2019, 11, 21, tzinfo=UTC)


def test_the_order_of_day_and_month_can_be_given() -> None:
    assert parse_field("03/04/2025", day_first=True)[:2] == (datetime(2025, 4, 3, tzinfo=UTC), None)


@pytest.mark.parametrize(
    ("raw", "order"),
    [
        ("25/04/2025", 1.0),
        ("Friday, 25/4/2025", 1.0),
        ("04/25/2025", 0.0),
        ("03/04/2025", 0.5),
        ("04/04/2025", None),
        ("2025/04/25", None),
        ("25.04.2025", None),
        ("33/44/2025", None),
        ("00/04/2025", None),
    ],
)
def test_a_day_beyond_twelve_tells_the_order(raw: str, order: float | None) -> None:
    assert day_order(raw) == order


@given(st.datetimes(min_value=datetime(1971, 1, 1), max_value=datetime(2099, 1, 1)))  # noqa: DTZ001 - the zone is added below
def test_iso_8601_and_epochs_survive(moment: datetime) -> None:
    moment = moment.replace(tzinfo=UTC, microsecond=0)
    assert parse_field(moment.isoformat()).moment == moment
    if moment.timestamp() >= 1e8:
        assert parse_field(str(int(moment.timestamp()))).moment == moment


@given(st.text(max_size=90))
def test_any_text_is_read_without_an_error(raw: str) -> None:
    read = parse_field(raw)
    assert read.moment is None or read.moment.tzinfo is UTC
