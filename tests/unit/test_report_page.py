"""The HTML page: its policy, its size, its data, and what it says without any script."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_runs import Shape, article, finding, make_run, write_run
from report_texts import DEFECTS

from corpus_qa.report.html import page as html
from corpus_qa.report.html.payload import payload, utf16_offset, windows
from corpus_qa.report.html.view import view_of
from corpus_qa.report.load import Run, load_run

if TYPE_CHECKING:
    from pathlib import Path


def data_of(page: str) -> dict[str, Any]:
    (packed,) = re.findall(r'id="data">([^<]*)<', page)
    data: dict[str, Any] = json.loads(gzip.decompress(base64.b64decode(packed)))
    return data


def words_of(run: Run) -> list[str | None]:
    """Return the words of each finding as the script of the page cuts them out."""
    data = payload(run, 10**9)
    words: list[str | None] = []
    for number, _check, _severity, _status, place, start, end, *_ in data["findings"]:
        text = data["articles"][number][5][place][2] if place >= 0 else None
        units = text.encode("utf-16-le")[2 * start : 2 * end] if text is not None else None
        words.append(units.decode("utf-16-le") if units is not None else None)
    return words


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> Run:
    scripts = ("english", "arabic", "chinese")
    shape = Shape(findings=6_000, articles=3_000, sites=60, scripts=scripts, pairs=40)
    return load_run(make_run(tmp_path_factory.mktemp("big"), shape))


def test_the_policy_allows_our_style_and_our_script_and_nothing_else(big: Run) -> None:
    page = html.write(big)
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
    page = html.write(big)
    assert len(big.findings) == 5_000
    assert len(page.encode()) <= 1_000_000


def test_the_page_asks_for_nothing(big: Run) -> None:
    page = html.write(big)
    assert {a for a in re.findall(r'href="([^"]*)"', page) if not a.startswith("#")} == set()


def test_the_same_run_gives_the_same_page(big: Run) -> None:
    assert html.write(big) == html.write(big)


def test_the_data_of_the_page_leads_to_the_words_of_every_finding(big: Run) -> None:
    assert words_of(big) == [f.excerpt for f in big.findings]
    data = data_of(html.write(big))
    assert len(data["findings"]) == len(big.findings)
    assert len(data["pairs"]) == len(big.pairs)


def test_without_room_for_texts_the_surroundings_of_findings_are_kept(big: Run) -> None:
    data = payload(big, 0)
    carried = sum(len(piece[2]) for row in data["articles"] for piece in row[5])
    assert not any(row[3] for row in data["articles"])
    assert 0 < carried < sum(len(a.text) for a in big.articles.values())


def test_words_that_are_not_where_a_finding_says_stand_alone(tmp_path: Path) -> None:
    owner = article(0, "Nothing of the kind.")
    row = finding(owner, DEFECTS[0], 3, excerpt="other words")
    run = load_run(write_run(tmp_path, [owner], [row]))
    assert words_of(run) == ["other words"]


def test_a_finding_of_an_article_that_was_not_kept_shows_its_words(tmp_path: Path) -> None:
    owner = article(0, f"{DEFECTS[0].words} now", quoted=False)
    run = load_run(write_run(tmp_path, [owner], [finding(owner, DEFECTS[0], 0)]))
    assert words_of(run) == [DEFECTS[0].words]


def test_a_very_long_text_is_carried_in_pieces_around_its_findings(tmp_path: Path) -> None:
    owner = article(0, "x" * 200_000 + DEFECTS[0].words + "\U0001f600" * 200_000)
    run = load_run(write_run(tmp_path, [owner], [finding(owner, DEFECTS[0], 200_000)]))
    assert words_of(run) == [DEFECTS[0].words]
    (row,) = payload(run, 10**9)["articles"]
    assert not row[3]
    assert sum(len(piece[2]) for piece in row[5]) < 10_000


@given(
    text=st.text(st.sampled_from("ab \n\U0001f600é"), max_size=60),
    edges=st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=5),
    margin=st.integers(0, 20),
)
def test_windows_quote_the_text_in_order_and_hold_every_span(
    text: str, edges: list[tuple[int, int]], margin: int
) -> None:
    cut = [sorted(min(at, len(text)) for at in pair) for pair in edges]
    spans = [(start, end) for start, end in cut]
    pieces = windows("text", text, [(start - margin, end + margin) for start, end in spans])
    for piece in pieces:
        assert piece.text == text[piece.start : piece.start + len(piece.text)]
    for piece, following in pairwise(pieces):
        assert piece.start + len(piece.text) < following.start
    for start, end in spans:
        assert any(p.start <= start and end <= p.start + len(p.text) for p in pieces)


@given(text=st.text(max_size=30), offset=st.integers(0, 30))
def test_offsets_count_as_javascript_does(text: str, offset: int) -> None:
    offset = min(offset, len(text))
    units = text.encode("utf-16-le")
    assert units[: 2 * utf16_offset(text, offset)].decode("utf-16-le") == text[:offset]


def sections_of(page: str) -> list[str]:
    return re.findall(r'<section id="([\w-]+)"', page)


def test_the_page_opens_with_the_verdict_and_what_does_not_hold(tmp_path: Path) -> None:
    page = html.write(load_run(make_run(tmp_path, Shape(findings=40))))
    assert sections_of(page) == [
        "verdict", "expectations", "rates", "findings", "duplicates", "details"
    ]  # fmt: skip
    failing = page.index('class="status status-fail')
    assert failing < page.index("expectations hold") < page.index('class="status status-pass')


def test_the_page_of_a_change_tells_what_it_adds_and_shows_its_findings_first(
    tmp_path: Path,
) -> None:
    page = html.write(load_run(make_run(tmp_path, Shape(gated=True))))
    assert "The change adds 25 articles. Findings: 9 new, 12 known, 3 waived, 4 fixed." in page
    sections = sections_of(page)
    assert sections.index("findings") < sections.index("rates")
    assert 'data-status="new"' in page


def test_all_waivers_are_listed_with_their_reasons_and_their_state(tmp_path: Path) -> None:
    page = html.write(load_run(make_run(tmp_path, Shape(gated=True))))
    rows = re.findall(r'<tr class="waiver-(\w+)">(.*?)</tr>', page, re.DOTALL)
    assert [state for state, _ in rows] == ["used", "unused", "expired"]
    for state, row in rows:
        assert f"printed as it was, {state}" in row
        assert "path archive/**" in row
        assert "the archive desk" in row


def test_checks_that_were_left_out_are_told_with_the_reason(tmp_path: Path) -> None:
    values = {"checks": {"select": [], "ignore": {"CHR017": "we keep <b>corrections</b>"}}}
    config = {"config": {"fingerprint": "0", "file": None, "values": values}}
    page = html.write(load_run(write_run(tmp_path, [], [], changes=config)))
    assert "Checks left out: CHR017" in page
    assert "we keep &lt;b&gt;corrections&lt;/b&gt;" in page


def test_inputs_that_could_not_be_read_stand_before_the_expectations(tmp_path: Path) -> None:
    page = html.write(load_run(make_run(tmp_path, Shape(broken=True))))
    assert page.index("The compressed data ends too early.") < page.index('id="expectations"')
    assert "IndexError: list index out of range" in page


def test_a_run_without_findings_says_so(tmp_path: Path) -> None:
    run = load_run(make_run(tmp_path, Shape(findings=0, pairs=0)))
    page = html.write(run)
    assert "No findings in 60 articles." in page
    assert 'id="filters"' not in page
    assert 'id="duplicates"' not in page


def test_true_totals_are_told_where_the_page_carries_less(big: Run) -> None:
    page = html.write(big)
    assert "6,000 findings" in page
    assert "This page carries 5,000 of them" in page


def test_gauges_put_values_and_limits_on_one_scale(big: Run) -> None:
    for judged in view_of(big).judged:
        gauge, e = judged.gauge, judged.expectation
        if gauge is None:
            continue
        places = [gauge.value, gauge.low, gauge.high, gauge.at_most, *gauge.points]
        assert all(0 <= place <= 100 for place in places if place is not None)
        if gauge.value is not None and gauge.at_most is not None:
            assert (gauge.value > gauge.at_most) == (e.status == "fail")
        if gauge.value is not None and gauge.low is not None and gauge.high is not None:
            assert gauge.low <= gauge.value <= gauge.high


def test_sites_of_expectations_tell_what_they_were_counted_from(big: Run) -> None:
    culprits = [c for j in view_of(big).judged if j.expectation.scope == "site" for c in j.culprits]
    assert culprits
    assert all(re.fullmatch(r"[\d,]+ of [\d,]+", c.counted) for c in culprits if c.counted)
    assert any(c.counted for c in culprits)
