"""Checks for damaged characters."""

from __future__ import annotations

from corpus_qa.checks.encoding import (
    bidi_control,
    broken_entity,
    c1_control,
    control_character,
    decomposed_text,
    double_escaped_entity,
    dropped_letters,
    entity_leftover,
    escape_sequence,
    invisible_character,
    misplaced_bom,
    misread_quote,
    mixed_script_word,
    mojibake,
    private_use,
    question_mark_loss,
    quoted_printable,
    replacement_character,
    wrong_charset,
)
from corpus_qa.model import Check

CHECKS: tuple[Check, ...] = (
    mojibake.CHECK,
    wrong_charset.CHECK,
    replacement_character.CHECK,
    question_mark_loss.CHECK,
    dropped_letters.CHECK,
    entity_leftover.CHECK,
    double_escaped_entity.CHECK,
    broken_entity.CHECK,
    escape_sequence.CHECK,
    quoted_printable.CHECK,
    control_character.CHECK,
    c1_control.CHECK,
    private_use.CHECK,
    invisible_character.CHECK,
    bidi_control.CHECK,
    mixed_script_word.CHECK,
    decomposed_text.CHECK,
    misplaced_bom.CHECK,
    misread_quote.CHECK,
)
