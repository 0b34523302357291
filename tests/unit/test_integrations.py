"""Our checks in the runners of Great Expectations and pandera."""

from __future__ import annotations

from typing import Any

import great_expectations as gx
import pandas as pd
import pandera.pandas
import pandera.polars
import polars as pl
import pytest

import corpus_qa.great_expectations as ours
import corpus_qa.pandera as our_checks

CLEAN = "The ferry to Northmere sails twice a day again, the harbour master said on Tuesday."
DAMAGED = "The cafÃ© on the quay is open again, its owner said on Tuesday at noon."
TEXTS = [CLEAN, CLEAN, CLEAN, DAMAGED, None]

EXPECTATIONS = [
    ours.ExpectArticlesToHaveNoEncodingDamage,
    ours.ExpectArticlesToHaveNoSiteChrome,
    ours.ExpectArticlesToHaveNoTranslationArtefacts,
    ours.ExpectArticlesToHaveNoContentDefects,
]


def judged(*expectations: Any) -> list[Any]:
    """Run expectations over the texts, as a user of Great Expectations does."""
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}  # type: ignore[assignment]
    suite = gx.ExpectationSuite(name="own")
    for expectation in expectations:
        suite.add_expectation(expectation)
    frame = pd.DataFrame({"text": TEXTS}, index=range(5, 10))
    results = context.data_sources.pandas_default.read_dataframe(frame).validate(suite).results
    assert not any(one.exception_info["raised_exception"] for one in results)
    return list(results)


def test_an_expectation_fails_with_the_damaged_rows() -> None:
    strict, lenient, chrome = judged(
        ours.ExpectArticlesToHaveNoEncodingDamage(column="text"),
        ours.ExpectArticlesToHaveNoEncodingDamage(column="text", mostly=0.7),
        ours.ExpectArticlesToHaveNoSiteChrome(column="text"),
    )
    assert (strict.success, lenient.success, chrome.success) == (False, True, True)
    assert strict.result["partial_unexpected_list"] == [DAMAGED]
    assert strict.result["missing_count"] == 1


@pytest.mark.parametrize("kind", EXPECTATIONS)
def test_an_expectation_survives_a_suite_that_is_saved(kind: Any) -> None:
    suite = gx.ExpectationSuite(name="own", expectations=[kind(column="text", mostly=0.5)])
    (saved,) = suite.to_json_dict()["expectations"]  # type: ignore[misc]
    assert isinstance(saved, dict)
    (read,) = gx.ExpectationSuite(name="again", expectations=[dict(saved)]).expectations
    assert (type(read), read.mostly) == (kind, 0.5)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("library", "frame"),
    [(pandera.polars, pl.DataFrame), (pandera.pandas, pd.DataFrame)],
    ids=["polars", "pandas"],
)
def test_a_schema_fails_with_the_damaged_rows(library: Any, frame: Any) -> None:
    checks = [our_checks.no_encoding_damage(), our_checks.no_site_chrome()]
    column = library.Column("str" if library is pandera.pandas else str, checks, nullable=True)
    schema = library.DataFrameSchema({"text": column})
    assert len(schema.validate(frame({"text": [CLEAN, None]}), lazy=True)) == 2
    with pytest.raises(library.errors.SchemaErrors) as raised:
        schema.validate(frame({"text": TEXTS}), lazy=True)
    cases = pl.DataFrame(raised.value.failure_cases)
    assert cases.select("failure_case", "index").rows() == [(DAMAGED, 3)]


def test_every_family_of_single_articles_has_a_check() -> None:
    for make in (
        our_checks.no_translation_artefacts,
        our_checks.no_content_defects,
        our_checks.no_findings,
    ):
        assert make().name == make.__name__
