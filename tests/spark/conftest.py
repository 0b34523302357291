"""One Spark session for all tests, and articles for them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).parent
TESTS = (HERE, HERE.parent, HERE.parent / "helpers", HERE.parent / "benchmark")


@pytest.fixture(scope="session", autouse=True)
def executors_find_the_tests() -> None:
    """Let executors import checks that tests define; they run the Python of the tests."""
    os.environ["PYTHONPATH"] = os.pathsep.join(map(str, TESTS))
    os.environ["PYSPARK_PYTHON"] = sys.executable
    # A virtual machine that lives for a minute should not compile what it runs.
    os.environ["JDK_JAVA_OPTIONS"] = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
    options = ("codegen.factoryMode=NO_CODEGEN", "codegen.wholeStage=false")
    given = " ".join(f"--conf spark.sql.{option}" for option in options)
    os.environ["PYSPARK_SUBMIT_ARGS"] = f"{given} pyspark-shell"


@pytest.fixture(scope="session")
def spark() -> Iterator[object]:
    """Two cores of this machine; a task is tried three times."""
    from corpus_qa.spark.session import open_session

    with open_session("local[2,3]", 2) as session:
        yield session
