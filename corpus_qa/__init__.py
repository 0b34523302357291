"""Validate collections of news and web articles, and show the evidence.

The names here are for packages that bring checks, readers or report formats: they stay. Each is
loaded when it is first used, because the command line must start fast.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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
    from corpus_qa.report.load import Run
    from corpus_qa.report.registry import ReportFormat

    __version__: str

__all__ = [
    "Article",
    "Batch",
    "Check",
    "CorpusQuery",
    "Draft",
    "Evidence",
    "Family",
    "Hit",
    "Line",
    "Page",
    "Pattern",
    "Problem",
    "Raw",
    "Reader",
    "Reading",
    "ReportFormat",
    "Run",
    "Severity",
    "Signal",
    "Source",
    "__version__",
    "split_file",
]

# Where names are that are not in ``corpus_qa.model``.
_ELSEWHERE = {
    **dict.fromkeys(
        ("Draft", "Page", "Raw", "Reader", "Reading", "Source", "split_file"),
        "corpus_qa.ingest.records",
    ),
    "ReportFormat": "corpus_qa.report.registry",
    "Run": "corpus_qa.report.load",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - any of the public names
    if name == "__version__":
        from importlib.metadata import version  # noqa: PLC0415 - slow to import

        return version("corpus-qa")
    if name in __all__:
        return getattr(import_module(_ELSEWHERE.get(name, "corpus_qa.model")), name)
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
