"""SARIF: what its standard asks for, whatever a run holds."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from report_runs import (
    BANNER,
    HYPHEN,
    RUNS,
    article,
    finding,
    json_schema,
    many,
    waived,
    write_run,
)
from report_texts import DEFECTS, Defect

from corpus_qa.checks import catalogue
from corpus_qa.report import sarif
from corpus_qa.report.load import Run, load_run

every_run = pytest.mark.parametrize("make", RUNS, ids=lambda make: make.__name__)


def test_sarif_names_its_rules_and_places(run: Run) -> None:
    log = json.loads(sarif.render(run))
    assert log["version"] == "2.1.0"
    (logged,) = log["runs"]
    rules = logged["tool"]["driver"]["rules"]
    assert all(rule["help"]["text"].count("Why it matters") for rule in rules)
    assert len(logged["results"]) == len(run.findings)
    for result, told in zip(logged["results"], run.findings, strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == told.check
        assert result["level"] == told.severity
        assert result["partialFingerprints"] == {"corpusQaFingerprint/v1": told.fingerprint}
        assert ("suppressions" in result) == (told.status != "new")
        region = result["locations"][0]["physicalLocation"].get("region")
        assert (region is None) == (told.line is None)


def test_sarif_columns_quote_the_line(tmp_path: Path) -> None:
    defect = DEFECTS[0]
    text = f"\U0001f600 first.\nThen {defect.words} \U0001f600."
    start = text.index(defect.words)
    owner = article(1, text, source="news/a b#1.txt")
    loaded = load_run(write_run(tmp_path, [owner], [finding(owner, defect, start)]))
    (logged,) = json.loads(sarif.render(loaded))["runs"]
    place = logged["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "articles/news/a%20b%231.txt"
    region = place["region"]
    line = text.split("\n")[region["startLine"] - 1]
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == defect.words


def test_sarif_tells_what_was_not_looked_at(broken: Run) -> None:
    (logged,) = json.loads(sarif.render(broken))["runs"]
    (invocation,) = logged["invocations"]
    assert invocation["executionSuccessful"] is False
    assert len(invocation["toolExecutionNotifications"]) == 4


@every_run
def test_sarif_follows_the_schema_of_its_standard(
    make: Callable[[Path], Run], tmp_path: Path
) -> None:
    log = json.loads(sarif.render(make(tmp_path)))
    json_schema("sarif-2.1.0.json").validate(log)
    (run,) = log["runs"]
    names = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(set(names)) == len(names)
    for result in run["results"]:
        assert names[result["ruleIndex"]] == result["ruleId"]
        (location,) = result["locations"]
        place = location["physicalLocation"]
        address = urlsplit(place["artifactLocation"]["uri"])
        assert address.scheme or place["artifactLocation"]["uriBaseId"] in run["originalUriBaseIds"]
        region = place.get("region", {"startLine": 1})
        start = (region["startLine"], region.get("startColumn", 1))
        assert start <= (region.get("endLine", start[0]), region.get("endColumn", start[1]))


def sarif_of(run: Run) -> Any:
    (logged,) = json.loads(sarif.render(run))["runs"]
    return logged


def test_columns_of_sarif_are_code_points_as_it_says(tmp_path: Path) -> None:
    run = waived(tmp_path)
    logged = sarif_of(run)
    assert logged["columnKind"] == "unicodeCodePoints"
    for result in logged["results"]:
        region = result["locations"][0]["physicalLocation"]["region"]
        text = run.articles[result["properties"]["article"]].text
        line = text.split("\n")[region["startLine"] - 1]
        words = line[region["startColumn"] - 1 : region["endColumn"] - 1]
        assert words == region["snippet"]["text"] == result["properties"]["excerpt"]
        # In units of UTF-16 each of the faces before the words would count twice.
        assert region["startColumn"] - 1 == line.index(words)


def test_a_duplicate_names_the_place_of_the_other_article(tmp_path: Path) -> None:
    owner = article(0, "The same.", source="news.jsonl")
    copy = Defect("DUP001", "exact-duplicate", "duplicate", "error", "Copies.", "", "A copy.")
    names = ("here", "away", "nowhere")
    others: list[dict[str, Any]] = [
        {"other_id": "weir [1]", "other_source": "old news.jsonl"}
        | {"other_line": 7, "other_here": True},
        {"other_id": "snow.txt", "other_source": "snow.txt", "other_here": False},
        {},
    ]
    rows = [
        finding(owner, copy, 0, fingerprint=name, **other)
        for name, other in zip(names, others, strict=True)
    ]
    text = sarif.render(load_run(write_run(tmp_path, [owner], rows)))
    json_schema("sarif-2.1.0.json").validate(json.loads(text))
    results = json.loads(text)["runs"][0]["results"]
    assert [r["partialFingerprints"]["corpusQaFingerprint/v1"] for r in results] == list(names)
    (here,), (away,) = (result["relatedLocations"] for result in results[:2])
    assert "relatedLocations" not in results[2]
    assert here["message"]["text"] == r"The other article: old news.jsonl · weir \[1\]."
    place = here["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "articles/old%20news.jsonl"
    assert place["region"] == {"startLine": 7}
    assert away["physicalLocation"]["artifactLocation"]["uri"] == "snow.txt"
    assert "region" not in away["physicalLocation"]


def test_a_region_without_columns_has_no_snippet_and_no_fix(tmp_path: Path) -> None:
    owner = article(0, BANNER.words, source="news.jsonl")
    logged = sarif_of(load_run(write_run(tmp_path, [owner], [finding(owner, BANNER, 0)])))
    (result,) = logged["results"]
    assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 1}
    assert result["properties"]["excerpt"] == BANNER.words
    assert "fixes" not in result


def test_what_does_not_count_is_suppressed_with_the_reason(tmp_path: Path) -> None:
    by_status: dict[str, set[str]] = {}
    run = waived(tmp_path)
    for result, told in zip(sarif_of(run)["results"], run.findings, strict=True):
        for suppression in result.get("suppressions", []):
            by_status.setdefault(told.status, set()).add(suppression["justification"])
    assert set(by_status) == {"known", "waived"}
    assert "printed as it was (the archive desk, until 2099-12-31)" in by_status["waived"]


def test_a_suggestion_is_a_fix_of_the_very_words(tmp_path: Path) -> None:
    run = waived(tmp_path)
    inserted = {HYPHEN.check: HYPHEN.suggestion, BANNER.check: ""}
    for result in sarif_of(run)["results"]:
        (change,) = result["fixes"][0]["artifactChanges"]
        (replacement,) = change["replacements"]
        region = dict(result["locations"][0]["physicalLocation"]["region"])
        del region["snippet"]
        assert replacement["deletedRegion"] == region
        assert replacement["insertedContent"]["text"] == inserted[result["ruleId"]]


def test_sarif_says_that_it_lists_a_part_of_many_findings(tmp_path: Path) -> None:
    run = many(tmp_path)
    (note,) = sarif_of(run)["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"].startswith(
        f"{len(run.findings)} of {run.document.counts.findings}"
    )


@pytest.mark.parametrize("check", catalogue().values(), ids=lambda check: check.id)
def test_the_page_of_a_check_reads_as_markdown(check: Any) -> None:
    told = sarif.page_markdown(check.page)
    for section in ("Why it matters", "Flagged", "Clean", "Limits"):
        assert f"**{section}**\n\n" in told
    assert "\n\n    " in told.split("**Clean**")[1].split("**Limits**")[0]
