"""Reads logbooks: each entry begins with a line ``== title``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from corpus_qa import Draft, Raw, Reader, Reading, split_file


def parse_logbook(raw: Raw, _reading: Reading, _near: Iterable[str]) -> Iterator[Draft]:
    """Yield the entries of a logbook."""
    assert isinstance(raw.data, bytes)
    title, lines, begun = "", [], 0
    for number, line in enumerate([*raw.data.decode().splitlines(), "== "], start=1):
        if not line.startswith("== "):
            lines.append(line)
            continue
        if title:
            text = "\n".join(lines)
            yield Draft(
                text, {"title": title}, {}, number=begun, line=begun, text_line=begun + 1,
                encoding="utf-8", decode_errors=0,
            )  # fmt: skip
        title, lines, begun = line.removeprefix("== "), [], number


READER = Reader("logbook", (".logbook",), split_file, parse_logbook)
