"""The one function that every engine runs: ``examine_batch``.

It is pure: the same batch and plan give the same result in this process, in a process pool and on
a cluster. A check that raises loses neither the other checks nor the other articles.
"""

from __future__ import annotations

import copy
import signal
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import islice, pairwise

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from corpus_qa.arrays import number_array, numpy_array, rebase
from corpus_qa.examine.findings import Recorder, bounded, findings_batch
from corpus_qa.model import (
    ENGINE,
    Article,
    Batch,
    BatchExaminer,
    Check,
    Confirm,
    Crash,
    Evidence,
    Examiner,
    Hit,
    Signal,
    hits_apart,
)
from corpus_qa.run.timing import OutOfTimeError, Watch, watched
from corpus_qa.text.screen import Screen

# Findings and signals of one group of checks in one article; whatever comes after is not asked for.
MOST_SEEN = 100_000

# Characters of what an error says that are kept.
LONGEST_ERROR = 2000

# The functions that a check brings.
Code = Examiner | BatchExaminer | Confirm | None

IDENTITY = (
    "article_id",
    "source",
    "site",
    "language",
    "published_at",
    "published_source",
    "content_hash",
)


def signals_batch(batch: Batch, recorder: Recorder) -> pa.RecordBatch:
    """Return the signals of a batch: identity columns, sizes, and what checks measured.

    A signal that no check computed for an article is null. The last column, ``row``, is the row of
    the dataset. What depends on all findings of a run is added when the tables are closed.
    """
    text = rebase(batch.records.column("text"))
    rows = len(text)
    columns: dict[str, pa.Array] = {name: batch.records.column(name) for name in IDENTITY}
    columns.update(_sizes(text))
    columns["decode_errors"] = batch.records.column("decode_errors")
    columns.update(_measured(rows, recorder))
    columns["row"] = numpy_array(np.arange(batch.first_row, batch.first_row + rows, dtype=np.int64))
    return pa.RecordBatch.from_arrays(list(columns.values()), names=list(columns))


def _sizes(text: pa.Array) -> dict[str, pa.Array]:
    """Count the characters, words and lines of each text.

    They are counted in the bytes of all texts at once, which is ten times as fast as text by text.
    Words are runs of bytes above the ASCII space: text without spaces, as Chinese is written, has
    few words in this sense.
    """
    offsets = np.frombuffer(text.buffers()[1], np.int64)[: len(text) + 1]
    data = np.frombuffer(text.buffers()[2] or b"", np.uint8)
    inside = data > ord(" ")
    begins = inside.copy()
    np.greater(inside[1:], inside[:-1], out=begins[1:])
    firsts = offsets[:-1][np.diff(offsets) > 0]
    begins[firsts] = inside[firsts]  # the last word of one text does not go on in the next
    continued = data & 0xC0 == 0x80  # noqa: PLR2004 - the bits of a byte that continues a character
    return {
        "characters": numpy_array(np.diff(offsets) - _counted(continued, offsets)),
        "words": numpy_array(_counted(begins, offsets)),
        "lines": numpy_array(_counted(data == ord("\n"), offsets) + 1),
    }


