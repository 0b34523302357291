"""Checks for leftovers of web pages around an article."""

from __future__ import annotations

from corpus_qa.model import Check

CHECKS: tuple[Check, ...] = ()
