"""The reference: commands, configuration, files of a run, Python API, all made from the code."""

from __future__ import annotations

import contextlib
import inspect
import io
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
from markdown import cell, docstring, fenced
from readme_sections import configuration, inputs
from sample_report import SAMPLE
from typer.main import get_command

import corpus_qa
from corpus_qa import cli, testing
from corpus_qa.api.tables import Duplicate
from corpus_qa.checks.registry import catalogue
from corpus_qa.expectations.metrics import metric_names
from corpus_qa.expectations.suite import built_in_suites
from corpus_qa.model import DUPLICATE_SCHEMA, FINDING_SCHEMA, KNOWN_SCHEMA, METRIC_SCHEMA
from corpus_qa.report.registry import BUILT_IN

ROOT = Path(__file__).parents[2]

# Characters of a signature that stand in one line.
WIDE = 60

# Commands whose output is shown, run on the sample corpus; they neither judge nor write.
EXAMPLES: Mapping[str, str] = {
    "lint": "lint tests/sample/harbourpost/crab-festival.txt",
    "columns": "columns tests/sample/quorumwire",
    "explain": "explain ENC001",
}
# Outputs of others that lie beside the sample report.
PRINTED: Mapping[str, tuple[str, str]] = {
    "validate": ("validate tests/sample", "validate.txt"),
    "gate": ("gate --base main articles", "gate.txt"),
}

EXIT_CODES = """
| exit code | meaning |
|---|---|
| 0 | pass: every expectation of severity error is met |
| 1 | fail: an expectation of severity error is not met, or a rate is worse than the baseline |
| 2 | the command line, the configuration or a suite is invalid |
| 3 | incomplete: an input could not be read, a check crashed, or nothing was judged |
"""


def commands() -> str:
    """Return the page of the commands, each with its help and what it prints."""
    return "\n".join(["# Commands\n", *_commands(), "## Exit codes", EXIT_CODES])


def _commands() -> Iterator[str]:
    root: Any = get_command(cli.app)
    context = root.make_context("corpus-qa", [], resilient_parsing=True)
    for name, command in sorted(root.commands.items()):
        yield f"## corpus-qa {name}\n"
        yield from _command(command, name, context)


def _command(command: Any, name: str, parent: Any) -> Iterator[str]:
    context = command.make_context(name, [], parent=parent, resilient_parsing=True)
    yield fenced(command.get_help(context))
    for sub, nested in sorted(getattr(command, "commands", {}).items()):
        yield f"### corpus-qa {name} {sub}\n"
        yield from _command(nested, sub, context)
    if name in EXAMPLES:
        yield _example(EXAMPLES[name], _output(EXAMPLES[name]))
    if name in PRINTED:
        line, file = PRINTED[name]
        yield _example(line, (SAMPLE / file).read_text(encoding="utf-8"))


def _example(line: str, output: str) -> str:
    return f"{fenced(f'$ corpus-qa {line}', 'console')}\n{fenced(output)}"


def _output(line: str) -> str:
    with contextlib.redirect_stdout(io.StringIO()) as stream, contextlib.chdir(ROOT):
        get_command(cli.app)(line.split(), prog_name="corpus-qa", standalone_mode=False)
    return stream.getvalue()


def configuration_page() -> str:
    """Return the page of all configuration keys."""
    return f"""# Configuration

A file `corpus-qa.toml`, or the table `[tool.corpus-qa]` of `pyproject.toml`, at or above the
working directory. Every key is optional, except in waivers; an unknown key is an error with a
suggestion. Editors check and complete the file by its JSON Schema, `schemas/config.schema.json`.

{configuration()}

## Files that are read

{inputs()}

## Metrics that a suite can judge

The built-in suites are {", ".join(f"`{name}`" for name in built_in_suites())}.

{fenced(chr(10).join(sorted(metric_names(tuple(catalogue().values())))))}
"""


# What the files of a run folder hold, beside tables.
FILES: Mapping[str, str] = {
    "run.json": "What the run looked at, what was decided and why; `schemas/run.schema.json`.",
    "quotes.parquet": "The articles that reports quote: ID, source, title, byline and text.",
    **{one.filename: f"The report in the format `{one.name}`." for one in BUILT_IN if one.filename},
}


def run_folder() -> str:
    """Return the page of the files and columns of a run folder."""
    finding = json.loads((ROOT / "schemas/finding.schema.json").read_text("utf-8"))["properties"]
    duplicate = _attributes(Duplicate)
    parts = [
        "# The run folder\n",
        "Every run writes one folder; it is the only interface between its stages, so that a",
        "report can be made again, and a suite judged again, without reading any articles.\n",
        "| file | content |",
        "|---|---|",
        *(f"| `{name}` | {told} |" for name, told in FILES.items()),
        "",
        _table("findings.parquet", FINDING_SCHEMA, {n: _meaning(v) for n, v in finding.items()}),
        _table("duplicates.parquet", DUPLICATE_SCHEMA, duplicate),
        _table("metrics.parquet", METRIC_SCHEMA, METRICS),
        _table("known.parquet", KNOWN_SCHEMA, {}),
        SIGNALS,
    ]
    return "\n".join(parts)


