"""Progress bars on standard error, for people at a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich import progress as bar
from rich.console import Console

from corpus_qa.run.timing import Progress, silent


@contextmanager
def progress_bars(*, visible: bool) -> Iterator[Progress]:
    """Give a function that shows progress while the block runs, or one that shows nothing."""
    if not visible:
        yield silent
        return
    columns = (
        bar.TextColumn("{task.description:<9}"),
        bar.BarColumn(),
        bar.MofNCompleteColumn(),
        bar.TimeElapsedColumn(),
    )
    with bar.Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, bar.TaskID] = {}

        def tell(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total or None)
            bars.update(tasks[stage], completed=done, total=total or None)

        yield tell
