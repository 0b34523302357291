"""What GitHub Actions gets beside the exit code: annotations, a step summary, and outputs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TextIO

from corpus_qa.errors import CorpusQAError
from corpus_qa.model import Verdict
from corpus_qa.report.github import command
from corpus_qa.report.output import print_report

# GitHub refuses a summary of more than 1 MiB.
MOST_SUMMARY = 1_000_000
CUT = "\n\nThe summary is truncated here; the report has everything.\n"


def is_action(environment: Mapping[str, str]) -> bool:
    """Tell whether this runs as a step of GitHub Actions."""
    return environment.get("GITHUB_ACTIONS") == "true"


def report_run(folder: Path, environment: Mapping[str, str], stream: TextIO) -> None:
    """Annotate the lines of a run, and write its summary and its outputs.

    Nothing else is printed: in a log, a line of an article could be taken for a command.
    """
    print_report(folder, "github", stream)
    document = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    summary = (folder / "summary.md").read_bytes()
    if len(summary) > MOST_SUMMARY:
        summary = summary[:MOST_SUMMARY].rpartition(b"\n")[0] + CUT.encode()
    _append(environment, "GITHUB_STEP_SUMMARY", summary.decode("utf-8"))
    outputs = {
        "verdict": document["verdict"],
        "run": folder.as_posix(),
        "report": (folder / "report.html").as_posix(),
        "sarif": (folder / "results.sarif").as_posix(),
        **document["statuses"],
        "added": document["change"]["added"],
    }
    _append(environment, "GITHUB_OUTPUT", "".join(map(_output, outputs.items())))


def report_error(error: Exception, environment: Mapping[str, str], stream: TextIO) -> None:
    """Annotate a run that did not come to a verdict, and say so in its summary and outputs."""
    message = str(error) if isinstance(error, CorpusQAError) else repr(error)
    stream.write(command("error", message, title="corpus-qa: nothing was judged") + "\n")
    summary = f"**Incomplete**: nothing was judged.\n\n{_code(message)}\n"
    _append(environment, "GITHUB_STEP_SUMMARY", summary)
    _append(environment, "GITHUB_OUTPUT", _output(("verdict", Verdict.INCOMPLETE)))


def _append(environment: Mapping[str, str], variable: str, text: str) -> None:
    if path := environment.get(variable):
        with Path(path).open("a", encoding="utf-8", newline="\n") as file:
            file.write(text)


def _output(item: tuple[str, object]) -> str:
    """Return an output on one line: a value with line breaks could set another output."""
    name, value = item
    return f"{name}={' '.join(str(value).split())}\n"


def _code(text: str) -> str:
    """Indent a text, so that Markdown takes nothing in it for markup."""
    return "\n".join(f"    {line}" for line in text.splitlines())
