"""A plan keeps the order of the rows and reads or copies no more than it must."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from corpus_qa.dataset.build import Copy, Read, Stay, Step, make_plan
from corpus_qa.dataset.manifest import Fragment
from corpus_qa.ingest.readers.text import READERS
from corpus_qa.ingest.records import Source
from corpus_qa.ingest.streams import Compression


def source(name: str) -> Source:
    """Make a source of which only the name matters."""
    return Source(name, Path(name), READERS[0], Compression.NONE)


def fragment(names: str, size: int = 100) -> Fragment:
    """Make a fragment that holds the rows of sources with one letter each."""
    return Fragment(names, "", size, len(names), size, dict.fromkeys(names, ""), 1, "0")


def shown(steps: Sequence[Step]) -> str:
    """Write a plan as text: ``[ab]`` stays, ``a`` is copied, ``A`` is read."""
    parts = []
    for step in steps:
        match step:
            case Stay(part):
                parts.append(f"[{part.file}]")
            case Copy(_, name):
                parts.append(name)
            case Read(read):
                parts.append(read.name.upper())
    return "".join(parts)


def plan(sources: str, unchanged: str, fragments: str, small: int = 0) -> str:
    """Plan for sources and fragments with one letter for each source."""
    parts = [fragment(names) for names in fragments.split()]
    return shown(make_plan([source(name) for name in sources], set(unchanged), parts, small))


def test_what_is_as_it_was_stays() -> None:
    assert plan("abcd", "abcd", "ab cd") == "[ab][cd]"


def test_new_rows_between_fragments_leave_them_alone() -> None:
    assert plan("abcde", "abde", "ab de") == "[ab]C[de]"


def test_new_rows_inside_a_fragment_break_it_only() -> None:
    assert plan("abcde", "acde", "ac de") == "aBc[de]"


def test_changed_and_gone_rows_break_their_fragment() -> None:
    assert plan("abcdef", "acdef", "abc def") == "aBc[def]"
    assert plan("acdef", "acdef", "abc def") == "ac[def]"


def test_a_source_over_several_fragments_stays_with_them() -> None:
    assert plan("abc", "abc", "ab b bc") == "[ab][b][bc]"
    assert plan("abc", "ab", "ab b bc") == "[ab][b]bC"


def test_small_fragments_join_what_is_written_beside_them() -> None:
    assert plan("abcd", "abc", "ab c", small=200) == "[ab]cD"
    assert plan("abcd", "abcd", "ab cd", small=200) == "[ab][cd]"


@given(
    old=st.sets(st.sampled_from("abcdefgh")),
    new=st.sets(st.sampled_from("abcdefgh")),
    changed=st.sets(st.sampled_from("abcdefgh")),
    cuts=st.sets(st.integers(1, 7)),
    small=st.sampled_from([0, 200]),
)
def test_each_source_comes_once_and_in_order(
    old: set[str], new: set[str], changed: set[str], cuts: set[int], small: int
) -> None:
    rows = "".join(sorted(old))
    fragments = "".join(" " * (place in cuts) + name for place, name in enumerate(rows))
    found = plan("".join(sorted(new)), "".join((old & new) - changed), fragments, small)
    assert found.replace("[", "").replace("]", "").lower() == "".join(sorted(new))
    assert {name.lower() for name in found if name.isupper()} == (new - old) | (new & changed)


def test_many_small_sources_are_planned_at_once() -> None:
    names = [f"{n:05}" for n in range(30_000)]
    parts = [
        Fragment(names[n], "", 1, 10_000, 1, dict.fromkeys(names[n : n + 10_000], ""), 1, "0")
        for n in range(0, 30_000, 10_000)
    ]
    steps = make_plan([source(name) for name in names], set(names[1:]), parts, 0)
    assert [type(step) for step in steps] == [Read, *[Copy] * 9999, Stay, Stay]
