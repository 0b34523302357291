"""Checks for damaged characters."""

from __future__ import annotations

from corpus_qa.model import Check

CHECKS: tuple[Check, ...] = ()
