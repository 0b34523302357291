"""The language of a text is told by its prose, and not told where it is uncertain."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus_qa.text.language import by_bytes, by_small_words, detect

TEXTS = {
    "en": "The council of Brask voted on Monday to rebuild the harbour wall, which had been broken "
    "by the storm in January, and to ask the islanders what they would like to do with the rest.",
    "de": "Der Rat von Brask hat am Montag beschlossen, die Hafenmauer wieder aufzubauen, die im "
    "Januar vom Sturm beschädigt worden war, und die Bewohner nach ihrer Meinung zu fragen.",
    "fr": "Le conseil de Brask a décidé lundi de reconstruire le mur du port, que la tempête de "
    "janvier avait endommagé, et de demander aux habitants ce qu'ils en pensent pour la suite.",
    "es": "El consejo de Brask decidió el lunes reconstruir el muro del puerto, que fue "
    "dañado por la tormenta de enero, y preguntar a los vecinos qué quieren hacer con el resto.",
    "nl": "De raad van Brask heeft maandag besloten om de havenmuur weer op te bouwen, die in "
    "januari door de storm was beschadigd, en de bewoners te vragen wat zij met de rest willen.",
    "ru": "Совет острова решил в понедельник, что стена гавани будет построена заново, так как она "
    "была повреждена бурей, и что жители сами скажут, как быть со всем, что от нее осталось.",
    "ja": "島の議会は月曜日に、一月の嵐で壊れた港の壁を建て直すことを決めた。"
    "住民には残りをどうするか意見を聞くという。町長は冬までに終わらせたいと話した。",
    "he": "מועצת האי החליטה ביום שני לבנות מחדש את חומת הנמל, אשר נפגעה בסערה של ינואר, ולשאול את "
    "התושבים מה הם רוצים לעשות עם כל מה שנשאר ממנה, כי הם אלה אשר גרים על יד הים.",
}


@pytest.mark.parametrize("language", TEXTS)
def test_prose_tells_its_language(language: str) -> None:
    assert detect(TEXTS[language]) == language


@pytest.mark.parametrize("language", TEXTS)
def test_small_words_and_bytes_agree_where_both_answer(language: str) -> None:
    assert by_small_words(TEXTS[language]) in {None, language}
    assert by_bytes(TEXTS[language]) == language


@pytest.mark.parametrize("language", ["en", "de", "ru", "he"])
def test_small_words_alone_decide_most_prose(language: str) -> None:
    assert by_small_words(TEXTS[language]) == language


def test_a_menu_in_another_language_does_not_count() -> None:
    menu = "\n".join(["Home", "The news of the day", "About us and the team", "All of it"] * 8)
    assert detect(f"{menu}\n{TEXTS['de']}\n{TEXTS['de']}") == "de"


@pytest.mark.parametrize("text", ["", " \n", "Short.", "1234 5678 9012 3456 " * 5, "- - - " * 30])
def test_little_or_no_language_is_not_told(text: str) -> None:
    assert detect(text) is None


@given(st.text(max_size=300))
def test_any_text_has_a_language_or_none(text: str) -> None:
    found = detect(text)
    assert found is None or found.islower()
