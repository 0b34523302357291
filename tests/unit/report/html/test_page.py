"""The HTML page: its policy, its size, and what it says without any script."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

from report_runs import Shape, make_run, write_run

from corpus_qa.report.html import page as html
from corpus_qa.report.html.page import view_of
from corpus_qa.report.load import Run, load_run


def test_the_policy_allows_our_style_and_our_script_and_nothing_else(big: Run) -> None:
    page = html.render(big)
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', page)
    hashes = {}
    for tag in ("style", "script"):
        (text,) = re.findall(f"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        hashes[tag] = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{hashes['style']}'; "
        f"script-src 'sha256-{hashes['script']}'; base-uri 'none'; form-action 'none'"
    )
    assert not re.search(r"""\s(style|on\w+|src)\s*=""", page.replace(hashes["script"], ""))


def test_five_thousand_findings_make_a_page_of_at_most_a_megabyte(big: Run) -> None:
    page = html.render(big)
    assert len(big.findings) == 5_000
    assert len(page.encode()) <= 1_000_000


def test_the_page_asks_for_nothing(big: Run) -> None:
    page = html.render(big)
    assert {a for a in re.findall(r'href="([^"]*)"', page) if not a.startswith("#")} == set()


def test_the_same_run_gives_the_same_page(big: Run) -> None:
    assert html.render(big) == html.render(big)


def sections_of(page: str) -> list[str]:
    return re.findall(r'<section id="([\w-]+)"', page)


def test_the_page_opens_with_the_verdict_and_what_failed(tmp_path: Path) -> None:
    page = html.render(load_run(make_run(tmp_path, Shape(findings=40))))
    assert sections_of(page) == [
        "verdict", "causes", "rates", "corpus", "sites", "findings", "duplicates", "details"
    ]  # fmt: skip
    body = page[page.index("<body>") :]
    assert body.index('id="causes"') < body.index("status-fail") < body.index("expectations held")


def test_the_page_of_a_change_tells_what_it_adds_and_shows_its_findings_first(
    tmp_path: Path,
) -> None:
    page = html.render(load_run(make_run(tmp_path, Shape(gated=True))))
    assert "The change adds 25 articles. Findings: 9 new, 12 known, 3 waived, 4 fixed." in page
    sections = sections_of(page)
    assert sections.index("findings") < sections.index("rates")
    assert 'data-status="new"' in page


def test_all_waivers_are_listed_with_their_reasons_and_their_state(tmp_path: Path) -> None:
    page = html.render(load_run(make_run(tmp_path, Shape(gated=True))))
    rows = re.findall(r'<tr class="waiver-(\w+)">(.*?)</tr>', page, re.DOTALL)
    assert [state for state, _ in rows] == ["used", "unused", "expired"]
    for state, row in rows:
        assert f"printed as it was, {state}" in row
        assert "path archive/**" in row
        assert "the archive desk" in row


def test_ignored_checks_are_listed_with_the_reason(tmp_path: Path) -> None:
    values = {"checks": {"select": [], "ignore": {"CHR017": "we keep <b>corrections</b>"}}}
    config = {"config": {"fingerprint": "0", "file": None, "values": values}}
    page = html.render(load_run(write_run(tmp_path, [], [], changes=config)))
    assert "Ignored checks: CHR017" in page
    assert "we keep &lt;b&gt;corrections&lt;/b&gt;" in page


def test_inputs_that_could_not_be_read_stand_before_the_expectations(tmp_path: Path) -> None:
    page = html.render(load_run(make_run(tmp_path, Shape(broken=True))))
    assert page.index("The compressed data ends too early.") < page.index('id="rates"')
    assert "IndexError: list index out of range" in page


def test_a_run_without_findings_says_so(tmp_path: Path) -> None:
    run = load_run(make_run(tmp_path, Shape(findings=0, pairs=0)))
    page = html.render(run)
    assert "No findings in 60 articles." in page
    assert 'id="filters"' not in page
    assert 'id="duplicates"' not in page


def test_true_totals_are_given_where_the_page_shows_less(big: Run) -> None:
    page = html.render(big)
    assert "6,000 findings" in page
    assert "This page shows 5,000 of them" in page


def test_all_rates_and_limits_stand_on_one_axis(big: Run) -> None:
    rates = view_of(big).rates
    end = max(tick.place for tick in rates.ticks)
    for row in (*rates.families, *rates.broken, *rates.held):
        if row.plot is None:
            continue
        places = [row.plot.value, row.plot.low, row.plot.high, row.plot.at_most]
        assert all(0 <= place <= end for place in places if place is not None)
        if row.plot.low is not None and row.plot.high is not None:
            assert row.plot.low <= row.plot.value <= row.plot.high
        if row.plot.at_most is not None and row.status in {"pass", "fail"}:
            assert (row.plot.value > row.plot.at_most) == (row.status == "fail")
    by_rate = sorted((row for row in rates.families if row.plot), key=lambda row: row.plot.value)
    observed = [float(row.observed.split("\N{NARROW NO-BREAK SPACE}")[0]) for row in by_rate]
    assert observed == sorted(observed)


def test_sites_of_expectations_tell_what_they_were_counted_from(big: Run) -> None:
    rates = view_of(big).rates
    culprits = [c for row in (*rates.broken, *rates.held) for c in row.culprits]
    assert culprits
    assert all(re.fullmatch(r"[\d,]+ of [\d,]+", c.counted) for c in culprits if c.counted)
    assert any(c.counted for c in culprits)


def test_without_its_script_the_page_quotes_findings_of_every_check(big: Run) -> None:
    page = html.render(big)
    groups = re.findall(r'<article class="group.*?</article>', page, re.DOTALL)
    assert len(groups) == len({finding.check for finding in big.findings})
    assert all('class="quote"' in group for group in groups)
