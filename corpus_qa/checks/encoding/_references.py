"""Decode character references, also those of characters that were written in two halves."""

from __future__ import annotations

import html
import re

# An emoji is two units of UTF-16; some programs write a reference for each: &#55357;&#56845;
_HALVES = re.compile(
    r"&#(?:(5[56]\d{3})|[xX]([dD][89abAB][0-9a-fA-F]{2}));"
    r"&#(?:(5[67]\d{3})|[xX]([dD][c-fC-F][0-9a-fA-F]{2}));"
)
_FIRST, _SECOND = range(0xD800, 0xDC00), range(0xDC00, 0xE000)
_ONE_HALF = re.compile(r"&#(?:5[5-7]\d{3}|[xX][dD][89a-fA-F][0-9a-fA-F]{2});")


def decoded(text: str) -> str:
    """Return a text with its references decoded; half a character is left as it is."""
    joined = _HALVES.sub(_joined, text)
    parts = _ONE_HALF.split(joined)
    halves = [*_ONE_HALF.findall(joined), ""]
    return "".join(html.unescape(part) + half for part, half in zip(parts, halves, strict=True))


def _joined(match: re.Match[str]) -> str:
    first, second = (
        int(number) if number else int(in_hex, 16)
        for number, in_hex in ((match[1], match[2]), (match[3], match[4]))
    )
    if first not in _FIRST or second not in _SECOND:
        return match[0]
    return chr(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
