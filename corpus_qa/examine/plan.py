"""What runs: the enabled checks, compiled once per process."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from corpus_qa.model import Check, Confirm, Examiner
from corpus_qa.text.screen import Screen


@dataclass(frozen=True, slots=True)
class Plan:
    """The checks of a run, in the order of their ids. It travels to workers by pickle."""

    checks: tuple[Check, ...]

    @property
    def plugged_in(self) -> tuple[Check, ...]:
        """The checks that run code of other packages."""
        return tuple(check for check in self.checks if any(map(is_foreign, _code_of(check))))


def _code_of(check: Check) -> Iterator[Examiner | Confirm | None]:
    yield check.examine
    yield from (pattern.confirm for pattern in check.patterns)


def is_foreign(code: Examiner | Confirm | None) -> bool:
    """Whether code is of another package, so that nothing is certain about what it does."""
    return code is not None and not getattr(code, "__module__", "").startswith("corpus_qa.")


@dataclass(frozen=True, slots=True)
class FieldScreen:
    """The patterns that look at one field: ``owners[n]`` is (check, pattern of that check)."""

    field: str
    owners: tuple[tuple[int, int], ...]
    screen: Screen


@dataclass(frozen=True, slots=True)
class Group:
    """Checks that are decided together, by one examiner or, without one, by their patterns alone.

    ``always`` tells that the examiner sees every article, because one of its checks has no pattern.
    """

    checks: tuple[int, ...]
    examine: Examiner | None
    always: bool


@dataclass(frozen=True, slots=True)
class CompiledPlan:
    """A plan whose patterns are compiled and whose checks are grouped."""

    checks: tuple[Check, ...]
    screens: tuple[FieldScreen, ...]
    groups: tuple[Group, ...]


@cache
def compile_plan(plan: Plan) -> CompiledPlan:
    """Compile the patterns of a plan; each process does it once."""
    fields = sorted({field for check in plan.checks if check.patterns for field in check.fields})
    screens = tuple(_field_screen(plan.checks, field) for field in fields)
    return CompiledPlan(plan.checks, screens, tuple(_groups(plan.checks)))


def _field_screen(checks: Sequence[Check], field: str) -> FieldScreen:
    owners = tuple(
        (number, at)
        for number, check in enumerate(checks)
        if field in check.fields
        for at in range(len(check.patterns))
    )
    patterns = [checks[number].patterns[at] for number, at in owners]
    screen = Screen([p.regex for p in patterns], [p.literals for p in patterns])
    return FieldScreen(field, owners, screen)


def _groups(checks: Sequence[Check]) -> list[Group]:
    examiners: dict[Examiner, list[int]] = {}
    groups = []
    for number, check in enumerate(checks):
        if check.examine is not None:
            examiners.setdefault(check.examine, []).append(number)
        elif check.patterns:
            groups.append(Group((number,), None, always=False))
    for examine, numbers in examiners.items():
        always = any(not checks[number].patterns for number in numbers)
        groups.append(Group(tuple(numbers), examine, always))
    return groups
