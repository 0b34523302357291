"""Checks for bodies that are not whole articles."""

from __future__ import annotations

from corpus_qa.model import Check

CHECKS: tuple[Check, ...] = ()
