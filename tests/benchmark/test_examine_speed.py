"""Speed of the examination, beside what others do with the same articles on the same machine."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import venv
from datetime import datetime
from pathlib import Path
from statistics import median

import pytest
from benchmark_articles import generate
from conftest import batch_of

from corpus_qa.checks import BUILTIN
from corpus_qa.examine.batch import Plan, examine_batch

pytestmark = pytest.mark.benchmark

OURS, THEIRS = 2_000, 200
ROUNDS = 3


def our_speed(articles: list[dict[str, object]]) -> float:
    """Return megabytes of text per second on one core: all checks, with spans."""
    plan = Plan(BUILTIN)
    batches = [batch_of(articles[at : at + 500], at) for at in range(0, len(articles), 500)]
    examine_batch(batches[0], plan)  # compiles the patterns, loads the word lists
    size = sum(len(str(article["text"]).encode()) for article in articles) / 1e6
    rates = []
    for _ in range(ROUNDS):
        fresh = [batch_of(articles[at : at + 500], at) for at in range(0, len(articles), 500)]
        began = time.process_time()
        for batch in fresh:
            assert not examine_batch(batch, plan).crashes
        rates.append(size / (time.process_time() - began))
    return median(rates)


def test_all_checks_are_ten_times_as_fast_as_one_filter_of_datatrove(tmp_path: Path) -> None:
    articles = [
        {
            **article,
            "article_id": article["id"],
            "language": "en",
            "published_at": datetime.fromisoformat(article["published"]),
        }
        for article in generate(OURS)
    ]
    venv.create(tmp_path / "env", with_pip=True)
    folder = "Scripts" if sys.platform == "win32" else "bin"
    python = tmp_path / "env" / folder / "python"
    subprocess.run([python, "-m", "pip", "install", "-q", "datatrove", "spacy", "nltk"], check=True)
    sample = tmp_path / "articles.jsonl"
    sample.write_text(
        "\n".join(json.dumps(article) for article in generate(THEIRS)), encoding="utf-8"
    )
    script = Path(__file__).with_name("gopher.py")
    done = subprocess.run([python, script, sample], check=True, capture_output=True, text=True)
    theirs, ours = float(done.stdout.split()[-1]), our_speed(articles)
    print(f"\nall checks {ours:.1f} MB/s, Gopher quality filter {theirs:.2f} MB/s")
    assert ours >= 10 * theirs
