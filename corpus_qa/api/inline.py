"""Waivers that an article carries itself: the key ``corpus-qa`` in the front matter of Markdown."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

import pyarrow.compute as pc

from corpus_qa.config import Waiver, parse_waiver
from corpus_qa.dataset import Dataset
from corpus_qa.dataset.find import kind_of
from corpus_qa.dataset.raw import Format
from corpus_qa.dataset.select import read_columns
from corpus_qa.errors import ConfigError
from corpus_qa.gate.waiver import refuse_wrong
from corpus_qa.model import Reason, Severity

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
    names = [name for name in dataset.manifest.sources if _is_markdown(name)]
    if not names:
        return
    table = read_columns(dataset, ["article_id", "source", "extra"], names)
    carrying = pc.match_substring(table.column("extra"), f'"{KEY}"')
    for row in table.filter(pc.fill_null(carrying, fill_value=False)).to_pylist():
        told = json.loads(row["extra"]).get(KEY)
        for entry in told if isinstance(told, list) else [told]:
            yield row["article_id"], row["source"], entry


def _is_markdown(name: str) -> bool:
    kind = kind_of(PurePosixPath(name).name)
    return kind is not None and kind[0] is Format.MARKDOWN
