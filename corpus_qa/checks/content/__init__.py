"""Checks for bodies that are not whole articles."""

from __future__ import annotations

from dataclasses import replace

from corpus_qa.checks.content import (
    _examiner,
    assistant_leftover,
    blocked_page,
    broken_grammar,
    placeholder,
    schema_violation,
    walled_body,
)
from corpus_qa.model import Check

# Checks of the body as a whole are decided together, so that it is counted once.
CHECKS: tuple[Check, ...] = (
    *(replace(check, examine=_examiner.examine) for check, _ in _examiner.ALWAYS),
    *(replace(check, examine=_examiner.examine) for check, *_ in _examiner.ON_HITS.values()),
    assistant_leftover.CHECK,
    blocked_page.CHECK,
    broken_grammar.CHECK,
    placeholder.CHECK,
    walled_body.CHECK,
    schema_violation.CHECK,
)
