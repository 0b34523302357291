"""Lines that are nothing but a byline or a date."""

from __future__ import annotations

import pytest

from corpus_qa.text.bylines import are_stubs


@pytest.mark.parametrize(
    ("lines", "stubs"),
    [
        (["By Ilse Vanmarck", "", "14 March 2025, 09:30"], True),
        (["Von Jonas Hardt"], True),
        (["By Ilse Vanmarck", "The weir was closed on Thursday."], False),
        (["Subscribe to our newsletter"], False),
        ([], True),
    ],
)
def test_stubs_name_a_writer_or_a_time_and_nothing_else(lines: list[str], stubs: bool) -> None:  # noqa: FBT001
    assert are_stubs(lines) is stubs
