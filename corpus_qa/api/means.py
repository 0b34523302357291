"""What the stages of a run work with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from corpus_qa.api.clock import Clock
from corpus_qa.api.settings import Progress, Settings
from corpus_qa.engine.cache import Cache


@dataclass(frozen=True, slots=True)
class Means:
    """The settings of a run, its cache if it has one, its working folder, and how it tells."""

    settings: Settings
    cache: Cache | None
    work: Path
    clock: Clock
    progress: Progress
