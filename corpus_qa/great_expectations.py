"""Our checks in a Great Expectations suite of your own, on pandas and on Spark.

    from corpus_qa.great_expectations import ExpectArticlesToHaveNoSiteChrome

    suite.add_expectation(ExpectArticlesToHaveNoSiteChrome(column="text", mostly=0.98))

Importing this module registers the expectations. A row fails if an error or a warning is found in
its text; notes let it pass. What takes more than one article to see, such as duplicates, is not
looked for: ``corpus-qa validate`` is for that, and for suites over rates.
"""

from __future__ import annotations

from functools import cache
from typing import Any, ClassVar

import pandas as pd
from great_expectations.execution_engine.pandas_execution_engine import PandasExecutionEngine
from great_expectations.execution_engine.sparkdf_execution_engine import SparkDFExecutionEngine
from great_expectations.expectations.expectation import ColumnMapExpectation
from great_expectations.expectations.metrics.map_metric_provider.column_condition_partial import (
    column_condition_partial,
)
from great_expectations.expectations.metrics.map_metric_provider.column_map_metric_provider import (
    ColumnMapMetricProvider,
)

from corpus_qa.api.checker import Checker, clean_texts


def _clean(texts: pd.Series, prefix: str) -> pd.Series:
    """Say of each text whether the checks of a prefix find nothing in it."""
    given = texts.fillna("").astype(str)
    return pd.Series(clean_texts(_checker(prefix), given), index=texts.index, dtype=bool)


@cache
def _checker(prefix: str) -> Checker:
    return Checker.of([prefix])


def _in_spark(column: Any, prefix: str) -> Any:
    from pyspark.sql.functions import pandas_udf  # noqa: PLC0415 - only on Spark

    def clean(texts: pd.Series) -> pd.Series:
        return _clean(texts, prefix)

    return pandas_udf(clean, "boolean")(column)


# Great Expectations finds metrics and expectations by their classes: that is how it is extended.


class _EncodingDamage(ColumnMapMetricProvider):
    condition_metric_name = "column_values.corpus_qa.no_encoding_damage"

    @column_condition_partial(engine=PandasExecutionEngine)
    def _pandas(cls, column: Any, **_: Any) -> Any:
        return _clean(column, "ENC")

    @column_condition_partial(engine=SparkDFExecutionEngine)
    def _spark(cls, column: Any, **_: Any) -> Any:
        return _in_spark(column, "ENC")


class ExpectArticlesToHaveNoEncodingDamage(ColumnMapExpectation):
    """Expect the texts of a column to have no damaged characters."""

    map_metric: ClassVar[str] = "column_values.corpus_qa.no_encoding_damage"
    success_keys: ClassVar[tuple[str, ...]] = ("mostly",)


class _SiteChrome(ColumnMapMetricProvider):
    condition_metric_name = "column_values.corpus_qa.no_site_chrome"

    @column_condition_partial(engine=PandasExecutionEngine)
    def _pandas(cls, column: Any, **_: Any) -> Any:
        return _clean(column, "CHR")

    @column_condition_partial(engine=SparkDFExecutionEngine)
    def _spark(cls, column: Any, **_: Any) -> Any:
        return _in_spark(column, "CHR")


class ExpectArticlesToHaveNoSiteChrome(ColumnMapExpectation):
    """Expect the texts of a column to have no parts of the page around the article."""

    map_metric: ClassVar[str] = "column_values.corpus_qa.no_site_chrome"
    success_keys: ClassVar[tuple[str, ...]] = ("mostly",)


class _TranslationArtefacts(ColumnMapMetricProvider):
    condition_metric_name = "column_values.corpus_qa.no_translation_artefacts"

    @column_condition_partial(engine=PandasExecutionEngine)
    def _pandas(cls, column: Any, **_: Any) -> Any:
        return _clean(column, "TRN")

    @column_condition_partial(engine=SparkDFExecutionEngine)
    def _spark(cls, column: Any, **_: Any) -> Any:
        return _in_spark(column, "TRN")


class ExpectArticlesToHaveNoTranslationArtefacts(ColumnMapExpectation):
    """Expect the texts of a column to have no traces of machine translation."""

    map_metric: ClassVar[str] = "column_values.corpus_qa.no_translation_artefacts"
    success_keys: ClassVar[tuple[str, ...]] = ("mostly",)


class _ContentDefects(ColumnMapMetricProvider):
    condition_metric_name = "column_values.corpus_qa.no_content_defects"

    @column_condition_partial(engine=PandasExecutionEngine)
    def _pandas(cls, column: Any, **_: Any) -> Any:
        return _clean(column, "CON")

    @column_condition_partial(engine=SparkDFExecutionEngine)
    def _spark(cls, column: Any, **_: Any) -> Any:
        return _in_spark(column, "CON")


class ExpectArticlesToHaveNoContentDefects(ColumnMapExpectation):
    """Expect the texts of a column to have no defects, such as a wall or a cut."""

    map_metric: ClassVar[str] = "column_values.corpus_qa.no_content_defects"
    success_keys: ClassVar[tuple[str, ...]] = ("mostly",)
