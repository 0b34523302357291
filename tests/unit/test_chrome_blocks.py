"""Blocks of site chrome have the name of what stands in them, and say how sure they are."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from corpus_qa.arrays import text_array
from corpus_qa.checks.chrome._blocks import Block, blocks
from corpus_qa.checks.chrome._reading import read

PARAGRAPH = "The ferry to Sandholm will leave an hour later from Monday, the harbour office said."


def block_of(*furniture: str) -> Block:
    """Return the block that these lines are after a paragraph, when all of them are chosen."""
    text = "\n".join([PARAGRAPH, *furniture])
    reading = read(text_array([text], pa.large_string()), {})
    chosen = np.arange(len(reading.lines)) > 0
    (block,) = blocks(reading, chosen, chosen)
    return block


@pytest.mark.parametrize("lines", [("October 10, 2031",), ("12 May 2031", "By Tomas Roake")])
def test_dates_and_bylines_are_no_more_than_possible_by_their_form_and_place(
    lines: tuple[str, ...],
) -> None:
    block = block_of(*lines)
    assert (block.kind, block.certain) == ("byline-stub", False)


def test_a_separator_is_no_more_than_possible_by_its_form_and_place() -> None:
    assert not block_of("_____", "* * *").certain


def test_entries_in_a_row_are_a_menu_by_their_form_and_place() -> None:
    block = block_of("Harbour", "Ferries", "Tides and storms")
    assert (block.kind, block.certain) == ("navigation-run", True)


def test_a_date_beside_words_of_furniture_is_part_of_their_block() -> None:
    block = block_of("Share this article", "October 10, 2031")
    assert (block.kind, block.certain, block.last) == ("share-bar", True, 2)


def test_what_is_about_the_article_is_never_more_than_possible() -> None:
    block = block_of("Correction: an earlier version of this article misstated the hour.")
    assert (block.kind, block.certain) == ("correction", False)
