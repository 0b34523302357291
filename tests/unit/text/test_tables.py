"""The tables of words and characters."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import pytest

from corpus_qa.text.tables import DATA, frequent_words, table

# What stands inside words beside letters and their marks.
JOINTS = "'’-\N{ZERO WIDTH NON-JOINER}"
TABLES = sorted(path.stem for path in DATA.glob("*.toml"))


def words_of(value: object) -> Iterator[str]:
    """Yield the words of a table, however deep they lie."""
    if isinstance(value, str):
        yield from value.split()
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from words_of(part)


@pytest.mark.parametrize("name", TABLES)
def test_a_table_says_what_it_holds(name: str) -> None:
    assert table(name)
    assert (DATA / f"{name}.toml").read_text(encoding="utf-8").startswith("# ")


@pytest.mark.parametrize("name", ["affixes", "alphabets", "common_words", "east_asian"])
def test_every_word_consists_of_letters(name: str) -> None:
    assert [word for word in words_of(table(name)) if not word.isalpha()] == []


@pytest.mark.parametrize("name", ["frequent_words", "small_words", "relative_dates"])
def test_every_word_consists_of_letters_marks_and_joints(name: str) -> None:
    kinds = {
        word: {unicodedata.category(char)[0] for char in word if char not in JOINTS}
        for word in words_of(table(name))
    }
    assert [word for word, found in kinds.items() if not found <= {"L", "M"}] == []


@pytest.mark.parametrize("letters", ["latin", "other"])
def test_frequent_words_have_letters_beyond_ascii_and_are_known_with_a_capital(
    letters: str,
) -> None:
    for language, words in frequent_words(letters).items():
        assert [word for word in words if word.isascii()] == [], language
        assert {word[:1].upper() + word[1:] for word in words} <= words, language


def test_a_word_that_is_none_is_not_listed() -> None:
    assert "inícioência" not in frequent_words("latin")["pt"]
