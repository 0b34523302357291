"""What each kind of damage does to a sentence, and that all have a place in their languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from quality import damage
from quality.labelled import KINDS, Kind

if TYPE_CHECKING:
    from collections.abc import Callable

EXAMPLES = [
    (lambda text: damage.misread(text, "utf-8", "cp1252"), "café", "cafÃ©"),
    (lambda text: damage.misread(text, "cp1251", "cp1252"), "Чай", "×àé"),
    (damage.misread_twice, "é", "ÃƒÂ©"),
    (damage.lose_letters, "Björn, „ja“", "Bj?rn, „ja“"),
    (damage.replace_letters, "Björn", "Bj\N{REPLACEMENT CHARACTER}rn"),
    (damage.escape_entities, "Böll & Söhne’s", "B&ouml;ll &amp; S&ouml;hne&#39;s"),
    (damage.escape_entities_twice, "Böll", "B&amp;ouml;ll"),
    (damage.break_entities, "the bank’s vault", "the bank #39;s vault"),
    (damage.escape_letters, "café", r"caf\u00e9"),
    (damage.add_c1_controls, "“no”", "\x93no\x94"),
    (damage.hide_zero_width, "harbour", "har\N{ZERO WIDTH SPACE}bour"),
    (damage.decompose, "é", "e\N{COMBINING ACUTE ACCENT}"),
    (damage.detach_hyphens, "a 30-day truce", "a 30 -day truce"),
    (damage.detach_quotes, "“We wait,” she said.", "“We wait ”she said."),
    (damage.glue_words, "as the Herald said on", "as the Heraldsaid on"),
    (lambda text: damage.loop(text, 2), "It was a cold day.", "It was a cold day was a cold day."),
    (damage.spin, "They will begin to bake.", "They will beginning to bake."),
    (damage.truncate, "All was well. Then the gate opened.", "All was well. Then the ga"),
    (damage.stop_short, "He went to the gate of iron.", "He went to the gate of"),
    (damage.repeat_paragraph, "One.\n\nTwo.\n\nThree.", "One.\n\nTwo.\n\nThree.\n\nTwo."),
    (lambda text: damage.furnish([text], "Menu", "top")[0], "One.", "Menu\n\nOne."),
]


@pytest.mark.parametrize(("hurt", "before", "after"), EXAMPLES, ids=[row[2] for row in EXAMPLES])
def test_damage_does_what_it_says(hurt: Callable[[str], str], before: str, after: str) -> None:
    assert hurt(before) == after


@pytest.mark.parametrize("kind", KINDS, ids=[f"{kind.name}-{at}" for at, kind in enumerate(KINDS)])
def test_every_kind_of_damage_finds_a_place_in_every_language_it_names(kind: Kind) -> None:
    for language in kind.languages:
        assert any(kind.damage(text) != text for text in kind.texts(language))
