"""Text files and Markdown: the text stays as it is; title, byline and date are read off its top."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

from corpus_qa.dataset.charset import decode
from corpus_qa.dataset.columns import map_columns
from corpus_qa.dataset.raw import Draft, Format, raw_bytes
from corpus_qa.dataset.readers.record import as_field, take_declared
from corpus_qa.dataset.readers.stub import read_stub
from corpus_qa.model import Problem

if TYPE_CHECKING:
    from corpus_qa.dataset.raw import Raw, Reading

FRONT_MATTER = re.compile(
    r"\A(---|\+\+\+)[ \t]*\r?\n(.*?)^\1[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE
)

CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
SAMPLE = 1 << 16
MOST_CONTROLS = 0.02
"""Share of control characters above which a text file holds no text."""


def read_text(raw: Raw, reading: Reading) -> Draft | Problem:
    """Return the article of a text or Markdown file."""
    data = raw_bytes(raw)
    text, encoding, errors = decode(data)
    if "\0" in text or len(CONTROLS.findall(text[:SAMPLE])) > MOST_CONTROLS * len(text[:SAMPLE]):
        return _binary(raw, data)
    fields: dict[str, object] = {}
    extra: dict[str, object] = {}
    text_line = 1
    if raw.source.format is Format.MARKDOWN and (found := FRONT_MATTER.match(text)):
        fields, extra = _front_matter(found[1], found[2], reading)
        text_line += text.count("\n", 0, found.end())
        text = text[found.end() :]
    for name, value in read_stub(text).items():
        fields.setdefault(name, value)
    return Draft(text, fields, extra, raw.number, None, text_line, encoding, errors)


def _front_matter(
    fence: str, block: str, reading: Reading
) -> tuple[dict[str, object], dict[str, object]]:
    """Return the columns and the rest; what cannot be parsed is kept as it is."""
    import yaml  # noqa: PLC0415 - only Markdown needs it

    try:
        values = tomllib.loads(block) if fence == "+++" else yaml.safe_load(block)
    except (ValueError, yaml.YAMLError):
        return {}, {"front_matter": block}
    if not isinstance(values, dict):
        return {}, {"front_matter": block}
    values = {str(name): value for name, value in values.items()}
    mapped = map_columns(tuple(values), reading.overrides)
    extra = {name: values[name] for name in mapped.others}
    fields: dict[str, object] = {}
    for column, names in mapped.columns.items():
        found = (as_field(column, values[name]) for name in names)
        value = next((value for value in found if value is not None), None)
        if value is not None and column not in {"text", "html"}:
            fields[column] = value
    take_declared(fields, extra)
    return fields, extra


def _binary(raw: Raw, data: bytes) -> Problem:
    place = data.find(b"\0")
    return Problem(
        raw.source.name,
        "the file holds binary data, not text",
        "Check the export that made it, or leave the file out with exclude under [input].",
        byte=place if place >= 0 else None,
        lost=1,
    )
