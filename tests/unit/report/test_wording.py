"""Characters in words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from corpus_qa.report.wording import clip, one_line


def test_what_cannot_be_seen_is_spelled_out() -> None:
    assert one_line("a\u202eb\x1bc\u200bd") == "a<U+202E>b<U+001B>c<U+200B>d"


def test_line_breaks_and_tabs_become_spaces() -> None:
    assert one_line("a\r\nb\tc\u2028d") == "a b c d"


@given(st.text())
def test_one_line_is_one_line_and_keeps_visible_text(text: str) -> None:
    shown = one_line(text)
    assert len(shown.splitlines()) <= 1
    assert one_line(shown) == shown


def test_clipped_text_ends_with_an_ellipsis() -> None:
    assert clip("a long text", 7) == "a long…"
    assert clip("short", 7) == "short"
