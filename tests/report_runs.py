"""Invented run folders for the tests of the report: any number of findings, any script, hostile."""

from __future__ import annotations

import json
import random
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
from report_texts import DEFECTS, PROSE, STREET

from corpus_qa.model import DUPLICATE_SCHEMA, FINDING_SCHEMA, METRIC_SCHEMA, Family

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from report_texts import Defect

EVIDENCE_SCHEMA = pa.schema(
    [
        pa.field("article_id", pa.string(), nullable=False),
        pa.field("source", pa.string(), nullable=False),
        pa.field("title", pa.string()),
        pa.field("byline", pa.string()),
        pa.field("text", pa.large_string(), nullable=False),
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
    ]
)


# Title, scope, metric, severity and upper limit of the expectations that judge a generated run.
EXPECTATIONS = (
    ("Articles with encoding damage", "dataset", "encoding_rate", "error", 0.02),
    ("Articles with site chrome", "dataset", "chrome_rate", "error", 0.1),
    ("Articles without a publication date", "dataset", "date_rate", "error", 0.15),
    ("Articles with translation artefacts", "dataset", "translation_rate", "warning", 0.1),
    ("Articles with damaged content", "dataset", "content_rate", "error", 0.25),
    ("Articles that another article repeats", "dataset", "duplicate_rate", "error", 0.1),
    ("No site is full of encoding damage", "site", "encoding_rate_low", "warning", 0.05),
    ("No site keeps its chrome", "site", "chrome_rate_low", "error", 0.6),
    ("No site is machine-translated", "site", "translation_rate_low", "note", 0.5),
)


# What run.json says where inputs could not be read and a check broke off.
TROUBLE = {
    "verdict": "incomplete",
    "reasons": [
        {
            "kind": "problem",
            "severity": "error",
            "message": "post/2026-02.jsonl.gz: The compressed data ends too early.",
            "next": "Download the file again.",
        },
        {
            "kind": "crash",
            "severity": "error",
            "message": "TRN009 crashed on 2 articles, first on a000004: IndexError: list index",
            "next": "Report the crash, or leave the check out.",
        },
    ],
    "problems": [
        {
            "source": "post/2026-02.jsonl.gz",
            "reason": "The compressed data ends too early.",
            "hint": "Download the file again.",
            "line": 1841,
            "byte": None,
            "lost": None,
        },
        {
            "source": "scans/page-07.html",
            "reason": "The file is binary data, not HTML.",
            "hint": "Remove it, or exclude it with [input] exclude.",
            "line": None,
            "byte": 512,
            "lost": 1,
        },
    ],
    "crashes": [
        {
            "check": "TRN009",
            "article_id": f"a00000{number}",
            "error": "IndexError: list index out of range",
            "traceback": "Traceback (most recent call last):\n  File “engine_token.py”, line 31\n",
        }
        for number in (4, 9)
    ],
}


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
    seed: int = 1


def make_run(folder: Path, shape: Shape = Shape()) -> Path:
    """Write a run folder of the given shape and return it."""
    dice = random.Random(shape.seed)  # noqa: S311 - not for secrets
    articles = [_article(dice, shape, number) for number in range(shape.articles)]
    pairs = _pairs(articles, shape.pairs)
    findings = _findings(dice, shape, articles)
    return write_run(folder, articles, findings, pairs, TROUBLE if shape.broken else None)


def write_run(
    folder: Path,
    articles: Sequence[dict[str, Any]],
    findings: Sequence[dict[str, Any]],
    pairs: Sequence[dict[str, Any]] = (),
    changes: dict[str, Any] | None = None,
) -> Path:
    """Write the tables and ``run.json`` of a run; ``changes`` replace keys of ``run.json``."""
    folder.mkdir(parents=True, exist_ok=True)
    _table(folder / "signals.parquet", articles, SIGNAL_SCHEMA)
    _table(folder / "evidence.parquet", [a for a in articles if a["quoted"]], EVIDENCE_SCHEMA)
    _table(folder / "findings.parquet", findings, FINDING_SCHEMA)
    _table(folder / "duplicates.parquet", pairs, DUPLICATE_SCHEMA)
    metrics = _metrics(articles, findings)
    _table(folder / "metrics.parquet", metrics, METRIC_SCHEMA)
    document = _document(articles, findings, pairs, metrics) | (changes or {})
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
        "title": f"Article {number}",
        "byline": "Mara Quell",
        "text": text,
        "quoted": True,
    }
    return row | fields


def finding(owner: dict[str, Any], defect: Defect, start: int, **fields: object) -> dict[str, Any]:
    """Return the row of one finding: ``defect`` at ``start`` in the text of ``owner``."""
    end = start + len(defect.words)
    row: dict[str, Any] = {
        "article_id": owner["article_id"],
        "check": defect.check,
        "name": defect.name,
        "family": defect.family,
        "severity": defect.severity,
        "field": "text" if defect.words else None,
        "start": start if defect.words else None,
        "end": end if defect.words else None,
        "line": owner["text"].count("\n", 0, start) + 1 if defect.words else None,
        "excerpt": owner["text"][start:end] if defect.words else None,
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
        source=f"{site}/{2020 + number % 6}/{number:06d}.txt",
        title=dice.choice(PROSE[script]).rstrip(".") if number % 9 else None,
        language={"english": "en", "arabic": "ar", "chinese": "zh"}[script],
        quoted=number < shape.quoted,
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
            rows.append(finding(owner, defect, place, status=status))
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
            {"a": a["article_id"], "b": b["article_id"], "kind": kind, "cluster": number}
            | dict(zip(("jaccard", "a_in_b", "b_in_a"), scores, strict=True))
        )
    return rows


