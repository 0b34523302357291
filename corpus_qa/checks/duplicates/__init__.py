"""Checks for articles that repeat each other."""

from __future__ import annotations

from corpus_qa.model import Check

CHECKS: tuple[Check, ...] = ()
