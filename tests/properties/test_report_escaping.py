"""Nothing from an article reaches a report as markup, whatever it holds.

Each report of a hostile run is parsed back and compared with the report of the same run in plain
words: the words may differ, the structure may not.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from report_document import TROUBLE, document_of, metrics_of
from report_runs import article, finding
from report_texts import DEFECTS

from corpus_qa.report import github, gitlab, junit, markdown, sarif, terminal
from corpus_qa.report import json as json_format
from corpus_qa.report.causes import Action, Cause, Part
from corpus_qa.report.clusters import Cluster, Copy
from corpus_qa.report.compare import CheckChange, Comparison, RateChange, RunName
from corpus_qa.report.history import History
from corpus_qa.report.html import page as html
from corpus_qa.report.load import Finding, Metric, Pair, Quoted, Run
from corpus_qa.report.shape import Bar, SiteMonths
from corpus_qa.report.shape import Shape as CorpusShape
from corpus_qa.report.wording import one_line
from corpus_qa.run.document import parse_document

WEAPONS = (
    "<script>alert(1)</script>",
    "</script>",
    "</style>",
    "<!--",
    "-->",
    "]]>",
    "<!DOCTYPE x>",
    '"><img src=x onerror=alert(1)>',
    "' onclick='alert(1)",
    "&lt;b&gt;",
    "&#60;",
    "${7*7}",
    "{{ 7*7 }}",
    "{% raw %}",
    "{0}",
    "[a](javascript:alert(1))",
    "![x](https://evil.example/x.png)",
    "https://evil.example",
    "www.evil.example",
    "@someone",
    "#12",
    "GH-12",
    "owner/name#3",
    "!4",
    "<!-- corpus-qa -->",
    "<details><summary>",
    "```suggestion\n",
    "\n| a | b |\n|---|---|\n",
    "`",
    "```\n",
    "|",
    "\\",
    "\\`",
    "# ",
    "\n\n- ",
    "\n---\n",
    "<https://evil.example>",
    "::error file=x,line=1::",
    "%0A::error::",
    "\r\n::warning::x",
    "::stop-commands::x",
    "file=a,line=2:b",
    "\x00",
    "\x1b[31m",
    "\x1b]0;title\x07",
    "\x85",
    "\u2028",
    "\u202e",
    "\ufeff",
    "\U000e0041",
    "\ufffe",
    "\U0001f600",
)
ANY = st.characters(exclude_categories=["Cs"])
HOSTILE = st.lists(st.sampled_from(WEAPONS) | st.text(ANY, max_size=6), min_size=1, max_size=4).map(
    lambda parts: "a".join(parts) or "a"
)
FOLD = re.compile(r"<details><summary>[A-Za-z0-9: ]+</summary>|</details>")
THOROUGH = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def word_lists(draw: st.DrawFn) -> list[str]:
    """Draw the words that go, in turn, into every place that a run takes from outside."""
    return draw(st.lists(HOSTILE, min_size=1, max_size=6))


def run_of(words: list[str], *, gated: bool = False) -> Run:
    """Make a small run, of a gate if asked, whose articles and inputs say nothing but ``words``."""
    turn = iter(range(10_000))

    def word() -> str:
        return words[next(turn) % len(words)]

    articles = [
        article(n, f"{word()} {word()}", title=word(), byline=word(), site=word(), source=word())
        for n in range(2)
    ]
    rows = []
    for owner in articles:
        for field in ("text", "title", "byline"):
            told = {"field": field, "start": 0, "end": len(owner[field]), "excerpt": owner[field]}
            told |= {"line": 1, "message": word(), "suggestion": word(), "fingerprint": word()}
            rows.append(finding(owner, DEFECTS[0], 0) | told)
    pairs = [
        {"a": "a000000", "b": "a000001", "kind": "near", "jaccard": 0.9}
        | {"a_in_b": 0.9, "b_in_a": 0.9, "cluster": 0}
    ]
    metrics = metrics_of(articles, rows)
    raw: dict[str, Any] = document_of(articles, rows, pairs, metrics)
    raw |= {"reasons": [{"kind": "x", "severity": "error", "message": word(), "next": word()}]}
    raw["problems"] = [{**TROUBLE["problems"][0], "source": word(), "reason": word()}]
    raw["crashes"] = [{**TROUBLE["crashes"][0], "error": word(), "traceback": word()}]
    raw["expectations"][-1] |= {"status": "fail", "failing": [{"key": word(), "value": 0.5}]}
    raw["reasons"] += [{"kind": "waiver", "severity": "warning", "message": word(), "next": None}]
    raw["problems"][0] |= {"hint": word()}
    raw["crashes"][0] |= {"article_id": word(), "source": word(), "within": word()}
    raw["expectations"][-1] |= {"title": word(), "limit": word(), "detail": word()}
    raw["suite"] |= {"name": word(), "source": word()}
    raw |= {"baseline": word(), "config": {"fingerprint": "", "file": word(), "values": {}}}
    raw["config"]["values"] = {"checks": {"ignore": {"ENC001": word()}, "select": [word()]}}
    if gated:
        raw |= {"command": "gate", "change": {"base": word(), "added": 2}, "statuses": {"new": 6}}
        told = {"check": "CHR", "reason": word(), "owner": word(), "expires": "2099-12-31"}
        raw["waivers"] = [{**told, "state": "used", "path": word(), "findings": 1}]
    sources = {a["article_id"]: (a["source"], a["site"]) for a in articles}
    kept = ("article_id", "source", "title", "byline", "text")
    quoted = [Quoted(*(a[k] for k in kept), url=word(), language=word()) for a in articles]
    return Run(
        folder=Path("run"),
        document=parse_document(raw),
        findings=tuple(
            Finding(**row, source=sources[row["article_id"]][0], site=sources[row["article_id"]][1])
            for row in rows
        ),
        pairs=(
            *(Pair(**p, a_source=sources[p["a"]][0], b_source=None) for p in pairs),
            Pair(
                **{**pairs[0], "b": word(), "known": True},
                a_source=sources["a000000"][0],
                b_source=word(),
                b_title=word(),
                b_url=word(),
            ),
        ),
        metrics=tuple(Metric(**m) for m in metrics),
        articles={q.article_id: q for q in quoted},
        totals={},
        **told_of(word, Metric(**metrics[0])),
    )


def told_of(word: Callable[[], str], rate: Metric) -> dict[str, Any]:
    """Return what reports tell of a run, with ``word()`` in every place for words from outside."""
    part = Part("CHR005", "newsletter", 3, 2, 0, ((word(), 2), (word(), 1)), 2)
    action = Action(word(), word(), 3)
    cause = Cause("chrome", rate, 3, (part,), 0, "", fails=True, first=(action,), others=(action,))
    bar = Bar("2026-01", 3, 1)
    shape = CorpusShape(
        "month", (bar, bar), 1, (), (Bar("0 to 99", 3, 1),), (Bar(word(), 3, 1),),
        (SiteMonths(word(), (bar, bar)),),
    )  # fmt: skip
    copies = tuple(
        Copy(word(), word(), word(), "2026-01-01", word(), word(), 1.0, "near", kept, not kept)
        for kept in (True, False)
    )
    name = RunName(word(), "2026-01-01T00:00:00Z", "pass", 3)
    check = CheckChange("CHR005", word(), 1, 1, 1)
    rates = (RateChange("all", "chrome", 1, 9, 8, 9), RateChange(word(), "date", 1, 9, 8, 9))
    comparison = Comparison(
        name, name, 1, 1, 1, 1, 1, (check,), rates[:1], rates[1:], rates[1:], (word(),), (word(),),
        (word(),),
    )  # fmt: skip
    history = History(("2026-01-01", "2026-01-02"), ("pass", "fail"), (), 0)
    return {
        "causes": (cause,),
        "grave": 3,
        "shape": shape,
        "clusters": (Cluster(2, copies, word(), ""),),
        "copies": 1,
        "passages": 0,
        "comparison": comparison,
        "history": history,
    }


def plain(words: list[str]) -> list[str]:
    """Return harmless words of the same number, each different where the hostile ones are."""
    return [f"word{words.index(word)}" for word in words]


class Skeleton(HTMLParser):
    """The elements of a page with the names of their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, ...]] = []
        self.addresses: list[str] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element and the names of its attributes."""
        self.elements.append((tag, *sorted(name for name, _ in attrs)))
        self.addresses += [value or "" for name, value in attrs if name in {"href", "src"}]

    def handle_data(self, data: str) -> None:
        """Note text, that of scripts included."""
        self.text += data

    def handle_comment(self, data: str) -> None:
        """Note a comment, which our pages have none of."""
        self.elements.append(("comment", data))


@THOROUGH
@given(word_lists(), st.booleans())
def test_the_page_has_the_same_elements_whatever_the_articles_say(
    words: list[str],
    gated: bool,  # noqa: FBT001 - hypothesis passes it by name
) -> None:
    run, other = run_of(words, gated=gated), run_of(plain(words), gated=gated)
    page, harmless = Skeleton(html.render(run)), Skeleton(html.render(other))
    assert page.elements == harmless.elements
    assert page.addresses == harmless.addresses
    assert one_line(run.document.reasons[0].message) in page.text


@THOROUGH
@given(word_lists(), st.booleans())
def test_the_summary_has_the_same_markdown_whatever_the_articles_say(
    words: list[str],
    gated: bool,  # noqa: FBT001 - hypothesis passes it by name
) -> None:
    def shape(text: str) -> list[str]:
        tokens = MarkdownIt("commonmark").enable("table").parse(text)
        flat = [part for token in tokens for part in (token, *(token.children or []))]
        blocks = [part.content.strip() for part in flat if part.type.startswith("html")]
        assert blocks[0] == markdown.MARKER
        assert all(FOLD.fullmatch(block) for block in blocks[1:]), blocks
        return [part.type for part in flat if not part.type.startswith("text")]

    shown = shape(markdown.render(run_of(words, gated=gated)))
    assert shown == shape(markdown.render(run_of(plain(words), gated=gated)))
    assert not {"link_open", "image", "fence"} & set(shown)
    assert shown.count("code_block") <= 1  # the waiver that we propose


@given(HOSTILE)
def test_a_code_span_shows_the_words_and_nothing_else(text: str) -> None:
    (paragraph,) = [t for t in MarkdownIt("commonmark").parse(markdown.code(text)) if t.children]
    (span,) = paragraph.children or []
    assert span.type == "code_inline"
    assert span.content == (one_line(text) if one_line(text).strip() else "(blank)")


@given(HOSTILE)
def test_prose_links_and_mentions_nobody(text: str) -> None:
    shown = markdown.prose(text)
    assert "://" not in shown
    assert not re.search(r"www\.|@[\w-]|[#!&]\d|\bGH-\d", shown, re.IGNORECASE)


@THOROUGH
@given(word_lists())
def test_sarif_keeps_messages_as_words_and_sources_as_paths(words: list[str]) -> None:
    run = run_of(words)
    (logged,) = json.loads(sarif.render(run))["runs"]
    for result, told in zip(logged["results"], run.findings, strict=True):
        message = result["message"]["text"]
        assert not re.search(r"(?<!\\)(\\\\)*\[", message)
        assert re.sub(r"\\(.)", r"\1", message.replace("{{", "{").replace("}}", "}")) == one_line(
            told.message
        )
        uri = urlsplit(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])
        assert uri.scheme in {"", "http", "https", "file"}
        assert uri.scheme or not uri.netloc


@THOROUGH
@given(word_lists())
def test_junit_has_the_same_elements_whatever_the_articles_say(words: list[str]) -> None:
    def shape(text: str) -> list[tuple[str, tuple[str, ...]]]:
        return [(e.tag, tuple(e.attrib)) for e in ET.fromstring(text).iter()]  # noqa: S314

    assert shape(junit.render(run_of(words))) == shape(junit.render(run_of(plain(words))))


@THOROUGH
@given(word_lists())
def test_every_annotation_is_one_command_with_its_own_properties(words: list[str]) -> None:
    def commands(run: Run) -> list[tuple[str, list[str]]]:
        parsed = []
        for line in github.render(run).splitlines():
            match = re.fullmatch(r"::(\w+) ([^:]*)::(.*)", line)
            assert match, line
            parsed.append((match[1], [pair.split("=")[0] for pair in match[2].split(",")]))
        return parsed

    assert commands(run_of(words)) == commands(run_of(plain(words)))


@THOROUGH
@given(word_lists())
def test_json_reports_carry_the_words_unchanged(words: list[str]) -> None:
    run = run_of(words)
    told = json.loads(json_format.render(run))["findings"]
    assert [row["excerpt"] for row in told] == [f.excerpt for f in run.findings]
    issues = [i for i in json.loads(gitlab.render(run)) if i["severity"] != "blocker"]
    assert [i["description"] for i in issues] == [one_line(f.message) for f in run.findings]


@THOROUGH
@given(word_lists())
def test_the_terminal_is_not_steered(words: list[str]) -> None:
    shown = terminal.render(run_of(words))
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e]", shown)
