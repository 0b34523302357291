"""Invented run folders for the tests of the report: any number of findings, any script, hostile."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pyarrow as pa
import pyarrow.parquet as pq
from report_document import TROUBLE, document_of, metrics_of
from report_texts import DEFECTS, PROSE, STREET, Defect

from corpus_qa.model import DUPLICATE_SCHEMA, FINDING_SCHEMA, METRIC_SCHEMA
from corpus_qa.report.load import Run, load_run

SCHEMAS = Path(__file__).parents[1] / "schemas"
BANNER = DEFECTS[3]
HYPHEN = DEFECTS[2]
WAIVER = {
    "check": "CHR",
    "path": "archive/**",
    "article": "",
    "site": "",
    "reason": "printed\nas it was",
    "owner": "the archive desk",
    "expires": "2099-12-31",
    "findings": 1,
    "state": "used",
}

QUOTE_SCHEMA = pa.schema(
    [
        pa.field("article_id", pa.string(), nullable=False),
        pa.field("source", pa.string(), nullable=False),
        pa.field("title", pa.string()),
        pa.field("byline", pa.string()),
        pa.field("text", pa.large_string(), nullable=False),
        pa.field("url", pa.string()),
    ]
)
SIGNAL_SCHEMA = pa.schema(
    [
        pa.field("article_id", pa.string(), nullable=False),
        pa.field("source", pa.string(), nullable=False),
        pa.field("site", pa.string()),
        pa.field("language", pa.string()),
        pa.field("published_at", pa.timestamp("us", tz="UTC")),
        pa.field("published_source", pa.string()),
        pa.field("words", pa.float64()),
        pa.field("characters", pa.int64()),
    ]
)


@dataclass(frozen=True)
class Shape:
    """What a run should look like."""

    findings: int = 40
    articles: int = 60
    sites: int = 4
    scripts: tuple[str, ...] = ("english",)
    quoted: int = 2_000
    pairs: int = 2
    longest_line: int = 0
    broken: bool = False
    gated: bool = False
    seed: int = 1


# What run.json says where a gate judged a change, and what its configuration accepts.
GATED: dict[str, Any] = {
    "command": "gate",
    "change": {"base": "main", "commit": "0" * 40, "files": 2, "removed": 0, "added": 25},
    "statuses": {"new": 9, "known": 12, "waived": 3, "fixed": 4},
    "baseline": ".corpus-qa/baseline.json",
    "waivers": [
        {
            "check": check,
            "path": "archive/**",
            "article": "",
            "site": "",
            "reason": f"printed as it was, {state}",
            "owner": "the archive desk",
            "expires": "2099-12-31",
            "findings": 3 if state == "used" else 0,
            "state": state,
        }
        for check, state in (("CHR", "used"), ("ENC001", "unused"), ("DAT", "expired"))
    ],
}


def make_run(folder: Path, shape: Shape = Shape()) -> Path:
    """Write a run folder of the given shape and return it."""
    dice = random.Random(shape.seed)  # noqa: S311 - not for secrets
    articles = [_article(dice, shape, number) for number in range(shape.articles)]
    pairs = _pairs(articles, shape.pairs)
    findings = _findings(dice, shape, articles)
    changes = (TROUBLE if shape.broken else {}) | (GATED if shape.gated else {})
    return write_run(folder, articles, findings, pairs, changes)


def write_run(
    folder: Path,
    articles: Sequence[dict[str, Any]],
    findings: Sequence[dict[str, Any]],
    pairs: Sequence[dict[str, Any]] = (),
    changes: dict[str, Any] | None = None,
) -> Path:
    """Write the tables and ``run.json`` of a run; ``changes`` replace keys of ``run.json``."""
    folder.mkdir(parents=True, exist_ok=True)
    measured = [row | {"characters": len(row["text"])} for row in articles]
    _table(folder / "signals.parquet", measured, SIGNAL_SCHEMA)
    _table(folder / "quotes.parquet", [a for a in articles if a["quoted"]], QUOTE_SCHEMA)
    _table(folder / "findings.parquet", findings, FINDING_SCHEMA)
    _table(folder / "duplicates.parquet", pairs, DUPLICATE_SCHEMA)
    metrics = metrics_of(articles, findings)
    _table(folder / "metrics.parquet", metrics, METRIC_SCHEMA)
    document = document_of(articles, findings, pairs, metrics) | (changes or {})
    (folder / "run.json").write_text(json.dumps(document, indent=1), encoding="utf-8")
    return folder


def article(number: int, text: str, **fields: object) -> dict[str, Any]:
    """Return the row of one article; ``fields`` replace what is invented for it."""
    row: dict[str, Any] = {
        "article_id": f"a{number:06d}",
        "source": f"articles/{number:06d}.txt",
        "site": "harbour-ledger.example",
        "language": "en",
        "published_at": datetime(2026, 1, 1 + number % 28, tzinfo=UTC),
        "published_source": "field",
        "words": float(len(text.split())),
        "url": f"https://www.harbour-ledger.example/{number}",
        "title": f"Article {number}",
        "byline": "Mara Quell",
        "text": text,
        "quoted": True,
    }
    return row | fields


def finding(owner: dict[str, Any], defect: Defect, start: int, **fields: object) -> dict[str, Any]:
    """Return the row of one finding: ``defect`` at ``start`` in the text of ``owner``."""
    text, end = owner["text"], start + len(defect.words)
    plain = bool(defect.words) and owner["source"].endswith((".txt", ".md"))
    row: dict[str, Any] = {
        "article_id": owner["article_id"],
        "check": defect.check,
        "name": defect.name,
        "family": defect.family,
        "severity": defect.severity,
        "field": "text" if defect.words else None,
        "start": start if defect.words else None,
        "end": end if defect.words else None,
        "line": text.count("\n", 0, start) + 1 if defect.words else None,
        "column": start - text.rfind("\n", 0, start) if plain else None,
        "end_line": text.count("\n", 0, end) + 1 if plain else None,
        "end_column": end - text.rfind("\n", 0, end) if plain else None,
        "excerpt": text[start:end] if defect.words else None,
        "message": defect.message.replace("{}", defect.words),
        "suggestion": defect.suggestion,
        "fingerprint": f"{owner['article_id']}-{defect.check}-{start}",
        "status": "new",
    }
    return row | fields


def _article(dice: random.Random, shape: Shape, number: int) -> dict[str, Any]:
    script = dice.choice(shape.scripts)
    paragraphs = [
        " ".join(dice.choice(PROSE[script]) for _ in range(dice.randint(2, 5)))
        for _ in range(dice.randint(4, 9))
    ]
    if shape.longest_line and number % 10 == 0:
        paragraphs[1] = " ".join(
            dice.choice(PROSE[script]) for _ in range(shape.longest_line // 80)
        )
    site = f"{STREET[number % shape.sites % len(STREET)]}-{number % shape.sites}.example"
    return article(
        number,
        "\n\n".join(paragraphs),
        site=site if number % 50 != 7 else None,
        source=f"{site}/{'<b>' if script == 'hostile' else 2020}/{number:06d}.txt",
        title=dice.choice(PROSE[script]).rstrip(".") if number % 9 else None,
        language={"english": "en", "arabic": "ar", "chinese": "zh", "hostile": "en"}[script],
        quoted=number < shape.quoted,
        url="javascript:window.pwned=1" if script == "hostile" else f"https://{site}/{number}",
    )


def _findings(
    dice: random.Random, shape: Shape, articles: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Damage the articles in place and return where: common defects on some sites, rare on all."""
    weights = [1 / (rank + 1) for rank in range(len(DEFECTS))]
    planned: dict[int, list[Defect]] = {}
    for defect in dice.choices(DEFECTS, weights, k=shape.findings):
        planned.setdefault(int(dice.random() ** 1.7 * len(articles)), []).append(defect)
    rows = []
    for number in sorted(planned):
        owner = articles[number]
        places = []
        for defect in planned[number]:
            at = max(0, owner["text"].find("\n", dice.randrange(len(owner["text"]))))
            words = f" {defect.words} " if defect.words else ""
            owner["text"] = owner["text"][:at] + words + owner["text"][at:]
            places = [(d, p + len(words) if p >= at else p) for d, p in places]
            places.append((defect, at + 1))
        for defect, place in places:
            status = dice.choice(["new", "new", "new", "known", "waived"])
            mark = f"{owner['article_id']}-{len(rows)}"
            rows.append(finding(owner, defect, place, status=status, fingerprint=mark))
    return rows


