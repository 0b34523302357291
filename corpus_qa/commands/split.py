"""Split the articles of a run: the clean ones, and those in quarantine with their reasons."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import orjson
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from corpus_qa.commands.context import Settings
from corpus_qa.commands.run import load_rules
from corpus_qa.errors import IncompleteError, UsageError
from corpus_qa.expectations.metrics import frames, measure_run
from corpus_qa.expectations.worker import Worker
from corpus_qa.ingest.articles import Row, parse_one, split_source, with_near
from corpus_qa.ingest.discover import find
from corpus_qa.ingest.records import Choice, Raw, Reading, Source
from corpus_qa.ingest.registry import readers
from corpus_qa.model import ARTICLE_SCHEMA, Outcome, Severity
from corpus_qa.repair.found import FindingsOfRun, load_findings
from corpus_qa.repair.quarantine import (
    Article,
    Limit,
    Reason,
    by_finding,
    fewest,
    limits_of,
    load_articles,
)
from corpus_qa.run.document import read_document
from corpus_qa.run.folder import RunFolder, path_from_here
from corpus_qa.run.timing import now

# Kinds of files whose records keep their own columns; of others the article is written.
RECORDS = frozenset({"jsonl", "json", "csv", "parquet", "arrow"})
OWN = ("article_id", "title", "byline", "url", "site", "published_at", "text")
MOST_ROUNDS = 8


class SplitFormat(StrEnum):
    """The format of the two parts."""

    JSONL = "jsonl"
    PARQUET = "parquet"


@dataclass(frozen=True, slots=True)
class Asked:
    """What puts an article into quarantine, and how the parts are written."""

    severity: Severity = Severity.ERROR
    checks: tuple[str, ...] = ()
    until_pass: bool = False
    form: SplitFormat = SplitFormat.JSONL


@dataclass(frozen=True, slots=True)
class Parted:
    """What was written: how many articles each part has, and what still fails."""

    out: Path
    counts: Mapping[str, int]
    failing: tuple[str, ...]


def split(run: Path, out: Path, asked: Asked, settings: Settings) -> Parted:
    """Write the clean articles of a run and those in quarantine to two folders.

    Raises:
        UsageError: The run is of no use for it, or the folder is not empty.
        IncompleteError: Articles are not what they were when the run examined them.
    """
    document = read_document(RunFolder(run).document)
    if document.command != "validate":
        msg = f"{run} is a run of {document.command}; split needs one of validate."
        raise UsageError(msg)
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        msg = f"{out} is not an empty folder; choose another one with --out."
        raise UsageError(msg)
    articles = load_articles(run)
    failing: tuple[str, ...] = ()
    if asked.until_pass:
        bad, failing = _until_pass(run, articles, settings)
    else:
        bad = by_finding(articles, asked.severity, asked.checks)
    new = out.with_name(f".{out.name}.new")
    shutil.rmtree(new, ignore_errors=True)
    try:
        parts = _Parts(new, asked.form)
        options = settings.config.input
        sources = find(document.input.paths, options.exclude).sources
        overrides = tuple(options.columns.items())
        reading = Reading(overrides, options.max_record_bytes, now(), readers())
        reasons = _write(sources, reading, load_findings(run), bad, parts)
        with (new / "reasons.jsonl").open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(one, ensure_ascii=False) + "\n" for one in reasons)
        if sum(parts.counts.values()) != len(articles):
            msg = "The sources have other articles than when the run examined them: validate again."
            raise IncompleteError(msg)
        if out.exists():
            out.rmdir()
        new.rename(out)
    finally:
        shutil.rmtree(new, ignore_errors=True)
    return Parted(out, parts.counts, failing)


def _until_pass(
    run: Path, articles: Mapping[str, Article], settings: Settings
) -> tuple[dict[str, list[Reason]], tuple[str, ...]]:
    """Return the articles without which the suite passes, and the expectations that still fail."""
    rules = load_rules(settings, now().date())
    asked = [one for one in rules.expectations if one.scope in {"dataset", "site", "site-pair"}]
    gone: list[str] = []
    limits: list[Limit] = []
    failed: Sequence[Outcome] = ()
    with Worker() as worker, tempfile.TemporaryDirectory(prefix="corpus-qa-") as scratch:
        for _ in range(MOST_ROUNDS):
            folder = RunFolder(Path(scratch))
            _without(run, set(gone), folder)
            metrics = measure_run(folder, settings.memory, settings.checks, additions=False)
            results = worker.judge(asked, frames(metrics, settings.checks))
            failed = [result for result in results if result.status == "fail"]
            left = {one: article for one, article in articles.items() if one not in set(gone)}
            more = limits_of(failed, left)
            if not failed or not more:
                break
            limits += more
            found = fewest(more, left)
            if not found:
                break
            gone += found
    bad = {one: articles[one].reasons or [_no_reason()] for one in gone}
    return bad, tuple(result.title for result in failed)


def _no_reason() -> Reason:
    return Reason("", "", "note", "An expectation of the suite fails with it.", None)


def _without(run: Path, gone: set[str], folder: RunFolder) -> None:
    """Copy the tables of a run without some articles."""
    folder.work.mkdir(exist_ok=True)
    out = pa.array(sorted(gone), pa.string())
    for name, columns in (
        ("signals", ["article_id"]),
        ("findings", ["article_id"]),
        ("duplicates", ["a", "b"]),
    ):
        with pq.ParquetFile(run / f"{name}.parquet") as file:
            table = file.read()
        for column in columns:
            table = table.filter(pc.invert(pc.is_in(table.column(column), out)))
        pq.write_table(table, folder.path / f"{name}.parquet")


def _write(
    sources: Sequence[Source],
    reading: Reading,
    known: FindingsOfRun,
    bad: Mapping[str, list[Reason]],
    parts: _Parts,
) -> Iterator[dict[str, object]]:
    """Read the sources again, and write each article to its part; yield why some are bad."""
    for source in sources:
        for article_id, row, values in _articles(source, reading, known):
            parts.add("quarantine" if article_id in bad else "clean", source, values)
            yield from (_reason(article_id, row, one) for one in bad.get(article_id, ()))
        if source.reader.name in RECORDS:
            parts.close(keep_articles=True)
    parts.close()


class _Parts:
    """The files of both parts that are being written, and how many articles each has."""

    def __init__(self, folder: Path, form: SplitFormat) -> None:
        self.folder, self.form = folder, form
        self.counts = {"clean": 0, "quarantine": 0}
        self._open: dict[tuple[str, str], _Writer] = {}
        for part in self.counts:
            (folder / part).mkdir(parents=True)

    def add(self, part: str, source: Source, values: Mapping[str, object]) -> None:
        """Write an article."""
        self.counts[part] += 1
        name = _file_name(source, self.form)
        if (part, name) not in self._open:
            self._open[part, name] = _Writer(self.folder / part / name, self.form)
        self._open[part, name].add(values)

    def close(self, *, keep_articles: bool = False) -> None:
        """Close the files, those aside to which articles of several sources go."""
        for key in list(self._open):
            if not (keep_articles and key[1] == f"articles.{self.form}"):
                self._open.pop(key).close()


def _articles(
    source: Source, reading: Reading, known: FindingsOfRun
) -> Iterator[tuple[str, Row, Mapping[str, object]]]:
    """Yield the id of each article of a source, its row, and its values in the input's columns."""
    for item, near in with_near_one_by_one(source, reading):
        seen: list[Mapping[str, object]] = []

        def observe(
            record: Mapping[str, object],
            _: Iterable[Choice],
            seen: list[Mapping[str, object]] = seen,
        ) -> None:
            seen.append(record)

        rows, _ = parse_one(item, reading._replace(observe=observe), near)
        for number, row in enumerate(rows):
            article_id = known.take(row)
            values = _values(item, row, seen, number, whole=len(rows) == 1)
            yield article_id, row, values


