"""No check costs the square of its article: what it looks for, n and 4n times."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest
from conftest import article_cases, batch_of
from growth import MOST_GROWTH, growth, repeated

from corpus_qa.checks import BUILTIN
from corpus_qa.examine.batch import Plan, examine_batch

ALL = Plan(tuple(sorted(BUILTIN, key=lambda check: check.id)))
DATED = {
    "published_at": datetime(2025, 5, 1, tzinfo=UTC),
    "published_source": "meta",
    "url": "https://news.example/2025/05/01/harbour",
}
TRIGGERS: dict[str, list[str]] = {}
for check_id, case in article_cases("flag"):
    if case.get("text"):
        TRIGGERS.setdefault(check_id, []).append(case["text"][:2000])

GENERIC = (
    *("?", "? ", "?a", "a?b ", "f?r ", "????? ??? "),
    *("today\n", "heute\n", "5 hours ago\n", "Published today\n", "Updated: Monday 3 June\n"),
    *("03/04/2024 13/04/2023 ", "1 May 2024\n", "2024-05-01 ", "12:30\n", "By A B\n"),
    *('"', '" ', "“", "“a ", "'", "’ ", "« ", "(", "((a", "[", "]", "{", "}", "<", "<a ", "<p>"),
    *(
        "&",
        "&amp",
        "&amp;amp;",
        "&#",
        "=E2=80",
        "\\u00",
        "%20",
        "\x1b[",
        "\u200b",
        "\u202e",
        "\ufffd",
    ),
    *("1", "12 ", "3,4 ", "1.", "a", "a ", "A", "the ", "a b c ", "a-b-", "-", "_", ".", ". ", ","),
    *("http://", "http://a.b/ ", "www.", "@", "a@b.c ", "#", "|", " | ", "/", ":", ";", "!", "*"),
    *(
        "\t",
        "\r\n",
        "\n",
        " ",
        "  \n",
        "\u00a0",
        "\u2028",
        "Ã©",
        "â€",
        "e\u0301",
        "字",
        "字。",
        "ก",
        "א",
    ),
    *("Share\n", "Read more\n", "Cookies\n", "Lorem ipsum ", "function(){", "as an AI model "),
)


def work(pieces: str, plan: Plan, fields: Mapping[str, Any], size: int) -> Callable[[], object]:
    """Return the examination of an article of ``size`` characters."""
    batch = batch_of([{"text": repeated(pieces, size), **fields}])
    assert len(batch.articles) == 1  # made before the time is taken
    return partial(examine_batch, batch, plan)


def plan_of(check_id: str) -> Plan:
    """Return the checks that decide together with one."""
    examine = next(check.examiner for check in BUILTIN if check.id == check_id)
    return Plan(
        tuple(
            check
            for check in ALL.checks
            if check.id == check_id or (examine is not None and check.examiner is examine)
        )
    )


@pytest.mark.parametrize("check_id", TRIGGERS)
@pytest.mark.parametrize("joint", [" ", "\n"], ids=["line", "lines"])
def test_a_check_is_linear_in_what_it_flags(check_id: str, joint: str) -> None:
    pieces = joint.join(text.replace("\n", joint) for text in TRIGGERS[check_id]) + joint
    plan = plan_of(check_id)
    assert growth(partial(work, pieces, plan, DATED)) < MOST_GROWTH


@pytest.mark.parametrize("piece", GENERIC, ids=ascii)
def test_all_checks_are_linear_in_a_pattern(piece: str) -> None:
    assert growth(partial(work, piece, ALL, DATED), 16_000) < MOST_GROWTH


@pytest.mark.parametrize("piece", ["03/04/2024 13/04/2023 ", "today\n", "5 hours ago\n"])
def test_articles_without_a_date_are_linear(piece: str) -> None:
    assert growth(partial(work, piece, ALL, {}), 16_000) < MOST_GROWTH
