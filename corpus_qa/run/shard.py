"""``shard.json``: which part of a corpus was examined, and with what; written and read here.

A partial run is a folder with this file, the articles of the shard (``dataset``) and what was found
in them (``examined``). It has no verdict: ``corpus-qa merge`` makes one run of all parts.
"""

from __future__ import annotations

import importlib.metadata
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import cattrs

from corpus_qa.errors import UsageError
from corpus_qa.model import Crash, LeftOut, Problem, Reason
from corpus_qa.run.folder import RunFolder, replace_file, sha256_of
from corpus_qa.run.timing import Timings

FORMAT = 1


@dataclass(frozen=True, slots=True)
class ShardDocument:
    """The whole of ``shard.json``.

    Attributes:
        number: Which shard, from 1.
        of: How many there are.
        paths: Where the articles of the whole corpus are, as the user named them.
        articles: How many this shard has.
        identity: What all shards of a run share: name -> digits that change with it.
        config: The settings, as plain data.
        options: What the command line said that ``merge`` goes by.
        tables: The tables of what was found -> SHA-256 of the file.
        converted: Whether the articles were read from sources, and not from a dataset.
        seconds: How long it took.
        problems: What could not be looked at, in the whole corpus; the dataset has the others.
        left_out: What was not meant to be read, in the whole corpus.
        crashes: What broke off in this shard.
        notes: What else is to be told.
    """

    number: int
    of: int
    paths: tuple[str, ...]
    articles: int
    identity: Mapping[str, str]
    config: Mapping[str, Any]
    options: Mapping[str, str]
    tables: Mapping[str, str]
    converted: bool
    seconds: float
    timings: Timings = field(default_factory=Timings)
    problems: tuple[Problem, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    crashes: tuple[Crash, ...] = ()
    notes: tuple[Reason, ...] = ()

    @property
    def name(self) -> str:
        """What it is called."""
        return f"shard {self.number}/{self.of}"


def write_shard(folder: RunFolder, document: ShardDocument) -> None:
    """Write ``shard.json``, which makes the folder a partial run."""
    tool = {"name": "corpus-qa", "version": importlib.metadata.version("corpus-qa")}
    plain = {"format": FORMAT, "tool": tool, **asdict(document)}  # signed: see discover
    replace_file(folder.shard, json.dumps(plain, indent=1).encode() + b"\n")


def read_shard(folder: Path) -> ShardDocument:
    """Read ``shard.json``.

    Raises:
        UsageError: It is missing or damaged, or was written by another version.
    """
    path = RunFolder(folder).shard
    try:
        raw = json.loads(path.read_bytes())
        if raw["format"] != FORMAT:
            msg = (
                f"{folder} is a shard of format {raw['format']!r}, this version of corpus-qa reads "
                f"{FORMAT}: run the shards again with this version."
            )
            raise UsageError(msg)
        return cattrs.Converter(detailed_validation=False).structure(raw, ShardDocument)
    except FileNotFoundError as error:
        whole = RunFolder(folder).document.exists()
        found = "a whole run, and no shard of one" if whole else "no shard: it has no shard.json"
        msg = f"{folder} is {found}. Name what corpus-qa validate PATH --shard 1/16 wrote."
        raise UsageError(msg) from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        msg = f"{path} is damaged ({error}): run this shard again."
        raise UsageError(msg) from error


def damaged_tables(folder: Path, document: ShardDocument) -> Iterator[str]:
    """Yield the tables of a shard that are missing, or not what was written."""
    for name, digest in document.tables.items():
        path = RunFolder(folder).examined / f"{Path(name).name}.parquet"
        try:
            whole = sha256_of(path) == digest
        except OSError:
            whole = False
        if not whole:
            yield name


def refuse_shard(folder: Path) -> None:
    """Refuse a partial run where a whole one is needed.

    Raises:
        UsageError: The folder holds one.
    """
    if not RunFolder(folder).shard.is_file():
        return
    document = read_shard(folder)
    msg = (
        f"{folder} is {document.name} of a run, and has no verdict and no report: make one run of "
        f"all {document.of} with corpus-qa merge RUN..., and name that."
    )
    raise UsageError(msg)
