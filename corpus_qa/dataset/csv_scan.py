"""Cut CSV text of any size into records, without parsing them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

QUOTE = ord('"')


class Record(NamedTuple):
    """The bytes of a record with its line break, and the line on which it begins.

    ``data`` is None if the record was given up: because a quote in it is never closed
    (``unclosed``), or because it is too long. ``at_end`` tells that the text ended first.
    """

    line: int
    data: bytes | None
    unclosed: bool = False
    at_end: bool = False


class Records:
    """The records of a CSV text that comes in blocks.

    A quote opens a field only where a field begins; elsewhere it is a character like others. One
    that is never closed would swallow all that follows: its record is given up, and reading goes on
    with the line after the one on which the record begins.
    """

    def __init__(self, blocks: Iterable[bytes], limit: int) -> None:
        self.blocks = iter(blocks)
        self.limit = limit
        self.data = bytearray()
        self.line = 1

    def next(self, delimiter: bytes) -> Record | None:
        """Return the next record; None at the end of the text.

        Args:
            delimiter: What separates fields, one byte.
        """
        if not self.data and not self._more():
            return None
        inside = self.data[0] == QUOTE
        position, line_end = int(inside), -1
        while True:
            if inside:
                closed = self._closing(position)
                if closed >= 0:
                    position, inside = closed, False
                    continue
            else:
                if line_end <= position:
                    line_end = self._line_end(position)
                opened = self.data.find(delimiter + b'"', position, line_end)
                if opened >= 0:
                    position, inside = opened + 2, True
                    continue
                if line_end < len(self.data):
                    return self._take(line_end + 1)
                position, line_end = max(position, line_end - 1), -1  # it may be a delimiter
            if len(self.data) > self.limit:
                return self._give_up(unclosed=inside)
            if not self._more():
                return self._give_up(unclosed=True, at_end=True) if inside else self._rest()

    def _line_end(self, position: int) -> int:
        found = self.data.find(b"\n", position)
        return found if found >= 0 else len(self.data)

    def _closing(self, position: int) -> int:
        """Return the place after the quote that closes a field (two stand for one), or -1."""
        while (found := self.data.find(QUOTE, position)) >= 0:
            if found + 1 == len(self.data):
                self._more()
            if self.data[found + 1 : found + 2] != b'"':
                return found + 1
            position = found + 2
        return -1

    def _more(self) -> bool:
        block = next((block for block in self.blocks if block), b"")
        self.data += block
        return bool(block)

    def _take(self, end: int) -> Record:
        fits = end <= self.limit
        record = Record(self.line, bytes(self.data[:end]) if fits else None)
        self.line += self.data.count(b"\n", 0, end)
        del self.data[:end]
        return record

    def _rest(self) -> Record:
        return self._take(len(self.data))._replace(at_end=True)

    def _give_up(self, *, unclosed: bool, at_end: bool = False) -> Record:
        """Pass over a line, however long it is."""
        line = self.line
        while (end := self.data.find(b"\n")) < 0:
            self.data.clear()
            if not self._more():
                break
        del self.data[: end + 1]
        self.line += 1
        return Record(line, None, unclosed, at_end)
