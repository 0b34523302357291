"""A driver for a cluster: ``job.py MASTER DATASET RUN``. Its executors do not all survive."""

from __future__ import annotations

import sys
from pathlib import Path

from spark_checks import check, kills_executor
from spark_runs import run_with

from corpus_qa.config import Options

if __name__ == "__main__":
    master, path, folder = sys.argv[1:]
    run_with(
        check(kills_executor), Path(path), Path(folder), Options(engine="spark", master=master)
    )
