"""Our checks in a pandera schema of your own, on pandas and on polars.

    import pandera.polars as pa
    from corpus_qa.pandera import no_encoding_damage, no_site_chrome

    schema = pa.DataFrameSchema({"text": pa.Column(str, [no_encoding_damage(), no_site_chrome()])})

A row fails if an error or a warning is found in its text; notes let it pass. What takes more than
one article to see, such as duplicates, is not looked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from pandera.api.checks import Check

from corpus_qa.api.checker import Checker, clean_texts


def no_encoding_damage() -> Check:
    """Return the check that a text has no damaged characters."""
    return no_findings(["ENC"], "no_encoding_damage")


def no_site_chrome() -> Check:
    """Return the check that a text has no part of the page around the article."""
    return no_findings(["CHR"], "no_site_chrome")


def no_translation_artefacts() -> Check:
    """Return the check that a text has no trace of machine translation."""
    return no_findings(["TRN"], "no_translation_artefacts")


def no_content_defects() -> Check:
    """Return the check that a text is a whole article, and nothing else."""
    return no_findings(["CON"], "no_content_defects")


def no_findings(select: Sequence[str] = (), name: str = "no_findings") -> Check:
    """Return the check that nothing is found in a text by checks of the IDs or prefixes of IDs.

    Raises:
        ConfigError: No check has such an ID.
    """
    checker = Checker.of(select)

    def clean(column: Any) -> Any:  # noqa: ANN401 - a column of pandas or of polars
        if hasattr(column, "lazyframe"):
            return _in_polars(checker, column)
        return column.isna() | np.array(clean_texts(checker, column.fillna("")), bool)

    told = f"corpus-qa finds {', '.join(select) or 'something'} in the text"
    return Check(clean, name=name, error=told, element_wise=False)


def _in_polars(checker: Checker, column: Any) -> Any:  # noqa: ANN401 - pandera's PolarsData
    import polars as pl  # noqa: PLC0415 - only where it is used

    def clean(texts: pl.Series) -> pl.Series:
        return pl.Series(clean_texts(checker, _texts(texts)), dtype=pl.Boolean)

    name = pl.col(column.key)
    answer = name.map_batches(clean, return_dtype=pl.Boolean)
    return column.lazyframe.select(answer.alias("check_output"))


def _texts(values: Iterable[str | None]) -> Iterable[str]:
    return (value or "" for value in values)
