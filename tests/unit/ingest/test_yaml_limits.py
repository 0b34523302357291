"""A head of a few lines cannot fill the memory, nor the stack."""

from __future__ import annotations

from pathlib import Path

import pytest
from inputs import articles, run

from corpus_qa.ingest.front_matter import is_bounded

LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
BOMBS = {
    "aliases": LAUGHS,
    "merges": "a: &a {x: 1}\n"
    + "".join(f"b{n}: &b{n} {{<<: [*a, *a], y: *b{n - 1}, z: *b{n - 1}}}\n" for n in range(1, 40)),
    "texts": f"a: &a {'x' * 60_000}\nb: [{', '.join(['*a'] * 100)}]\n",
    "itself": "a: &a [*a]\n",
    "brackets": "a: " + "[" * 20_000 + "]" * 20_000,
    "braces": "a: " + "{a: " * 5000,
    "lists": "a:\n  " + "- " * 20_000 + "x",
    "indents": "".join(f"{' ' * n}a:\n" for n in range(200)),
    "long": "title: " + "The tide. " * 10_000,
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_kept_as_it_is_written(bomb: str, tmp_path: Path) -> None:
    assert not is_bounded(BOMBS[bomb])
    path = tmp_path / "a.md"
    path.write_text(f"---\n{BOMBS[bomb]}\n---\nThe ferry sails again on Monday.\n", "utf-8")
    (article,) = articles(run(path, tmp_path / "out").dataset)
    assert article.text.strip() == "The ferry sails again on Monday."


@pytest.mark.parametrize(
    "block",
    [
        "title: Ferry\ntags: [a, b, {c: d}]\n",
        "base: &base {lang: en}\narticle: {<<: *base, title: Ferry}\n",
        "title: *no yaml: at all [\n",
        "a:\n- - 1\n  - 2\n",
    ],
)
def test_a_usual_head_is_read(block: str) -> None:
    assert is_bounded(block)


def test_a_key_of_thousands_of_dots_costs_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"+++\ntitle = 'Ferry'\n{'a.' * 30_000}a = 1\n+++\n\nIt sails.\n", "utf-8")
    (article,) = articles(run(path, tmp_path / "out").dataset)
    assert (article.title, article.text.strip()) == ("Ferry", "It sails.")
