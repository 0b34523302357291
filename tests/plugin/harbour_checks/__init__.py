"""Checks for the newspapers of small harbours."""

from harbour_checks import ferry_banner, same_tides, tide_table

CHECKS = [ferry_banner.CHECK, tide_table.CHECK, same_tides.CHECK]
