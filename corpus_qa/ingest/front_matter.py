"""The metadata that authors write at the top of a text: YAML, TOML or JSON (Jekyll, Hugo, Astro).

A line that cannot be read costs itself only.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus_qa.config import has_endless_key
from corpus_qa.ingest.columns import map_columns, shape, simplify
from corpus_qa.ingest.fields import fill, parse_declared
from corpus_qa.model import Problem

if TYPE_CHECKING:  # slow to import
    from yaml import SafeLoader

FENCED = re.compile(
    r"\A\s{0,20}?^(---|\+\+\+)[ \t]*\r?\n(.*?)^(?:\1|\.\.\.)[ \t]*(?:\r?\n|\Z)",
    re.DOTALL | re.MULTILINE,
)
# Characters from which the only value between two rules is a paragraph.
PROSE = 80

# Lines of one head that are repaired or left out before it is given up.
MOST_BAD = 25

ENTRY = re.compile(r"(\s*(?:- )?[\w@][\w .@/-]*?):[ \t]+(\S.*?)[ \t\r]*")
AT_LINE = re.compile(r"at line (\d+)")
NOT_IN_YAML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Head:
    """What a head says, where the text after it begins, and what could not be read.

    Attributes:
        fields: Columns of the article.
        extra: Everything else, by its own names; ``front_matter`` is the head as it is written
            where a part of it could not be read as it is.
        end: Where the text begins.
        lost: Pairs of a line of the file and what stands on it.
    """

    fields: dict[str, object]
    extra: dict[str, object]
    end: int
    lost: tuple[tuple[int, str], ...] = ()

    def problems(self, source: str) -> list[Problem]:
        """Return the problem of each line that could not be read."""
        hint = "Put the value in quotes, or correct the line; the rest of the file was read."
        return [
            Problem(
                source, f"this line of the front matter cannot be read: {text[:60]}", hint, line
            )
            for line, text in self.lost
        ]


def read_head(
    text: str, overrides: tuple[tuple[str, str], ...], *, expected: bool = True
) -> Head | None:
    """Return the head of a text; None if it has none.

    Args:
        text: The file.
        overrides: Pairs of input column and article column.
        expected: Whether files of this kind have heads; if not, a head must name a column of the
            article, and be fenced.
    """
    if text.startswith("{"):
        return _json_head(text, overrides) if expected else None
    if (found := FENCED.match(text)) is None:
        return None
    block = found[2]
    parse = _toml if found[1] == "+++" else _yaml
    values, lost, as_written = parse(block) if is_bounded(block) else (None, [], False)
    unread = Head({}, {"front_matter": block}, found.end())
    if values is None and not is_bounded(block):
        return unread
    if not _is_head(values, block, overrides, expected=expected):
        return None
    if not isinstance(values, dict):
        return unread
    fields, extra = _fill(values, overrides)
    if not as_written:
        extra["front_matter"] = block
    rows = block.split("\n")
    first = text.count("\n", 0, found.start(2)) + 1
    said = tuple((row + first, rows[row].strip()) for row in lost)
    return Head(fields, extra, found.end(), said)


def _json_head(text: str, overrides: tuple[tuple[str, str], ...]) -> Head | None:
    try:
        values, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return None
    rest = text[end:]
    if not rest.strip() or not rest.lstrip(" \t\r").startswith("\n"):
        return None
    if not isinstance(values, dict) or not map_columns(tuple(values), overrides).columns:
        return None
    return Head(*_fill(values, overrides), len(text) - len(rest.lstrip(" \t\r")) + 1)


def _fill(
    values: Mapping[object, object], overrides: tuple[tuple[str, str], ...]
) -> tuple[dict[str, object], dict[str, object]]:
    named = {str(name): value for name, value in values.items()}
    fields, extra = fill(named, named, map_columns(tuple(named), overrides))
    for column in ("text", "html"):  # the text stands below the head
        if column in fields:
            extra[column] = fields.pop(column)
    parse_declared(fields, extra)
    return fields, extra


def _is_head(
    values: object, block: str, overrides: tuple[tuple[str, str], ...], *, expected: bool
) -> bool:
    """Whether what stands between two fences is a head, not a text between two rules."""
    apart = block.startswith(("\n", "\r\n"))
    if not isinstance(values, dict):
        return expected and not apart and len(block.strip()) <= PROSE
    names = tuple(map(str, values))
    if map_columns(names, overrides).columns:
        return True
    usual = any(simplify(name) in shape("heads") for name in names)
    prose = all(isinstance(value, str) and len(value) > PROSE for value in values.values())
    return expected and (usual or not (apart or prose))


def _toml(block: str) -> tuple[object, list[int], bool]:
    """Return the values, the lines that cannot be read, and whether all was read as it is."""
    rows = block.split("\n")
    lost = [number for number, row in enumerate(rows) if has_endless_key(row)]
    for number in lost:
        rows[number] = ""
    for _ in range(MOST_BAD):
        try:
            return tomllib.loads("\n".join(rows)), lost, not lost
        except RecursionError:
            break
        except tomllib.TOMLDecodeError as error:
            found = AT_LINE.search(str(error))
            row = min(int(found[1]) if found else len(rows), len(rows)) - 1
            if not rows[row].strip():
                break
            rows[row] = ""
            lost.append(row)
    return None, [], False


def _yaml(block: str) -> tuple[object, list[int], bool]:
    """Return the values, the lines that cannot be read, and whether all was read as it is.

    A value that is no YAML (``@name``, ``{{ a template }}``, a title with a colon) is a text.
    """
    import yaml  # noqa: PLC0415 - slow to import

    loader = _loader()
    rows, lost, repaired = block.split("\n"), list[int](), set[int]()
    for attempt in range(MOST_BAD):
        try:
            values = yaml.load("\n".join(rows), Loader=loader)  # noqa: S506 - a SafeLoader
        except yaml.MarkedYAMLError as error:
            if not attempt and "\t" in block:
                rows = [_without_tabs(row) for row in rows]
                continue
            row = _bad_row(error, rows, repaired)
            if row is None:
                break
            entry = ENTRY.fullmatch(rows[row])
            if entry and row not in repaired:
                repaired.add(row)
                rows[row] = f"{entry[1]}: {_quoted(entry[2])}"
            else:
                lost.append(row)
                rows[row] = ""
        except yaml.YAMLError:  # characters that YAML does not allow
            rows = [NOT_IN_YAML.sub("", row) for row in rows]
        except (ValueError, RecursionError):
            break
        else:
            return values, lost, not (lost or repaired)
    return None, [], False


def _quoted(value: str) -> str:
    """Return a value as a text of YAML, without quotes around it and one that is never closed."""
    quote = value[0]
    if quote in {"'", '"'} and (value.endswith(quote) or value.count(quote) == 1):
        value = value[1:].removesuffix(quote)
    doubled = value.replace("'", "''")
    return f"'{doubled}'"


def _without_tabs(row: str) -> str:
    bare = row.lstrip(" \t")
    return row[: len(row) - len(bare)].replace("\t", "  ") + bare


def _bad_row(error: object, rows: list[str], repaired: set[int]) -> int | None:
    """Return the row that an error is about: an open quote or bracket is met at its end."""
    marks = [getattr(error, name, None) for name in ("problem_mark", "context_mark")]
    if re.search("flow|quoted|simple key", str(getattr(error, "context", ""))):
        marks.reverse()
    near = [mark.line + shift for shift in (0, -1) for mark in marks if mark is not None]
    usable = [row for row in near if 0 <= row < len(rows) and rows[row].strip()]
    fresh = (row for row in usable if row not in repaired and ENTRY.fullmatch(rows[row]))
    return next(fresh, usable[0] if usable else None)


def _loader() -> type[SafeLoader]:
    """Return a loader that reads a day that there is not as a text."""
    import yaml  # noqa: PLC0415 - slow to import

    class Loader(yaml.SafeLoader):
        pass

    def timestamp(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> object:
        try:
            return loader.construct_yaml_timestamp(node)
        except ValueError:
            return node.value

    Loader.add_constructor("tag:yaml.org,2002:timestamp", timestamp)
    return Loader


# Characters of a head; those of articles have hundreds.
LONGEST = 1 << 16
# Characters and values after each alias is replaced by what it names.
MOST = 1 << 20
DEEPEST = 50

# What no value can nest or repeat without.
SUSPICIOUS = re.compile(rf"[*\[{{]|- +-|^[ ]{{{DEEPEST},}}", re.MULTILINE)


def is_bounded(block: str, longest: int = LONGEST) -> bool:
    """Whether YAML holds no more than is written in it, and is not nested too deeply.

    True also for what is no YAML, which its reader finds out.
    """
    if len(block) > longest:
        return False
    return not SUSPICIOUS.search(block) or _is_bounded(block)


def _is_bounded(block: str) -> bool:
    import yaml  # noqa: PLC0415 - slow to import

    sizes: dict[str, int] = {}
    above: list[tuple[str | None, int]] = []
    total = 0
    try:
        for event in yaml.parse(block, Loader=yaml.SafeLoader):
            if isinstance(event, yaml.AliasEvent):
                total += sizes.get(event.anchor or "", 1)
            elif isinstance(event, yaml.ScalarEvent):
                total += 1 + len(event.value)
                sizes[event.anchor or ""] = 1 + len(event.value)
            elif isinstance(event, yaml.CollectionStartEvent):
                above.append((event.anchor, total))
                sizes[event.anchor or ""] = MOST  # until it ends: it must not name itself
                total += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                anchor, before = above.pop()
                sizes[anchor or ""] = total - before
            if total >= MOST or len(above) > DEEPEST:
                return False
    except (yaml.YAMLError, ValueError):
        return True
    return True
