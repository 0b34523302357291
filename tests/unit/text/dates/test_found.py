"""Complete dates are found in any common notation, and nothing else is taken for one."""

from __future__ import annotations

import importlib
from datetime import date

import pytest

from corpus_qa.text.dates.field import in_order
from corpus_qa.text.dates.found import find_dates, month_number, month_numbers

DAY = date(2025, 3, 14)
NOTATIONS = [
    "2025-03-14",
    "2025/3/14",
    "2025.03.14",
    "2025. 3. 14.",
    "14.03.2025",
    "14. 3. 2025",
    "14/03/2025",
    "03/14/2025",
    "14-03-2025",
    "14.03.25",
    "14-Mar-2025",
    "March 14, 2025",
    "Mar. 14th, 2025",
    "MARCH 14 2025",
    "14 March 2025",
    "14th of March 2025",
    "Freitag, 14. März 2025",
    "14. MÄRZ 2025",
    "14 de marzo de 2025",
    "14 de março de 2025",
    "vendredi 14 mars 2025 à 10h30",
    "14 marzo 2025",
    "14 maart 2025",
    "14 mars 2025",
    "14. marts 2025",
    "14. maaliskuuta 2025",
    "14 marca 2025",
    "14. března 2025",
    "14. marca 2025",
    "14 марта 2025 г.",
    "14 березня 2025",
    "14 март 2025",
    "14 Mart 2025",
    "14 martie 2025",
    "2025. március 14.",
    "2025 m. kovo 14 d.",
    "14 Μαρτίου 2025",
    "14 ΜΑΡΤΙΟΥ 2025",
    "14 Maret 2025",
    "ngày 14 tháng 3 năm 2025",
    "١٤ مارس ٢٠٢٥",
    "14 آذار 2025",
    "14 آذار/مارس 2025",
    "14 במרץ 2025",
    "१४ मार्च २०२५",
    "১৪ মার্চ ২০২৫",
    "14 มีนาคม 2568",
    "2025年3月14日",
    "令和7年3月14日",
    "2025년 3월 14일",
    "२०२५-०३-१४",
]
NO_DATES = [
    "Version 10.4.15 replaces 10.4.14.",
    "The address 192.168.20.25 does not answer.",
    "Call 0203 14 2025 or 14-2025-03.",
    "The score was 14-3 in 2025.",
    "In March 2025 the board met twice.",
    "31 February 2025 does not exist, nor does 2025-13-01.",
    "The castle was built on 14 March 1485.",
    "14 bakers and 2025 loaves",
    "Order 20250314-77 was shipped.",
]


@pytest.mark.parametrize("written", NOTATIONS)
def test_a_date_in_any_notation_is_found_in_a_sentence(written: str) -> None:
    text = f"Elmport, {written} (own report) - The board met."
    found = list(find_dates(text))
    assert [one.day for one in found] == [DAY]
    assert text[found[0].start : found[0].end] in written


@pytest.mark.parametrize("text", NO_DATES)
def test_numbers_that_only_look_like_a_date_are_left_alone(text: str) -> None:
    assert list(find_dates(text)) == []


def test_dates_that_touch_each_other_are_told_apart() -> None:
    assert [one.day for one in find_dates("28. Juni 201914. Januar 2020 | Redaktion")] == [
        date(2019, 6, 28),
        date(2020, 1, 14),
    ]


def test_a_date_is_found_behind_a_clock_that_touches_it() -> None:
    assert [one.day for one in find_dates("10:20:0022.06.2018 10:20")] == [date(2018, 6, 22)]


def test_day_and_month_that_may_be_exchanged_keep_both_readings() -> None:
    (found,) = find_dates("Posted 03/04/2025")
    assert (found.day, found.other) == (date(2025, 3, 4), date(2025, 4, 3))


@pytest.mark.parametrize(
    ("day_first", "day"), [(True, date(2025, 4, 3)), (False, date(2025, 3, 4))]
)
def test_a_known_order_decides(*, day_first: bool, day: date) -> None:
    (found,) = find_dates("Posted 03/04/2025", day_first=day_first)
    assert (found.day, found.other) == (day, None)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Publicado el 03/04/2025. El pleno se reunió ayer.", date(2025, 4, 3)),
        ("Posted 03/04/2025. The board met on 2 April 2025 and the vote fell.", date(2025, 4, 3)),
        ("Posted 03/04/2025. The board met on March 2, 2025 and the vote fell.", date(2025, 3, 4)),
        ("Posted 03/04/2025, 10:32 GMT by the desk of the paper and the agency.", date(2025, 4, 3)),
        (
            "Posted 03/04/2025, 10:32 a.m. by the desk of the paper and the agency.",
            date(2025, 3, 4),
        ),
    ],
)
def test_the_text_around_it_tells_the_order(text: str, day: date) -> None:
    first = in_order(text, list(find_dates(text)))[0]
    assert (first.day, first.other) == (day, None)


def test_an_english_text_that_says_nothing_leaves_the_order_open() -> None:
    text = "Posted 03/04/2025 by the desk of the paper and the agency."
    assert in_order(text, list(find_dates(text)))[0].other == date(2025, 4, 3)


@pytest.mark.parametrize(
    "language", ["en", "de", "es", "fr", "it", "pt", "nl", "sv", "da", "nb", "fi"]
)
@pytest.mark.parametrize("number", range(1, 13))
def test_dateparser_gives_the_months_of_western_languages_the_same_numbers(
    language: str, number: int
) -> None:
    assert_same_month(language, number)


@pytest.mark.parametrize(
    "language", ["pl", "cs", "sk", "ru", "uk", "bg", "tr", "ro", "hu", "el", "lt"]
)
@pytest.mark.parametrize("number", range(1, 13))
def test_dateparser_gives_the_months_of_eastern_languages_the_same_numbers(
    language: str, number: int
) -> None:
    assert_same_month(language, number)


@pytest.mark.parametrize(
    "language", ["ar", "fa", "he", "hi", "bn", "hy", "ka", "kk", "id", "ms", "ca"]
)
@pytest.mark.parametrize("number", range(1, 13))
def test_dateparser_gives_the_months_of_other_languages_the_same_numbers(
    language: str, number: int
) -> None:
    assert_same_month(language, number)


def assert_same_month(language: str, number: int) -> None:
    names = importlib.import_module(f"dateparser.data.date_translation_data.{language}").info
    english = date(2025, number, 1).strftime("%B").lower()
    known = [name for name in names[english] if month_number(name) is not None]
    assert known, f"no name of {english} in {language} is known"
    assert {month_number(name) for name in known} == {number}


def test_every_name_belongs_to_one_month() -> None:
    assert len(month_numbers()) > 700
    assert set(month_numbers().values()) == set(range(1, 13))
