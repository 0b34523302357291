"""The readers: the built-in ones, then those of plug-ins; and which of them reads a file.

A built-in reader is a record in its module under ``readers`` and a line of ``BUILT_IN``. Other
packages bring readers through the entry-point group ``corpus_qa.readers``, an entry point giving
one ``Reader`` or a list or tuple of them. Entry points are loaded when the first file is looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import PurePosixPath
from typing import NamedTuple

from corpus_qa.errors import PluginError
from corpus_qa.ingest.readers import archive, columnar, csv, html, json, mhtml, text, warc, xml
from corpus_qa.ingest.records import Reader
from corpus_qa.ingest.streams import Compression

GROUP = "corpus_qa.readers"

BUILT_IN = (
    *text.READERS,
    *html.READERS,
    *json.READERS,
    *csv.READERS,
    *columnar.READERS,
    *warc.READERS,
    *xml.READERS,
    *mhtml.READERS,
    *archive.READERS,
)

COMPRESSIONS = {f".{kind.value}": kind for kind in Compression if kind.value}


class FileType(NamedTuple):
    """What a file is by its name: the reader of its content, and how it is compressed."""

    reader: Reader
    compression: Compression


@cache
def readers() -> Mapping[str, Reader]:
    """Return the reader of each suffix.

    Raises:
        PluginError: An entry point cannot be loaded, gives something else than readers, or claims
            a name or suffix that is taken.
    """
    found = {suffix: reader for reader in BUILT_IN for suffix in reader.suffixes}
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: (entry.name, entry.value)):
        for reader in _load(entry):
            for other in found.values():
                if reader.name == other.name:
                    raise _mistake(entry, f"the name {reader.name!r} is taken; choose another")
            for suffix in reader.suffixes:
                if suffix in found:
                    wrong = f"{suffix} files are already read by {found[suffix].name!r}"
                    raise _mistake(entry, f"{wrong}; leave the suffix out")
            found |= dict.fromkeys(reader.suffixes, reader)
    return found


def _load(entry: EntryPoint) -> Iterator[Reader]:
    try:
        given = entry.load()
    except Exception as error:
        wrong = f"it cannot be loaded ({type(error).__name__}: {error})"
        raise _mistake(entry, f"{wrong}; fix or uninstall its package") from error
    for reader in given if isinstance(given, list | tuple) else [given]:
        if not isinstance(reader, Reader):
            wrong = f"{reader!r} is not a corpus_qa Reader"
            raise _mistake(entry, f"{wrong}; give one, or a list or tuple of them")
        yield reader


def _mistake(entry: EntryPoint, what: str) -> PluginError:
    package = f", from {entry.dist.name} {entry.dist.version}" if entry.dist else ""
    return PluginError(f"The entry point {entry.name} of {GROUP} ({entry.value}{package}): {what}.")


def file_type(name: str) -> FileType | None:
    """Return what a file is by its name; None if no reader knows its suffix."""
    path = PurePosixPath(name.lower())
    compression = COMPRESSIONS.get(path.suffix, Compression.NONE)
    reader = readers().get(PurePosixPath(path.stem).suffix if compression else path.suffix)
    return FileType(reader, compression) if reader else None


def is_line_oriented(name: str) -> bool:
    """Whether a line of an article's text is a line of the file with this name."""
    found = file_type(name)
    return found is not None and found.reader.text_lines


def has_line_records(name: str) -> bool:
    """Whether each line of the file with this name belongs to one record."""
    found = file_type(name)
    return found is not None and found.reader.record_lines and not found.compression


def has_front_matter(name: str) -> bool:
    """Whether the author of the file with this name writes the metadata of its article there."""
    found = file_type(name)
    return found is not None and found.reader.front_matter
