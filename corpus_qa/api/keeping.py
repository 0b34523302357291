"""What is kept from one run to the next: the cache, and what a run tells of its use."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from corpus_qa.api.examining import Examination
from corpus_qa.api.settings import Settings
from corpus_qa.dataset.lock import is_locked
from corpus_qa.engine.cache import DATASETS, Cache, touch
from corpus_qa.errors import UsageError
from corpus_qa.model import Reason, Severity


def open_cache(folder: Path | None) -> Cache | None:
    """Open the cache in ``folder``, if there is to be one.

    Raises:
        UsageError: It cannot be written.
    """
    if folder is None:
        return None
    try:
        return Cache.at(folder)
    except OSError as error:
        msg = f"The cache {folder} cannot be written ({error.strerror}): name another with --cache."
        raise UsageError(msg) from error


def dataset_folder(
    cache: Cache | None, role: str, paths: Sequence[str], settings: Settings
) -> Path | None:
    """Return where the cache keeps the dataset of some paths, so that it is converted only once.

    ``role`` tells apart what is kept of the same paths. None if there is no cache, or if another
    process writes this dataset now.
    """
    if cache is None:
        return None
    options = settings.config.values()["input"]
    told = json.dumps([role, *(str(Path(path).absolute()) for path in paths), options])
    folder = cache.folder / DATASETS / hashlib.sha256(told.encode()).hexdigest()[:32]
    folder.mkdir(exist_ok=True)
    touch(folder)
    return None if is_locked(folder) else folder


def cache_reasons(cache: Cache | None, examination: Examination) -> Iterator[Reason]:
    """Say for how many articles the cache had results, and whether it was damaged."""
    if cache is None:
        return
    if cache.damaged:
        number = len(cache.damaged)
        entries = "entry of the cache was" if number == 1 else "entries of the cache were"
        message = f"{number} {entries} damaged and not used: the articles were examined again."
        yield Reason("cache", Severity.WARNING, message)
    if examination.reused:
        examined = examination.examined or "None"
        total = examination.examined + examination.reused
        message = (
            f"{examined} of {total} articles had to be examined: the results of the others "
            f"were in the cache {cache.folder.as_posix()}."
        )
        yield Reason("cache", Severity.NOTE, message)


def cache_told(cache: Cache | None, examination: Examination) -> dict[str, Any]:
    """Return what ``run.json`` says of the cache."""
    if cache is None:
        return {}
    used = {
        "folder": cache.folder.as_posix(),
        "examined": examination.examined,
        "reused": examination.reused,
        "damaged": len(cache.damaged),
    }
    return {"cache": used}
