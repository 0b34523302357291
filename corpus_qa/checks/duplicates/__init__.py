"""Checks for articles that repeat each other."""

from __future__ import annotations

from corpus_qa.checks.duplicates import (
    contained_duplicate,
    exact_duplicate,
    near_duplicate,
    same_title,
    same_url,
    shared_passage,
)
from corpus_qa.model import Check

CHECKS: tuple[Check, ...] = (
    exact_duplicate.CHECK,
    near_duplicate.CHECK,
    contained_duplicate.CHECK,
    shared_passage.CHECK,
    same_url.CHECK,
    same_title.CHECK,
)
