"""Waivers: findings that somebody accepted, with a reason, for articles they name, until a day."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pyarrow.compute as pc

from corpus_qa.config import Waiver, parse_waiver
from corpus_qa.dataset.store import Dataset, read_columns
from corpus_qa.errors import ConfigError
from corpus_qa.ingest.registry import has_front_matter
from corpus_qa.model import Reason, Severity
from corpus_qa.run.document import WaiverUse

# Why a waiver in an article of the change does not hold.
INLINE = (
    "A waiver in an article holds from the next change on. Fix the article, or merge the waiver "
    "in a change of its own."
)


def refuse_wrong(
    waivers: Sequence[Waiver], checks: Collection[str], place: str = "[[waivers]]"
) -> None:
    """Refuse waivers that could not work; ``place`` says where they are.

    Raises:
        ConfigError: A waiver names no check, or no article.
    """
    for number, waiver in enumerate(waivers, start=1):
        where = f"{place} {number}"
        if not any(check.startswith(waiver.check) for check in checks):
            msg = f"{where} names “{waiver.check}”, but no check has such an id: see explain."
            raise ConfigError(msg)
        if not (waiver.path or waiver.article or waiver.site):
            msg = f"{where} names no path, article or site; [checks.ignore] turns a check off."
            raise ConfigError(msg)


def holding(waivers: Sequence[Waiver], today: date) -> tuple[Waiver, ...]:
    """Return the waivers that have not expired."""
    return tuple(waiver for waiver in waivers if waiver.expires >= today)


def reasons(waivers: Sequence[Waiver], held: Sequence[Waiver], uses: Sequence[int]) -> list[Reason]:
    """Tell of waivers that expired, and of those that cover nothing."""
    return [*_expired(waivers, held), *_unused(held, uses)]


def waiver_uses(
    waivers: Sequence[Waiver], held: Sequence[Waiver], uses: Sequence[int]
) -> tuple[WaiverUse, ...]:
    """Return all waivers as ``run.json`` lists them: with their state and what they cover."""
    used = dict(zip(held, uses, strict=True))
    return tuple(
        WaiverUse(
            check=waiver.check,
            reason=waiver.reason,
            owner=waiver.owner,
            expires=waiver.expires.isoformat(),
            state=_state(used.get(waiver)),
            path=waiver.path,
            article=waiver.article,
            site=waiver.site,
            findings=used.get(waiver, 0),
        )
        for waiver in waivers
    )


def _state(uses: int | None) -> str:
    if uses is None:
        return "expired"
    return "used" if uses else "unused"


def _expired(waivers: Sequence[Waiver], held: Sequence[Waiver]) -> Iterator[Reason]:
    for waiver in waivers:
        if waiver not in held:
            message = f"The waiver of {_named(waiver)} expired on {waiver.expires}."
            tip = f"Fix the articles, or ask {waiver.owner} to extend the waiver."
            yield Reason("waiver", Severity.WARNING, message, tip)


def _unused(held: Sequence[Waiver], uses: Sequence[int]) -> Iterator[Reason]:
    for waiver, count in zip(held, uses, strict=True):
        if not count:
            message = f"The waiver of {_named(waiver)} covers no finding."
            yield Reason("waiver", Severity.WARNING, message, "Remove it.")


def _named(waiver: Waiver) -> str:
    parts = (("path", waiver.path), ("article", waiver.article), ("site", waiver.site))
    return f"{waiver.check} for " + ", ".join(f"{kind} {name}" for kind, name in parts if name)


KEY = "corpus-qa"
TIP = (
    "Write `corpus-qa: [{check: CHR017, reason: why it stays, owner: who says so, "
    "expires: 2099-12-31}]`."
)


def read_inline(
    dataset: Dataset, checks: Collection[str]
) -> tuple[tuple[Waiver, ...], tuple[Reason, ...]]:
    """Return the waivers that articles carry, each for its own, and what is wrong with others.

    Only Markdown is looked at: in records, whoever makes the corpus would waive for everybody.
    """
    waivers: list[Waiver] = []
    wrong: list[Reason] = []
    for article_id, source, entry in _entries(dataset):
        try:
            waiver = replace(parse_waiver(entry, f"{source}: "), article=article_id)
            refuse_wrong([waiver], checks, f"{source}: waiver")
        except ConfigError as error:
            wrong.append(Reason("waiver", Severity.WARNING, str(error), TIP))
        else:
            waivers.append(waiver)
    return tuple(waivers), tuple(wrong)


def _entries(dataset: Dataset) -> Iterator[tuple[str, str, Any]]:
    names = [name for name in dataset.manifest.sources if has_front_matter(name)]
    if not names:
        return
    table = read_columns(dataset, ["article_id", "source", "extra"], names)
    carrying = pc.match_substring(table.column("extra"), f'"{KEY}"')
    for row in table.filter(pc.fill_null(carrying, fill_value=False)).to_pylist():
        told = json.loads(row["extra"]).get(KEY)
        for entry in told if isinstance(told, list) else [told]:
            yield row["article_id"], row["source"], entry


def is_among(waiver: Waiver, others: Iterable[Waiver]) -> bool:
    """Tell whether one of other waivers covers the same for as long."""
    return any(
        scope_of(waiver) == scope_of(other) and waiver.expires <= other.expires for other in others
    )


def refuse_own_waiver(waiver: Waiver) -> Reason:
    """Return the reason why a waiver that a change brings in its own article does not hold."""
    message = f"The change loosens the rules: its article waives {describe_waiver(waiver)}."
    return Reason("rules", Severity.ERROR, message, INLINE)


def describe_waiver(waiver: Waiver, before: date | None = None) -> str:
    """Say what a waiver covers, until when and why; ``before`` is when it expired so far."""
    places = (("path", waiver.path), ("article", waiver.article), ("site", waiver.site))
    place = ", ".join(f"{kind} {name}" for kind, name in places if name)
    until = f"until {waiver.expires}" + (f", before until {before}" if before else "")
    return f"{waiver.check} for {place} {until} ({waiver.reason})"


def scope_of(waiver: Waiver) -> tuple[str, ...]:
    return waiver.check, waiver.path, waiver.article, waiver.site