METRICS: Mapping[str, str] = {
    "scope": "`dataset`, `site`, `site-pair` or `additions`.",
    "key": "The site, or the two sites, that the number is about.",
    "metric": "Its name, such as `chrome_rate`.",
    "value": "The number.",
    "numerator": "Of a rate: how many articles.",
    "denominator": "Of a rate: of how many.",
    "low": "Lower end of the 95 % Wilson interval of a rate.",
    "high": "Upper end of that interval.",
}

SIGNALS = """
## signals.parquet

One row for each article: `article_id`, `source`, `site`, `language`, `published_at`,
`published_source`, `characters`, `words`, `lines`, `decode_errors`, the number of findings by
severity and family, and a column for each number that a check measured.
"""


def _meaning(described: Mapping[str, Any]) -> str:
    return str(described.get("description", ""))


def _table(name: str, schema: pa.Schema, meanings: Mapping[str, str]) -> str:
    rows = (
        f"| `{field.name}` | {field.type}{'' if field.nullable else ', never null'} |"
        f" {cell(meanings.get(field.name, ''))} |"
        for field in schema
    )
    return "\n".join((f"\n## {name}\n", "| column | type | meaning |", "|---|---|---|", *rows))


def _attributes(kind: type) -> dict[str, str]:
    found = {}
    for line in (inspect.getdoc(kind) or "").partition("Attributes:\n")[2].splitlines():
        name, colon, told = line.strip().partition(": ")
        if colon and line.startswith("    ") and not line.startswith("     "):
            found[name] = told
    return found


# The names of the API in the order in which a reader needs them; the others are for plug-ins.
FIRST = ("validate", "load", "Run", "merge", "PartialRun", "check", "Checker", "fix",
         "MarkedArticle", "Table", "Finding", "Duplicate", "Metric", "CorpusQAError",
         "VerdictError")  # fmt: skip


def python_api() -> str:
    """Return the page of the Python API."""
    first = [name for name in FIRST if name in corpus_qa.__all__]
    others = [name for name in corpus_qa.__all__ if name not in first and name != "__version__"]
    return "\n".join([
        "# Python API\n",
        "What is listed here is stable. Importing `corpus_qa` loads nothing else yet.\n",
        *(_described(f"corpus_qa.{name}", getattr(corpus_qa, name)) for name in first),
        "## For tests: corpus_qa.testing\n",
        _described("corpus_qa.testing.assert_clean", testing.assert_clean),
        _described("corpus_qa.testing.run_cases", testing.run_cases),
        _described("corpus_qa.testing.read_cases", testing.read_cases),
        _described("corpus_qa.testing.findings_of", testing.findings_of),
        "## For packages that bring checks, readers or formats\n",
        *(_described(f"corpus_qa.{name}", getattr(corpus_qa, name)) for name in others),
    ])  # fmt: skip


def _described(name: str, value: Any) -> str:
    parts = [f"### {name}\n", fenced(_signature(name, value), "python"), docstring(value)]
    if inspect.isclass(value):
        parts += list(_members(value))
    return "\n".join(parts)


def _signature(name: str, value: Any) -> str:
    short = name.rpartition(".")[2]
    if inspect.isclass(value) and not is_dataclass(value):
        return f"class {short}"
    signature = inspect.signature(value)
    inner = list(map(_parameter, signature.parameters.values()))
    kinds = [one.kind for one in signature.parameters.values()]
    if inspect.Parameter.KEYWORD_ONLY in kinds:
        inner.insert(kinds.index(inspect.Parameter.KEYWORD_ONLY), "*")
    text = ", ".join(inner)
    if len(text) > WIDE:
        text = "\n" + "".join(f"    {one},\n" for one in inner)
    if inspect.isclass(value):
        return f"class {short}({text})"
    return f"{short}({text}) -> {signature.return_annotation}"


def _parameter(one: inspect.Parameter) -> str:
    """Return a parameter as it is written; a default that is an object is left open."""
    annotation = "" if one.annotation is one.empty else f": {one.annotation}"
    if one.default is one.empty:
        return f"{one.name}{annotation}"
    shown = repr(one.default)
    return f"{one.name}{annotation} = {'...' if shown.startswith('<') else shown}"


def _members(kind: type) -> Iterator[str]:
    names = {one.name for one in fields(kind)} if is_dataclass(kind) else set()
    for name, member in vars(kind).items():
        if name.startswith("_") or name in names:
            continue
        function = getattr(
            member, "__func__", getattr(member, "func", getattr(member, "fget", member))
        )
        if not callable(function) or not function.__doc__:
            continue
        shown = f".{name}"
        if not isinstance(member, property) and not hasattr(member, "func"):
            text = str(inspect.signature(function)).replace("'", "")
            shown += text.replace("(self, ", "(").replace("(self)", "()").replace("(cls, ", "(")
        told = docstring(function).strip().replace("\n", "\n    ")
        yield f"`{shown}`\n\n:   {told}\n"


def _function(member: Any) -> Any:
    """Return the function behind a method, a property or a cached property."""
    names = ("__func__", "func", "fget")
    return next((getattr(member, name) for name in names if hasattr(member, name)), member)


def pages() -> Sequence[tuple[str, str, str]]:
    """Return the path, the title and the Markdown of each page of the reference."""
    os.environ["COLUMNS"] = "100"  # what the help of a command is wrapped to
    return (
        ("reference/commands.md", "Commands", commands()),
        ("reference/configuration.md", "Configuration", configuration_page()),
        ("reference/run-folder.md", "The run folder", run_folder()),
        ("reference/python.md", "Python API", python_api()),
    )
