"""A real cluster: a master and two workers on this machine, from the package alone."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import socket

import pytest
from spark_checks import check, kills_executor
from spark_runs import articles, dataset, run_with, said

pytestmark = pytest.mark.spark

# Seconds that a busy machine may take to start a Java.
PATIENCE = 300
LOOPBACK = "127.0.0.1"


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """Start a master and two workers, and yield the address of the master."""
    port = free_port()
    master = f"spark://{LOOPBACK}:{port}"
    worker = ("worker.Worker", master, "--cores", "1", "--memory", "1g")
    places = ("--host", LOOPBACK, "--webui-port", "0")
    daemons = []
    try:
        daemons.append(start(folder / "master", "master.Master", "--port", str(port), *places))
        wait(folder / "master", "New state: ALIVE")
        daemons += [start(folder / name, *worker, *places) for name in ("first", "second")]
        for name in ("first", "second"):
            wait(folder / name, "Successfully registered with master")
        yield master
    finally:
        for daemon in reversed(daemons):
            daemon.terminate()
            daemon.wait(PATIENCE)


def start(log: Path, kind: str, *options: str) -> subprocess.Popen[bytes]:
    import pyspark

    home = Path(pyspark.__file__).parent
    own = {"SPARK_HOME": str(home), "SPARK_LOCAL_IP": LOOPBACK, "SPARK_WORKER_DIR": f"{log}.work"}
    command = [str(home / "bin/spark-class"), f"org.apache.spark.deploy.{kind}", *options]
    with log.open("wb") as file:
        return subprocess.Popen(command, env=os.environ | own, stdout=file, stderr=file)


def wait(log: Path, words: str) -> None:
    for _ in range(5 * PATIENCE):
        if words in log.read_text(encoding="utf-8", errors="replace"):
            return
        time.sleep(0.2)
    pytest.fail(log.read_text(encoding="utf-8", errors="replace")[-2_000:])


def free_port() -> int:
    with socket() as one:
        one.bind((LOOPBACK, 0))
        return int(one.getsockname()[1])


def test_a_cluster_that_loses_an_executor_says_what_one_machine_says(
    tmp_path: Path, over: Path
) -> None:
    from corpus_qa.spark.session import find_java

    find_java()
    over.unlink(missing_ok=True)
    path = dataset(articles(100), tmp_path / "dataset", 2, 11)
    with cluster(tmp_path) as master:
        job = [sys.executable, Path(__file__).with_name("job.py"), master, path, tmp_path / "spark"]
        subprocess.run([str(part) for part in job], check=True, timeout=2 * PATIENCE)
    assert over.exists(), "the executor was killed"
    here = run_with(check(kills_executor), path, tmp_path / "local")
    assert said(tmp_path / "spark") == here