def _pairs(articles: list[dict[str, Any]], wanted: int) -> list[dict[str, Any]]:
    """Make later articles copies of earlier ones: in turn exact, contained in a raw page, near."""
    rows = []
    for number in range(min(wanted, len(articles) // 2)):
        a, b = articles[number], articles[-1 - number]
        kind = ("contained", "near", "exact", "overlap")[number % 4]
        menu = "Home\nWorld\nSport\nWeather\nSubscribe\n\n"
        b["text"] = {
            "contained": f"{menu}{a['text']}\n\nMore from this section\nTerms of use",
            "near": a["text"].replace(" the ", " a ").replace("。", "。 "),
            "exact": a["text"],
            "overlap": f"{b['text']}\n\n{a['text'][: len(a['text']) // 2]}",
        }[kind]
        scores = {
            "contained": (0.71, 0.99, 0.74),
            "near": (0.83, 0.9, 0.9),
            "exact": (1.0, 1.0, 1.0),
            "overlap": (0.34, 0.51, 0.48),
        }[kind]
        rows.append(
            {"a": a["article_id"], "b": b["article_id"], "kind": kind, "known": False}
            | {"cluster": None if kind == "overlap" else number}
            | {"keep": None if kind == "overlap" else a["article_id"]}
            | dict(zip(("jaccard", "a_in_b", "b_in_a"), scores, strict=True))
        )
    return rows


def _table(path: Path, rows: Sequence[dict[str, Any]], schema: pa.Schema) -> None:
    columns = {name: [row.get(name) for row in rows] for name in schema.names}
    pq.write_table(pa.table(columns, schema=schema), path, compression="zstd")


@cache
def json_schema(name: str) -> jsonschema.Validator:
    schema = json.loads((SCHEMAS / name).read_text(encoding="utf-8"))
    kind = jsonschema.validators.validator_for(schema)
    return kind(schema, format_checker=kind.FORMAT_CHECKER)


def many(folder: Path) -> Run:
    """Findings of every status and script, more of them than reports list."""
    scripts = ("english", "arabic", "chinese", "hostile")
    shape = Shape(findings=80, articles=30, sites=5, pairs=8, scripts=scripts)
    return load_run(make_run(folder, shape), limit=50)


def broken(folder: Path) -> Run:
    return load_run(make_run(folder, Shape(broken=True)))


def empty(folder: Path) -> Run:
    return load_run(write_run(folder, [], []))


def waived(folder: Path) -> Run:
    """Waived, known and new findings behind characters outside of the basic plane."""
    rows, articles = [], []
    for number, status in enumerate(("new", "known", "waived")):
        text = f"\U0001f600\U0001f468\u200d\U0001f469 {BANNER.words}\n\U0001f600 {HYPHEN.words}"
        owner = article(number, text, source=f"news/{number}.txt")
        articles.append(owner)
        rows += [finding(owner, d, text.index(d.words), status=status) for d in (BANNER, HYPHEN)]
    return load_run(write_run(folder, articles, rows, changes={"waivers": [WAIVER]}))


def steered(folder: Path) -> Run:
    """Control characters and odd code points wherever a run takes words from outside."""
    odd = "\x00\x1b[31m\x85\u2028\u202e\ufffe]]>\U000e0041 {0} [a](b) %SRCROOT%"
    owner = article(0, odd, title=odd, site=odd, source=f"a:b//{odd}.txt")
    told = {"excerpt": odd, "message": odd, "suggestion": odd, "end": len(odd)}
    return load_run(write_run(folder, [owner], [finding(owner, BANNER, 0, **told)]))


RUNS = (many, broken, empty, waived, steered)
