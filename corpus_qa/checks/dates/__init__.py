"""Checks for publication dates."""

from __future__ import annotations

from corpus_qa.checks.dates import (
    address_contradiction,
    ambiguous_date,
    exchanged_date,
    future_date,
    implausible_date,
    malformed_date,
    missing_date,
    missing_time_zone,
    page_contradiction,
    site_date,
    text_contradiction,
)
from corpus_qa.model import Check

CHECKS: tuple[Check, ...] = (
    missing_date.CHECK,
    malformed_date.CHECK,
    future_date.CHECK,
    implausible_date.CHECK,
    address_contradiction.CHECK,
    text_contradiction.CHECK,
    page_contradiction.CHECK,
    ambiguous_date.CHECK,
    missing_time_zone.CHECK,
    site_date.CHECK,
    exchanged_date.CHECK,
)
