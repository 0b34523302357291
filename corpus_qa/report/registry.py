"""The output formats, one record each: those of corpus-qa, then those of plug-ins.

What every run folder gets, what ``--format`` can ask for and how the files are called follows from
these records. Making them imports no format, so that the command line starts fast.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from corpus_qa.errors import PluginError, UsageError
from corpus_qa.plugins import load_plugins

if TYPE_CHECKING:  # reads tables, which is slow to import
    from corpus_qa.report.load import Run

PLUGIN_GROUP = "corpus_qa.formats"

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_FILE = re.compile(r"\w[\w.-]*")
_REFERENCE = re.compile(r"\w+(\.\w+)*:\w+")


@dataclass(frozen=True, slots=True)
class ReportFormat:
    """One form in which a run can be shown.

    Attributes:
        name: What ``--format`` calls it, in kebab-case.
        render: A function from a ``Run`` to the whole text, or where it is: ``module:function``,
            imported when it is first needed.
        filename: The file that every run folder gets, or None if it is only printed on request.

    Raises:
        PluginError: One of them is not as described; the message says what would be right.
    """

    name: str
    render: Callable[[Run], str] | str
    filename: str | None = None

    def __post_init__(self) -> None:
        """Refuse what would only fail when a report is written."""
        if not isinstance(self.name, str) or not _NAME.fullmatch(self.name):
            msg = f"the name of a format is in kebab-case, like “my-format”; found {self.name!r}"
            raise PluginError(msg)
        if self.filename is not None and not _is_free(self.filename):
            msg = (
                f"the file of the format “{self.name}” has a plain name that no other part of a "
                f"run folder has, like “{self.name}.txt”, or is None; found {self.filename!r}"
            )
            raise PluginError(msg)
        is_reference = isinstance(self.render, str) and _REFERENCE.fullmatch(self.render)
        if not is_reference and not callable(self.render):
            msg = (
                f"render of the format “{self.name}” is a function from a run to a text, or "
                f"“module:function”; found {self.render!r}"
            )
            raise PluginError(msg)

    def text(self, run: Run) -> str:
        """Return the report of a run.

        Raises:
            PluginError: The function of a plug-in failed, or returned something else than a text.
        """
        try:
            text: object = self._function()(run)
        except Exception as error:
            if self in BUILT_IN:
                raise
            msg = (
                f"The format “{self.name}” of a plug-in failed: {error!r}. Report it to its author."
            )
            raise PluginError(msg) from error
        if not isinstance(text, str):
            msg = f"The format “{self.name}” of a plug-in must return a text; found {text!r}."
            raise PluginError(msg)
        return text

    def _function(self) -> Callable[[Run], str]:
        if not isinstance(self.render, str):
            return self.render
        module, _, name = self.render.partition(":")
        function: Callable[[Run], str] = getattr(import_module(module), name)
        return function


def _is_free(filename: object) -> bool:
    """Whether a report may have this name: tables, run.json and hidden files are the run's own."""
    return (
        isinstance(filename, str)
        and _FILE.fullmatch(filename) is not None
        and not filename.endswith(".parquet")
        and filename != "run.json"
    )


BUILT_IN: tuple[ReportFormat, ...] = (
    ReportFormat("text", "corpus_qa.report.terminal:render"),
    ReportFormat("json", "corpus_qa.report.json:render"),
    ReportFormat("github", "corpus_qa.report.github:render"),
    ReportFormat("gitlab", "corpus_qa.report.gitlab:render"),
    ReportFormat("rdjson", "corpus_qa.report.rdjson:render"),
    ReportFormat("suggestions", "corpus_qa.report.suggestions:render"),
    ReportFormat("openlineage", "corpus_qa.report.openlineage:render"),
    ReportFormat("croissant", "corpus_qa.report.croissant:render"),
    ReportFormat("sarif", "corpus_qa.report.sarif:render", "results.sarif"),
    ReportFormat("junit", "corpus_qa.report.junit:render", "junit.xml"),
    ReportFormat("markdown", "corpus_qa.report.markdown:render", "summary.md"),
    ReportFormat("badge", "corpus_qa.report.badge:render"),
    ReportFormat("badge-json", "corpus_qa.report.badge:render_json"),
    ReportFormat("html", "corpus_qa.report.html.page:render", "report.html"),
)


@cache
def formats() -> Mapping[str, ReportFormat]:
    """Return every format by name, those of corpus-qa first.

    Raises:
        PluginError: A plug-in cannot be loaded, brings something else, or claims a name or a file
            that is taken; the message names the entry point.
    """
    found = {one.name: one for one in BUILT_IN}

    def add(added: ReportFormat) -> None:
        for one in found.values():
            same_file = one.filename is not None and one.filename == added.filename
            if one.name == added.name or same_file:
                file = f" with the file {added.filename}" if same_file else ""
                msg = (
                    f"the format “{added.name}”{file} clashes with “{one.name}”: give it a name "
                    "and a file of its own"
                )
                raise PluginError(msg)
        found[added.name] = added

    load_plugins(PLUGIN_GROUP, ReportFormat, add)
    return found


def report_files() -> frozenset[str]:
    """Return the names of the report files that every run folder gets."""
    return frozenset(one.filename for one in formats().values() if one.filename)


def format_named(name: str) -> ReportFormat:
    """Return the format that ``--format`` asks for; plug-ins are loaded only for other names.

    Raises:
        UsageError: There is no such format.
        PluginError: A plug-in is wrong.
    """
    built_in = next((one for one in BUILT_IN if one.name == name), None)
    found = built_in or formats().get(name)
    if found is None:
        msg = f"There is no format “{name}”; choose one of: {', '.join(formats())}."
        raise UsageError(msg)
    return found