def wilson(hits: int, total: int) -> tuple[float, float]:
    """Return the 95 % interval of a rate."""
    if not total:
        return 0.0, 1.0
    z, rate = 1.96, hits / total
    centre = rate + z * z / (2 * total)
    spread = z * ((rate * (1 - rate) + z * z / (4 * total)) / total) ** 0.5
    scale = 1 + z * z / total
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)


def _metrics(
    articles: Sequence[dict[str, Any]], findings: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:
    site_of = {a["article_id"]: a["site"] for a in articles}
    totals = Counter(site_of.values())
    struck = {
        (site_of.get(f["article_id"]), f["family"], f["article_id"])
        for f in findings
        if f["severity"] != "note"
    }
    hits = Counter((site, family) for site, family, _ in struck)
    rows = []
    for family in Family:
        all_hits = sum(n for (_, f), n in hits.items() if f == family)
        counts = [("dataset", "all", all_hits, len(articles))]
        counts += [("site", s, hits[s, family], n) for s, n in sorted(totals.items(), key=str) if s]
        for scope, key, numerator, denominator in counts:
            low, high = wilson(numerator, denominator)
            rows.append(
                {
                    "scope": scope,
                    "key": key,
                    "metric": f"{family}_rate",
                    "value": numerator / denominator if denominator else 0.0,
                    "numerator": numerator,
                    "denominator": denominator,
                    "low": low,
                    "high": high,
                }
            )
    return rows


def _document(
    articles: Sequence[dict[str, Any]],
    findings: Sequence[dict[str, Any]],
    pairs: Sequence[dict[str, Any]],
    metrics: Sequence[dict[str, Any]],
) -> dict[str, Any]:
    expectations = [_expectation(row, metrics) for row in EXPECTATIONS]
    failed = [e for e in expectations if e["status"] == "fail"]
    return {
        "format": 1,
        "tool": {"name": "corpus-qa", "version": "0.1.0"},
        "command": "validate",
        "verdict": "fail" if any(e["severity"] == "error" for e in failed) else "pass",
        "started_at": "2026-03-01T10:00:00Z",
        "seconds": 3.2,
        "reasons": [
            {
                "kind": "expectation",
                "severity": e["severity"],
                "message": f"{e['title']}: expected {e['limit']}.",
                "next": f"Look at the {e['family']} findings and mend these articles.",
            }
            for e in failed
        ],
        "input": {
            "paths": ["articles"],
            "articles": len(articles),
            "characters": sum(len(a["text"]) for a in articles),
            "sites": len({a["site"] for a in articles if a["site"]}),
            "languages": dict(Counter(a["language"] for a in articles)),
        },
        "suite": {"name": "news", "source": "built-in", "evaluated": len(expectations)},
        "expectations": expectations,
        "counts": _counts(findings, pairs),
        "problems": [],
        "crashes": [],
        "timings": {
            "stages": {"convert": 0.5, "examine": 1.4, "relate": 0.3, "judge": 0.9, "report": 0.1},
            "checks": {d.check: 0.01 * (n + 1) for n, d in enumerate(DEFECTS)},
        },
        "versions": {"python": "3.11.2", "pyarrow": "25.0.0", "duckdb": "1.5.0"},
        "config": {"fingerprint": "5d2c91ab", "file": None, "values": {"suite": "news"}},
    }


def _expectation(
    row: tuple[str, str, str, str, float], metrics: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    title, scope, metric, severity, limit = row
    own = [m for m in metrics if m["scope"] == scope and m["metric"] == metric.removesuffix("_low")]
    column = "low" if metric.endswith("_low") else "value"
    failing = [{"key": m["key"], "value": m[column]} for m in own if m[column] > limit]
    one = own[0] if scope == "dataset" else dict.fromkeys(("value", "low", "high"))
    return {
        "rule": f"{scope}-{metric}".replace("_", "-"),
        "title": title,
        "expectation": "expect_column_values_to_be_between",
        "scope": scope,
        "metric": metric,
        "severity": severity,
        "status": "fail" if failing else "pass",
        "observed": one["value"],
        "limit": f"at most {limit:.0%}",
        "at_least": None,
        "at_most": limit,
        "low": one["low"],
        "high": one["high"],
        "failing": [] if scope == "dataset" else sorted(failing, key=lambda f: -f["value"])[:50],
        "family": metric.split("_")[0],
        "detail": None,
    }


def _counts(findings: Sequence[dict[str, Any]], pairs: Sequence[dict[str, Any]]) -> dict[str, Any]:
    families = {
        str(family): {
            "findings": sum(f["family"] == family for f in findings),
            "articles": len({f["article_id"] for f in findings if f["family"] == family}),
        }
        | {
            level: sum(f["family"] == family and f["severity"] == level for f in findings)
            for level in ("error", "warning", "note")
        }
        for family in Family
    }
    checks = {
        defect.check: {
            "name": defect.name,
            "family": defect.family,
            "severity": defect.severity,
            "findings": sum(f["check"] == defect.check for f in findings),
            "articles": len({f["article_id"] for f in findings if f["check"] == defect.check}),
            "summary": defect.summary,
            "page": defect.page,
        }
        for defect in DEFECTS
    }
    return {
        "findings": len(findings),
        "articles_with_findings": len({f["article_id"] for f in findings}),
        "families": families,
        "checks": checks,
        "duplicates": {
            "pairs": len(pairs),
            "clusters": len({p["cluster"] for p in pairs}),
            "kinds": dict(Counter(p["kind"] for p in pairs)),
        },
    }


def _table(path: Path, rows: Sequence[dict[str, Any]], schema: pa.Schema) -> None:
    columns = {name: [row.get(name) for row in rows] for name in schema.names}
    pq.write_table(pa.table(columns, schema=schema), path, compression="zstd")
