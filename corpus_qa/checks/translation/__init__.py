"""Checks for visible defects that translation leaves."""

from __future__ import annotations

from corpus_qa.model import Check

CHECKS: tuple[Check, ...] = ()
