"""Suites: Great Expectations' own JSON, read and checked before anything else is done.

Reading a suite does not need Great Expectations, so that a mistake in one is reported at once.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus_qa.config import ReadFile, shipped
from corpus_qa.errors import ConfigError
from corpus_qa.expectations.row_condition import rewrite_condition
from corpus_qa.model import Outcome, Severity
from corpus_qa.text.numbers import EXACT, amount

SCOPES = ("dataset", "site", "site-pair", "additions", "article")

# Expectations that put questions to other data.
ASKING = frozenset(
    {"expect_query_results_to_match_comparison", "expect_table_row_count_to_equal_other_table"}
)

# Great Expectations has its own words for SARIF's levels.
SEVERITIES: Mapping[str, Severity] = {
    "critical": Severity.ERROR,
    "warning": Severity.WARNING,
    "info": Severity.NOTE,
}


@dataclass(frozen=True, slots=True)
class Expectation:
    """One statement of a suite: ``rule`` names it, ``scope`` tells over which table it is made."""

    rule: str
    title: str
    scope: str
    severity: Severity
    type: str
    column: str | None
    limit: str
    family: str | None
    raw: Mapping[str, Any]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it is about: one, a pair or several."""
        kwargs = self.raw["kwargs"]
        named = [kwargs.get(name) for name in ("column", "column_A", "column_B")]
        several = kwargs.get("column_list") or ()
        return tuple(str(name) for name in (*named, *several) if name is not None)


@dataclass(frozen=True, slots=True)
class Suite:
    """A named set of expectations; ``source`` is ``built-in`` or the path of a file."""

    name: str
    source: str
    expectations: tuple[Expectation, ...]


def unjudged(expectation: Expectation, detail: str | None) -> Outcome:
    """Return the outcome of an expectation that could not be judged, and why."""
    return Outcome(
        rule=expectation.rule,
        title=expectation.title,
        expectation=expectation.type,
        scope=expectation.scope,
        metric=expectation.column,
        severity=expectation.severity,
        family=expectation.family,
        limit=expectation.limit,
        at_least=expectation.raw["kwargs"].get("min_value"),
        at_most=expectation.raw["kwargs"].get("max_value"),
        status="error",
        detail=detail,
    )


def built_in_suites() -> tuple[str, ...]:
    """Return the names of the suites that ship with corpus-qa."""
    folder = shipped("suites")
    names = (entry.name for entry in folder.iterdir() if entry.name.endswith(".json"))
    return tuple(sorted(name.removesuffix(".json") for name in names))


def load_suite(
    name: str,
    known: frozenset[str] | None,
    base: Path = Path(),
    read: ReadFile = Path.read_bytes,
) -> Suite:
    """Read a built-in suite by name, or a suite file by its path.

    ``known`` are the columns that an expectation may name; None allows every column, for suites
    over articles. A relative path starts at ``base``.

    Raises:
        ConfigError: There is no such suite, or the file is wrong; the message names the line.
    """
    if name in built_in_suites():
        text = shipped(f"suites/{name}.json").read_text(encoding="utf-8")
        return parse_suite(text, name, "built-in", known)
    path = base / name
    try:
        text = read(path).decode("utf-8")
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError) as error:
        msg = (
            f"There is no suite “{name}”: name one of {', '.join(built_in_suites())}, "
            "or the path of a suite file."
        )
        raise ConfigError(msg) from error
    except (OSError, UnicodeDecodeError) as error:
        msg = f"{path}: the suite cannot be read ({error})."
        raise ConfigError(msg) from error
    return parse_suite(text, path.stem, str(path), known)


def parse_suite(text: str, name: str, source: str, known: frozenset[str] | None) -> Suite:
    """Read the text of a suite.

    Raises:
        ConfigError: The text is no suite, or names an unknown metric; the message tells the line.
    """
    try:
        content = json.loads(text)
        _refuse_old(content, source)
        scope = "article" if known is None else "dataset"
        expectations = tuple(
            _expectation(_harmless(entry, text, source), scope) for entry in content["expectations"]
        )
    except json.JSONDecodeError as error:
        msg = f"{source}:{error.lineno}: not valid JSON: {error.msg}."
        raise ConfigError(msg) from error
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        msg = f"{source}: not a Great Expectations suite ({type(error).__name__}: {error})."
        raise ConfigError(msg) from error
    except ValueError as error:
        msg = f"{source}: {error}"
        raise ConfigError(msg) from error
    for expectation in expectations:
        _refuse_unknown(expectation, text, source, known)
    return Suite(content.get("name") or name, source, expectations)


