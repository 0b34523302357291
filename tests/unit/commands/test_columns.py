"""``corpus-qa columns`` shows what becomes what, and why."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from corpus_qa.commands.columns import columns
from corpus_qa.commands.context import load_settings

TEXT = "The weir was opened at noon, and the river rose by the width of a hand. " * 4


def shown(folder: Path, records: list[dict[str, Any]]) -> list[str]:
    (folder / "a.jsonl").write_text("\n".join(json.dumps(record) for record in records), "utf-8")
    return list(columns([str(folder)], load_settings()))


@pytest.fixture(autouse=True)
def _in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_the_choice_is_shown_with_its_reason(tmp_path: Path) -> None:
    record = {
        "content": TEXT[:50] + "…",
        "body": TEXT,
        "published": True,
        "date": "2024-03-05",
        "meta": {"url": "https://w.example.org/1"},
        "mood": "calm",
    }
    lines = shown(tmp_path, [record, {"title": "No text"}])
    assert lines[0] == "Looked at articles: 1."
    assert lines[1].startswith("Could not be read: 1")
    rows = [" ".join(line.split()) for line in lines]
    assert any(row.startswith("text <- body (before content): The weir") for row in rows)
    assert "published_at <- date (can be read, unlike published): 2024-03-05" in rows
    assert "url <- meta.url (by its name): https://w.example.org/1" in rows
    assert any(row.startswith("not used:") and "mood" in row for row in rows)


def test_what_is_shown_can_be_pasted_into_the_configuration(tmp_path: Path) -> None:
    record = {"内容": TEXT, "fields": {"headline": "The weir"}, "Datum": "05.03.2024"}
    lines = shown(tmp_path, [record])
    pasted = "\n".join(lines[lines.index("[input.columns]") :])
    assert tomllib.loads(pasted)["input"]["columns"] == {
        "内容": "text",
        "fields.headline": "title",
        "Datum": "published_at",
    }
    (tmp_path / "corpus-qa.toml").write_text(pasted, "utf-8")
    assert any("(configured)" in line for line in shown(tmp_path, [record]))


def test_files_without_records_have_no_columns(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text(TEXT, "utf-8")
    assert list(columns([str(tmp_path)], load_settings())) == [
        "Looked at articles: 1.",
        "None of them is a record with named columns.",
    ]
