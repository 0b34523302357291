"""Validate collections of news and web articles, and show the evidence.

``validate`` judges a corpus, ``check`` a single article; the other names are what they return, and
what packages that bring checks, readers or report formats need. All of them stay. Each is loaded
when it is first used, because the command line must start fast.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from corpus_qa.api.articles import MarkedArticle
    from corpus_qa.api.checker import Checker, check
    from corpus_qa.api.fixer import Fixed, fix
    from corpus_qa.api.run import PartialRun, Run, load, merge, validate
    from corpus_qa.api.tables import Duplicate, Table
    from corpus_qa.errors import CorpusQAError, VerdictError
    from corpus_qa.expectations.metrics import Metric
    from corpus_qa.ingest.records import Draft, Page, Raw, Reader, Reading, Source, split_file
    from corpus_qa.model import (
        Article,
        Batch,
        Check,
        CorpusQuery,
        Evidence,
        Family,
        Hit,
        Line,
        Pattern,
        Problem,
        Severity,
        Signal,
    )
    from corpus_qa.report.load import Finding
    from corpus_qa.report.load import Run as ReportData
    from corpus_qa.report.registry import ReportFormat

    __version__: str

__all__ = [
    "Article",
    "Batch",
    "Check",
    "Checker",
    "CorpusQAError",
    "CorpusQuery",
    "Draft",
    "Duplicate",
    "Evidence",
    "Family",
    "Finding",
    "Fixed",
    "Hit",
    "Line",
    "MarkedArticle",
    "Metric",
    "Page",
    "PartialRun",
    "Pattern",
    "Problem",
    "Raw",
    "Reader",
    "Reading",
    "ReportData",
    "ReportFormat",
    "Run",
    "Severity",
    "Signal",
    "Source",
    "Table",
    "VerdictError",
    "__version__",
    "check",
    "fix",
    "load",
    "merge",
    "split_file",
    "validate",
]

# Where names are that are not in ``corpus_qa.model``.
_ELSEWHERE = {
    **dict.fromkeys(
        ("Draft", "Page", "Raw", "Reader", "Reading", "Source", "split_file"),
        "corpus_qa.ingest.records",
    ),
    **dict.fromkeys(("Checker", "check"), "corpus_qa.api.checker"),
    **dict.fromkeys(("Fixed", "fix"), "corpus_qa.api.fixer"),
    **dict.fromkeys(("PartialRun", "Run", "load", "merge", "validate"), "corpus_qa.api.run"),
    **dict.fromkeys(("Duplicate", "Table"), "corpus_qa.api.tables"),
    **dict.fromkeys(("CorpusQAError", "VerdictError"), "corpus_qa.errors"),
    **dict.fromkeys(("Finding", "ReportData"), "corpus_qa.report.load"),
    "Metric": "corpus_qa.expectations.metrics",
    "MarkedArticle": "corpus_qa.api.articles",
    "ReportFormat": "corpus_qa.report.registry",
}
# What is called otherwise where it is.
_ORIGINAL = {"ReportData": "Run"}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - any of the public names
    if name == "__version__":
        from importlib.metadata import version  # noqa: PLC0415 - slow to import

        return version("corpus-qa")
    if name in __all__:
        module = import_module(_ELSEWHERE.get(name, "corpus_qa.model"))
        return getattr(module, _ORIGINAL.get(name, name))
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
