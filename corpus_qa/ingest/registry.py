"""The readers: the built-in ones, then those of plug-ins; and which of them reads a file.

A built-in reader is a record in its module under ``readers`` and a line of ``BUILT_IN``. Other
packages bring readers through the entry-point group ``corpus_qa.readers``, an entry point giving
one ``Reader`` or a list or tuple of them. Entry points are loaded when the first file is looked at.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from corpus_qa.errors import PluginError
from corpus_qa.ingest.readers import (
    archive,
    columnar,
    csv,
    database,
    html,
    json,
    mhtml,
    sheet,
    text,
    warc,
    xml,
)
from corpus_qa.ingest.records import FileType, Reader, type_of
from corpus_qa.plugins import load_plugins

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
    *sheet.READERS,
    *database.READERS,
    *archive.READERS,
)


@cache
def readers() -> Mapping[str, Reader]:
    """Return the reader of each suffix.

    Raises:
        PluginError: An entry point cannot be loaded, gives something else than readers, or claims
            a name or suffix that is taken.
    """
    found = {suffix: reader for reader in BUILT_IN for suffix in reader.suffixes}

    def add(reader: Reader) -> None:
        if any(reader.name == other.name for other in found.values()):
            msg = f"the name {reader.name!r} is taken; choose another"
            raise PluginError(msg)
        for suffix in reader.suffixes:
            if suffix in found:
                wrong = f"{suffix} files are already read by {found[suffix].name!r}"
                msg = f"{wrong}; leave the suffix out"
                raise PluginError(msg)
        found.update(dict.fromkeys(reader.suffixes, reader))

    load_plugins(GROUP, Reader, add)
    return found


def file_type(name: str) -> FileType | None:
    """Return what a file is by its name; None if no reader knows its suffix."""
    return type_of(name, readers())


def has_line_records(name: str) -> bool:
    """Whether each line of the file with this name belongs to one record."""
    found = file_type(name)
    return found is not None and found.reader.record_lines and not found.compression


def has_front_matter(name: str) -> bool:
    """Whether the author of the file with this name writes the metadata of its article there."""
    found = file_type(name)
    return found is not None and found.reader.front_matter
