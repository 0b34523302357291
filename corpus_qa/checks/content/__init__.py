"""Checks for bodies that are not whole articles."""

from __future__ import annotations

from corpus_qa.checks.content import broken_grammar, schema_violation
from corpus_qa.model import Check

CHECKS: tuple[Check, ...] = (broken_grammar.CHECK, schema_violation.CHECK)
