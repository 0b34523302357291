"""The baseline: what is accepted, what is new, and what may not get worse."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from corpus_qa.commands.baseline import write_baseline
from corpus_qa.config import Waiver
from corpus_qa.errors import ConfigError, IncompleteError, UsageError
from corpus_qa.examine.findings import ROW_SCHEMA
from corpus_qa.gate.acceptance import Accepted, Settled, close_tables
from corpus_qa.gate.baseline import Baseline, read_baseline, worse_rates
from corpus_qa.model import METRIC_SCHEMA

ARTICLES: Mapping[str, tuple[str, str | None]] = {
    "a0": ("north/quarry.txt", "northmere.example"),
    "a1": ("north/[old]/ferry.txt", "northmere.example"),
    "a2": ("south/lido.txt", None),
}


def finding(row: int, fingerprint: str, check: str = "CHR004") -> dict[str, Any]:
    return {
        "article_id": f"a{row}",
        "check": check,
        "name": "cookie-banner",
        "family": "chrome",
        "severity": "error",
        "field": "text",
        "start": 0,
        "end": 5,
        "message": "A banner.",
        "fingerprint": fingerprint,
        "status": "new",
        "row": row,
    }


def settle(folder: Path, found: list[dict[str, Any]], accepted: Accepted) -> Settled:
    work = folder / ".work"
    work.mkdir()
    pq.write_table(pa.Table.from_pylist(found, ROW_SCHEMA), work / "findings.parquet")
    signals = {
        "article_id": list(ARTICLES),
        "source": [source for source, _ in ARTICLES.values()],
        "site": pa.array([site for _, site in ARTICLES.values()], pa.string()),
        "characters": [10, 10, 10],
        "row": [0, 1, 2],
    }
    pq.write_table(pa.table(signals), work / "signals.parquet")
    return close_tables(work, folder, "256MB", accepted)


def statuses(folder: Path) -> list[str]:
    column: list[str] = pq.read_table(folder / "findings.parquet").column("status").to_pylist()
    return column


def waiver(**where: str) -> Waiver:
    return Waiver("CHR", "they stay", "the desk", date.max, **where)


def make_run(folder: Path, rate: float, verdict: str = "fail") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "run.json").write_text(json.dumps({"verdict": verdict, "input": {"articles": 4}}))
    found = [finding(0, "f1"), finding(1, "f1"), {**finding(2, "f2"), "status": "waived"}]
    pq.write_table(pa.Table.from_pylist(found, ROW_SCHEMA), folder / "findings.parquet")
    metric = {"scope": "dataset", "key": "all", "metric": "chrome_rate", "value": rate}
    rows = [{**metric, "numerator": 1, "denominator": 4}]
    pq.write_table(pa.Table.from_pylist(rows, METRIC_SCHEMA), folder / "metrics.parquet")
    return folder


def test_accepted_findings_are_known_as_often_as_they_were_accepted(tmp_path: Path) -> None:
    found = [finding(0, "f1"), finding(1, "f1"), finding(2, "f2")]
    settled = settle(tmp_path, found, Accepted({"f1": 1, "gone": 3}))
    assert statuses(tmp_path) == ["known", "new", "new"]
    assert settled == Settled(new=2, known=1, waived=0, fixed=3, uses=())


def test_what_an_altered_article_had_before_is_known_and_what_it_has_no_more_is_fixed(
    tmp_path: Path,
) -> None:
    found = [finding(0, "f1"), finding(1, "f2")]
    settled = settle(tmp_path, found, Accepted(removed={"f1": 1, "gone": 2}))
    assert statuses(tmp_path) == ["known", "new"]
    assert settled == Settled(new=1, known=1, waived=0, fixed=2, uses=())


def test_accepted_findings_in_articles_that_a_change_leaves_alone_stay_known(
    tmp_path: Path,
) -> None:
    accepted = Accepted({"f1": 3, "elsewhere": 4, "gone": 2}, removed={"f1": 1, "gone": 2})
    settled = settle(tmp_path, [finding(0, "f1")], accepted)
    assert settled == Settled(new=0, known=1 + 2 + 4, waived=0, fixed=2, uses=())


def test_in_a_new_article_nothing_is_known_whatever_its_url(tmp_path: Path) -> None:
    found = [finding(0, "f1"), finding(1, "f1"), finding(2, "f2")]
    accepted = Accepted({"f1": 2, "f2": 1}, removed={"f1": 1}, followers=frozenset({"a1"}))
    settled = settle(tmp_path, found, accepted)
    assert statuses(tmp_path) == ["new", "known", "new"]
    assert (settled.new, settled.fixed) == (2, 0)


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ({"path": "north/**"}, ["waived", "waived", "new"]),
        ({"path": "*.txt"}, ["waived", "waived", "waived"]),
        ({"path": "north/[old]/*"}, ["new", "waived", "new"]),
        ({"article": "a2"}, ["new", "new", "waived"]),
        ({"site": "northmere.example"}, ["waived", "waived", "new"]),
        ({"site": "northmere.example", "article": "a1"}, ["new", "waived", "new"]),
    ],
)
def test_a_waiver_covers_the_articles_that_it_names(
    tmp_path: Path, where: dict[str, str], expected: list[str]
) -> None:
    found = [finding(row, f"f{row}") for row in range(3)]
    settled = settle(tmp_path, found, Accepted(waivers=[waiver(**where)]))
    assert statuses(tmp_path) == expected
    assert settled.uses == (expected.count("waived"),)


def test_a_waiver_of_another_check_covers_nothing_and_waived_findings_are_no_chrome(
    tmp_path: Path,
) -> None:
    found = [finding(0, "f0"), finding(1, "f1", "ENC001"), finding(2, "f2")]
    settle(tmp_path, found, Accepted(waivers=[waiver(path="north/**")]))
    assert statuses(tmp_path) == ["waived", "new", "new"]
    shares = pq.read_table(tmp_path / "signals.parquet").column("chrome_share").to_pylist()
    assert shares == [0, 0.5, 0.5]


def test_a_baseline_holds_the_findings_that_are_not_waived_and_can_be_read(tmp_path: Path) -> None:
    out = tmp_path / "new" / "baseline.json"
    write_baseline(make_run(tmp_path / "run", 0.25), out, None)
    baseline = read_baseline(out)
    assert baseline == Baseline(4, {"CHR004": {"f1": 2}}, {"chrome_rate": 0.25})
    assert baseline.fingerprints == {"f1": 2}


def test_a_worse_run_needs_a_reason_which_is_kept(tmp_path: Path) -> None:
    out = tmp_path / "baseline.json"
    run = tmp_path / "run"
    write_baseline(make_run(run, 0.25), out, None)
    before = out.read_bytes()
    make_run(run, 0.5)
    with pytest.raises(UsageError, match=r"chrome_rate 25\s% -> 50\s%.*--allow-regression"):
        write_baseline(run, out, None)
    with pytest.raises(UsageError):
        write_baseline(run, out, "  ")
    assert out.read_bytes() == before
    written = write_baseline(run, out, "the archive came in")
    (worse,) = written.worse
    assert worse.replace("\N{NARROW NO-BREAK SPACE}", " ") == (
        "articles with chrome defects: chrome_rate 25 % -> 50 %"
    )
    write_baseline(make_run(run, 0.1), out, "no reason is needed")
    assert read_baseline(out).regressions == ("the archive came in",)


def test_a_run_that_did_not_see_everything_is_not_accepted(tmp_path: Path) -> None:
    with pytest.raises(IncompleteError, match="cannot be accepted"):
        write_baseline(make_run(tmp_path, 0.1, "incomplete"), tmp_path / "out.json", None)
    with pytest.raises(UsageError, match="not a run folder"):
        write_baseline(tmp_path / "none", tmp_path / "out.json", None)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"command": "gate"}, "a run of corpus-qa gate"),
        (
            {
                "input": {"articles": 4, "paths": ["north/a", "south"]},
                "config": {"file": None, "values": {"gate": {"paths": ["north", "south/b"]}}},
            },
            "did not look at north, which",
        ),
    ],
)
def test_a_run_of_some_articles_is_not_accepted(
    tmp_path: Path, more: dict[str, object], told: str
) -> None:
    run = make_run(tmp_path, 0.1)
    content = json.loads((run / "run.json").read_text(encoding="utf-8")) | more
    (run / "run.json").write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(UsageError, match=told):
        write_baseline(run, tmp_path / "out.json", None)
    assert not (tmp_path / "out.json").exists()


HUGE = '{"format": 1, "articles": 1e400, "regressions": [], "rates": {}, "findings": {}}'


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"format": 2}', '{"format": 1}', '"x"', "[" * 50_000, HUGE]
)
def test_a_file_that_is_no_baseline_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "baseline.json"
    path.write_text(text)
    with pytest.raises(ConfigError, match=r"baseline\.json"):
        read_baseline(path)


def test_a_missing_baseline_makes_a_run_incomplete(tmp_path: Path) -> None:
    with pytest.raises(IncompleteError, match="baseline write"):
        read_baseline(tmp_path / "none.json")


def test_rates_that_are_lower_or_unknown_are_not_worse() -> None:
    old = Baseline(4, {}, {"chrome_rate": 0.25, "date_rate": 0.5})
    new = Baseline(4, {}, {"chrome_rate": 0.2, "date_rate": 0.5, "new_rate": 1.0})
    assert worse_rates(old, new) == []
