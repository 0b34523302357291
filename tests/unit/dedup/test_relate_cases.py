"""Every case of a check that compares articles behaves as it says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from conftest import CASES
from relating import related

CORPUS_CASES = [
    (check_id, case, kind)
    for check_id, cases in CASES.items()
    if cases.get("corpus")
    for kind in ("flag", "clean")
    for case in cases[kind]
]


def with_texts(value: Any, texts: Mapping[str, str]) -> Any:
    """Replace ``{name}`` in strings by the text of that name."""
    if isinstance(value, str):
        for name, text in texts.items():
            value = value.replace(f"{{{name}}}", text.strip())
        return value
    if isinstance(value, list):
        return [with_texts(item, texts) for item in value]
    if isinstance(value, dict):
        return {key: with_texts(item, texts) for key, item in value.items()}
    return value


@pytest.mark.parametrize(
    ("check_id", "case", "kind"),
    CORPUS_CASES,
    ids=[f"{check_id}-{kind}-{case['label']}" for check_id, case, kind in CORPUS_CASES],
)
def test_articles_are_related_as_the_case_says(
    check_id: str, case: Mapping[str, Any], kind: str
) -> None:
    case = with_texts(case, CASES[check_id].get("texts", {}))
    articles = [{**article, "article_id": article["id"]} for article in case["articles"]]
    found = related(articles)
    if "pairs" in case:
        assert found.kinds == case["pairs"]
    if kind == "clean":
        assert found.found(check_id) == []
    elif "findings" in case:
        assert found.found(check_id) == sorted(case["findings"])
    else:
        assert found.found(check_id)
