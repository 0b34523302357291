"""One Spark session for all tests, and articles for them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from spark_checks import OVER

HERE = Path(__file__).parent
TESTS = (HERE, HERE.parent, HERE.parent / "helpers", HERE.parent / "benchmark")


@pytest.fixture(scope="session")
def over(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Let executors import checks that tests define; return the file that ends their trouble."""
    os.environ["PYTHONPATH"] = os.pathsep.join(map(str, TESTS))
    os.environ["PYSPARK_PYTHON"] = sys.executable
    # A virtual machine that lives for a minute should not compile what it runs.
    os.environ["JDK_JAVA_OPTIONS"] = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
    options = ("codegen.factoryMode=NO_CODEGEN", "codegen.wholeStage=false")
    given = " ".join(f"--conf spark.sql.{option}" for option in options)
    os.environ["PYSPARK_SUBMIT_ARGS"] = f"{given} pyspark-shell"
    path = tmp_path_factory.mktemp("trouble") / "over"
    os.environ[OVER] = str(path)
    return path


@pytest.fixture(scope="session")
def spark(over: Path) -> Iterator[object]:  # noqa: ARG001 - it sets the environment
    """Two cores of this machine; a task is tried three times."""
    from corpus_qa.spark.session import open_session

    with open_session("local[2,3]", 2) as session:
        yield session
