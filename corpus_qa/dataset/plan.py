"""What a conversion does: which fragments stay, which rows are copied, which sources are read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from corpus_qa.dataset.manifest import Fragment
    from corpus_qa.dataset.raw import Source


@dataclass(frozen=True, slots=True)
class Stay:
    """A fragment that is as it should be."""

    fragment: Fragment


@dataclass(frozen=True, slots=True)
class Copy:
    """The rows of one source, out of a fragment whose other rows change."""

    fragment: Fragment
    source: str


@dataclass(frozen=True, slots=True)
class Read:
    """A source that is new or has changed."""

    source: Source


Step = Stay | Copy | Read


def make_plan(
    sources: Sequence[Source],
    unchanged: Container[str],
    fragments: Sequence[Fragment],
    small: int,
) -> list[Step]:
    """Return the steps that make the dataset, in the order of its rows.

    The rows are ordered by the name of their source, whatever was converted when: a fragment stays
    only if nothing goes in between its rows.

    Args:
        sources: All of the dataset to be, in the order of their names.
        unchanged: Names of those whose rows are in the fragments.
        fragments: Those there are, in the order of their rows.
        small: Bytes of text; a smaller fragment is joined with rows that are written next to it.
    """
    homes: dict[str, list[Fragment]] = {}
    for fragment in fragments:
        for name in fragment.sources:
            homes.setdefault(name, []).append(fragment)
    steps: list[Step] = []
    for source in sources:
        if source.name in unchanged:
            steps += (Copy(fragment, source.name) for fragment in homes.get(source.name, ()))
        else:
            steps.append(Read(source))
    return list(_spare_small(list(_stay_whole(steps)), small))


def _stay_whole(steps: Sequence[Step]) -> Iterator[Step]:
    """Turn copies that make up a whole fragment, one after the other, into the fragment itself."""
    place = 0
    while place < len(steps):
        step = steps[place]
        size = _whole(step, steps, place) if isinstance(step, Copy) else 0
        yield Stay(step.fragment) if isinstance(step, Copy) and size else step
        place += size or 1


def _whole(copy: Copy, steps: Sequence[Step], place: int) -> int:
    """Return how many steps from a place on copy a fragment entirely; 0 if they do not."""
    names = copy.fragment.sources
    if copy.source != next(iter(names)):  # saves comparing all of a fragment for each of its rows
        return 0
    run = steps[place : place + len(names)]
    copied = [
        step.source for step in run if isinstance(step, Copy) and step.fragment is copy.fragment
    ]
    return len(names) if copied == list(names) else 0


def _spare_small(steps: Sequence[Step], small: int) -> Iterator[Step]:
    """Copy small fragments beside rows that are written, so that they do not pile up."""
    for place, step in enumerate(steps):
        beside = (*steps[max(0, place - 1) : place], *steps[place + 1 : place + 2])
        if (
            isinstance(step, Stay)
            and step.fragment.text_bytes < small
            and any(not isinstance(other, Stay) for other in beside)
        ):
            yield from (Copy(step.fragment, name) for name in step.fragment.sources)
        else:
            yield step
