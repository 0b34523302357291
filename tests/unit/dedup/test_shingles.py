"""Words, lines and shingles as numbers."""

from __future__ import annotations

import unicodedata

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus_qa.dedup.shingles import (
    HASHED_BYTES,
    Words,
    buffer_of,
    fold,
    lines_of,
    shingles_of,
    words_of,
)

QUICK = settings(deadline=None)
ANY_TEXT = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from(list("ab 12.\n–“日本語é🙂")),
    max_size=60,
)


def words(*texts: str) -> Words:
    return words_of(buffer_of(pa.array(texts, pa.large_string())))


def spoken(*texts: str) -> list[list[str]]:
    """Return the words of each text as they stand in it."""
    found = words(*texts)
    said: list[list[str]] = [[] for _ in texts]
    for text, start, end in zip(found.texts(), found.starts, found.ends, strict=True):
        said[text].append(texts[text][start:end])
    return said


def shown(*texts: str) -> list[tuple[int, str]]:
    """Return the lines with words, with the number of their text."""
    buffer = buffer_of(pa.array(texts, pa.large_string()))
    lines = lines_of(buffer, words_of(buffer))
    return [
        (int(text), texts[text][start:end])
        for text, start, end in zip(lines.texts, lines.starts, lines.ends, strict=True)
    ]


def line_hash(line: str) -> int:
    buffer = buffer_of(pa.array([line], pa.large_string()))
    return int(lines_of(buffer, words_of(buffer)).hashes[0])


def test_words_are_runs_of_letters_and_digits() -> None:
    assert spoken("Well-read, isn't it? 3.5 km") == [
        ["Well", "read", "isn", "t", "it", "3", "5", "km"]
    ]


def test_typography_never_tells_words_apart() -> None:
    plain = words('"Stop" - he said... 20 % off, twice')
    curly = words("“Stop” — he said… 20\u202f% off, twice")
    assert plain.hashes.tolist() == curly.hashes.tolist()


@pytest.mark.parametrize("sign", ["\u00a0", "«", "…", "—", "€", "•", "→", "。", "！", "🙂"])
def test_signs_beyond_ascii_separate_words(sign: str) -> None:
    assert spoken(f"eins{sign}zwei") == [["eins", "zwei"]]


@pytest.mark.parametrize("letter", ["é", "ß", "ł", "ж", "ñ", "ø", "ع", "ª", "한"])
def test_letters_beyond_ascii_belong_to_words(letter: str) -> None:
    assert spoken(f"a{letter}b") == [[f"a{letter}b"]]


def test_case_does_not_matter_in_any_script() -> None:
    assert words("ÉCOLE Жизнь").hashes.tolist() == words("école жизнь").hashes.tolist()


def test_a_chinese_character_is_a_word() -> None:
    assert spoken("第3届abc会议") == [["第", "3", "届", "abc", "会", "议"]]


def test_words_do_not_run_on_into_the_next_text() -> None:
    assert spoken("over", "", "lap ", "ping") == [["over"], [], ["lap"], ["ping"]]


def test_long_runs_differ_by_their_beginning_and_length() -> None:
    run = "q" * (HASHED_BYTES + 40)
    one, same, longer, other = (
        int(words(text).hashes[0]) for text in (run, run, run + "q", "p" + run[1:])
    )
    assert one == same
    assert len({one, longer, other}) == 3


@QUICK
@given(texts=st.lists(ANY_TEXT, max_size=5), start=st.integers(0, 4))
def test_a_slice_of_a_column_is_read_like_a_column_of_its_own(texts: list[str], start: int) -> None:
    column = pa.array(texts, pa.string())
    whole = words_of(buffer_of(column.slice(start)))
    alone = words_of(buffer_of(pa.array(texts[start:], pa.large_string())))
    assert whole.hashes.tolist() == alone.hashes.tolist()
    assert whole.starts.tolist() == alone.starts.tolist()


