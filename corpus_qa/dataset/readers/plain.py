"""Text files and Markdown: the text stays as it is; title, byline and date are read off its top."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

from corpus_qa.dataset.charset import decode
from corpus_qa.dataset.columns import map_columns
from corpus_qa.dataset.raw import Draft, Format
from corpus_qa.dataset.readers.record import as_field, take_date
from corpus_qa.dataset.readers.stub import read_stub
from corpus_qa.model import Problem

if TYPE_CHECKING:
    from corpus_qa.dataset.raw import Raw

FRONT_MATTER = re.compile(
    r"\A(---|\+\+\+)[ \t]*\r?\n(.*?)^\1[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE
)

MOST_BINARY = 0.02
"""Share of control characters (and NULs) from which a text file is no text."""

CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def read_text(raw: Raw, overrides: tuple[tuple[str, str], ...]) -> Draft | Problem:
    """Return the article of a text or Markdown file."""
    if not isinstance(raw.data, bytes):
        raise TypeError(raw.data)
    text, encoding, errors = decode(raw.data)
    if "\0" in text or len(CONTROLS.findall(text[:65536])) > MOST_BINARY * len(text[:65536]):
        return _binary(raw)
    fields: dict[str, object] = {}
    extra: dict[str, object] = {}
    text_line = 1
    if raw.source.format is Format.MARKDOWN and (found := FRONT_MATTER.match(text)):
        fields, extra = _front(_values(found[1], found[2]), overrides)
        text_line += text.count("\n", 0, found.end())
        text = text[found.end() :]
    for name, value in read_stub(text).items():
        fields.setdefault(name, value)
    return Draft(text, fields, extra, raw.number, None, text_line, encoding, errors)


def _values(fence: str, block: str) -> dict[str, object]:
    """Return the values of a front matter; what cannot be parsed is no reason to lose the text."""
    import yaml  # noqa: PLC0415 - only Markdown needs it

    try:
        found = tomllib.loads(block) if fence == "+++" else yaml.safe_load(block)
    except (ValueError, yaml.YAMLError):
        return {"front_matter": block}
    return {str(name): value for name, value in found.items()} if isinstance(found, dict) else {}


def _front(
    values: dict[str, object], overrides: tuple[tuple[str, str], ...]
) -> tuple[dict[str, object], dict[str, object]]:
    mapped = map_columns(tuple(values), overrides)
    extra = {name: values[name] for name in mapped.others}
    fields: dict[str, object] = {}
    for column, names in mapped.columns:
        value = next(
            (value for name in names if (value := as_field(column, values[name])) is not None), None
        )
        if value is not None and column not in {"text", "html"}:
            fields[column] = value
    take_date(fields, extra)
    return fields, extra


def _binary(raw: Raw) -> Problem:
    at = raw.data.find(b"\0") if isinstance(raw.data, bytes) else -1
    return Problem(
        raw.source.name,
        "the file holds binary data, not text",
        "Check the export that made it, or leave the file out with exclude under [input].",
        byte=at if at >= 0 else None,
        lost=1,
    )
