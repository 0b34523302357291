"""Records are found in envelopes, whatever stands around them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from inputs import convert_with_neighbour

TEXTS = [
    f"The {name} opened on Friday. {'Visitors came from three valleys to see it. ' * 4}"
    for name in ("lock", "kiln", "quay")
]
ARTICLES: list[dict[str, Any]] = [
    {"title": f"Opening of house {place}", "text": text, "url": f"https://n.example.org/{place}"}
    for place, text in enumerate(TEXTS)
]
COLUMNS = ["title", "text", "url"]


def keyed(names: list[str]) -> dict[str, Any]:
    return dict(zip(names, ARTICLES, strict=True))


ENVELOPES: dict[str, Any] = {
    "list": ARTICLES,
    "object around a list": {"status": "ok", "articles": ARTICLES},
    "two levels": {"response": {"status": "ok", "results": ARTICLES}},
    "elasticsearch": {
        "hits": {
            "total": 3,
            "hits": [{"_id": str(n), "_source": a} for n, a in enumerate(ARTICLES)],
        }
    },
    "per medium": {
        "newspapers": {"a": {"articles": ARTICLES[:1]}, "b": {"articles": ARTICLES[1:]}}
    },
    "keyed by id": keyed(["a1", "a2", "a3"]),
    "keyed by address": keyed([f"https://k.example.org/{n}" for n in range(3)]),
    "pandas index": keyed(["0", "1", "2"]),
    "pandas columns": {
        name: {str(n): article[name] for n, article in enumerate(ARTICLES)} for name in COLUMNS
    },
    "pandas split": {
        "columns": COLUMNS,
        "index": [0, 1, 2],
        "data": [[article[name] for name in COLUMNS] for article in ARTICLES],
    },
    "pandas table": {"schema": {"fields": [{"name": "text"}]}, "data": ARTICLES},
    "lists by column": {name: [article[name] for article in ARTICLES] for name in COLUMNS},
    "two lists": {"articles": ARTICLES, "sources": [{"id": "n", "name": "N", "url": "https://n"}]},
    "feed with a text of its own": {"title": "N", "content": "news", "items": ARTICLES},
    "graphql": {"data": {"posts": {"edges": [{"node": article} for article in ARTICLES]}}},
    "json:api": {
        "data": [{"type": "a", "id": str(n), "attributes": a} for n, a in enumerate(ARTICLES)]
    },
    "rows of a data set": {
        "features": [{"name": "text"}],
        "rows": [{"row_idx": n, "row": article} for n, article in enumerate(ARTICLES)],
    },
    "list of answers": [{"page": 1, "items": ARTICLES[:2]}, {"page": 2, "items": ARTICLES[2:]}],
    "list of lists": [ARTICLES[:2], ARTICLES[2:]],
    "json-ld": {"@graph": [{"@type": "WebSite", "name": "N"}, *ARTICLES]},
}


@pytest.mark.parametrize("name", ENVELOPES)
@pytest.mark.parametrize("indent", [None, 1])
def test_the_records_of_an_envelope_are_the_articles(
    tmp_path: Path, name: str, indent: int | None
) -> None:
    content = json.dumps(ENVELOPES[name], indent=indent).encode()
    rows, conversion = convert_with_neighbour(tmp_path, {"a.json": content})
    assert conversion.problems == ()
    assert sorted(row.text for row in rows) == sorted(TEXTS)
    assert {row.title for row in rows} == {article["title"] for article in ARTICLES}
    assert len({row.article_id for row in rows}) == len(TEXTS)


@pytest.mark.parametrize("name", ["two levels", "per medium", "keyed by id", "elasticsearch"])
def test_a_record_in_an_envelope_has_its_line(tmp_path: Path, name: str) -> None:
    content = json.dumps(ENVELOPES[name], indent=1)
    rows, _ = convert_with_neighbour(tmp_path, {"a.json": content.encode()})
    lines = content.split("\n")
    for row in rows:
        assert row.source_line is not None
        assert "{" in lines[row.source_line - 1]


def test_an_envelope_larger_than_a_record_may_be_is_read(tmp_path: Path) -> None:
    for name in ("two levels", "per medium", "keyed by id"):
        content = json.dumps(ENVELOPES[name], indent=1).encode()
        rows, conversion = convert_with_neighbour(
            tmp_path / name, {"a.json": content}, max_record_bytes=len(content) * 2 // 3
        )
        assert conversion.problems == ()
        assert sorted(row.text for row in rows) == sorted(TEXTS)


def test_each_line_may_be_an_envelope(tmp_path: Path) -> None:
    lines = [{"page": 1, "articles": ARTICLES[:2]}, {"page": 2, "articles": ARTICLES[2:]}]
    content = "\n".join(json.dumps(line) for line in lines).encode()
    rows, conversion = convert_with_neighbour(tmp_path, {"a.jsonl": content})
    assert conversion.problems == ()
    assert [row.article_id for row in rows] == ["a.jsonl#1.1", "a.jsonl#1.2", "a.jsonl#2"]
    assert [row.source_line for row in rows] == [1, 1, 2]


@pytest.mark.parametrize(
    "content",
    [
        "\n".join(json.dumps(article, indent=2) for article in ARTICLES),
        json.dumps(ARTICLES),
        json.dumps(ARTICLES, indent=2),
        ",\n".join(json.dumps(article) for article in ARTICLES) + ",\n",
        "[\n" + ",\n".join(json.dumps(article) for article in ARTICLES) + "\n]\n",
        "".join(json.dumps(article) for article in ARTICLES),
        "\n".join(json.dumps(json.dumps(article)) for article in ARTICLES),
        "".join(f"\x1e{json.dumps(article)}\n" for article in ARTICLES),
        "".join(f'{{"index": {{"_id": "7"}}}}\n{json.dumps(article)}\n' for article in ARTICLES),
    ],
    ids=[
        "pretty",
        "list",
        "pretty list",
        "commas",
        "list of lines",
        "one line",
        "encoded twice",
        "text sequence",
        "bulk",
    ],
)
def test_a_jsonl_file_may_hold_objects_of_any_form(tmp_path: Path, content: str) -> None:
    rows, conversion = convert_with_neighbour(tmp_path, {"a.jsonl": content.encode()})
    assert conversion.problems == ()
    assert [row.text for row in rows] == TEXTS
    assert len({row.article_id for row in rows}) == len(TEXTS)


def test_python_notation_is_named(tmp_path: Path) -> None:
    content = "\n".join(str(article) for article in ARTICLES).encode()
    rows, conversion = convert_with_neighbour(tmp_path, {"a.jsonl": content})
    assert rows == []
    assert [problem.line for problem in conversion.problems] == [1, 2, 3]
    assert all("json.dumps" in problem.hint for problem in conversion.problems)


@pytest.mark.parametrize("apart", ["comments", "related_articles", "replies"])
def test_what_belongs_to_others_is_no_article(tmp_path: Path, apart: str) -> None:
    record = {"title": "A short note", "text": "The quay is closed.", apart: ARTICLES}
    rows, conversion = convert_with_neighbour(tmp_path, {"a.json": json.dumps(record).encode()})
    assert conversion.problems == ()
    assert [row.text for row in rows] == ["The quay is closed."]


@pytest.mark.parametrize("name", ["messages", "pages", "parts"])
def test_parts_of_something_are_no_articles(tmp_path: Path, name: str) -> None:
    record = {"title": "A talk", name: [{"role": "a", "text": text} for text in TEXTS]}
    rows, conversion = convert_with_neighbour(tmp_path, {"a.jsonl": json.dumps(record).encode()})
    assert rows == []
    assert [problem.line for problem in conversion.problems] == [1]
    assert f"{name}[].text" in conversion.problems[0].reason


def test_sections_are_one_article(tmp_path: Path) -> None:
    record = {"title": "A talk", "sections": [{"title": "T", "text": text} for text in TEXTS]}
    rows, _ = convert_with_neighbour(tmp_path, {"a.jsonl": json.dumps(record).encode()})
    assert [row.text for row in rows] == ["\n".join(TEXTS)]


def test_an_article_with_paragraphs_and_tags_is_one_article(tmp_path: Path) -> None:
    record = {"text": TEXTS[:2], "tags": ["kiln", "lock"]}
    rows, _ = convert_with_neighbour(tmp_path, {"a.jsonl": json.dumps(record).encode()})
    assert [row.text for row in rows] == ["\n".join(TEXTS[:2])]
