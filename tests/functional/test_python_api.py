"""The Python API from outside: on the sample, in scripts without a guard, in threads."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import polars as pl
import pyarrow.parquet as pq
import pytest

import corpus_qa

SAMPLE = Path(__file__).parents[1] / "sample"

ROWS = [
    {"id": f"a{n}", "body": f"The cafÃ© number {n} is open. " * 20, "url": "https://x.example/a"}
    for n in range(30)
]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> corpus_qa.Run:
    return corpus_qa.validate(SAMPLE, run=tmp_path_factory.mktemp("api") / "run", jobs=1)


def test_a_run_says_what_was_decided_and_why(run: corpus_qa.Run) -> None:
    assert (run.verdict, run.passed, run.exit_code) == ("fail", False, 1)
    assert run.reasons
    assert run.report.is_file()
    assert "7 of 17 expectations failed" in repr(run)
    with pytest.raises(corpus_qa.VerdictError, match="Articles with site chrome") as raised:
        run.raise_for_verdict()
    assert raised.value.exit_code == 1


def test_the_tables_are_those_of_the_run_folder(run: corpus_qa.Run) -> None:
    for name in ("findings", "duplicates", "metrics", "signals"):
        stored = pq.read_table(run.folder / f"{name}.parquet")
        seen = pl.DataFrame(getattr(run, name))
        assert seen.select(stored.column_names).equals(pl.DataFrame(stored)), name
    findings = run.findings
    assert duckdb.sql("SELECT count(*) FROM findings").fetchall() == [(len(run.findings),)]
    assert {one.source for one in findings} <= {row["source"] for row in run.signals}


def test_the_worst_site_comes_first(run: corpus_qa.Run) -> None:
    low = [site.low for site in run.worst_sites()]
    assert low == sorted(low, key=lambda value: -(value or 0))


def test_an_article_is_shown_with_its_findings(run: corpus_qa.Run) -> None:
    finding = next(one for one in run.findings if one.check == "ENC001" and one.field == "text")
    article = run.article(finding.article_id)
    assert finding.start is not None
    assert article.text[finding.start : finding.end] == finding.excerpt
    assert f"«{finding.excerpt}" in str(article)
    with pytest.raises(corpus_qa.CorpusQAError, match="nowhere"):
        run.article("nowhere")


def test_a_notebook_shows_verdict_and_findings_without_any_resource(run: corpus_qa.Run) -> None:
    for shown in (run, run.findings, run.metrics, run.duplicates, run.signals):
        page = shown._repr_html_()
        assert "<table>" in page
        assert "src=" not in page
        assert "<script" not in page
    assert "fail" in run._repr_html_()


def test_a_run_can_be_loaded_again(run: corpus_qa.Run) -> None:
    again = corpus_qa.load(run.folder)
    assert (again.verdict, list(again.findings)) == (run.verdict, list(run.findings))


def test_rows_have_the_findings_that_the_same_articles_have_as_files(tmp_path: Path) -> None:
    frame = pl.DataFrame(ROWS)
    frame.write_ndjson(tmp_path / "articles.jsonl")
    given = (frame, iter(ROWS), tmp_path / "articles.jsonl")
    with ThreadPoolExecutor(3) as threads:  # two runs may go on in one process
        runs = list(
            threads.map(
                lambda pair: corpus_qa.validate(pair[1], run=tmp_path / f"run{pair[0]}", jobs=1),
                enumerate(given),
            )
        )
    fingerprints = [[one.fingerprint for one in run.findings] for run in runs]
    assert fingerprints[0]
    assert fingerprints[0] == fingerprints[1] == fingerprints[2]
    named = [run.document.input.paths[0] for run in runs[:2]]
    assert named == ["polars.DataFrame", "list_iterator"]


def test_columns_are_named_by_the_caller(tmp_path: Path) -> None:
    rows = [{"story": row["body"], "when": "2025-02-01"} for row in ROWS]
    columns = {"story": "text", "when": "published_at"}
    run = corpus_qa.validate(rows, columns=columns, run=tmp_path / "run", jobs=1)
    assert run.document.input.articles == len(ROWS)
    assert "DAT001" not in {one.check for one in run.findings}


def test_a_script_needs_no_guard_even_if_processes_are_started(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "print('begins')\n"
        "import corpus_qa, corpus_qa.run.pool as pool\n"
        "pool.map_in_order.__defaults__ = (0.0,)\n"
        "start, started = pool.map_in_workers, []\n"
        "pool.map_in_workers = lambda *asked: (started.append(asked), start(*asked))[1]\n"
        f"rows = ({{'body': f'The café {{n}} is open. ' * 20}} for n in range(600))\n"
        f"run = corpus_qa.validate(rows, run={str(tmp_path / 'run')!r}, jobs=2)\n"
        "print(run.verdict, bool(started))\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, str(script)],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env=dict(os.environ),
    )
    assert (done.stdout.split(), done.stderr) == (["begins", "fail", "True"], "")