def with_near_one_by_one(source: Source, reading: Reading) -> Iterator[tuple[Raw, list[str]]]:
    """Yield the raw records of a source with the encodings of those around."""
    for item, near in with_near(list(split_source(source, reading))):
        if isinstance(item, Raw):
            yield item, list(near) if source.reader.name == "csv" else []


def _values(
    raw: Raw, row: Row, seen: Sequence[Mapping[str, object]], number: int, *, whole: bool
) -> Mapping[str, object]:
    """Return an article in the columns of its record, or in ours if it is none."""
    kind = raw.source.reader.name
    if kind in {"json", "jsonl"} and whole and isinstance(raw.data, bytes):
        try:
            value = orjson.loads(raw.data)
        except orjson.JSONDecodeError:
            value = None
        if isinstance(value, dict):
            return value
    if isinstance(raw.data, pa.RecordBatch) and number < raw.data.num_rows:
        values: Mapping[str, object] = raw.data.slice(number, 1).to_pylist()[0]
        return values
    if kind in RECORDS and number < len(seen):
        return seen[number]
    article = dict(zip(ARTICLE_SCHEMA.names, row, strict=True))
    text = article["text"]
    article["text"] = text.decode() if isinstance(text, bytes) else text
    own = {name: article[name] for name in OWN if article[name] is not None}
    return {("id" if name == "article_id" else name): value for name, value in own.items()}


