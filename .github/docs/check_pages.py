"""A page for every check, made from its docstring, its figures and its cases."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby, islice
from pathlib import Path
from typing import Any, TypeAlias

from markdown import cell, fenced, inline

from corpus_qa import Check, Checker, Finding
from corpus_qa.checks.registry import catalogue
from corpus_qa.commands.explain import measured, sections_of, spoken
from corpus_qa.testing import INGESTED, written_out

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests/cases"

# A case, and what the check finds in it.
Shown: TypeAlias = tuple[Mapping[str, Any], Sequence[Finding]]

# Cases that are shown of each kind, and characters that are shown of their texts.
SHOWN, CHARACTERS = 3, 300

FAMILIES: Mapping[str, str] = {
    "encoding": "Damaged characters: text that was decoded or escaped in the wrong way.",
    "chrome": "Parts of the page around the article that extraction left in the text.",
    "date": "Publication dates that are missing, impossible or contradicted.",
    "translation": "What machine translation leaves behind.",
    "content": "Bodies that are empty, cut off, walled, generated or not an article.",
    "duplicate": "Texts that the corpus, or the index, contains already.",
}


def pages() -> Iterator[tuple[str, str, str]]:
    """Yield the family, the ID and the Markdown of each check, by family and ID."""
    shown = _shown_cases()
    for check in _sorted():
        yield str(check.family), check.id, "\n".join(_page(check, shown.get(check.id, ())))


def index() -> str:
    """Return the page that lists all checks."""
    lines = ["# Checks", "", f"{len(catalogue())} checks in {len(FAMILIES)} families.", ""]
    for family, group in groupby(_sorted(), key=lambda check: str(check.family)):
        lines += [f"## {family.capitalize()}", "", FAMILIES[family], ""]
        lines += [
            "| check | severity | languages | finds | measured precision |",
            "|---|---|---|---|---|",
        ]
        lines += [_row(check) for check in group]
        lines += [""]
    return "\n".join(lines)


@cache
def _sorted() -> Sequence[Check]:
    order = list(FAMILIES)
    return sorted(catalogue().values(), key=lambda c: (order.index(str(c.family)), c.id))


def _row(check: Check) -> str:
    found = measured(check.id)
    told = found.precision if found else "tested on its cases"
    name = f"[{check.id}]({check.id}.md) {check.name}"
    tongues = "any" if check.knows_all_languages else ", ".join(check.languages)
    return f"| {name} | {check.severity} | {tongues} | {cell(check.summary)} | {cell(told)} |"


def _page(
    check: Check, shown: Sequence[tuple[Mapping[str, Any], Sequence[Finding]]]
) -> Iterator[str]:
    yield f"# {check.id} {check.name}\n"
    yield f"{inline(check.summary[:1].upper() + check.summary[1:])}.\n"
    yield f"Family **{check.family}**, severity **{check.severity}**. {spoken(check)}\n"
    for title, lines in sections_of(check).items():
        if title:
            yield f"## {title}\n"
        yield (
            fenced("\n".join(lines)) if title in {"Flagged", "Clean"} else inline("\n".join(lines))
        )
        yield ""
    yield "## Measured\n"
    yield from _measured(check)
    if shown:
        yield "## Cases\n"
        yield "Each is a test of the check; what is printed here is what it finds today.\n"
        for case, findings in shown:
            yield from _case(case, findings)
    yield "## What to do about it\n"
    yield from _repair(check, [one for _, findings in shown for one in findings])


def _measured(check: Check) -> Iterator[str]:
    found = measured(check.id)
    if found is None:
        yield "Tested on its cases; the labelled texts hold no example of it yet.\n"
        return
    yield f"- Precision: {found.precision}."
    yield f"- Recall: {found.recall}.\n"
    yield "[How this is measured](../explanation/measured.md)\n"


def _case(case: Mapping[str, Any], findings: Sequence[Finding]) -> Iterator[str]:
    yield f"**{'Flagged' if findings else 'Clean'}**: {inline(case['label'])}\n"
    yield fenced(_around(case["text"], findings))
    for one in findings[:SHOWN]:
        words = f" `{one.excerpt[:CHARACTERS]}`" if one.excerpt and "\n" not in one.excerpt else ""
        yield f"- {inline(one.message)}{words if '`' not in words[2:-1] else ''}"
    yield ""


def _around(text: str, findings: Sequence[Finding]) -> str:
    """Return what a case says near the first finding."""
    first = next((one.start for one in findings if one.field == "text" and one.start), 0)
    start = max(0, first - CHARACTERS // 3)
    part = text[start : start + CHARACTERS].strip("\n")
    return f"{'…' if start else ''}{part}{'…' if len(text) > start + CHARACTERS else ''}"


def _repair(check: Check, findings: Sequence[Finding]) -> Iterator[str]:
    kinds = {_kind(one) for one in findings}
    if "replace" in kinds:
        yield "The finding suggests the words that should stand there: `corpus_qa.fix` and the"
        yield "report show them, SARIF carries them as a fix.\n"
    if "remove" in kinds:
        yield "The finding suggests to remove the words; better still, teach the extractor to leave"
        yield "them out, and convert the page again.\n"
    if kinds <= {"none"}:
        yield "Nothing in the text says what it should read: fetch the article again, correct it by"
        yield "hand, or leave it out.\n"
    yield "Accept a finding that is right as it is with a [waiver](../how-to/adopt.md), or leave"
    yield f'the check out: `ignore = {{ {check.id} = "why" }}` under `[checks]`.'


def _kind(finding: Finding) -> str:
    if finding.suggestion is None:
        return "none"
    return "replace" if finding.suggestion else "remove"


def _shown_cases() -> Mapping[str, list[Shown]]:
    """Return cases of each check with what it finds in them; all are examined in one go."""
    cases = [(check, case) for check in catalogue() for case in _cases(check)]
    found = Checker(ingested_at=INGESTED).check_all(article_of(case) for _, case in cases)
    shown: dict[str, list[Shown]] = {}
    for (check, case), findings in zip(cases, found, strict=True):
        own = [one for one in findings if one.check == check]
        if bool(own) == (case["kind"] == "flag"):  # else it takes more than one article to see
            shown.setdefault(check, []).append((case, own))
    return shown


def _cases(check: str) -> Iterator[Mapping[str, Any]]:
    path = CASES / f"{check}.toml"
    table = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    for kind in ("flag", "clean"):
        usable = (
            {**written_out(case), "kind": kind}
            for case in table.get(kind, ())
            if "articles" not in case and "known_problem" not in case
        )
        yield from islice((case for case in usable if str(case.get("text", "")).strip()), SHOWN)


def article_of(case: Mapping[str, Any]) -> dict[str, Any]:
    """Return a case as an article: the columns of the schema that it gives."""
    names = ("text", "title", "byline", "url", "site")
    article = {name: case[name] for name in names if name in case}
    return article | ({"published_at": case["published_at"]} if "published_at" in case else {})
