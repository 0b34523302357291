"""A reader that could not work is refused when it is made, with what would be right."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from typing import Any

import pytest

from corpus_qa.errors import PluginError
from corpus_qa.ingest.readers.json import READERS, parse_json
from corpus_qa.ingest.records import Draft, Reader, split_file

RIGHT: dict[str, Any] = {
    "name": "rss",
    "suffixes": (".rss",),
    "split": split_file,
    "parse": parse_json,
}


def nested() -> Any:
    def parse(*_: object) -> Iterator[Draft]:
        yield from ()

    return parse


def test_a_reader_of_functions_of_modules_is_right() -> None:
    assert Reader(**RIGHT).version == 1


def test_readers_travel_to_worker_processes() -> None:
    for reader in READERS:
        assert pickle.loads(pickle.dumps(reader)) == reader


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"name": "RSS feed"}, "its name must be lower-case letters, digits and hyphens"),
        ({"name": None}, "its name must be"),
        ({"suffixes": ".rss"}, r"suffixes is '\.rss'; give a tuple of suffixes, such as"),
        ({"suffixes": ()}, r"suffixes is \(\); give a tuple of suffixes"),
        ({"suffixes": ("rss",)}, "the suffix 'rss' must be a dot and lower-case characters"),
        ({"suffixes": (".RSS",)}, r"the suffix '\.RSS' must be"),
        ({"suffixes": (".tar.rss",)}, r"the suffix '\.tar\.rss' must be"),
        ({"suffixes": (7,)}, "the suffix 7 must be"),
        ({"suffixes": (".gz",)}, r"\.gz files are decompressed first; give the suffix"),
        ({"split": "split_file"}, "split is 'split_file'; give a function that stands in a module"),
        ({"parse": lambda *_: ()}, "parse is <function .*; give a function that stands in a"),
        ({"parse": nested()}, "parse is <function .*; give a function that stands in a module"),
        ({"text_lines": "yes"}, "text_lines is 'yes'; give True or False"),
        ({"record_lines": 1}, "record_lines is 1; give True or False"),
        ({"front_matter": None}, "front_matter is None; give True or False"),
        ({"version": "2"}, "version is '2'; give a whole number"),
        ({"version": True}, "version is True; give a whole number"),
    ],
    ids=lambda value: ",".join(value) if isinstance(value, dict) else "",
)
def test_a_mistake_is_refused_with_what_would_be_right(wrong: dict[str, Any], message: str) -> None:
    with pytest.raises(PluginError, match=f"The reader .* cannot be used: {message}"):
        Reader(**{**RIGHT, **wrong})
