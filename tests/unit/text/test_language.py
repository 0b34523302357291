"""The language of a text is told by its prose, and not told where it is uncertain."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus_qa.text.language import by_bytes, by_small_words, detect, reads_as_english

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


NOT_ENGLISH = {
    "nl": "De brug is dicht en dat was voor de bakker een klap. Of het werk klaar is, wist "
    "niemand. Hij is boos, want hij was de enige die op het eiland bleef.",
    "no": "Brua er stengt, og for bakeren er det et problem. Hun var på vei til øya da det kom, "
    "og nå må hun vente på en båt som ikke er i havn.",
    "fi": "Silta on kiinni, ja se on ollut kiinni viikon. Leipuri on odottanut tietoa, mutta kunta "
    "on hiljaa. Koulu on auki ja lautta on kesken.",
    "hu": "A híd is zárva van, a komp is áll, és a pék is elment innen. Az iskola is csak egy "
    "hétig volt nyitva, és a posta is be van zárva.",
    "vi": "Cây cầu to nhất bị hỏng vì sóng to. Người thợ bánh nói nỗi lo to nhất là mùa đông, khi "
    "gió to và nước to không cho ai ra đảo.",
    "af": "Die brug is toe en die bakker was die enigste een wat gewag het. Hy is op die eiland en "
    "daar is nou geen boot nie.",
}  # fmt: skip


@pytest.mark.parametrize("language", NOT_ENGLISH)
def test_small_words_that_other_languages_share_make_no_text_english(language: str) -> None:
    assert not reads_as_english(NOT_ENGLISH[language])


def test_english_with_a_word_of_another_language_is_english() -> None:
    assert reads_as_english("The baker was on the island and it is not known when the lautta goes.")
