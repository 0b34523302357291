"""What a change alters in the rules that judge it, in words, and whether that loosens them.

A change is judged by the rules of its merge base. What it alters in them applies once it is merged:
it is shown rule by rule, and a change that loosens a rule fails, so that somebody looks at it.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, TypeGuard

import yaml

from corpus_qa.config import Approval, Config, GateOptions, InputOptions, Waiver
from corpus_qa.expectations.suite import Expectation
from corpus_qa.gate.acceptance import describe_waiver, scope_of
from corpus_qa.gate.baseline import Baseline, describe_rate
from corpus_qa.model import Reason, Severity
from corpus_qa.text.numbers import CLOSE, percent

# At most this many alterations are listed one by one.
MOST = 50
GRAVITY = tuple(Severity)
# Keys of a row schema that make it laxer where they are added.
LAX_KEYS = frozenset(
    {
        "add_missing_columns", "checks", "coerce", "default", "drop_invalid_rows", "dtype",
        "ignore_na", "n_failure_cases", "nullable", "options", "raise_warning", "regex", "required",
    }
)  # fmt: skip
NEXT = (
    "The rules of the merge base judge this change. Propose it in a change of its own that whoever "
    'answers for the rules merges, or set `rules = "head"` in [gate] of the base branch.'
)
# Where the base branch keeps what owners have approved, beside the configuration.
APPROVALS = ".corpus-qa/approvals.toml"


@dataclass(frozen=True, slots=True)
class Alteration:
    """One thing that a change alters in the rules, in words, and whether it loosens them.

    ``exactly`` holds what the words leave out: who approves the alteration approves just that.
    """

    text: str
    loosens: bool
    exactly: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleSet:
    """All that judges a change.

    Attributes:
        config: The configuration.
        checks: The ids of the checks that run.
        expectations: Those of all suites.
        schema: The text of the schema of article rows.
        baseline: What was accepted, if anything was.
    """

    config: Config
    checks: tuple[str, ...]
    expectations: tuple[Expectation, ...]
    schema: str
    baseline: Baseline | None


def compare_rules(before: RuleSet, after: RuleSet) -> tuple[Alteration, ...]:
    """Say what differs between the rules of a merge base and those that a change brings."""
    return tuple(
        dict.fromkeys(
            (
                *_config(before, after),
                *_expectations(before.expectations, after.expectations),
                *_schema(before.schema, after.schema),
                *_baseline(before.baseline, after.baseline),
                *_waivers(before.config.waivers, after.config.waivers),
            )
        )
    )


def describe_alterations(
    alterations: Sequence[Alteration],
    owners: Sequence[str] = (),
    approvals: Sequence[Approval] = (),
    *,
    by_head: bool = False,
) -> tuple[Reason, ...]:
    """Return a reason for each alteration, the loosening ones first.

    Nothing fails for it if the base lets changes bring their own rules (``by_head``), or if the
    ``approvals`` in the base have one of an owner for exactly these alterations.
    """
    ordered = sorted(alterations, key=lambda alteration: not alteration.loosens)
    change = change_name(alterations)
    given = (one for one in approvals if one.change == change and one.owner in owners)
    approval = next(given, None)
    tip, severity = NEXT, Severity.ERROR
    if by_head:
        tip, severity = 'The base allows it by `rules = "head"` in [gate].', Severity.WARNING
    elif approval is not None:
        tip, severity = f"{approval.owner} approved it: {approval.reason}", Severity.WARNING
    elif owners:
        tip = (
            f"{NEXT} Or one of its owners ({', '.join(owners)}) approves it in {APPROVALS} of the "
            f'base branch: an entry [[approvals]] with change = "{change}", owner and reason.'
        )
    listed = ordered[:MOST]
    if rest := ordered[MOST:]:
        loosens = any(alteration.loosens for alteration in rest)
        listed.append(Alteration(f"{len(rest)} more alterations", loosens))
    return tuple(
        Reason("rules", severity, f"The change loosens the rules: {alteration.text}.", tip)
        if alteration.loosens
        else Reason("rules", Severity.NOTE, f"The change alters the rules: {alteration.text}.")
        for alteration in listed
    )


def change_name(alterations: Iterable[Alteration]) -> str:
    """Return digits that stand for what a change loosens, and for nothing else."""
    loosening = sorted((one.text, *one.exactly) for one in alterations if one.loosens)
    return hashlib.sha256(json.dumps(loosening).encode()).hexdigest()[:16]


def _config(before: RuleSet, after: RuleSet) -> Iterator[Alteration]:
    old, new = before.config, after.config
    yield from _input(old.input, new.input)
    yield from _checks(before, after)
    yield from _gate(old.gate, new.gate)
    if old.index.against != new.index.against:
        was, now = (side.index.against or "all articles of the base" for side in (old, new))
        yield Alteration(f"compares additions with {now}, before with {was}", loosens=True)


def _input(old: InputOptions, new: InputOptions) -> Iterator[Alteration]:
    for name in _without(new.exclude, old.exclude):
        yield Alteration(f"excludes {name}", loosens=True)
    for name in _without(old.exclude, new.exclude):
        yield Alteration(f"no longer excludes {name}", loosens=False)
    for column in sorted(old.columns.keys() | new.columns.keys()):
        was, now = old.columns.get(column, "usual"), new.columns.get(column, "usual")
        if was != now:
            yield Alteration(f"reads the column {column} as {now}, before as {was}", loosens=True)
    if old.max_record_bytes != new.max_record_bytes:
        text = f"max-record-bytes: {old.max_record_bytes} -> {new.max_record_bytes}"
        yield Alteration(text, loosens=False)


def _gate(old: GateOptions, new: GateOptions) -> Iterator[Alteration]:
    for path in old.paths:
        if not any(covers(other, path) for other in new.paths):
            yield Alteration(f"no longer looks at {path}", loosens=True)
    for path in _without(new.paths, old.paths):
        yield Alteration(f"looks at {path}", loosens=False)
    if old.tolerance != new.tolerance:
        text = f"tolerance: {_close(old.tolerance)} -> {_close(new.tolerance)}"
        yield Alteration(text, not new.tolerance <= old.tolerance)
    for owner in _without(new.owners, old.owners):
        yield Alteration(f"lets {owner} approve changes of the rules", loosens=True)
    for owner in _without(old.owners, new.owners):
        yield Alteration(f"no longer lets {owner} approve changes of the rules", loosens=False)
    if old.rules != new.rules:
        yield Alteration(f"changes are judged by the rules of the {new.rules}", new.rules == "head")


def _checks(before: RuleSet, after: RuleSet) -> Iterator[Alteration]:
    lost = _without(before.checks, after.checks)
    ignored = after.config.checks.ignore
    for prefix in _without(ignored, before.config.checks.ignore):
        loosens = any(check.startswith(prefix) for check in lost)
        yield Alteration(f"ignores {prefix} ({ignored[prefix]})", loosens)
    rest = [check for check in lost if not check.startswith(tuple(ignored))]
    if rest:
        selected = ", ".join(after.config.checks.select) or "all"
        text = f"selects {selected} and no longer runs {_listed(rest)}"
        yield Alteration(text, loosens=True, exactly=tuple(rest))
    if gained := _without(after.checks, before.checks):
        yield Alteration(f"runs {_listed(gained)} too", loosens=False)


def _expectations(
    before: Sequence[Expectation], after: Sequence[Expectation]
) -> Iterator[Alteration]:
    by_key: dict[object, list[Expectation]] = {}
    for expectation in after:
        by_key.setdefault(_key(expectation), []).append(expectation)
    for old in before:
        others = by_key.get(_key(old), [])
        compared = [list(_expectation(old, new)) for new in others]
        if not compared:
            yield Alteration(f"{_named(old)} is no longer expected: {old.limit}", loosens=True)
            continue
        # Whatever else is expected of the same, one that is as strict keeps the rule.
        yield from min(compared, key=lambda found: (any(a.loosens for a in found), len(found)))
    known = {_key(expectation) for expectation in before}
    for new in after:
        if _key(new) not in known:
            yield Alteration(f"{_named(new)} is expected: {new.limit}", loosens=False)


def _key(expectation: Expectation) -> tuple[object, ...]:
    return expectation.type, expectation.scope, expectation.column


def _expectation(old: Expectation, new: Expectation) -> Iterator[Alteration]:
    """Say how two expectations of the same differ."""
    if GRAVITY.index(old.severity) != GRAVITY.index(new.severity):
        text = f"{_named(old)}: severity {old.severity} -> {new.severity}"
        yield Alteration(text, GRAVITY.index(new.severity) < GRAVITY.index(old.severity))
    was, now = _bounds(old), _bounds(new)
    if was != now:
        # Asked in this way a bound that is no number (NaN) loosens, too.
        stricter = now["min_value"] >= was["min_value"] and now["max_value"] <= was["max_value"]
        yield Alteration(f"{_named(old)}: {old.limit} -> {new.limit}", not stricter)
    most, least = (_mostly(side) for side in (old, new))
    if most != least:
        text = f"{_named(old)}: mostly {_close(most)} -> {_close(least)}"
        yield Alteration(text, not least >= most)
    for key in _others_differ(old, new):
        was_value, now_value = (side.raw["kwargs"].get(key, "nothing") for side in (old, new))
        yield Alteration(f"{_named(old)}: {key} {was_value} -> {now_value}", loosens=True)


def _bounds(expectation: Expectation) -> dict[str, float]:
    """Return the bounds as numbers; one that is no number is a bound like any other."""
    kwargs = expectation.raw["kwargs"]
    open_ends = {"min_value": float("-inf"), "max_value": float("inf")}
    return {
        name: kwargs[name] if _is_number(kwargs.get(name)) else end
        for name, end in open_ends.items()
    }


def _mostly(expectation: Expectation) -> float:
    mostly = expectation.raw["kwargs"].get("mostly")
    return float(mostly) if _is_number(mostly) else 1.0


def _others_differ(old: Expectation, new: Expectation) -> list[str]:
    """Return the arguments, other than bounds and ``mostly``, in which expectations differ."""
    was, now = old.raw["kwargs"], new.raw["kwargs"]
    known = {
        name
        for name in ("min_value", "max_value", "mostly")
        if all(side.get(name) is None or _is_number(side[name]) for side in (was, now))
    }
    return [key for key in sorted({*was, *now} - known) if was.get(key) != now.get(key)]


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _named(expectation: Expectation) -> str:
    return expectation.column or expectation.rule


def _schema(before: str, after: str) -> Iterator[Alteration]:
    if before == after:
        return
    old, new = dict(_leaves(yaml.safe_load(before))), dict(_leaves(yaml.safe_load(after)))
    columns = {path[:2] for path in old if path[:1] == ("columns",)}
    for path, was in old.items():
        if path not in new:
            yield Alteration(f"row schema: {'.'.join(path)} is no longer {was}", loosens=True)
        elif was != new[path]:
            yield Alteration(f"row schema: {'.'.join(path)}: {was} -> {new[path]}", loosens=True)
    for path, now in new.items():
        if path not in old:
            added = path[:1] == ("columns",) and path[:2] not in columns
            loosens = not added and not LAX_KEYS.isdisjoint(path)
            yield Alteration(f"row schema: {'.'.join(path)}: {now}", loosens)


def _leaves(value: object, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield the place and the value of each entry of a document that is no table."""
    if isinstance(value, Mapping) and value:
        for key, part in value.items():
            yield from _leaves(part, (*path, str(key)))
    else:
        yield path, value


