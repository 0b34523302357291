"""A machine that runs the steps of the composite action, as GitHub runs them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from command import program

ROOT = Path(__file__).parents[2]
ACTION = ROOT / ".github/actions/corpus-qa/action.yml"
STEPS: dict[str, dict[str, Any]] = {
    step["name"]: step
    for step in yaml.safe_load(ACTION.read_text("utf-8"))["runs"]["steps"]
    if "name" in step
}


@dataclass(frozen=True)
class Judged:
    """What a step of the action left behind."""

    code: int
    printed: str
    summary: str
    outputs: Mapping[str, str]
    document: Mapping[str, Any]


@dataclass(frozen=True)
class Runner:
    """A machine that runs steps: its temporary folder, a repository, and a false ``gh``."""

    temp: Path
    repository: Path

    def step(self, name: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run the script of a step; ``environment`` is what the expressions of its env give."""
        given = {key: environment.get(key, "") for key in STEPS[name].get("env", {})}
        variables = {
            "GITHUB_ACTIONS": "true",
            "GITHUB_OUTPUT": str(self.temp / "output"),
            "GITHUB_STEP_SUMMARY": str(self.temp / "step-summary"),
            "GITHUB_REPOSITORY": "northmere/articles",
            "RUNNER_TEMP": str(self.temp),
            "RUNNER_OS": "Linux",
            "RUNNER_ARCH": "X64",
            "NOTED": str(self.temp / "noted"),
            "FORMER": str(self.temp / "former"),
            "SENT": str(self.temp / "sent"),
            "DENIED_READING": "",
            "DENIED_WRITING": "",
            "PATH": f"{self.temp / 'tools'}{os.pathsep}{os.environ['PATH']}",
        }
        return subprocess.run(
            [bash(), "--noprofile", "--norc", "-eo", "pipefail", "-c", STEPS[name]["run"]],
            cwd=self.repository,
            env={**os.environ, **variables, **given, **environment},
            capture_output=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )

    def outputs(self) -> dict[str, str]:
        """Return the outputs that the steps have set."""
        told = (self.temp / "output").read_text(encoding="utf-8").splitlines()
        return dict(line.split("=", 1) for line in told)

    def read(self, name: str) -> str:
        """Return what a file of the temporary folder holds, nothing if it is not there."""
        path = self.temp / name
        return path.read_text(encoding="utf-8") if path.exists() else ""


def bash() -> str:
    """Return bash; on Windows the one of git, which is what ``shell: bash`` means there."""
    found = shutil.which("git") if sys.platform == "win32" else None
    return str(Path(found).parents[1] / "bin/bash.exe") if found else "bash"


def script(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    path.chmod(0o755)


def install(temp: Path) -> None:
    """Put the corpus-qa of this checkout where the action installs it."""
    own = f'#!/usr/bin/env bash\n{program()} "$@"\n'
    script(temp / "corpus-qa/bin/corpus-qa", own)


def judge(folder: Path, paths: str = "articles", base: str = "main", **more: str) -> Judged:
    """Judge a branch by the step of the composite action; ``more`` are other inputs of it."""
    temp = folder.parent / f"{folder.name}-temp"
    install(temp)
    runner = Runner(temp, folder)
    for name in ("output", "step-summary"):
        (temp / name).unlink(missing_ok=True)
    done = runner.step("Judge the additions", BASE=base, PATHS=f"{paths}\n", **more)
    file = temp / "corpus-qa-run/run.json"
    document = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    printed = done.stdout + done.stderr
    return Judged(done.returncode, printed, runner.read("step-summary"), runner.outputs(), document)
