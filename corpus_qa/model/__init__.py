"""The nouns of corpus-qa: article, batch, check, evidence, outcome, and their tables.

Everything here is plain data. Nothing reads a file, starts a process or prints.
"""

from corpus_qa.model.article import Article, Batch, Line
from corpus_qa.model.check import (
    Applicability,
    Check,
    Confirm,
    CorpusQuery,
    Evidence,
    Examiner,
    Family,
    Hit,
    Pattern,
    Severity,
    Signal,
)
from corpus_qa.model.outcome import (
    ENGINE,
    Crash,
    Failing,
    LeftOut,
    LeftOutCount,
    Outcome,
    Problem,
    Reason,
    Verdict,
    count_left_out,
    left_out_line,
)
from corpus_qa.model.tables import (
    ARTICLE_SCHEMA,
    DUPLICATE_SCHEMA,
    FINDING_SCHEMA,
    KNOWN_SCHEMA,
    METRIC_SCHEMA,
)

__all__ = [
    "ARTICLE_SCHEMA",
    "DUPLICATE_SCHEMA",
    "ENGINE",
    "FINDING_SCHEMA",
    "KNOWN_SCHEMA",
    "METRIC_SCHEMA",
    "Applicability",
    "Article",
    "Batch",
    "Check",
    "Confirm",
    "CorpusQuery",
    "Crash",
    "Evidence",
    "Examiner",
    "Failing",
    "Family",
    "Hit",
    "LeftOut",
    "LeftOutCount",
    "Line",
    "Outcome",
    "Pattern",
    "Problem",
    "Reason",
    "Severity",
    "Signal",
    "Verdict",
    "count_left_out",
    "left_out_line",
]
