"""From outcomes, problems and crashes to one verdict with its reasons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus_qa.model import Crash, Outcome, Problem, Reason, Severity, Verdict
from corpus_qa.text.numbers import CLOSE, amount

EXIT_CODES: Mapping[Verdict, int] = {
    Verdict.PASS: 0,
    Verdict.FAIL: 1,
    Verdict.INCOMPLETE: 3,
}


@dataclass(frozen=True, slots=True)
class Decision:
    """The verdict and its reasons, the gravest first."""

    verdict: Verdict
    reasons: tuple[Reason, ...]

    @property
    def exit_code(self) -> int:
        """The exit code of a command that ends with this decision."""
        return EXIT_CODES[self.verdict]


def decide_verdict(
    outcomes: Sequence[Outcome],
    problems: Sequence[Problem],
    crashes: Sequence[Crash],
    notices: Sequence[Reason] = (),
    *,
    judged: bool | None = None,
) -> Decision:
    """Decide a run.

    What was not looked at weighs more than what failed: a run with an unread input, a crashed
    check or an expectation that could not be judged is ``incomplete``, and so is one in which no
    expectation was evaluated at all. Only failed expectations of severity ``error`` fail a run.
    ``judged`` tells whether all was judged that had to be; by default, whether anything was.
    """
    enough = bool(outcomes) if judged is None else judged
    missing = [*_unread(problems), *_crashed(crashes), *_unjudged(outcomes, enough=enough)]
    failed = list(_failed(outcomes))
    if missing:
        verdict = Verdict.INCOMPLETE
    elif any(reason.severity is Severity.ERROR for reason in failed):
        verdict = Verdict.FAIL
    else:
        verdict = Verdict.PASS
    order = list(reversed(Severity))
    failed.sort(key=lambda reason: order.index(reason.severity))
    return Decision(verdict, (*missing, *failed, *notices))


def _unread(problems: Sequence[Problem]) -> Iterator[Reason]:
    for problem in problems:
        place = f":{problem.line}" if problem.line is not None else ""
        message = f"{problem.source}{place}: {problem.reason}"
        yield Reason("problem", Severity.ERROR, message, problem.hint)


def _crashed(crashes: Sequence[Crash]) -> Iterator[Reason]:
    for first, told in crashes_told(crashes):
        yield Reason("crash", Severity.ERROR, f"{told}: {first.error}", first.hint)


def crashes_told(crashes: Sequence[Crash]) -> Iterator[tuple[Crash, str]]:
    """Yield the first crash of each check, and what it crashed on: how many articles, and which."""
    groups: dict[tuple[str, str], list[Crash]] = {}
    for crash in crashes:
        groups.setdefault((crash.check, crash.within), []).append(crash)
    for (check, within), (first, *others) in groups.items():
        articles = f"{len(others) + 1} articles" if others else "1 article"
        of = f" of {within}" if within else ""
        known = not first.source or first.article_id.startswith(first.source)
        source = "" if known else f" ({first.source})"
        yield first, f"{check} crashed on {articles}{of}, first on {first.article_id}{source}"


def _unjudged(outcomes: Sequence[Outcome], *, enough: bool) -> Iterator[Reason]:
    if not enough:
        message = "No expectation was evaluated, so nothing was judged."
        tip = "Use a suite with expectations about the dataset, its sites, or the additions."
        yield Reason("suite", Severity.ERROR, message, tip)
    for outcome in outcomes:
        if outcome.status == "error":
            message = f"{outcome.title}: could not be judged ({outcome.detail})."
            tip = f"Fix the expectation “{outcome.rule}” in the suite."
            yield Reason("suite", Severity.ERROR, message, tip)


def _failed(outcomes: Sequence[Outcome]) -> Iterator[Reason]:
    for outcome in outcomes:
        if outcome.status != "fail":
            continue
        message = f"{outcome.title}: expected {outcome.limit}, observed {_observed(outcome)}."
        family = outcome.family or "these"
        tip = f"Review the {family} findings in the report, then fix or remove these articles."
        yield Reason("expectation", outcome.severity, message, tip)


def _observed(outcome: Outcome) -> str:
    if outcome.failing:
        count = len(outcome.failing)
        worst = outcome.failing[0]
        value = _shown(outcome.metric, worst.value)
        if count == 1:
            return f"{value} at {worst.key}"
        return f"{value} at {worst.key} and more at {count - 1} others"
    return _shown(outcome.metric, outcome.observed)


def _shown(metric: str | None, value: float | None) -> str:
    if value is None:
        return "something else"
    return amount(metric, value, CLOSE)
