"""A check with a corpus query is answered from the signals of all articles."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from corpus_qa.checks import BUILTIN
from corpus_qa.errors import PluginError
from corpus_qa.examine.run import EVIDENCE_SCHEMA, write_corpus_evidence
from corpus_qa.model import Check, CorpusQuery, Family, Severity
from corpus_qa.run.tables import connect
from corpus_qa.testing import findings_of

SHORT = "SELECT \"row\", 'Short.' AS message FROM signals WHERE words < $few"


def check_of(sql: str, *needs: str, number: int = 1, **limits: float) -> Check:
    query = CorpusQuery(sql, needs, limits)
    name = f"reef-{number}"
    return Check(
        f"REEF00{number}", name, Family.CONTENT, Severity.NOTE, "a reef", "A reef.", corpus=query
    )


def answer(tmp_path: Path, *checks: Check) -> list[dict[str, Any]] | None:
    """Return the evidence about four articles of 1, 2, 3 and 4 words; None without any."""
    signals, evidence = tmp_path / "signals.parquet", tmp_path / "evidence.parquet"
    pq.write_table(pa.table({"row": [0, 1, 2, 3], "words": [1, 2, 3, 4]}), signals)
    with connect(tmp_path, "256MB") as connection:
        found = write_corpus_evidence(connection, tmp_path, checks, evidence)
    if not found:
        return None
    table = pq.read_table(evidence)
    assert table.schema == EVIDENCE_SCHEMA
    return table.to_pylist()


def test_answers_of_all_checks_come_in_the_order_of_rows(tmp_path: Path) -> None:
    long = "SELECT \"row\", 'Long.' AS message, 'error' AS severity FROM signals WHERE words > 1"
    found = answer(tmp_path, check_of(SHORT, few=3), check_of(long, number=2))
    assert found is not None
    assert [(row["row"], row["check"], row["message"], row["severity"]) for row in found] == [
        (0, "REEF001", "Short.", None),
        (1, "REEF001", "Short.", None),
        (1, "REEF002", "Long.", "error"),
        (2, "REEF002", "Long.", "error"),
        (3, "REEF002", "Long.", "error"),
    ]


def test_nothing_is_said_without_an_answer_or_a_signal_that_is_needed(tmp_path: Path) -> None:
    assert answer(tmp_path, check_of(SHORT, few=0)) is None
    assert answer(tmp_path, check_of(SHORT, "tides", few=3)) is None
    assert answer(tmp_path) is None


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("SELECT nothing FROM signals", "Check REEF001: DuckDB cannot run its corpus query"),
        ("SELECT 1 FROM", "Check REEF001: DuckDB cannot run its corpus query"),
        ('SELECT "row" FROM signals', "has no column message; row and message are needed"),
        (
            "SELECT \"row\", 'x' AS message, 'REEF009' AS \"check\" FROM signals",
            "has a column check; row and message are needed",
        ),
    ],
)
def test_a_query_that_cannot_be_answered_is_named(tmp_path: Path, sql: str, told: str) -> None:
    with pytest.raises(PluginError, match="REEF001") as error:
        answer(tmp_path, check_of(sql))
    assert told in str(error.value)


def test_the_table_of_signals_has_the_columns_that_the_documentation_names() -> None:
    columns = (CorpusQuery.__doc__ or "").partition("It returns")[0]
    names = [name for name in columns.split("``")[1::2] if not name.startswith(("signals", "$"))]
    seen = f"concat_ws(' ', {', '.join(names)})"
    sql = 'SELECT "row", $seen AS message FROM signals'.replace("$seen", seen)
    (finding,) = findings_of(check_of(sql), {"text": "The quay is closed."})
    assert finding["message"].startswith("0 a0 a0.txt")


def test_site_checks_carry_their_questions() -> None:
    asked = [check.id for check in BUILTIN if check.corpus is not None]
    assert asked == ["DAT010", "DAT011", "TRN016", "TRN018"]
