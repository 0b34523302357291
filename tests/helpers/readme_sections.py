"""Writes the parts of the README that are made from the code (``poe readme``).

Each part stands between ``<!-- begin: NAME -->`` and ``<!-- end -->``.
"""

from __future__ import annotations

import contextlib
import inspect
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from typing import Any, get_type_hints

from sample_report import ROOT, SAMPLE

from corpus_qa.checks.registry import BUILTIN
from corpus_qa.commands.context import settings_of
from corpus_qa.commands.fix import Asked, describe, fix
from corpus_qa.config import Config, Waiver
from corpus_qa.ingest.registry import BUILT_IN
from corpus_qa.model import Family
from corpus_qa.repair.repair import Choice

README = ROOT / "README.md"
PART = re.compile(r"(<!-- begin: ([\w-]+) -->\n)(.*?)(<!-- end -->)", re.DOTALL)
# What an article is in files of a kind; in others it is a record.
ARTICLES = {
    **dict.fromkeys(("text", "markdown", "html", "mhtml"), "the file"),
    **dict.fromkeys(("zip", "tar"), "as in the files within"),
    **dict.fromkeys(("parquet", "arrow"), "a row"),
    **dict.fromkeys(("workbook", "sqlite", "duckdb"), "a row of a table with a column of texts"),
    "warc": "a page, or the text of one",
    "xml": "an entry of a feed; a document in TEI, NITF, NewsML-G2, JATS or trafilatura's form",
}
# Findings that the README shows of an output; the rest is told by an ellipsis.
SHOWN = 4
# The file of the sample whose diff is shown.
FIXED = "tests/sample/harbourpost/ferry-page.txt"


def configuration() -> str:
    """Return the table of all keys: their defaults, and what the dataclasses say of them."""
    rows = ["| key | default | meaning |", "|---|---|---|"]
    hints = get_type_hints(Config)
    for section in fields(Config):
        kind = hints[section.name]
        listed = f"[{section.name}]" if is_dataclass(kind) else f"[[{section.name}]]"
        rows += _rows(listed, kind if is_dataclass(kind) else Waiver)
    return "\n".join(rows) + "\n"


def output(name: str) -> str:
    """Return the beginning and the end of an output that lies beside the sample report."""
    text = (SAMPLE / name).read_text(encoding="utf-8")
    head, *findings, end = re.split(r"\n(?=[A-Z]{3}\d{3} |Report )", text)
    more = ["…\n"] if len(findings) > SHOWN else []
    return "```text\n" + "\n".join([head, *findings[:SHOWN], *more, end]) + "```\n"


def summary() -> str:
    """Return the beginning of the summary of the sample corpus."""
    lines = (SAMPLE / "summary.md").read_text(encoding="utf-8").splitlines()
    first = next(place for place, line in enumerate(lines) if line.startswith("|---"))
    return "\n".join(["```markdown", *lines[: first + 1 + SHOWN], "…", "```"]) + "\n"


def inputs() -> str:
    """Return the table of the built-in readers."""
    rows = ["| kind | files | an article is |", "|---|---|---|"]
    for reader in BUILT_IN:
        article = "a line or row" if reader.record_lines else ARTICLES.get(reader.name, "a record")
        suffixes = " ".join(f"`{suffix}`" for suffix in reader.suffixes)
        rows.append(f"| {reader.name} | {suffixes} | {article} |")
    return "\n".join(rows) + "\n"


def checks() -> str:
    """Return the table of the families, with the languages that their checks know."""
    rows = ["| family | checks | for articles in |", "|---|---|---|"]
    for family in Family:
        own = [check for check in BUILTIN if check.family is family]
        every = [check for check in own if check.knows_all_languages]
        only = Counter(", ".join(check.languages) for check in own if check not in every)
        words = sorted({tag for check in every for tag in check.languages} - {"*"})
        told = "any language" + (f"; words of {len(words)}: {' '.join(words)}" if words else "")
        told = "; ".join(
            [f"{len(every)}: {told}", *(f"{n}: {tag} only" for tag, n in only.items())]
        )
        rows.append(f"| {family} | {len(own)} | {told} |")
    return "\n".join(rows) + "\n"


def fixes() -> str:
    """Return what ``fix`` says of the sample, and the diff of one of its files."""
    shown: list[str] = []
    with contextlib.chdir(ROOT):
        settings = settings_of(Config())
        fix([FIXED], Asked(Choice(), diff=True), settings, shown.append)
        told = [*describe(fix(["tests/sample"], Asked(Choice()), settings, shown.append))]
    commands = (f"$ corpus-qa fix {FIXED} --diff", "$ corpus-qa fix tests/sample")
    return "\n".join(["```console", commands[0], *shown, "", commands[1], *told, "```"]) + "\n"


SECTIONS: Mapping[str, Callable[[], str]] = {
    "checks": checks,
    "inputs": inputs,
    "configuration": configuration,
    "validate": lambda: output("validate.txt"),
    "summary": summary,
    "fix": fixes,
    "gate": lambda: output("gate.txt"),
}


def renewed(text: str) -> str:
    """Return the README with every part made anew."""
    return PART.sub(lambda m: m[1] + SECTIONS[m[2]]() + m[4], text)


def _rows(listed: str, kind: Any) -> Iterator[str]:
    meanings = attributes(kind)
    for field in fields(kind):
        yield f"| `{listed} {field.name}` | {_default(field)} | {meanings[field.name]} |"


def attributes(kind: Any) -> dict[str, str]:
    """Return what the docstring of a dataclass says of its attributes, in Markdown."""
    text = inspect.getdoc(kind) or ""
    listed = text.partition("Attributes:\n")[2]
    entries = re.findall(r"^    (\w+): (.*(?:\n {8}.*)*)", listed, re.MULTILINE)
    return {name: " ".join(told.split()).replace("``", "`") for name, told in entries}


def _default(field: Field[Any]) -> str:
    if field.default is MISSING and field.default_factory is MISSING:
        return "required"
    value = field.default if field.default_factory is MISSING else field.default_factory()
    return f"`{json.dumps(value)}`"


if __name__ == "__main__":
    README.write_text(renewed(README.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