def _refuse_old(content: Mapping[str, Any], source: str) -> None:
    """Refuse the form in which Great Expectations wrote suites before version 1.

    Raises:
        ConfigError: The suite has it; the message says how to convert it.
    """
    entries: list[Mapping[str, Any]] = content.get("expectations") or [{}]
    if "expectation_suite_name" in content or "expectation_type" in entries[0]:
        msg = (
            f"{source}: this is a suite of Great Expectations 0.x. To convert it to the form of "
            "version 1, rename “expectation_suite_name” to “name” and each “expectation_type” to "
            "“type”, and remove “ge_cloud_id” and “data_asset_type”."
        )
        raise ConfigError(msg)


def _harmless(entry: Mapping[str, Any], text: str, source: str) -> Mapping[str, Any]:
    """Return an entry of a suite in a form that runs no code and asks nobody else.

    Raises:
        ConfigError: There is none; the message tells the line.
    """
    # Great Expectations refuses an expectation that has the id of another suite's
    entry = {name: value for name, value in entry.items() if name != "id"}
    kwargs, kind = dict(entry["kwargs"]), entry["type"]
    words = next(_references(entry), None)
    if words is None and (kind in ASKING or not str(kind).startswith("expect_")):
        words = kind
    if words is not None:
        tip = "write the value itself" if str(words).startswith("$") else "leave it out"
        msg = (
            f"{source}:{_line(text, words)}: “{words}” is not accepted in a suite, because it "
            f"could run code or read other data; {tip}."
        )
        raise ConfigError(msg)
    condition, parser = kwargs.get("row_condition"), kwargs.pop("condition_parser", None)
    if condition is None:
        return {
            **entry,
            "kwargs": {name: kwargs[name] for name in kwargs if name != "row_condition"},
        }
    try:
        kwargs["row_condition"] = rewrite_condition(condition, parser)
    except ValueError as error:
        msg = f"{source}:{_line(text, condition)}: {error}."
        raise ConfigError(msg) from error
    return {**entry, "kwargs": {**kwargs, "condition_parser": "pandas"}}


def _references(value: object) -> Iterator[str]:
    """Yield the keys that stand for something else: ``$PARAMETER`` is evaluated, ``$ref`` read."""
    if isinstance(value, Mapping):
        yield from (key for key in value if key.startswith("$"))
        for part in value.values():
            yield from _references(part)
    elif isinstance(value, list):
        for part in value:
            yield from _references(part)


def _line(text: str, words: object) -> int:
    """Return the line of a suite on which some of it stands, or 1 if that is unknown."""
    place = text.find(json.dumps(words, ensure_ascii=False))
    if place < 0:
        place = text.find(json.dumps(words))
    return 1 + text[: max(place, 0)].count("\n")


def _expectation(entry: Mapping[str, Any], scope: str) -> Expectation:
    kwargs, meta = entry["kwargs"], entry.get("meta") or {}
    severity = entry.get("severity") or "critical"
    scope = meta.get("scope", scope)
    if severity not in SEVERITIES:
        msg = f"unknown severity “{severity}”; Great Expectations knows {', '.join(SEVERITIES)}."
        raise ValueError(msg)
    if scope not in SCOPES:
        msg = f"unknown scope “{scope}”; known: {', '.join(SCOPES)}."
        raise ValueError(msg)
    column = kwargs.get("column")
    rule = meta.get("rule") or "-".join(filter(None, (entry["type"], column)))
    return Expectation(
        rule=rule,
        title=meta.get("title") or rule,
        scope=scope,
        severity=SEVERITIES[severity],
        type=entry["type"],
        column=column,
        limit=_limit(kwargs, column),
        family=meta.get("family"),
        raw=entry,
    )


def _refuse_unknown(
    expectation: Expectation, text: str, source: str, known: frozenset[str] | None
) -> None:
    unknown = (name for name in expectation.columns if known is not None and name not in known)
    if (column := next(unknown, None)) is None or known is None:
        return
    line = _line(text, column)
    near = difflib.get_close_matches(column, sorted(known), n=1)
    tip = f"did you mean “{near[0]}”?" if near else "`corpus-qa explain` lists the checks."
    msg = f"{source}:{line}: the suite names an unknown metric “{column}”; {tip}"
    raise ConfigError(msg)


def _limit(kwargs: Mapping[str, Any], column: str | None) -> str:
    low, high = kwargs.get("min_value"), kwargs.get("max_value")
    if low is not None and high is not None:
        return f"{amount(column, low, EXACT)} to {amount(column, high, EXACT)}"
    if high is not None:
        return f"at most {amount(column, high, EXACT)}" if high else "none"
    if low is not None:
        return f"at least {amount(column, low, EXACT)}"
    rest = {key: value for key, value in kwargs.items() if key != "column"}
    return ", ".join(f"{key} {value}" for key, value in rest.items())
