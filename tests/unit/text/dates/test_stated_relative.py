"""Counting back means something from a reference, in a byline; in prose it means something else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from conftest import batch_of

from corpus_qa.checks.dates import CHECKS
from corpus_qa.examine.batch import examine_batch
from corpus_qa.examine.plan import Plan
from corpus_qa.text.dates.stated import TOP, relative_date

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
    (found,) = examine_batch(batch_of([article]), Plan(CHECKS)).findings.to_pylist()
    assert found["suggestion"] is None
