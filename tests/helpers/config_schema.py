"""Writes ``schemas/config.schema.json`` from the configuration's dataclasses (``poe schema``)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any, get_args, get_type_hints

from readme_sections import attributes

from corpus_qa.config import Config, documentation

SCHEMA = Path(__file__).parents[2] / "schemas" / "config.schema.json"

PLAIN: Mapping[Any, Mapping[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer", "minimum": 0},
    float: {"type": "number", "minimum": 0},
    date: {"type": "string", "format": "date"},
    tuple[str, ...]: {"type": "array", "items": {"type": "string"}},
    Mapping[str, str]: {"type": "object", "additionalProperties": {"type": "string"}},
}

# What the loader demands beyond the types.
CHOICES = {"rules": ["base", "head"]}


def schema() -> str:
    """Return the JSON Schema of ``corpus-qa.toml``."""
    found = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": documentation("config.schema.json"),
        "title": "corpus-qa.toml",
        "description": "The configuration of corpus-qa.",
        **_table(Config),
    }
    return json.dumps(found, indent=1, ensure_ascii=False) + "\n"


def _table(kind: Any) -> dict[str, Any]:
    hints, meanings = get_type_hints(kind), attributes(kind)
    required = []
    properties = {}
    for field in fields(kind):
        described = dict(_value(hints[field.name]))
        if field.name in meanings:
            described["description"] = meanings[field.name].replace("`", "")
        if field.name in CHOICES:
            described["enum"] = CHOICES[field.name]
        if field.default is not MISSING and not is_dataclass(field.default):
            described["default"] = field.default
        elif field.default is MISSING and field.default_factory is MISSING:
            required.append(field.name)
        properties[field.name.replace("_", "-")] = described
        if "_" in field.name:
            properties[field.name] = described
    table = {"type": "object", "additionalProperties": False, "properties": properties}
    return table | ({"required": required} if required else {})


def _value(hint: Any) -> Mapping[str, Any]:
    if is_dataclass(hint):
        return _table(hint)
    item, *_ = (*get_args(hint), None)
    if is_dataclass(item):
        return {"type": "array", "items": _table(item)}
    return PLAIN[hint]


if __name__ == "__main__":
    SCHEMA.write_text(schema(), encoding="utf-8", newline="\n")
