"""Numbers and verdicts in words, the same in every report."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from corpus_qa.model import Crash, Outcome, Reason
from corpus_qa.report.load import Metric
from corpus_qa.run.document import Document

# Between a number and its sign: no line break, and narrower than a space.
NARROW = "\N{NARROW NO-BREAK SPACE}"

MINUTE = 60
# The smallest share that is told in digits, and the one from which on digits after the point only
# pretend to be exact. Both in percent.
LEAST_PERCENT, WHOLE_PERCENT = 0.01, 10

SEVERITIES = ("error", "warning", "note")

# How a finding stands to what was accepted before.
STATUSES = ("new", "known", "waived", "fixed")

# The order of the families, as in the names of the checks and in every table.
FAMILIES = ("encoding", "chrome", "date", "translation", "content", "duplicate")

FAMILY_TITLES = {
    "encoding": "Encoding",
    "chrome": "Chrome",
    "date": "Date",
    "translation": "Translation",
    "content": "Content",
    "duplicate": "Duplicate",
}

FAMILY_MEANINGS = {
    "encoding": "damaged characters",
    "chrome": "page furniture in the text",
    "date": "missing or doubtful dates",
    "translation": "traces of machine translation",
    "content": "empty, broken or foreign text",
    "duplicate": "the same text twice",
}

# Tabs, and all that some reader of our outputs takes for the end of a line.
_BREAKS = "\t\n\r\v\f\x1c\x1d\x1e\x85\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}"


def count(number: int, noun: str = "", plural: str = "") -> str:
    """Return ``1,234`` or, with a noun, ``1 article`` and ``1,234 articles``."""
    if not noun:
        return f"{number:,}"
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def percent(rate: float) -> str:
    """Return a rate in percent with the digits that a reader needs: ``0.03 %, 1.2 %, 23 %``."""
    value = rate * 100
    if 0 < value < LEAST_PERCENT / 2:
        return f"<{NARROW}{LEAST_PERCENT}{NARROW}%"
    if value >= WHOLE_PERCENT or value == round(value):
        return f"{value:.0f}{NARROW}%"
    return f"{value:.{1 if value >= 1 else 2}f}{NARROW}%"


def quantity(value: float) -> str:
    """Return a number that is no rate: whole where it is whole, else with three digits."""
    return f"{value:,.0f}" if value == round(value) else f"{value:,.3g}"


def duration(seconds: float) -> str:
    """Return ``0.42 s``, ``12 s`` or ``3 min 5 s``."""
    if seconds < 1:
        return f"{seconds:.2f} s"
    if seconds < MINUTE:
        return f"{seconds:.1f} s"
    return f"{seconds // MINUTE:.0f} min {seconds % MINUTE:.0f} s"


def measured(expectation: Outcome, metrics: Sequence[Metric] = ()) -> str:
    """Return what was observed: a number, or how many sites or articles break the expectation.

    Of additions, which are few, ``metrics`` tell the numbers behind a rate.
    """
    if expectation.observed is not None:
        told = amount(expectation, expectation.observed)
        if (expectation.metric or "").endswith("_low"):
            # The lower end of an interval is what the articles prove, however few they are.
            told = f"at least {told}"
        counted = _counted(expectation, metrics)
        return counted if counted.startswith("0 ") else ", ".join(filter(None, (counted, told)))
    if expectation.scope != "dataset" and expectation.status != "error":
        return count(len(expectation.failing), expectation.scope.replace("-", " "))
    return "as expected" if expectation.status == "pass" else "\N{EN DASH}"


def _counted(expectation: Outcome, metrics: Sequence[Metric]) -> str:
    name = (expectation.metric or "").removesuffix("_low")
    for metric in metrics:
        if (metric.scope, metric.metric) == ("additions", name) == (expectation.scope, name):
            return f"{metric.numerator} of {metric.denominator}" if metric.denominator else ""
    return ""


def standing(expectation: Outcome) -> str:
    """Return how an expectation came out, in a word or two."""
    match expectation.status:
        case "pass":
            return "holds"
        case "fail":
            return "fails" if expectation.severity == "error" else str(expectation.severity)
    return "not judged"


def amount(expectation: Outcome, value: float) -> str:
    """Return a value in the unit of an expectation: in percent where it is about a rate."""
    return percent(value) if is_rate(expectation) else quantity(value)


def is_rate(expectation: Outcome) -> bool:
    """Whether an expectation is about a rate or a share, which are told in percent."""
    metric = expectation.metric or ""
    return expectation.low is not None or "_rate" in metric or metric.endswith("_share")


def headline(document: Document) -> str:
    """Return the verdict as one plain sentence."""
    failed = sum(e.status == "fail" and e.severity == "error" for e in document.expectations)
    total = len(document.expectations)
    match document.verdict:
        case "pass":
            return f"All {total} expectations hold." if total != 1 else "The expectation holds."
        case "fail" if failed:
            verb = "does" if failed == 1 else "do"
            return f"{failed} of {count(total, 'expectation')} {verb} not hold."
        case "fail":
            return "The run does not pass."
    return "Something was not looked at, so there is no verdict on the whole."


def totals(document: Document) -> str:
    """Return how much was found, in one sentence."""
    articles = count(document.input.articles, "article")
    if not document.counts.findings:
        return f"No findings in {articles}."
    found = count(document.counts.findings, "finding")
    return f"{found} in {count(document.counts.articles_with_findings)} of {articles}."


def change_told(document: Document) -> str:
    """Return what a gated change adds and how its findings stand, in one sentence; else nothing."""
    if document.change is None:
        return ""
    added = count(document.change.added, "article") if document.change.added else "no article"
    counted = [f"{count(document.statuses.get(name, 0))} {name}" for name in STATUSES]
    return f"The change adds {added}. Findings: {', '.join(counted)}."


def article_name(article_id: str, source: str | None) -> str:
    """Return how to name an article: its source, with its id where the id tells more."""
    if not source or article_id.startswith(source):
        return article_id
    return f"{source} · {article_id}"


def crashed_on(crash: Crash) -> str:
    """Return how to name what a check crashed on: the article, and the corpus if it is not ours."""
    within = f" in {crash.within}" if crash.within else ""
    return f"{article_name(crash.article_id, crash.source)}{within}"


def reasons_to_tell(document: Document) -> list[Reason]:
    """Return the reasons that are not told anyway, as problems and crashes are by their lists."""
    told = {"problem", "crash", *(["baseline"] if document.change else [])}
    return [reason for reason in document.reasons if reason.kind not in told]


def reasons_beside(document: Document, *kinds: str) -> list[Reason]:
    """Return the reasons of other kinds, for outputs that tell ``kinds`` by what they are about."""
    return [reason for reason in document.reasons if reason.kind not in kinds]


def one_line(text: str) -> str:
    """Return ``text`` on one line, with every invisible or unprintable character spelled out.

    Control characters would steer terminals, direction marks would turn the rest of the line
    around, and both can hide what was found: a right-to-left override becomes ``<U+202E>``.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_spelled, text.replace("\r\n", "\n")))


def clip(text: str, length: int) -> str:
    """Return ``text``, cut to ``length`` characters with an ellipsis."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def _spelled(character: str) -> str:
    if character in _BREAKS:
        return " "
    if unicodedata.category(character) in {"Cc", "Cf", "Co", "Cn", "Cs"}:
        return f"<U+{ord(character):04X}>"
    return character
