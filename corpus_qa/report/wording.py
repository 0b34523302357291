"""Numbers, verdicts and places in words, the same in every report."""

from __future__ import annotations

import glob
import json
import posixpath
import re
import shlex
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from corpus_qa.expectations.metrics import Metric
from corpus_qa.model import Crash, Outcome, Reason
from corpus_qa.report.load import Finding, Run
from corpus_qa.run.document import Document
from corpus_qa.text.numbers import amount, count, percent

if TYPE_CHECKING:
    from corpus_qa.report.compare import Comparison


SEVERITIES = ("error", "warning", "note")

# The sections of the page of a check, and those that hold examples, one a line.
SECTIONS = frozenset({"Why it matters", "Flagged", "Clean", "Limits"})
EXAMPLES = frozenset({"Flagged", "Clean"})

# How a finding relates to what was accepted before.
STATUSES = ("new", "known", "waived", "fixed")

# The order of the families, as in the names of the checks and in every table.
FAMILIES = ("encoding", "chrome", "date", "translation", "content", "duplicate")

FAMILY_MEANINGS = {
    "encoding": "damaged characters",
    "chrome": "site chrome in the text",
    "date": "missing or doubtful dates",
    "translation": "traces of machine translation",
    "content": "empty, broken or foreign text",
    "duplicate": "the same text more than once",
}

# Tabs, and all that some reader of our outputs takes for the end of a line.
_BREAKS = "\t\n\r\v\f\x1c\x1d\x1e\x85\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}"


def measured(expectation: Outcome, metrics: Sequence[Metric] = ()) -> str:
    """Return what was observed: a number, or how many sites or articles break the expectation.

    For additions, which are few, ``metrics`` give the numbers behind a rate.
    """
    if expectation.observed is not None:
        value = amount(expectation.metric, expectation.observed)
        if (expectation.metric or "").endswith("_low"):
            # The lower end of an interval is what the articles prove, however few they are.
            value = f"at least {value}"
        counted = _counted(expectation, metrics)
        return counted if counted.startswith("0 ") else ", ".join(filter(None, (counted, value)))
    if expectation.scope != "dataset" and expectation.status != "error":
        return count(len(expectation.failing), expectation.scope.replace("-", " "))
    return "as expected" if expectation.status == "pass" else "\N{EN DASH}"


def _counted(expectation: Outcome, metrics: Sequence[Metric]) -> str:
    name = (expectation.metric or "").removesuffix("_low")
    for metric in metrics:
        if (metric.scope, metric.metric) == ("additions", name) == (expectation.scope, name):
            return f"{metric.numerator} of {metric.denominator}" if metric.denominator else ""
    return ""


# An id of a check, in a title.
_ID = re.compile(r"\b[A-Z]{3,8}[0-9]{3}\b")


def title_of(expectation: Outcome, document: Document) -> str:
    """Return what an expectation is about, with the names of checks and not their ids."""
    checks = document.counts.checks

    def name(match: re.Match[str]) -> str:
        return checks[match[0]].name.replace("-", " ") if match[0] in checks else match[0]

    return _ID.sub(name, expectation.title)


