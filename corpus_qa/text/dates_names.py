"""The names of months in about fifty languages, from ``dates_months.toml``."""

from __future__ import annotations

import tomllib
import unicodedata
from functools import cache
from importlib.resources import files


@cache
def month_numbers() -> dict[str, int]:
    """Return the number of the month for each name, composed and in lower case.

    Forms without accents are known too: capitals and old systems leave them out.
    """
    source = files("corpus_qa.text").joinpath("dates_months.toml").read_text(encoding="utf-8")
    found = {
        unicodedata.normalize("NFC", name.replace("_", " ")): number
        for language in tomllib.loads(source).values()
        for number, cell in enumerate(language.split(), start=1)
        for name in cell.split("/")
        if name != "-"
    }
    for name, number in tuple(found.items()):
        found.setdefault(_without_accents(name), number)
    return found


def month_number(name: str) -> int | None:
    """Return 1 to 12 for the name of a month in any case, with or without its full stop."""
    lower = unicodedata.normalize("NFC", name.rstrip(".").replace("İ", "i").lower())
    return month_numbers().get(lower)


def _without_accents(name: str) -> str:
    parts = unicodedata.normalize("NFD", name.replace("ı", "i"))
    return unicodedata.normalize("NFC", "".join(c for c in parts if not "\u0300" <= c <= "\u036f"))
