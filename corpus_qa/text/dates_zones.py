"""Abbreviations of time zones in news, as hours before or behind UTC.

Where an abbreviation means several zones, the one of the larger press is meant: ``IST`` is India,
``CST`` the United States, ``BST`` the United Kingdom.
"""

from __future__ import annotations

from collections.abc import Mapping

ZONES: Mapping[str, float] = {
    **dict.fromkeys(("UTC", "UT", "GMT", "WET", "Z"), 0),
    **dict.fromkeys(("BST", "CET", "MEZ", "WEST", "WAT"), 1),
    **dict.fromkeys(("CEST", "MESZ", "EET", "SAST", "CAT"), 2),
    **dict.fromkeys(("EEST", "MSK", "МСК", "TRT", "AST", "EAT"), 3),
    "IRST": 3.5,
    "GST": 4,
    "PKT": 5,
    "IST": 5.5,
    "NPT": 5.75,
    **dict.fromkeys(("WIB", "ICT"), 7),
    **dict.fromkeys(("HKT", "SGT", "MYT", "AWST", "WITA", "PHT"), 8),
    **dict.fromkeys(("JST", "KST", "WIT"), 9),
    "ACST": 9.5,
    "AEST": 10,
    "AEDT": 11,
    "NZST": 12,
    "NZDT": 13,
    **dict.fromkeys(("EDT", "ADT"), -4),
    **dict.fromkeys(("EST", "ET", "CDT"), -5),
    **dict.fromkeys(("CST", "CT", "MDT"), -6),
    **dict.fromkeys(("MST", "PDT"), -7),
    **dict.fromkeys(("PST", "PT", "AKDT"), -8),
    "HST": -10,
    **dict.fromkeys(("BRT", "ART"), -3),
}
