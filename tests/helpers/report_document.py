"""The metrics and the ``run.json`` of an invented run, counted from its rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from report_texts import DEFECTS

from corpus_qa.model import Family
from corpus_qa.text.numbers import percent, wilson

# Title, scope, metric, severity and upper limit of the expectations that judge a generated run.
EXPECTATIONS = (
    ("Articles with encoding damage", "dataset", "encoding_rate", "error", 0.02),
    ("Articles with site chrome", "dataset", "chrome_rate", "error", 0.1),
    ("Articles without a publication date", "dataset", "date_rate", "error", 0.15),
    ("Articles with translation artefacts", "dataset", "translation_rate", "warning", 0.1),
    ("Articles with damaged content", "dataset", "content_rate", "error", 0.25),
    ("Duplicate articles", "dataset", "duplicate_rate", "error", 0.1),
    ("No site has widespread encoding damage", "site", "encoding_rate_low", "warning", 0.05),
    ("No site keeps its chrome", "site", "chrome_rate_low", "error", 0.6),
    ("No site is machine-translated", "site", "translation_rate_low", "note", 0.5),
)


# What run.json says where inputs could not be read and a check crashed.
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
            "next": "Report the crash, or turn the check off.",
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


def document_of(
    articles: Sequence[dict[str, Any]],
    findings: Sequence[dict[str, Any]],
    pairs: Sequence[dict[str, Any]],
    metrics: Sequence[dict[str, Any]],
) -> dict[str, Any]:
    """Return the content of ``run.json``."""
    expectations = [_expectation(row, metrics) for row in EXPECTATIONS]
    failed = [e for e in expectations if e["status"] == "fail"]
    return {
        "format": 2,
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
                "next": f"Look at the {e['family']} findings and fix these articles.",
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
        "limit": f"at most {percent(limit)}",
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
            "clusters": len({p["cluster"] for p in pairs} - {None}),
            "kinds": dict(Counter(p["kind"] for p in pairs)),
        },
    }


def metrics_of(
    articles: Sequence[dict[str, Any]], findings: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Return the rate of every family in the dataset and on every site."""
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