def limit_of(expectation: Outcome) -> str:
    """Return what was expected, in words."""
    return expectation.limit or ""


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the page of a check: ``heading``, ``text`` or ``example``."""

    kind: str
    text: str


def typeset(page: str) -> list[Block]:
    """Return the page of a check as headings, paragraphs and examples (one a line)."""
    blocks: list[Block] = []
    section, lines = "", list[str]()

    def end() -> None:
        if lines:
            blocks.append(Block("text", " ".join(lines)))
            lines.clear()

    for line in map(str.strip, page.splitlines()):
        if line in SECTIONS:
            end()
            section = line
            blocks.append(Block("heading", line))
        elif not line:
            end()
        elif section in EXAMPLES:
            blocks.append(Block("example", line))
        else:
            lines.append(line)
    end()
    return blocks


def in_code(text: str) -> list[tuple[bool, str]]:
    """Cut a text at its backticks: whether each piece is code, and the piece."""
    pieces = re.split(r"`+", text)
    return [(n % 2 == 1, piece) for n, piece in enumerate(pieces) if piece]


def result_of(expectation: Outcome) -> str:
    """Return how an expectation came out, in a word or two."""
    match expectation.status:
        case "pass":
            return "passed"
        case "fail":
            return "failed" if expectation.severity == "error" else str(expectation.severity)
    return "not judged"


def headline(document: Document) -> str:
    """Return the verdict as one plain sentence."""
    failed = sum(e.status == "fail" and e.severity == "error" for e in document.expectations)
    total = len(document.expectations)
    match document.verdict:
        case "pass" if warned := warnings_of(document):
            return f"Passed with {count(len(warned), 'warning')}: {'; '.join(warned)}."
        case "pass":
            return f"All {total} expectations passed." if total != 1 else "The expectation passed."
        case "fail" if failed:
            return f"{failed} of {count(total, 'expectation')} failed."
        case "fail" if any(r.kind == "rules" and r.severity == "error" for r in document.reasons):
            return "The change loosens the rules that judge it."
        case "fail":
            return "The run does not pass."
    return "Not everything could be examined, so there is no verdict on the whole."


def warnings_of(document: Document) -> list[str]:
    """Name what a run is warned of: expectations of that severity that failed, and reasons."""
    failed = [e.title for e in document.expectations if e.status == "fail"]
    others = [reason for reason in other_reasons(document) if reason.severity == "warning"]
    return [*failed, *(reason.message.rstrip(".") for reason in others)]


def totals(document: Document) -> str:
    """Return how much was found, in one sentence."""
    articles = count(document.input.articles, "article")
    if not document.counts.findings:
        return f"No findings in {articles}."
    found = count(document.counts.findings, "finding")
    return f"{found} in {count(document.counts.articles_with_findings)} of {articles}."


def fix_line(run: Run) -> str:
    """Say how many findings can be fixed safely and with which command; nothing if none can."""
    safe, every = run.fixable
    if not safe or not run.document.input.paths:
        return ""
    paths = " ".join(map(shlex.quote, run.document.input.paths))
    more = f" ({count(every - safe)} more with --unsafe)" if every > safe else ""
    found = count(run.document.counts.findings, "finding")
    return f"{count(safe)} of {found} can be fixed safely{more}: `corpus-qa fix {paths}`"


def describe_change(document: Document) -> str:
    """Return what a gated change adds and the status of its findings; without a change, nothing."""
    if document.change is None:
        return ""
    added = count(document.change.added, "article") if document.change.added else "no article"
    counted = [f"{count(document.statuses.get(name, 0))} {name}" for name in STATUSES]
    return f"The change adds {added}. Findings: {', '.join(counted)}."


def cause_title(document: Document) -> str:
    """Return the heading of the causes."""
    return "What explains it" if document.verdict == "fail" else "What is left to mend"


def command_of(document: Document) -> str:
    """Return the command that judges the same again, from the folder of the repository."""
    base = ["--base", document.change.commit] if document.change else []
    file = ["--config", document.config.file] if document.config.file else []
    words = ["corpus-qa", document.command, *base, *file, *document.input.paths]
    return shlex.join(words)


def waiver_of(finding: Finding) -> list[str]:
    """Return the lines of a waiver of a finding, for somebody to complete."""
    values = {
        "check": finding.check,
        **({"path": finding.source} if finding.source else {"article": finding.article_id}),
        "reason": "why it stays",
        "owner": "who answers for it",
    }
    written = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items()]
    return ["[[waivers]]", *written, "expires = 2099-12-31"]


def article_name(article_id: str, source: str | None) -> str:
    """Return how to name an article: its source, with its id where the id says more."""
    if not source or article_id.startswith(source):
        return article_id
    return f"{source} · {article_id}"


def crashed_on(crash: Crash) -> str:
    """Return the article that a check crashed on, and its corpus where that is another one."""
    within = f" in {crash.within}" if crash.within else ""
    return f"{article_name(crash.article_id, crash.source)}{within}"


def other_reasons(document: Document) -> list[Reason]:
    """Return the reasons that no list of a report shows in another form.

    Problems, crashes and expectations have their own lists, and what a change does to the findings
    of the baseline is in its description.
    """
    listed = ("problem", "crash", "expectation", *(["baseline"] if document.change else []))
    return reasons_except(document, *listed)


def reasons_except(document: Document, *kinds: str) -> list[Reason]:
    """Return the reasons of all other kinds."""
    return [reason for reason in document.reasons if reason.kind not in kinds]


def more_findings(run: Run, shown: int) -> str:
    """Say how many findings a short list leaves out and how to see them; nothing if it has all.

    Of a change only the new errors and warnings are listed and counted.
    """
    document = run.document
    total = run.grave if document.change else document.counts.findings
    if total <= shown:
        return ""
    return f"{count(total - shown, 'more finding')}: corpus-qa show {shlex.quote(run.name)}"


def with_next_step(reason: Reason) -> str:
    """Return the message of a reason and what to do about it."""
    return f"{reason.message} {reason.next or ''}".strip()


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


@dataclass(frozen=True, slots=True)
class Place:
    """A path or URI, and a region of it as far as it is known; lines and columns count from 1."""

    path: str
    line: int | None = None
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None

    def __str__(self) -> str:
        """Return ``path``, ``path:line`` or ``path:line:column``."""
        return ":".join(str(part) for part in (self.path, self.line, self.column) if part)


def place_of(run: Run, finding: Finding) -> Place:
    """Return where a finding is, by the path that the user would type."""
    path = path_of(finding.source or finding.article_id, run.document.input.paths)
    return Place(path, finding.line, finding.column, finding.end_line, finding.end_column)


def from_top(run: Run, path: str) -> str:
    """Return a path as the host of the repository knows it, where a gate ran in a folder of it."""
    folder = run.document.change.folder if run.document.change else ""
    if not folder or "://" in path or path.startswith("/"):
        return path
    return posixpath.normpath(f"{folder}/{path}")


def other_place(run: Run, finding: Finding) -> Place | None:
    """Return where the article is that a finding is a duplicate of, if it is about one."""
    if finding.other_id is None:
        return None
    source = finding.other_source or finding.other_id
    path = path_of(source, run.document.input.paths) if finding.other_here else source
    return Place(path, finding.other_line)


def where(run: Run, finding: Finding) -> str:
    """Return where a finding is, for people: the place, or the article where no line tells it."""
    place = place_of(run, finding)
    source, article = finding.source or "", finding.article_id
    if place.line is not None or article in {source, ""} or article.startswith(source or "\0"):
        return str(place)
    return f"{place} · {article}"


def path_of(source: str, roots: Sequence[str]) -> str:
    """Return the path that the user would type for a source, which is relative to its root.

    With one root it follows from the names; with several, the file that exists decides.
    """
    if "://" in source:
        return source
    candidates = [_joined(root, source) for root in roots]
    if len(candidates) == 1:
        return candidates[0]
    return next((path for path in candidates if Path(path).exists()), source)


def _joined(root: str, source: str) -> str:
    parts = []
    for part in Path(root).as_posix().split("/"):
        if glob.has_magic(part):
            break
        parts.append(part)
    base = PurePosixPath("/".join(parts) or ".")
    return str(base if base.name == source else base / source)


def mended(text: str, findings: Iterable[Finding]) -> str:
    """Return a text with every safe suggestion taken; of overlapping ones the first counts."""
    pieces, last = [], 0
    own = (f for f in findings if f.field == "text" and f.suggestion is not None)
    for finding in sorted(own, key=lambda f: (f.start or 0, -(f.end or 0))):
        start, end = finding.start or 0, finding.end or 0
        if start >= last and end > start and finding.applicability != "unsafe":
            pieces += [text[last:start], finding.suggestion or ""]
            last = end
    return "".join([*pieces, text[last:]])


def comparison_lines(comparison: Comparison) -> Iterator[tuple[str, str]]:
    """Yield what changed, line by line, with what kind of line it is, for every report alike.

    Kinds are ``headline``, ``remark``, ``rate``, ``worse``, ``better`` and ``check``.
    """
    yield "headline", comparison.headline
    if comparison.added or comparison.removed:
        yield (
            "remark",
            f"{count(comparison.added)} articles added, {count(comparison.removed)} gone.",
        )
    for remark in comparison.remarks:
        yield "remark", remark
    for side, ids in (("earlier", comparison.only_earlier), ("later", comparison.only_later)):
        if ids:
            yield "remark", f"Only the {side} run ran {', '.join(ids)}: not compared."
    for change in comparison.rates:
        rate = f"{change.family.capitalize()} {percent(change.was)} → {percent(change.now)}"
        yield "rate", f"{change.arrow} {rate} (95 % interval {change.interval})"
    for change in comparison.worse:
        yield "worse", f"↑ {change.told()}"
    for change in comparison.better:
        yield "better", f"↓ {change.told()}"
    for check in comparison.checks:
        name = check.name.replace("-", " ")
        yield "check", f"{check.check} {name}: {count(check.new)} new, {count(check.gone)} gone"
