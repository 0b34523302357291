"""What a user is told where Spark is not there, or gives up; needs no Spark."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus_qa.commands.context import settings_of
from corpus_qa.commands.validate import validate
from corpus_qa.config import Config, Options
from corpus_qa.errors import UsageError
from corpus_qa.spark import session

SAMPLE = Path(__file__).parents[2] / "sample"


def test_without_pyspark_the_user_is_told_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "find_spec", lambda _: None)
    settings = settings_of(Config(), None, Options(engine="spark"))
    with pytest.raises(UsageError, match=r"pip install 'corpus-qa\[spark\]'"):
        validate([str(SAMPLE)], settings, tmp_path / "run")


@pytest.mark.parametrize("options", [Options(master="local[2]"), Options(resume=True)])
def test_options_of_spark_are_refused_without_it(tmp_path: Path, options: Options) -> None:
    with pytest.raises(UsageError, match="--engine spark"):
        validate([str(SAMPLE)], settings_of(Config(), None, options), tmp_path / "run")


def test_an_engine_that_is_none_is_refused(tmp_path: Path) -> None:
    settings = settings_of(Config(), None, Options(engine="sparks"))
    with pytest.raises(UsageError, match="choose one of local, spark"):
        validate([str(SAMPLE)], settings, tmp_path / "run")


def test_without_java_the_user_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setattr("shutil.which", lambda _: None)
    monkeypatch.setattr(session, "find_spec", lambda _: None)
    with pytest.raises(UsageError, match="Java 17 or 21"):
        session.find_java()


TRACEBACK = """An exception was thrown from the Python worker:
Traceback (most recent call last):
  File "tasks.py", line 1, in write_once
OSError: [Errno 28] No space left on device
\tat org.apache.spark.api.python.BasePythonRunner.handle(PythonRunner.scala:7)
"""


def test_of_a_traceback_the_user_reads_what_was_raised() -> None:
    said = session.first_line(RuntimeError(TRACEBACK))
    assert said == "OSError: [Errno 28] No space left on device."
