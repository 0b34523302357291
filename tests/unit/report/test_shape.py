"""The shape of a corpus: its dates, gaps and spikes, lengths, languages and sites."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from report_runs import article, write_run

from corpus_qa.report.load import load_run
from corpus_qa.report.shape import Bar, Shape, periods


def shape_of(folder: Path, dates: list[datetime | None], **fields: object) -> Shape:
    rows = [article(n, "some words", published_at=date, **fields) for n, date in enumerate(dates)]
    return load_run(write_run(folder, rows, [])).shape


def day(year: int, month: int, number: int = 1) -> datetime:
    return datetime(year, month, number, tzinfo=UTC)


def test_every_article_is_counted_once(tmp_path: Path) -> None:
    shape = shape_of(tmp_path, [day(2025, 1), day(2025, 3), day(2025, 3), None])
    assert [(bar.name, bar.articles) for bar in shape.dates] == [
        ("2025-01", 1), ("2025-02", 0), ("2025-03", 2)
    ]  # fmt: skip
    assert shape.undated == 1
    assert sum(bar.articles for bar in shape.lengths) == 4
    assert [(bar.name, bar.articles) for bar in shape.languages] == [("en", 4)]


def test_a_gap_is_told(tmp_path: Path) -> None:
    dates = [day(2025, m, d) for m in (1, 2, 3, 5, 6) for d in range(1, 9)]
    remarks = shape_of(tmp_path, list(dates)).remarks
    assert "Nothing between 2025-03 and 2025-05: 1 month without an article." in remarks


def test_a_day_with_too_many_articles_is_told(tmp_path: Path) -> None:
    dates = [day(2025, 1 + n % 6, 1 + n % 27) for n in range(80)] + [day(1970, 1)] * 12
    remarks = " ".join(shape_of(tmp_path, list(dates)).remarks)
    assert "of all dates are 1970-01-01 (12 of 92)." in remarks


def test_one_wrong_year_does_not_stretch_the_drawing(tmp_path: Path) -> None:
    dates = [day(2025, 1 + n % 6, 1 + n % 27) for n in range(120)] + [day(2071, 3)]
    shape = shape_of(tmp_path, list(dates))
    assert (shape.unit, shape.dates[-1].name) == ("month", "2025-06")
    assert "1 article is dated after 2025-06 (2071-03), and not drawn." in shape.remarks


def test_many_months_become_years() -> None:
    unit, bars = periods([Bar(f"{year}-01", 5, 1) for year in range(1990, 2021)])
    assert (unit, bars[0].name, bars[-1].name, len(bars)) == ("year", "1990", "2020", 31)


def test_an_empty_corpus_has_no_shape(tmp_path: Path) -> None:
    shape = shape_of(tmp_path, [])
    parts = (shape.dates, shape.lengths, shape.languages, shape.sites, shape.remarks)
    assert set(parts) == {()}
