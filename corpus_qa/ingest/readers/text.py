"""What the first lines of a plain text say about it: title, byline, date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cache

from corpus_qa.ingest.charset import decode
from corpus_qa.ingest.columns import map_columns
from corpus_qa.ingest.records import Draft, Raw, Reader, Reading, raw_bytes, split_file
from corpus_qa.ingest.values import parse_date
from corpus_qa.model import Problem
from corpus_qa.text.tables import table_beside

# Characters at the beginning of a text in which a stub stands.
TOP = 4000

LINES = 12

LONGEST_TITLE = 200
# Words; shorter first lines are as often the name of a site or of a section.
SHORTEST_TITLE = 4

# Characters from which a line is a paragraph: it ends a stub, and makes a short line a title.
PROSE = 80

LONGEST_DATE = 40

SENTENCE_END = tuple(".,;:।。")
NO_TITLE = re.compile(r"[\s•*\-–—|>]|https?:|www\.|by\s|\W+$", re.IGNORECASE)

BYLINE = re.compile(
    r"(?:by|author|written by|von|autor|por|par|di)\s*:?\s+(.{3,80})", re.IGNORECASE
)
DATED = re.compile(
    r"(?:date|published|publication date|posted|updated)(?:\s+on)?\s*:?\s+", re.IGNORECASE
)
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
DAY = re.compile(r"(?<!\d)\d\d?(?!\d)")
# The stub that some extractors put in front of the first sentence.
INLINE_DATE = re.compile(r"\s*date:?\s+(\d{4}-\d\d-\d\d)\b", re.IGNORECASE)


def read_stub(text: str) -> dict[str, object]:
    """Return the columns of an article that the first lines of its text state plainly."""
    rows = [line.strip() for line in text[:TOP].split("\n") if not line.isspace() and line][:LINES]
    fields: dict[str, object] = {}
    if not rows:
        return fields
    if is_title(rows[0], rows[1] if len(rows) > 1 else ""):
        fields["title"] = rows[0].lstrip("# ")
    when = None
    for row in rows:
        if len(row) > PROSE:
            break
        if name := _name(row):
            fields.setdefault("byline", name)
        when = when or _date(row)
    if when is None and (inline := INLINE_DATE.match(text[:TOP])):
        when = parse_date(inline[1])
    return fields | ({"published_at": when, "published_source": "text"} if when else {})


def is_title(line: str, following: str) -> bool:
    """Whether the first line of a text reads like its title.

    Args:
        line: The first line that is not blank, stripped.
        following: The next one.
    """
    bare = line.lstrip("# ")
    if not following or len(bare) > LONGEST_TITLE or NO_TITLE.match(bare) or _date(bare):
        return False
    if bare.endswith(SENTENCE_END) and not bare.endswith("..."):
        return False
    words = len(bare.split())
    return words >= SHORTEST_TITLE or (words > 1 and len(following) >= PROSE)


@cache
def _particles() -> frozenset[str]:
    return frozenset(table_beside(__file__)["particles"])


def _name(row: str) -> str | None:
    """Return whom a line names as author: "By" is followed by names and nothing else."""
    found = BYLINE.fullmatch(row)
    if found is None or not row[0].isupper():
        return None
    words = re.split(r"[ ,&]+", found[1].strip())
    names = [word for word in words if word[:1].isupper()]
    plain = all(word in _particles() or word[:1].isupper() for word in words)
    return found[1].strip() if plain and len(names) > 1 and not re.search(r"\d", row) else None


def _date(row: str) -> datetime | None:
    """Return the date that a line consists of."""
    date = DATED.sub("", row, count=1)
    plausible = len(date) <= LONGEST_DATE and YEAR.search(date) and DAY.search(date)
    return parse_date(date) if plausible else None


# How a file with a head begins: with a fence or, in Markdown, as a JSON object.
HEAD = ("---", "+++", "{")
# The name of a post in Jekyll and its kin.
DATED_NAME = re.compile(r"(?:.*/)?(\d{4}-\d\d?-\d\d?)-[^/]+")

# What stands above the text in MDX: modules that pages need.
MODULES = re.compile(r"(?:\s*(?:import|export)\s[^\n]*(?:\n|\Z))+")

CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
SAMPLE = 1 << 16
# Share of control characters above which a text file holds no text.
MOST_CONTROLS = 0.02


def parse_text(raw: Raw, reading: Reading, _near: Iterable[str]) -> Iterator[Draft | Problem]:
    """Yield the article of a text or Markdown file."""
    data = raw_bytes(raw)
    text, encoding, errors = decode(data)
    if "\0" in text or len(CONTROLS.findall(text[:SAMPLE])) > MOST_CONTROLS * len(text[:SAMPLE]):
        yield _binary(raw, data)
        return
    if (table := table_columns(text)) is not None:
        yield _table(raw, table)
        return
    fields: dict[str, object] = {}
    extra: dict[str, object] = {}
    text_line = 1
    if text[:TOP].lstrip().startswith(HEAD):
        from corpus_qa.ingest.front_matter import read_head  # noqa: PLC0415 - few files have one

        expected = raw.source.reader.front_matter
        if head := read_head(text, reading.overrides, expected=expected):
            yield from head.problems(raw.source.name)
            fields, extra = head.fields, head.extra
            date_by_name(raw.source.name, fields, extra)
            text_line += text.count("\n", 0, head.end)
            text = text[head.end :]
    if code := MODULES.match(text) if raw.source.name.lower().endswith(".mdx") else None:
        text_line += code[0].count("\n")
        text = text[code.end() :]
    for name, value in read_stub(text).items():
        fields.setdefault(name, value)
    yield Draft(text, fields, extra, raw.number, None, text_line, encoding, errors)


def date_by_name(source: str, fields: dict[str, object], extra: dict[str, object]) -> None:
    """Take the date of a post from the name of its file if its head has none."""
    if "published_at" in fields or (named := DATED_NAME.fullmatch(source)) is None:
        return
    if (when := parse_date(named[1])) is not None:
        fields |= {"published_at": when, "published_source": "field"}
        extra.setdefault("published_raw", named[1])


# Names in the first line of a table, and characters of the longest of them.
FEWEST_COLUMNS, LONGEST_NAME = 3, 40


def table_columns(text: str) -> tuple[str, ...] | None:
    """Return the names of the columns if a text is a table with tabs, as Excel writes it."""
    names = tuple(name.strip().strip('"') for name in text[:TOP].split("\n", 1)[0].split("\t"))
    if len(names) < FEWEST_COLUMNS or any(len(name) > LONGEST_NAME for name in names):
        return None
    columns = map_columns(names).columns
    return names if "text" in columns and len(columns) > 1 else None


def _table(raw: Raw, names: tuple[str, ...]) -> Problem:
    return Problem(
        raw.source.name,
        f"the file is a table with the columns {', '.join(names)}, not the text of one article",
        "Rename it to .tsv, so that each row is read as an article.",
        line=1,
    )


def _binary(raw: Raw, data: bytes) -> Problem:
    place = data.find(b"\0")
    return Problem(
        raw.source.name,
        "the file contains binary data, not text",
        "Check the export that produced it, or leave the file out with exclude under [input].",
        byte=place if place >= 0 else None,
        lost=1,
    )


READERS = (
    Reader("text", (".txt", ".text"), split_file, parse_text, text_lines=True),
    Reader(
        "markdown",
        (".md", ".markdown", ".mdx"),
        split_file,
        parse_text,
        text_lines=True,
        front_matter=True,
    ),
)
