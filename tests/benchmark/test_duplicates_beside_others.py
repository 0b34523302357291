"""Finding copies, beside what others find in the same articles on the same machine."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import venv
from collections.abc import Mapping
from pathlib import Path

import pytest
from copied_articles import Corpus
from scale import Shelf

from corpus_qa.dedup.relate import relate
from corpus_qa.dedup.sketch import sketch_tables
from corpus_qa.run.tables import Parts

pytestmark = pytest.mark.benchmark

COUNT = 50_000
# xxhash 4 hashes bytes only, which datatrove 0.10 does not expect.
PACKAGES = ("datatrove", "datasketch", "rensa", "spacy", "nltk", "tokenizers", "orjson", "xxhash<4")
RIVALS = ("datasketch", "rensa", "datatrove")
# Copies that are a part of their original, or the other way round.
PARTS = ("cut", "page")


def ours(folder: Path) -> tuple[float, set[frozenset[str]]]:
    """Sketch and relate in one process; return the seconds and the pairs called copies."""
    shelf, began = Shelf(folder / "articles.parquet"), time.perf_counter()
    with Parts(folder) as parts:
        for batch in shelf.batches():
            drawn = sketch_tables(batch, [()] * batch.records.num_rows)
            for name, rows in drawn.items():
                parts.write(name, rows)
    pairs = relate(folder, shelf, spill=folder).pairs.to_pylist()
    seconds = time.perf_counter() - began
    return seconds, {frozenset((p["a"], p["b"])) for p in pairs if p["kind"] != "overlap"}


def rates(called: set[frozenset[str]], truth: Mapping[frozenset[str], str]) -> dict[str, float]:
    hits = called & truth.keys()
    parts = {pair for pair, kind in truth.items() if kind in PARTS}
    return {
        "recall": len(hits) / len(truth),
        "precision": len(hits) / max(1, len(called)),
        "recall of parts": len(parts & hits) / len(parts),
    }


def test_copies_are_found_faster_than_by_others_and_more_of_those_in_part(tmp_path: Path) -> None:
    corpus = Corpus(COUNT)
    with Parts(tmp_path) as parts, (tmp_path / "articles.jsonl").open("w") as lines:
        for batch in corpus.batches():
            parts.write("articles", batch.records)
            for row in batch.records.select(["article_id", "text"]).to_pylist():
                lines.write(json.dumps({"id": row["article_id"], "text": row["text"]}) + "\n")
    truth = {frozenset(pair): kind for pair, kind in corpus.copies.items()}
    venv.create(tmp_path / "env", with_pip=True)
    python = tmp_path / "env" / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    subprocess.run([python, "-m", "pip", "install", "-q", *PACKAGES], check=True)

    seconds, called = ours(tmp_path)
    figures = {"ours": {"seconds": seconds, **rates(called, truth)}}
    for rival in RIVALS:
        script = Path(__file__).with_name(f"rival_{rival}.py")
        out = tmp_path / f"{rival}.json"
        subprocess.run(
            [python, script, tmp_path / "articles.jsonl", out],
            check=True,
            capture_output=True,
        )
        told = json.loads(out.read_text("utf-8"))
        pairs = {frozenset(pair) for pair in told["pairs"]}
        figures[rival] = {"seconds": told["seconds"], **rates(pairs, truth)}
    for name, told in figures.items():
        print(f"\n{name}: " + ", ".join(f"{what} {value:.3g}" for what, value in told.items()))
    assert figures["datatrove"]["seconds"] >= 20 * seconds
    assert figures["datasketch"]["seconds"] >= 4 * seconds
    for rival in RIVALS:
        assert figures["ours"]["recall of parts"] > figures[rival]["recall of parts"]
