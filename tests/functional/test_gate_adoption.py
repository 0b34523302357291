"""A dirty corpus is adopted: some findings are waived, the others accepted as a baseline."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import command
import jsonschema
import pyarrow.parquet as pq
import pytest

from corpus_qa.config import shipped

CONFIG = """
[gate]
baseline = "accepted/baseline.json"

[[waivers]]
check = "CHR004"
path = "archive/**"
reason = "the archive is quoted as it was printed"
owner = "the archive desk"
expires = 2099-12-31

[[waivers]]
check = "ENC"
site = "sandholm.example"
reason = "their feed was broken for a week"
owner = "Ilse Varga"
expires = 2020-12-31
"""
TEXT = """The {number} road opens again

The {number} road opens again on Monday, the council of Northmere said after weeks of repairs.

We use cookies to improve your experience. Accept all cookies

“It took longer than we hoped,” said the engineer Tomas Brandel, who led the {number} repairs.
"""


def corpus_qa(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return command.corpus_qa(*arguments, cwd=folder)


def document(run: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((run / "run.json").read_text(encoding="utf-8"))
    return content


@pytest.fixture(scope="module")
def adopted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Validate a corpus before (`first`) and after (`second`) it got a baseline."""
    folder = tmp_path_factory.mktemp("adopted")
    for name in ("archive/old.txt", "news/new.txt"):
        path = folder / "articles" / name
        path.parent.mkdir(parents=True)
        path.write_text(TEXT.format(number=name), encoding="utf-8")
    config = folder / "corpus-qa.toml"
    config.write_text(CONFIG.replace("baseline =", "# baseline ="), encoding="utf-8")
    done = corpus_qa(folder, "validate", "articles", "--run", "first", "--quiet")
    assert done.returncode == 1, done.stderr
    config.write_text(CONFIG, encoding="utf-8")
    missing = corpus_qa(folder, "validate", "articles", "--run", "missing")
    assert missing.returncode == 3
    assert "corpus-qa baseline write" in missing.stderr
    written = corpus_qa(folder, "baseline", "write", "first", "--out", "accepted/baseline.json")
    assert written.returncode == 0, written.stderr
    (folder / "articles/news/new.txt").rename(folder / "articles/moved.txt")
    done = corpus_qa(folder, "validate", "articles", "--run", "second", "--quiet")
    assert done.returncode == 1, done.stderr
    return folder


def test_run_documents_follow_the_schema(adopted: Path) -> None:
    schema = json.loads(shipped("run.schema.json").read_text("utf-8"))
    for run in ("first", "second"):
        jsonschema.validate(document(adopted / run), schema)


def test_waived_findings_are_shown_but_count_nowhere(adopted: Path) -> None:
    rows = pq.read_table(adopted / "first/findings.parquet").to_pylist()
    banners = [row["status"] for row in rows if row["check"] == "CHR004"]
    assert sorted(banners) == ["new", "waived"]
    metrics = pq.read_table(adopted / "first/metrics.parquet").to_pylist()
    (rate,) = [m for m in metrics if m["scope"] == "dataset" and m["metric"] == "CHR004_rate"]
    assert (rate["numerator"], rate["denominator"]) == (1, 2)


def test_all_waivers_are_listed_and_an_expired_one_is_a_reason(adopted: Path) -> None:
    content = document(adopted / "first")
    states = [(waiver["check"], waiver["state"]) for waiver in content["waivers"]]
    assert states == [("CHR004", "used"), ("ENC", "expired")]
    (reason,) = [reason for reason in content["reasons"] if reason["kind"] == "waiver"]
    assert reason["severity"] == "warning"
    assert "expired on 2020-12-31" in reason["message"]


def test_accepted_findings_are_known_even_where_their_article_was_moved(adopted: Path) -> None:
    first, second = document(adopted / "first"), document(adopted / "second")
    assert second["baseline"] == "accepted/baseline.json"
    assert second["statuses"] == {
        "new": 0,
        "known": first["statuses"]["new"],
        "waived": first["statuses"]["waived"],
        "fixed": 0,
    }
    assert any("0 findings are new" in reason["message"] for reason in second["reasons"])