def _file_name(source: Source, form: SplitFormat) -> str:
    if source.reader.name not in RECORDS:
        return f"articles.{form}"
    name = source.name.removesuffix(f".{source.compression}") if source.compression else source.name
    return name if name.endswith(f".{form}") else f"{name}.{form}"


def _reason(article_id: str, row: Row, reason: Reason) -> dict[str, object]:
    return {
        "article_id": article_id,
        "source": row[ARTICLE_SCHEMA.get_field_index("source")],
        "line": reason.line,
        "check": reason.check,
        "severity": reason.severity,
        "message": reason.message,
    }


class _Writer:
    """Writes values to a file of JSON lines or Parquet, some at a time."""

    def __init__(self, path: Path, form: SplitFormat) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path, self.form = path, form
        self.rows: list[Mapping[str, object]] = []

    def add(self, values: Mapping[str, object]) -> None:
        """Write the values of an article."""
        self.rows.append(values)
        if self.form is SplitFormat.JSONL and len(self.rows) >= 512:  # noqa: PLR2004 - rows at hand
            self.flush()

    def flush(self) -> None:
        """Write what is at hand, where the format allows it in parts."""
        if self.form is SplitFormat.JSONL:
            with self.path.open("ab") as file:
                for row in self.rows:
                    options = orjson.OPT_NON_STR_KEYS | orjson.OPT_APPEND_NEWLINE
                    file.write(orjson.dumps(row, default=str, option=options))
            self.rows.clear()

    def close(self) -> None:
        """Write the rest."""
        if self.form is SplitFormat.PARQUET:
            names = list(dict.fromkeys(name for row in self.rows for name in row))
            full = [{name: row.get(name) for name in names} for row in self.rows]
            pq.write_table(pa.Table.from_pylist(full), self.path)
            return
        self.flush()


def describe(parted: Parted) -> Iterator[str]:
    """Yield what a person needs to know, line by line."""
    out = path_from_here(parted.out)
    clean, bad = parted.counts["clean"], parted.counts["quarantine"]
    yield f"{clean} clean articles in {out}/clean, {bad} in {out}/quarantine."
    yield f"Reasons  {out}/reasons.jsonl"
    for title in parted.failing:
        yield f"Still fails, whatever is left out: {title}."
