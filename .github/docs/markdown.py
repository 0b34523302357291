"""Docstrings in Google's style as Markdown."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from html import escape

SECTIONS = ("Args", "Attributes", "Raises", "Returns", "Yields")
ENTRY = re.compile(r"^    ([\w.*]+)(?: \([^)]*\))?: (.*)$")


def docstring(value: object) -> str:
    """Return the docstring of a function or class as Markdown."""
    return "\n".join(_blocks(inspect.getdoc(value) or "")) + "\n"


def _blocks(text: str) -> Iterator[str]:
    section = ""
    literal = False
    for line in text.splitlines():
        if line.endswith(":") and line[:-1] in SECTIONS:
            section = line[:-1]
            yield f"**{'Parameters' if section == 'Args' else section}**\n"
        elif section and (entry := ENTRY.match(line)):
            yield f"- `{entry[1]}` – {inline(entry[2])}"
        elif section and line.startswith("     "):
            yield f"  {inline(line.strip())}"
        elif line.endswith("::") and not section:
            literal = True
            yield inline(line[:-1])
        else:
            section = section if not line or line.startswith(" ") else ""
            literal = literal and (not line or line.startswith(" "))
            yield line if literal else inline(line)


def inline(text: str) -> str:
    """Return a line of a docstring, its double backticks made single ones and its tags escaped."""
    parts = re.split(r"(``.*?``)", text)
    return "".join(
        f"`{part[2:-2]}`" if part.startswith("``") else escape(part, quote=False) for part in parts
    )


def fenced(text: str, language: str = "text") -> str:
    """Return a text as a block of code, however many backticks it holds."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{text.rstrip()}\n{fence}\n"


def cell(text: str) -> str:
    """Return a text for a cell of a table."""
    return inline(" ".join(text.split())).replace("|", "\\|")
