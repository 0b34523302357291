"""One article at a time."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import corpus_qa
from corpus_qa.errors import ConfigError, IncompleteError, UsageError
from corpus_qa.testing import assert_clean

DAMAGED = "The cafÃ© by the harbour opens at noon, its owner said."
CLEAN = """The ferry to Northmere sails twice a day again, the harbour master said on Tuesday.

Passengers are asked to be at the quay ten minutes before it leaves, because the new gangway takes a
while to lower. The old one had been in use since 1974 and is now in the yard behind the museum.

Ilse Varga, who has crossed every morning for eleven years, said that she would miss the creaking.
"You knew where you were with it," she said. "It sounded like my uncle getting out of his chair."
"""


def checks(article: corpus_qa.api.inputs.ArticleLike) -> list[str]:
    return [finding.check for finding in corpus_qa.check(article)]


def test_a_text_and_a_mapping_are_articles() -> None:
    (found,) = [one for one in corpus_qa.check(DAMAGED) if one.check == "ENC001"]
    assert (found.excerpt, found.suggestion, found.line) == ("cafÃ©", "café", 1)
    assert DAMAGED[found.start : found.end] == "cafÃ©"
    assert "ENC001" in checks({"body": DAMAGED, "headline": "Noon"})


def test_an_article_object_is_an_article() -> None:
    seen = corpus_qa.Article(
        *("a", "a.txt", None, None, None, "Café Ã©", None, None, None, "en", CLEAN, 1, "utf-8", 0),
        *("", datetime(2026, 3, 1, tzinfo=UTC), None),
    )
    assert "ENC001" in checks(seen)


def test_a_bare_text_is_not_blamed_for_having_no_date() -> None:
    assert "DAT001" not in checks(CLEAN)
    assert "DAT001" in checks({"text": CLEAN})


def test_columns_may_have_names_of_their_own() -> None:
    checker = corpus_qa.Checker(columns={"story": "text"})
    assert [one.check for one in checker.check({"story": CLEAN, "date": "2025-04-01"})] == []


def test_a_checker_runs_what_is_selected() -> None:
    checker = corpus_qa.Checker.of(select=["ENC"], ignore=["ENC002"])
    assert {check.id[:3] for check in checker.checks} == {"ENC"}
    assert "ENC002" not in {check.id for check in checker.checks}
    with pytest.raises(ConfigError, match="XYZ"):
        corpus_qa.Checker.of(select=["XYZ"])


def test_many_articles_have_the_findings_that_each_has_alone() -> None:
    texts = [DAMAGED, CLEAN, f"{CLEAN}\nShare this article\n\n", DAMAGED] * 100
    together = list(corpus_qa.Checker().check_all(texts))
    alone = {text: corpus_qa.check(text) for text in set(texts)}
    told = [[replace(one, article_id="article") for one in found] for found in together]
    assert told == [list(alone[text]) for text in texts]
    assert {one.article_id for one in together[3]} == {"article#3"}


@pytest.mark.parametrize("wrong", [{"number": 5}, 5, None])
def test_what_is_no_article_is_refused(wrong: object) -> None:
    with pytest.raises(UsageError):
        corpus_qa.check(wrong)  # type: ignore[arg-type]


def test_threads_may_check_at_once() -> None:
    results: list[list[str]] = []
    work = [threading.Thread(target=lambda: results.append(checks(DAMAGED * 20))) for _ in range(8)]
    for thread in work:
        thread.start()
    for thread in work:
        thread.join()
    assert results == [checks(DAMAGED * 20)] * 8


def test_findings_are_rows_and_an_arrow_table() -> None:
    found = corpus_qa.check(DAMAGED)
    names = ["check", "excerpt", "start", "source"]
    rows = [{name: getattr(one, name) for name in names} for one in found]
    assert pl.DataFrame(found).select(names).to_dicts() == rows
    assert pa.table(found).select(names).to_pylist() == rows
    assert found.to_arrow().num_rows == len(found) == len(list(found)) == len(pd.DataFrame(found))
    assert found[0] == next(iter(found))
    assert found[-1] == list(found)[-1]
    assert found[:2] == list(found)[:2]


def test_an_article_marks_what_was_found_and_escapes_the_rest() -> None:
    marked = corpus_qa.Checker().mark(f"<script>alert(1)</script>\n\n{DAMAGED}")
    assert "«cafÃ©»" in str(marked) or "cafÃ©" in str(marked)
    page = marked._repr_html_()
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "<mark" in page


def test_assert_clean_passes_clean_articles_and_lists_what_is_not() -> None:
    assert_clean(CLEAN)
    assert_clean([CLEAN, {"text": CLEAN, "date": "2025-01-02"}])
    assert_clean(DAMAGED, ignore=["ENC", "CON001"])
    with pytest.raises(AssertionError, match=r"article 1, line 1: ENC001 .*café"):
        assert_clean([CLEAN, DAMAGED])
    with pytest.raises(IncompleteError):
        assert_clean([])


def test_fix_applies_safe_repairs_until_none_is_left() -> None:
    fixed = corpus_qa.fix(f"{DAMAGED}\n\nJos&eacute; paid 5 &euro;.\n")
    assert str(fixed) == fixed.text
    assert "café" in fixed.text
    assert "José paid 5 €." in fixed.text
    assert {one.check for one in fixed.changes} >= {"ENC001"}
    assert corpus_qa.fix(fixed.text) == corpus_qa.Fixed(fixed.text, ())
    assert corpus_qa.fix(CLEAN).text == CLEAN