def _baseline(before: Baseline | None, after: Baseline | None) -> Iterator[Alteration]:
    if before is None and after is None:
        return
    if after is None:
        yield Alteration("no baseline is named any more", loosens=True)
        return
    if before is None:
        count = sum(after.fingerprints.values())
        accepted = _accepted(after.fingerprints)
        yield Alteration(f"a baseline accepts {count} findings", bool(count), accepted)
        return
    old, new = before.fingerprints, after.fingerprints
    more, less = Counter(new) - Counter(old), Counter(old) - Counter(new)
    if more:
        text = f"baseline accepts {more.total()} more findings"
        yield Alteration(text, loosens=True, exactly=_accepted(more))
    if less:
        yield Alteration(f"baseline accepts {less.total()} fewer findings", loosens=False)
    if before.articles != after.articles:
        text = f"baseline counts {before.articles} -> {after.articles} articles"
        yield Alteration(text, after.articles > before.articles)
    for name in sorted(before.rates.keys() | after.rates.keys()):
        yield from _rate(name, before.rates.get(name), after.rates.get(name))


def _accepted(findings: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(sorted(f"{name} {times}" for name, times in findings.items()))


def _rate(name: str, was: float | None, now: float | None) -> Iterator[Alteration]:
    if was == now:
        return
    values = " -> ".join("any" if rate is None else _close(rate) for rate in (was, now))
    loosens = now is None or (was is not None and not now <= was)
    yield Alteration(f"baseline accepts {describe_rate(name)}: {name} {values}", loosens)


def _waivers(before: Sequence[Waiver], after: Sequence[Waiver]) -> Iterator[Alteration]:
    old = {scope_of(waiver): waiver.expires for waiver in before}
    now = {scope_of(waiver) for waiver in after}
    for waiver in after:
        expires = old.get(scope_of(waiver))
        if expires is None or waiver.expires > expires:
            yield Alteration(f"waives {describe_waiver(waiver, expires)}", loosens=True)
    for waiver in before:
        if scope_of(waiver) not in now:
            yield Alteration(f"no longer waives {describe_waiver(waiver)}", loosens=False)


def covers(path: str, other: str) -> bool:
    """Tell whether one of two configured paths takes in all of the other."""
    one, two = PurePosixPath(path), PurePosixPath(other)
    return one in (two, *two.parents)


def _without(names: Iterable[str], others: Iterable[str]) -> list[str]:
    known = set(others)
    return [name for name in names if name not in known]


def _listed(names: Sequence[str], most: int = 8) -> str:
    rest = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + rest


def _close(share: float) -> str:
    return percent(share, CLOSE)
