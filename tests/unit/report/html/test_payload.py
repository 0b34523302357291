"""The data of the page: complete, within its room, and counted as JavaScript counts."""

from __future__ import annotations

import base64
import gzip
import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from report_runs import article, finding, write_run
from report_texts import DEFECTS

from corpus_qa.report.html import page as html
from corpus_qa.report.html.payload import payload, utf16_offset, windows
from corpus_qa.report.load import Run, load_run


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


def test_the_data_of_the_page_leads_to_the_words_of_every_finding(big: Run) -> None:
    assert words_of(big) == [f.excerpt for f in big.findings]
    data = data_of(html.render(big))
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
