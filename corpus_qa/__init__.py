"""Validate collections of news and web articles, and show the evidence.

The names here are for packages that bring checks, readers or report formats: they stay. Each is
loaded when it is first used, because the command line must start fast.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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
        Severity,
        Signal,
    )

    __version__: str

_MODULES = {
    "Article": "corpus_qa.model",
    "Batch": "corpus_qa.model",
    "Check": "corpus_qa.model",
    "CorpusQuery": "corpus_qa.model",
    "Evidence": "corpus_qa.model",
    "Family": "corpus_qa.model",
    "Hit": "corpus_qa.model",
    "Line": "corpus_qa.model",
    "Pattern": "corpus_qa.model",
    "Reader": "corpus_qa.ingest.registry",
    "ReportFormat": "corpus_qa.report.registry",
    "Severity": "corpus_qa.model",
    "Signal": "corpus_qa.model",
}

__all__ = [
    "Article",
    "Batch",
    "Check",
    "CorpusQuery",
    "Evidence",
    "Family",
    "Hit",
    "Line",
    "Pattern",
    "Reader",
    "ReportFormat",
    "Severity",
    "Signal",
    "__version__",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - any of the public names
    if name == "__version__":
        from importlib.metadata import version  # noqa: PLC0415 - slow to import

        return version("corpus-qa")
    if name in _MODULES:
        return getattr(import_module(_MODULES[name]), name)
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