@QUICK
@given(texts=st.lists(ANY_TEXT, max_size=5))
def test_places_of_words_are_code_points_of_their_text(texts: list[str]) -> None:
    found = words(*texts)
    for number, hashed in enumerate(found.hashes):
        text = texts[found.texts()[number]]
        word = text[found.starts[number] : found.ends[number]]
        assert word
        assert word == word.strip()
        assert "\n" not in word
        assert int(words(word).hashes[0]) == int(hashed)


def test_lines_are_shown_without_white_space_at_their_borders() -> None:
    assert shown(" one \r\n\n\t two, three!\t\n", "", "four") == [
        (0, "one"),
        (0, "two, three!"),
        (2, "four"),
    ]


def test_lines_without_words_are_left_out() -> None:
    assert shown("***\n12\n3 : 4\n \nend") == [(0, "end")]


def test_numbers_do_not_tell_lines_apart() -> None:
    assert line_hash("Read by 7 people") == line_hash("» read by 1,204 people.")
    assert line_hash("Read by 7 people") != line_hash("Read by people")
    assert line_hash("part 7 of ten") != line_hash("part of 7 ten")


@QUICK
@given(texts=st.lists(ANY_TEXT, max_size=5))
def test_every_word_that_is_no_number_stands_in_one_line(texts: list[str]) -> None:
    buffer = buffer_of(pa.array(texts, pa.large_string()))
    found = words_of(buffer)
    lines = lines_of(buffer, found)
    covered = np.zeros(len(found.hashes), int)
    for first, count in zip(lines.first_words, lines.words, strict=True):
        covered[first : first + count] += 1
    assert covered.max(initial=0) <= 1
    assert covered[~found.is_number].min(initial=1) == 1


def test_shingles_stay_within_their_text() -> None:
    found, offsets = shingles_of(words("a b c d e f", "g h", "", "i j k l m"))
    assert offsets.tolist() == [0, 2, 2, 2, 3]
    alone, _ = shingles_of(words("i j k l m"))
    assert found[2] == alone[0]


def test_folding_depends_on_order_and_not_on_neighbours() -> None:
    values = np.array([5, 6, 7, 7, 6, 5, 6, 7], np.uint64)
    one, reverse, nothing, same = fold(values, np.array([0, 3, 5, 5, 8]))[[0, 1, 2, 3]]
    assert nothing == 0
    assert one == same
    assert fold(values, np.array([0, 3, 6]))[0] != fold(values, np.array([0, 3, 6]))[1]
    assert one != reverse


# Words that are stored in two ways, and one way in which they are not the same.
WRITTEN = (
    "Élodie öffnete das Café, très fâchée",
    "Ελληνικά έργα στο λιμάνι της πόλης",
    "Йогурт и ёлка",
    "Đường phố Hà Nội ướt",
    "İstanbul'da İzmir'e ağaç",
    "서울에서 열린 축제",
    "がっこうでパンをたべる",
    "क़लम और ज़मीन",
    "المرآة إلى أمام",
)


@pytest.mark.parametrize("text", WRITTEN)
def test_words_with_their_accents_apart_are_the_same_words(text: str) -> None:
    composed, apart = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert words(composed).hashes.tolist() == words(apart).hashes.tolist()
    assert spoken(apart)[0] == [unicodedata.normalize("NFD", word) for word in spoken(composed)[0]]


@pytest.mark.parametrize(
    ("text", "plain"),
    [("eﬃcient ﬁsh", "efficient fish"), ("ｎｅｗｓ", "news")],
)
def test_ligatures_and_wide_letters_are_plain_ones(text: str, plain: str) -> None:
    assert words(text).hashes[-1] == words(plain).hashes[-1]


def test_letters_with_different_accents_are_different() -> None:
    found = words("cote coté côte côté")
    assert len(set(found.hashes.tolist())) == 4


@QUICK
@given(st.lists(ANY_TEXT | st.text(st.sampled_from(list("ae\u0301\u3099カ가\u1100 İﬁ")))))
def test_every_word_has_one_hash_whatever_stands_around_it(texts: list[str]) -> None:
    together = words(*texts)
    alone = [number for text in texts for number in words(text).hashes.tolist()]
    assert together.hashes.tolist() == alone
