"""The reports for machines follow what their formats ask for, whatever a run holds."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jsonschema
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from lxml import etree
from report_runs import Shape, article, finding, make_run, write_run
from report_texts import DEFECTS, Defect

from corpus_qa.checks import catalogue
from corpus_qa.model import RELATED_SCHEMA
from corpus_qa.report import gitlab, junit, sarif
from corpus_qa.report.load import Run, load_run

SCHEMAS = Path(__file__).parents[1] / "schemas"
BANNER = DEFECTS[3]
HYPHEN = DEFECTS[2]
WAIVER = {
    "check": "CHR",
    "path": "archive/**",
    "article": "",
    "site": "",
    "reason": "printed\nas it was",
    "owner": "the archive desk",
    "expires": "2099-12-31",
    "findings": 1,
    "state": "used",
}


@cache
def json_schema(name: str) -> jsonschema.Validator:
    schema = json.loads((SCHEMAS / name).read_text(encoding="utf-8"))
    kind = jsonschema.validators.validator_for(schema)
    return kind(schema, format_checker=kind.FORMAT_CHECKER)


def many(folder: Path) -> Run:
    """Findings of every status and script, more of them than reports list."""
    scripts = ("english", "arabic", "chinese", "hostile")
    shape = Shape(findings=6_000, articles=900, sites=9, pairs=8, scripts=scripts)
    return load_run(make_run(folder, shape))


def broken(folder: Path) -> Run:
    return load_run(make_run(folder, Shape(broken=True)))


def empty(folder: Path) -> Run:
    return load_run(write_run(folder, [], []))


def waived(folder: Path) -> Run:
    """Waived, known and new findings behind characters outside of the basic plane."""
    rows, articles = [], []
    for number, status in enumerate(("new", "known", "waived")):
        text = f"\U0001f600\U0001f468\u200d\U0001f469 {BANNER.words}\n\U0001f600 {HYPHEN.words}"
        owner = article(number, text, source=f"news/{number}.txt")
        articles.append(owner)
        rows += [finding(owner, d, text.index(d.words), status=status) for d in (BANNER, HYPHEN)]
    return load_run(write_run(folder, articles, rows, changes={"waivers": [WAIVER]}))


def steered(folder: Path) -> Run:
    """Control characters and odd code points wherever a run takes words from outside."""
    odd = "\x00\x1b[31m\x85\u2028\u202e\ufffe]]>\U000e0041 {0} [a](b) %SRCROOT%"
    owner = article(0, odd, title=odd, site=odd, source=f"a:b//{odd}.txt")
    told = {"excerpt": odd, "message": odd, "suggestion": odd, "end": len(odd)}
    return load_run(write_run(folder, [owner], [finding(owner, BANNER, 0, **told)]))


RUNS = (many, broken, empty, waived, steered)
every_run = pytest.mark.parametrize("make", RUNS, ids=lambda make: make.__name__)


@every_run
def test_sarif_follows_the_schema_of_its_standard(
    make: Callable[[Path], Run], tmp_path: Path
) -> None:
    log = json.loads(sarif.write(make(tmp_path)))
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


@every_run
def test_junit_follows_the_schema_of_jenkins(make: Callable[[Path], Run], tmp_path: Path) -> None:
    root = etree.fromstring(junit.write(make(tmp_path)).encode())
    etree.XMLSchema(etree.parse(SCHEMAS / "junit-10.xsd")).assertValid(root)
    for suite in root.iter("testsuite"):
        assert int(suite.get("tests")) == len(suite)
        assert int(suite.get("failures")) == len(suite.findall("testcase/failure"))
        assert int(suite.get("errors")) == len(suite.findall("testcase/error"))
    names = Counter((case.get("classname"), case.get("name")) for case in root.iter("testcase"))
    assert max(names.values()) == 1


@every_run
def test_code_quality_issues_follow_the_form_of_gitlab(
    make: Callable[[Path], Run], tmp_path: Path
) -> None:
    issues = json.loads(gitlab.write(make(tmp_path)))
    json_schema("gitlab-codequality.json").validate(issues)
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)


def test_copies_of_an_article_are_told_apart_in_gitlab(tmp_path: Path) -> None:
    owners = [article(n, BANNER.words, source=f"{n}.txt") for n in range(3)]
    rows = [finding(owner, BANNER, 0, fingerprint="same") for owner in owners]
    issues = json.loads(gitlab.write(load_run(write_run(tmp_path, owners, rows))))
    assert [issue["fingerprint"] for issue in issues] == ["same", "same-1", "same-2"]


def sarif_of(run: Run) -> Any:
    (logged,) = json.loads(sarif.write(run))["runs"]
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
    rows = [finding(owner, copy, 0, fingerprint=name) for name in names]
    folder = write_run(tmp_path, [owner], rows)
    told = {"article_id": owner["article_id"], "check": "DUP001"}
    others = [
        {"other": "weir [1]", "source": "old news.jsonl", "line": 7, "here": True},
        {"other": "snow.txt", "source": "snow.txt", "line": None, "here": False},
    ]
    named = [told | {"fingerprint": n} | o for n, o in zip(names, others, strict=False)]
    pq.write_table(pa.Table.from_pylist(named, RELATED_SCHEMA), folder / "related.parquet")
    text = sarif.write(load_run(folder))
    assert text == sarif.write(load_run(folder))
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
    assert note["message"]["text"].startswith(f"{len(run.findings)} of {run.document.findings}")


@pytest.mark.parametrize("check", catalogue().values(), ids=lambda check: check.id)
def test_the_page_of_a_check_reads_as_markdown(check: Any) -> None:
    told = sarif.page_markdown(check.page)
    for section in ("Why it matters", "Flagged", "Clean", "Limits"):
        assert f"**{section}**\n\n" in told
    assert "\n\n    " in told.split("**Clean**")[1].split("**Limits**")[0]
