"""Checks for visible defects that translation leaves."""

from __future__ import annotations

from dataclasses import replace

from corpus_qa.checks.translation import machine_translation_evidence as evidence
from corpus_qa.model import Check

# All checks of the family are decided together, so that the article's verdict sees their evidence.
CHECKS: tuple[Check, ...] = (
    *(replace(part.check, examine=evidence.examine) for part in evidence.PARTS),
    evidence.CHECK,
)
