"""Show which input column becomes which column of the articles, and why, from a sample."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from corpus_qa.commands.context import Settings
from corpus_qa.ingest.articles import split_source
from corpus_qa.ingest.columns import synonyms
from corpus_qa.ingest.discover import find
from corpus_qa.ingest.records import Choice, Draft, Raw, Reading, Source
from corpus_qa.run.timing import now

# Records of a source, and sources, that are looked at.
RECORDS, SOURCES = 200, 200

# Characters of a value that are shown.
SHOWN = 60


@dataclass
class Sample:
    """What was seen of the columns of some sources.

    Attributes:
        filled: Article column -> input column -> in how many records it filled it.
        reasons: The reason of the last such choice, for each pair.
        examples: A value of each input column that fills a column.
        unused: Input column -> in how many records it had a value and filled no column.
    """

    articles: int = 0
    problems: int = 0
    filled: dict[str, Counter[str]] = field(default_factory=dict)
    reasons: dict[tuple[str, str], str] = field(default_factory=dict)
    examples: dict[str, str] = field(default_factory=dict)
    unused: Counter[str] = field(default_factory=Counter)

    def add(self, record: Mapping[str, object], choices: Iterable[Choice]) -> None:
        """Count what one record does."""
        used = set[str]()
        for choice in choices:
            used.add(choice.name)
            self.filled.setdefault(choice.column, Counter())[choice.name] += 1
            self.reasons[choice.column, choice.name] = choice.reason
            self.examples.setdefault(choice.name, _shown(record[choice.name]))
        named = ((name, value) for name, value in record.items() if name not in used)
        self.unused.update(name for name, value in named if value is not None and value != "")


def columns(paths: Sequence[str], settings: Settings) -> Iterator[str]:
    """Yield the lines that say which column becomes what, ready to paste into the configuration."""
    options = settings.config.input
    sample = Sample()
    overrides = tuple(options.columns.items())
    reading = Reading(overrides, options.max_record_bytes, now(), observe=sample.add)
    for source in find(paths, options.exclude).sources[:SOURCES]:
        _look_at(source, reading, sample)
    yield f"Looked at articles: {sample.articles}."
    if sample.problems:
        yield f"Could not be read: {sample.problems}; `corpus-qa convert` names them."
    if not sample.filled:
        yield "None of them is a record with named columns."
        return
    yield from _table(sample)
    yield ""
    yield from _configuration(sample)


def _look_at(source: Source, reading: Reading, sample: Sample) -> None:
    for raw in islice(split_source(source, reading), RECORDS):
        if not isinstance(raw, Raw):
            sample.problems += 1
            continue
        for item in islice(source.reader.parse(raw, reading, ()), RECORDS):
            read = isinstance(item, Draft)
            sample.articles += read
            sample.problems += not read


def _table(sample: Sample) -> Iterator[str]:
    """Yield a line for each input column that fills a column, in the order of the article's."""
    rows = [
        (column, name, sample.reasons[column, name], sample.examples[name])
        for column in synonyms()
        for name, _ in sample.filled.get(column, Counter[str]()).most_common()
    ]
    wide = max(len(name) for _, name, _, _ in rows)
    for column, name, reason, example in rows:
        yield f"  {column:<12} <- {name:<{wide}}  ({reason}): {example}"
    if unused := [name for name, _ in sample.unused.most_common()]:
        yield f"  not used: {', '.join(unused)}"


def _configuration(sample: Sample) -> Iterator[str]:
    yield "[input.columns]"
    for column in synonyms():
        for name in sample.filled.get(column, ()):
            yield f"{json.dumps(name, ensure_ascii=False)} = {json.dumps(column)}"


def _shown(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, default=str, ensure_ascii=False)
    text = " ".join(text.split())
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
