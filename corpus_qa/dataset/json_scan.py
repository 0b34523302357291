"""Cut the objects out of a JSON text of any size, without parsing them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

STRUCTURE = re.compile(rb'["{}\[\]]')
QUOTE, BACKSLASH = ord('"'), ord("\\")
BETWEEN = b", \t\r\n\xef\xbb\xbf:"
"""Bytes that may stand between two elements."""


BRACKETS = (b"", b"[]")
"""Brackets that belong between the objects, by depth; deeper down anything may stand there."""

DEEPEST_NESTING = 10_000
"""No article is nested so deep, and a file of nothing but brackets must not fill the memory."""


class Element(NamedTuple):
    """An object of the JSON text, and the line on which it begins.

    ``data`` is None if the object is longer than the limit, and empty if something that is no
    object stands there. ``closed`` is false for what the end of the text cuts off.
    """

    line: int
    data: bytes | None
    closed: bool = True


def objects(blocks: Iterable[bytes], depth: int, limit: int) -> Iterator[Element]:
    """Yield the objects at a depth: 0 for concatenated ones, 1 in a list, 2 in a list in an object.

    Strings are skipped as wholes, so braces in prose do no harm. Broken JSON shows in the object
    that it breaks; nothing larger than ``limit`` plus a block is held.
    """
    scan = _Scan(depth, limit)
    for block in blocks:
        yield from scan.feed(block)
    yield from scan.finish()


def _is_escaped(block: bytes, start: int, place: int) -> bool:
    """Whether an odd number of backslashes stands before a place, from where the string goes on."""
    first = place
    while first > start and block[first - 1] == BACKSLASH:
        first -= 1
    return (place - first) % 2 == 1


class _Scan:
    """The state between two blocks."""

    def __init__(self, depth: int, limit: int) -> None:
        self.target, self.limit = depth, limit
        self.openers: list[int] = []
        self.in_string = self.escaped = False
        self.parts: list[bytes] | None = None  # of the object that is open
        self.size = 0
        self.line = self.started = 1
        self.stray = 0  # the line on which something stands that is no object

    def feed(self, block: bytes) -> Iterator[Element]:
        """Yield the objects that end in this block."""
        start = position = counted = 0
        if self.escaped:
            position, self.escaped = 1, False
        while (position := self._outside(block, position)) >= 0:
            found = STRUCTURE.search(block, position)
            if found is None:
                break
            position, char = found.end(), block[found.start()]
            if char == ord('"'):
                self.in_string = True
            elif char in b"{[":
                if char == ord("{") and self._is_element():
                    yield from self._gap(block[start : found.start()])
                    self.line += block.count(b"\n", counted, found.start())
                    start = counted = found.start()
                    self.parts, self.size, self.started = [], 0, self.line
                self.openers.append(char)
                if len(self.openers) > DEEPEST_NESTING:
                    msg = f"the JSON is nested more than {DEEPEST_NESTING} levels deep"
                    raise ValueError(msg)
            elif self.openers:
                self.openers.pop()
                if self.parts is not None and len(self.openers) == self.target:
                    yield self._close(block[start:position])
                    self.line += block.count(b"\n", counted, position)
                    start = counted = position
        self._keep(block[start:])
        self.line += block.count(b"\n", counted)

    def finish(self) -> Iterator[Element]:
        """Yield what the end of the text cuts off."""
        yield from self._gap(b"")
        if self.parts is not None:
            yield Element(self.started, b"".join(self.parts), closed=False)
        elif self.openers:
            yield Element(self.line, b"", closed=False)

    def _outside(self, block: bytes, position: int) -> int:
        """Return where the string ends that is open at a position; -1 if not in this block."""
        if not self.in_string:
            return position
        start = position
        while (end := block.find(QUOTE, position)) >= 0:
            if not _is_escaped(block, start, end):
                self.in_string = False
                return end + 1
            position = end + 1
        self.escaped = _is_escaped(block, start, len(block))
        return -1

    def _is_element(self) -> bool:
        inside = self.openers
        return (
            self.parts is None
            and len(inside) == self.target
            and (self.target == 0 or inside[-1] == ord("["))
        )

    def _keep(self, rest: bytes) -> None:
        if self.parts is None:
            self.stray = self.stray or self._stray_line(rest)
            return
        self.size += len(rest)
        if self.size <= self.limit:
            self.parts.append(rest)

    def _close(self, last: bytes) -> Element:
        self._keep(last)
        data = b"".join(self.parts or ()) if self.size <= self.limit else None
        self.parts = None
        return Element(self.started, data)

    def _stray_line(self, between: bytes) -> int:
        """Return the line of the first byte that does not belong between objects; 0 if all do."""
        if self.target >= len(BRACKETS):
            return 0
        rest = between.lstrip(BETWEEN + BRACKETS[self.target])
        return self.line + between.count(b"\n", 0, len(between) - len(rest)) if rest else 0

    def _gap(self, between: bytes) -> Iterator[Element]:
        """Tell of numbers, texts or lists where objects belong."""
        if line := self.stray or self._stray_line(between):
            yield Element(line, b"")
        self.stray = 0