def _counted(marks: npt.NDArray[np.bool_], offsets: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return how many bytes of each text are marked."""
    counts = (np.count_nonzero(marks[start:end]) for start, end in pairwise(offsets.tolist()))
    return np.fromiter(counts, np.int64, len(offsets) - 1)


def _measured(rows: int, recorder: Recorder) -> dict[str, pa.Array]:
    names = sorted({name for check in recorder.checks for name in check.signals})
    values: dict[str, list[float | None]] = {name: [None] * rows for name in names}
    for row, measured in recorder.signals():
        if measured.name in values:  # a shared examiner may speak for a check outside the plan
            values[measured.name][row] = measured.value
    return {name: number_array(column, pa.float64()) for name, column in values.items()}


# Check number -> row of the batch -> the confirmed hits.
HitsByCheck = Mapping[int, Mapping[int, Sequence[Hit]]]


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What the checks saw in one batch.

    ``findings`` has ``FINDING_SCHEMA`` and a last column ``row``, the row of the dataset;
    ``signals`` one row per article; ``chrome`` the spans of chrome in ``text`` per row, for the
    sketches; ``seconds`` the time per check id (checks decided together: under the first id).
    """

    articles: int
    first_row: int
    findings: pa.RecordBatch
    signals: pa.RecordBatch
    chrome: tuple[tuple[tuple[int, int], ...], ...]
    crashes: tuple[Crash, ...]
    seconds: Mapping[str, float]


def examine_batch(batch: Batch, plan: Plan) -> BatchResult:
    """Run the checks of ``plan`` over ``batch``."""
    compiled = compile_plan(plan)
    recorder = Recorder(compiled.checks)
    seconds = dict.fromkeys((check.id for check in compiled.checks), 0.0)
    crashes: list[Crash] = []
    articles = batch.articles
    with watched() as watch:
        began = time.perf_counter()
        hits, refused = _hits(batch, compiled, watch)
        crashes.extend(refused)
        seconds["screen"] = time.perf_counter() - began
        for group in compiled.groups:
            began = time.perf_counter()
            own = _own_hits(group, hits)
            first = compiled.checks[group.checks[0]]
            see = (
                partial(_see_together, group.together)
                if group.together
                else partial(_see_each, group)
            )
            for row, seen in see(first, batch, own, watch):
                try:
                    recorder.add(row, articles[row], bounded(_or_raise(seen)))
                except BaseException as error:  # noqa: BLE001 - a check may raise and yield anything
                    _raise_if_interrupted(error)
                    crashes.append(_crash(first, articles[row], error))
            watch.step = None
            seconds[first.id] += time.perf_counter() - began
    findings = recorder.findings()
    return BatchResult(
        articles=len(articles),
        first_row=batch.first_row,
        findings=findings_batch(findings, batch.first_row),
        signals=signals_batch(batch, recorder),
        chrome=recorder.chrome_spans(len(articles)),
        crashes=tuple(crashes),
        seconds=seconds,
    )


# What was seen in an article, or the error that came instead.
Seen = Sequence[Evidence | Signal] | BaseException


def _see_each(
    group: Group, check: Check, batch: Batch, hits: Mapping[int, Sequence[Hit]], watch: Watch
) -> Iterator[tuple[int, Seen]]:
    """Yield what the examiner of a group sees, if anything, in one article after the other."""
    examine = group.examine or partial(_matched, check)
    foreign, articles = is_foreign(group.examine), batch.articles
    for row in range(len(articles)) if group.always else sorted(hits):
        # Frozen or not, an article can be altered by code that is determined to do so.
        given = copy.copy(articles[row]) if foreign else articles[row]
        try:
            watch.step = (check.id, row)
            seen = list(islice(examine(given, hits.get(row, ())), MOST_SEEN))
        except BaseException as error:  # noqa: BLE001 - a check may raise anything
            yield row, error
        else:
            if seen:
                yield row, seen


def _see_together(
    examine: BatchExaminer,
    check: Check,
    batch: Batch,
    hits: Mapping[int, Sequence[Hit]],
    watch: Watch,
) -> Iterator[tuple[int, Seen]]:
    """Yield what an examiner of batches sees, by row; if it raises, ask again row by row."""
    try:
        watch.step = check.id
        seen = _by_row(examine(batch, hits))
    except BaseException as error:  # noqa: BLE001 - a check may raise anything
        _raise_if_interrupted(error)
        seen = {}
        for row in range(len(batch.articles)):
            alone = Batch(batch.records.slice(row, 1), batch.first_row + row)
            try:
                watch.step = (check.id, row)
                seen[row] = _by_row(examine(alone, {0: hits.get(row, ())})).get(0, [])
            except BaseException as again:  # noqa: BLE001 - a check may raise anything
                seen[row] = again
    yield from sorted(seen.items())


def _by_row(found: Iterable[tuple[int, Evidence | Signal]]) -> dict[int, Seen]:
    seen: dict[int, list[Evidence | Signal]] = {}
    for row, one in found:
        of_row = seen.setdefault(row, [])
        if len(of_row) < MOST_SEEN:
            of_row.append(one)
    return {**seen}


def _or_raise(seen: Seen) -> Sequence[Evidence | Signal]:
    if isinstance(seen, BaseException):
        raise seen
    return seen


def _hits(batch: Batch, compiled: CompiledPlan, watch: Watch) -> tuple[HitsByCheck, list[Crash]]:
    """Return the confirmed hits, and the confirmations that raised."""
    hits: dict[int, dict[int, list[Hit]]] = {}
    crashes = []
    for screen in compiled.screens:
        for match in screen.screen.find(batch.records.column(screen.field)):
            number, at = screen.owners[match.pattern]
            check, article = compiled.checks[number], batch.articles[match.row]
            confirm = check.patterns[at].confirm
            try:
                watch.step = confirm and (match.pattern, match.row)
                kept = confirm is None or confirm(
                    article.field(screen.field), match.start, match.end
                )
            except BaseException as error:  # noqa: BLE001 - a check may raise anything
                _raise_if_interrupted(error)
                crashes.append(_crash(check, article, error))
                continue
            finally:
                watch.step = None
            if kept:
                hit = Hit(check.id, at, screen.field, match.start, match.end)
                hits.setdefault(number, {}).setdefault(match.row, []).append(hit)
    return hits, crashes


def _own_hits(group: Group, hits: HitsByCheck) -> dict[int, list[Hit]]:
    """Return the hits of the checks of a group by row."""
    own: dict[int, list[Hit]] = {}
    for number in group.checks:
        for row, found in hits.get(number, {}).items():
            own.setdefault(row, []).extend(found)
    return own


def _matched(check: Check, article: Article, hits: Sequence[Hit]) -> Iterator[Evidence]:
    """Turn the hits of a check without examiner into evidence; the longer of two that overlap."""
    for hit in hits_apart(hits):
        pattern = check.patterns[hit.pattern]
        words = article.field(hit.field)[hit.start : hit.end]
        message = (pattern.message or "").replace("{}", words)
        yield Evidence(check.id, message, hit.field, hit.start, hit.end, pattern.suggestion)


def _raise_if_interrupted(error: BaseException) -> None:
    """Raise what comes from the user, who pressed Ctrl-C; workers do not hear of that."""
    if isinstance(error, KeyboardInterrupt) and signal.getsignal(signal.SIGINT) != signal.SIG_IGN:
        raise error


def _crash(check: Check, article: Article, error: BaseException) -> Crash:
    return _crash_of(check.id, article.article_id, article.source, error)


# The spans of chrome in the text of each article of a batch.
ChromeSpans = Sequence[Sequence[tuple[int, int]]]

# Makes further tables of a batch, by name: the sketches by which duplicates are found.
Sketcher = Callable[[Batch, ChromeSpans], Mapping[str, pa.RecordBatch]]


@dataclass(frozen=True, slots=True)
class Examined:
    """The results of one batch or, after a batch that could not be examined, of its rows."""

    results: tuple[BatchResult, ...]
    sketches: tuple[Mapping[str, pa.RecordBatch], ...]
    crashes: tuple[Crash, ...] = ()

    def sketch_tables(self) -> Iterator[tuple[str, pa.RecordBatch]]:
        """Yield the name and the rows of each table of the sketches."""
        for sketch in self.sketches:
            yield from sketch.items()

    def tables(self) -> Iterator[tuple[str, pa.RecordBatch]]:
        """Yield the name and the rows of each table: findings, signals and sketches."""
        for result in self.results:
            yield "findings", result.findings
            yield "signals", result.signals
        yield from self.sketch_tables()


def examine(batch: Batch, plan: Plan, sketch: Sketcher) -> Examined:
    """Examine and sketch a batch; if that raises, row by row, so that only one row is lost."""
    try:
        result = examine_batch(batch, plan)
        return Examined((result,), (sketch(batch, result.chrome),), result.crashes)
    except (Exception, OutOfTimeError) as error:  # noqa: BLE001 - a hostile article must not lose its neighbours
        if batch.records.num_rows == 1:
            (article_id,), (source,) = (batch.records[name].to_pylist() for name in IDENTITY[:2])
            return Examined((), (), (_crash_of(ENGINE, article_id, source, error),))
    rows = (
        Batch(batch.records.slice(n, 1), batch.first_row + n) for n in range(batch.records.num_rows)
    )
    parts = tuple(examine(row, plan, sketch) for row in rows)
    return Examined(
        tuple(result for part in parts for result in part.results),
        tuple(sketched for part in parts for sketched in part.sketches),
        tuple(crash for part in parts for crash in part.crashes),
    )


def _crash_of(check: str, article_id: str, source: str, error: BaseException) -> Crash:
    kind = type(error).__name__
    try:
        message, trace = f"{kind}: {error}", "".join(traceback.format_exception(error))
    except BaseException:  # noqa: BLE001 - an error of a plug-in may fail to describe itself
        message = trace = kind
    return Crash(check, article_id, _writable(message)[:LONGEST_ERROR], _writable(trace), source)


def _writable(text: str) -> str:
    """Return a text without what UTF-8 cannot write."""
    return text.encode("utf-8", "replace").decode()


@dataclass(frozen=True, slots=True)
class Plan:
    """The checks of a run, in the order of their ids. It travels to workers by pickle."""

    checks: tuple[Check, ...]

    @property
    def plugged_in(self) -> tuple[Check, ...]:
        """The checks that run code of other packages."""
        return tuple(check for check in self.checks if any(map(is_foreign, _code_of(check))))


def _code_of(check: Check) -> Iterator[Code]:
    yield check.examiner
    yield from (pattern.confirm for pattern in check.patterns)


def is_foreign(code: Code) -> bool:
    """Whether code is of another package, so that nothing is certain about what it does."""
    return code is not None and not getattr(code, "__module__", "").startswith("corpus_qa.")


@dataclass(frozen=True, slots=True)
class FieldScreen:
    """The patterns that look at one field: ``owners[n]`` is (check, pattern of that check)."""

    field: str
    owners: tuple[tuple[int, int], ...]
    screen: Screen


@dataclass(frozen=True, slots=True)
class Group:
    """Checks that are decided together, by one examiner or, without one, by their patterns alone.

    ``together`` is an examiner of whole batches, ``examine`` one of articles.

    ``always`` tells that the examiner sees every article, because one of its checks has no pattern.
    """

    checks: tuple[int, ...]
    examine: Examiner | None
    always: bool
    together: BatchExaminer | None = None


@dataclass(frozen=True, slots=True)
class CompiledPlan:
    """A plan whose patterns are compiled and whose checks are grouped."""

    checks: tuple[Check, ...]
    screens: tuple[FieldScreen, ...]
    groups: tuple[Group, ...]


@cache
def compile_plan(plan: Plan) -> CompiledPlan:
    """Compile the patterns of a plan; each process does it once."""
    fields = sorted({field for check in plan.checks if check.patterns for field in check.fields})
    screens = tuple(_field_screen(plan.checks, field) for field in fields)
    return CompiledPlan(plan.checks, screens, tuple(_groups(plan.checks)))


def _field_screen(checks: Sequence[Check], field: str) -> FieldScreen:
    owners = tuple(
        (number, at)
        for number, check in enumerate(checks)
        if field in check.fields
        for at in range(len(check.patterns))
    )
    patterns = [checks[number].patterns[at] for number, at in owners]
    screen = Screen([p.regex for p in patterns], [p.literals for p in patterns])
    return FieldScreen(field, owners, screen)


def _groups(checks: Sequence[Check]) -> list[Group]:
    examiners: dict[Examiner, list[int]] = {}
    together: dict[BatchExaminer, list[int]] = {}
    groups = []
    for number, check in enumerate(checks):
        if check.examine is not None:
            examiners.setdefault(check.examine, []).append(number)
        elif check.examine_batch is not None:
            together.setdefault(check.examine_batch, []).append(number)
        elif check.patterns:
            groups.append(Group((number,), None, always=False))
    for examine, numbers in examiners.items():
        always = any(not checks[number].patterns for number in numbers)
        groups.append(Group(tuple(numbers), examine, always))
    for sees, numbers in together.items():
        groups.append(Group(tuple(numbers), None, always=True, together=sees))
    return groups
