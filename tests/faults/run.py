"""What kills, flipped bytes, full disks and two runs at once do to what corpus-qa stores.

``poe faults`` prints a line for each kind of fault, and what went wrong; ``--kills``, ``--flips``
and ``--full`` say how often, ``--seed`` repeats a run. Every command alternates between two states
of a corpus: whatever happens, what it leaves must be one of them, and the next run must reach the
other.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil
import pyarrow.parquet as pq

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from corpus_qa.dataset.store import Dataset  # noqa: E402 - after its place is known
from corpus_qa.dedup.index.store import open_index  # noqa: E402
from corpus_qa.errors import CorpusQAError  # noqa: E402
from corpus_qa.gate.baseline import read_baseline  # noqa: E402

# Exit codes of runs that came to an end: pass and fail. 2 and 3 say that something is wrong.
ENDED, TOLD = (0, 1), (2, 3)
# Seconds after which a process whose parent was killed is an orphan.
ORPHAN = 2.0


@dataclass(frozen=True)
class Job:
    """A command that is disturbed: ``words`` with ``@`` for a state, and what it leaves.

    ``state`` returns a digest of what is stored, or raises if it is none; ``before`` makes ready,
    and ``absent`` is a folder that must not be there.
    """

    name: str
    words: str
    state: Callable[[Path], str]
    before: str = ""
    absent: str = ""


def digest(value: object) -> str:
    """Return a few digits that stand for a value."""
    return hashlib.sha256(repr(value).encode()).hexdigest()[:12]


def run_state(folder: Path) -> str:
    """Return what a run found; the reports must be there, too."""
    place = folder / "run"
    document = json.loads((place / "run.json").read_bytes())
    columns = ["article_id", "check", "start", "message", "status"]
    rows = pq.read_table(place / "findings.parquet").select(columns).to_pylist()
    for name in ("report.html", "summary.md", "results.sarif", "junit.xml"):
        assert (place / name).stat().st_size, name
    return digest((document["verdict"], document["input"]["articles"], rows))


def dataset_state(folder: Path) -> str:
    """Return the articles of a dataset, whose fragments are verified."""
    dataset = Dataset.open(folder / "dataset", verify=True)
    articles = (article for batch in dataset.batches() for article in batch.articles)
    return digest([(article.article_id, article.text) for article in articles])


def index_state(folder: Path) -> str:
    """Return the articles of an index, all of whose files can be read; an empty one is none."""
    if not any((folder / "index").glob("**/*.json")):
        return "no index"
    index = open_index(str(folder / "index"))
    if not index.articles:
        return "no index"
    found = set()
    for segment in index.segments:
        tables = {name: index.folder.parquet(path).read() for name, path in segment.files.items()}
        docs = tables["docs"]
        found |= set(zip(docs["article_id"].to_pylist(), docs["body"].to_pylist(), strict=True))
    return digest(sorted(found))


def baseline_state(folder: Path) -> str:
    """Return what a baseline accepts; its regressions tell of all former runs, too."""
    accepted = read_baseline(folder / "baseline.json")
    return digest((accepted.articles, accepted.rates, sorted(accepted.fingerprints.items())))


JOBS = (
    Job("validate with cache", "validate @ --cache cache --run run --quiet --jobs 2", run_state),
    Job("convert", "convert @ --out dataset --quiet --prune", dataset_state),
    Job("index build", "index build @ --out index --quiet", index_state, absent="index"),
    Job("index build --replace", "index build @ --out index --replace --quiet", index_state),
    Job(
        *("index add", "index add @ --to index --quiet", index_state),
        before="index build a --out index --replace --quiet",
    ),
    Job(
        *("index compact", "index compact index --quiet", index_state),
        before="index build a --out index --replace --quiet; index add b --to index --quiet",
    ),
    Job("gate", "gate --base main^{} @ --run run --quiet", run_state),
    Job(
        *(
            "baseline write",
            "baseline write run-@ --out baseline.json --allow-regression why --quiet",
        ),
        baseline_state,
    ),
    Job("report", "report run", run_state, before="validate a --run run --quiet"),
)


def article(number: int, mark: str) -> dict[str, str]:
    """Return an article; every fifth is damaged."""
    chance = random.Random(number)  # noqa: S311 - articles, not secrets
    words = [
        f"{stem}{end}" for stem in ("harb", "fer", "tid", "ston") for end in ("our", "ry", "e")
    ]
    text = " ".join(chance.choice(words) for _ in range(120)).capitalize()
    damage = " The cafÃ© stays open." if number % 5 == 0 else ""
    when = f"2025-05-{number % 28 + 1:02}T08:00:00Z"
    return {"id": f"{mark}{number}", "title": f"Tide {number}", "date": when, "text": text + damage}


def prepare(folder: Path) -> None:
    """Write the two states of the corpus, in a repository whose base has neither."""
    git(folder, "init", "-q", "-b", "main")
    (folder / ".gitignore").write_text("/[!ab.]*\n", encoding="utf-8")
    git(folder, "add", "-A")
    git(
        folder, *["-c", "user.name=x", "-c", "user.email=x@x.example", "commit", "-q", "-m", "base"]
    )
    for mark, numbers in (("a", range(60)), ("b", range(30, 90))):
        (folder / mark).mkdir()
        for part in range(3):
            rows = (json.dumps(article(n, mark)) + "\n" for n in numbers if n % 3 == part)
            (folder / mark / f"{part}.jsonl").write_text("".join(rows), encoding="utf-8")


def git(folder: Path, *words: str) -> None:
    """Run git."""
    subprocess.run(["git", "-C", str(folder), *words], check=True, capture_output=True)  # noqa: S607


def start(folder: Path, words: str, limit: int | None = None) -> subprocess.Popen[str]:
    """Start a command in a session of its own; ``limit`` is the size that files may have."""

    def limited() -> None:
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return subprocess.Popen(
        [sys.executable, "-m", "corpus_qa.cli", *words.split()],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=limited,  # noqa: PLW1509 - this process has no threads of its own here
    )


def finish(folder: Path, words: str, limit: int | None = None) -> tuple[int, str]:
    """Run a command to its end; return its exit code and what it said."""
    process = start(folder, words, limit)
    _, said = process.communicate(timeout=600)
    return process.returncode, said


def words_for(folder: Path, job: Job, mark: str) -> str:
    """Return the words that do a job for a state; what must not be there is taken away."""
    if job.absent:
        shutil.rmtree(folder / job.absent, ignore_errors=True)
    return job.words.replace("@", mark)


def prepared(folder: Path, job: Job) -> None:
    """Make ready what a job needs."""
    for words in filter(None, job.before.split("; ")):
        assert finish(folder, words)[0] in ENDED, words


def states_of(folder: Path, job: Job) -> dict[str, str]:
    """Return the digests of what a job leaves of each state, if nothing disturbs it."""
    found = {}
    for mark in "ab":
        prepared(folder, job)
        if job.before or job.absent:
            words_for(folder, job, mark)
            found[f"before {mark}"] = job.state(folder)
        code, said = finish(folder, words_for(folder, job, mark))
        assert code in ENDED, said
        found[mark] = job.state(folder)
    return found


def kills(folder: Path, job: Job, times: int, chance: random.Random) -> Iterator[str]:
    """Kill a command at random moments; yield what went wrong."""
    known = states_of(folder, job)
    began = time.monotonic()
    finish(folder, words_for(folder, job, "a"))
    seconds = time.monotonic() - began
    ended = 0
    for number in range(times):
        mark = "ab"[number % 2]
        if job.before and ended * 3 > number:
            prepared(folder, job)
        process = start(folder, words_for(folder, job, mark))
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(chance.uniform(0, seconds))
        quicker = process.poll() is not None
        children = _children(process.pid)
        process.kill()
        process.communicate()
        _, alive = psutil.wait_procs(children, ORPHAN)
        if alive:
            yield f"kill {number}: {len(alive)} orphans"
        state, wrong = _left(folder, job, known)
        yield from (f"kill {number}: {text}" for text in wrong)
        if state == "no index" and finish(folder, job.words.replace("@", mark))[0] not in ENDED:
            yield f"kill {number}: what is left is in the way of the next run"
        ended += quicker
        own = job.before or state == known[mark]  # what was there before may be in it, too
        if quicker and process.returncode in ENDED and not own:
            yield f"run {number}: it ended, but not with its own result"
    print(f"{job.name:<24} {times - ended} of {times} kills came before the end", flush=True)
    for mark in "ab":
        code, said = finish(folder, words_for(folder, job, mark))
        if code not in ENDED or (not job.before and job.state(folder) != known[mark]):
            yield f"the run after the kills is wrong: {code} {said[-200:]}"


def _left(folder: Path, job: Job, known: dict[str, str]) -> tuple[str, list[str]]:
    """Return the state that a job left, and what is wrong with it."""
    try:
        state = job.state(folder)
    except (Exception, AssertionError) as error:  # noqa: BLE001 - whatever is wrong is told
        return "", [f"what is left is damaged ({type(error).__name__}: {error})"]
    if state not in known.values():
        return state, ["what is left is neither the old state nor the new one"]
    return state, []


def _children(pid: int) -> list[psutil.Process]:
    try:
        return psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def full_disks(folder: Path, job: Job, times: int, chance: random.Random) -> Iterator[str]:
    """Let no file grow beyond a size, as on a full disk; yield what went wrong."""
    known = states_of(folder, job)
    for number in range(times):
        mark = "ab"[number % 2]
        words = words_for(folder, job, mark)
        code, said = finish(folder, words, int(2 ** chance.uniform(0, 16)))
        state, wrong = _left(folder, job, known)
        yield from (f"full {number}: {text}" for text in wrong)
        if code in ENDED and state != known[mark]:
            yield f"full {number}: exit {code}, but not with its own result"
        if "unexpected error" in said:
            yield f"full {number}: not told in words: {said.strip()[-300:]}"


# What is stored: its kind, the job that makes it and the one that reads it, and where it is.
STORED = (
    ("dataset fragment", JOBS[1], "dataset/**/*.parquet", "validate dataset --run run --quiet"),
    ("dataset manifest", JOBS[1], "dataset/manifest.json", "validate dataset --run run --quiet"),
    ("cached results", JOBS[0], "cache/results/*/*", "validate a --cache cache --run run --quiet"),
    ("cached dataset", JOBS[0], "cache/datasets/*/**/*.*", JOBS[0].words.replace("@", "a")),
    ("index", JOBS[3], "index/data/*", "validate b --against index --run run --quiet"),
    ("index commit", JOBS[3], "index/**/*.json", "validate b --against index --run run --quiet"),
    ("run", JOBS[0], "run/*.parquet", "report run"),
    ("run document", JOBS[0], "run/run.json", "report run"),
    ("baseline", JOBS[7], "baseline.json", "validate a --baseline baseline.json --run run --quiet"),
)


def flips(
    folder: Path, times: int, chance: random.Random, only: tuple[str, ...]
) -> Iterator[tuple[str, Counter[str]]]:
    """Flip a byte of what is stored, and read it; yield how often that was found or harmless."""
    clean = shutil.copytree(folder, folder.with_name("clean"))
    for kind, job, pattern, reader in STORED:
        if not kind.startswith(only):
            continue
        words = words_for(folder, job, "a")
        assert finish(folder, words)[0] in ENDED, words
        kept = shutil.copytree(folder, folder.with_name("kept"))
        assert finish(folder, reader)[0] in ENDED, reader
        right = run_state(folder)
        seen: Counter[str] = Counter()
        for _ in range(times):
            shutil.rmtree(folder)
            shutil.copytree(kept, folder)
            stored = [path for path in folder.glob(pattern) if path.is_file()]
            _flip(chance.choice(sorted(p for p in stored if p.stat().st_size)), chance)
            seen[_effect(folder, *finish(folder, reader), right)] += 1
        yield kind, seen
        shutil.rmtree(kept)
        shutil.rmtree(folder)
        shutil.copytree(clean, folder)


def _flip(path: Path, chance: random.Random) -> None:
    data = bytearray(path.read_bytes())
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)


def _effect(folder: Path, code: int, said: str, right: str) -> str:
    if "unexpected error" in said or code < 0:
        return f"CRASHED ({said.strip()[-160:]})"
    if code in TOLD:
        return "found"
    try:
        return "harmless" if run_state(folder) == right else "ANOTHER RESULT"
    except (CorpusQAError, OSError, ValueError) as error:
        return f"DAMAGED ({error})"


def two_at_once(folder: Path, job: Job) -> Iterator[str]:
    """Run a command twice at once, on the same and on different states; yield what went wrong."""
    known = states_of(folder, job)
    for marks in ("aa", "ab", "ba"):
        words_for(folder, job, "a")
        both = [start(folder, job.words.replace("@", mark)) for mark in marks]
        said = [process.communicate(timeout=600)[1] for process in both]
        if any(process.returncode not in (*ENDED, *TOLD) for process in both):
            yield f"{marks}: exit codes {[process.returncode for process in both]}"
        yield from (f"{marks}: {text[-200:]}" for text in said if "unexpected error" in text)
        try:
            state = job.state(folder)
        except (Exception, AssertionError) as error:  # noqa: BLE001 - whatever is wrong is told
            yield f"{marks}: what is left is damaged ({type(error).__name__}: {error})"
            continue
        # Of two that replace an index at once, both may stay: nothing is lost.
        if not job.before and "index" not in job.name and state not in known.values():
            yield f"{marks}: what is left is no state"


def main() -> int:
    """Disturb all commands, and count what went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--flips", type=int, default=30)
    parser.add_argument("--full", type=int, default=20)
    parser.add_argument(
        "--only", nargs="*", default=[""], help="how the names of jobs or of what is stored begin"
    )
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 31))  # noqa: S311
    asked = parser.parse_args()
    print(f"seed {asked.seed}", flush=True)
    chance = random.Random(asked.seed)  # noqa: S311 - moments, not secrets
    wrong = 0
    jobs = [job for job in JOBS if job.name.startswith(tuple(asked.only))]
    with tempfile.TemporaryDirectory() as scratch:
        for number, job in enumerate(jobs):
            folder = Path(scratch) / str(number)
            folder.mkdir()
            prepare(folder)
            for mark in "ab" if "run-@" in job.words else "":
                finish(folder, f"validate {mark} --run run-{mark} --quiet")
            for name, found in (
                (f"{asked.kills} kills", kills(folder, job, asked.kills, chance)),
                (f"{asked.full} full disks", full_disks(folder, job, asked.full, chance)),
                ("two at once", two_at_once(folder, job)),
            ):
                wrong += _told(job.name, name, list(found))
        folder = Path(scratch) / "flips"
        folder.mkdir()
        prepare(folder)
        finish(folder, "validate a --run run-a --quiet")
        for kind, seen in (
            flips(folder, asked.flips, chance, tuple(asked.only)) if asked.flips else ()
        ):
            bad = [name for name in seen if name not in {"found", "harmless"}]
            wrong += len(bad)
            print(f"{kind:<24} {asked.flips} flips    {dict(seen)}", flush=True)
    return int(wrong > 0)


def _told(job: str, fault: str, found: Sequence[str]) -> int:
    print(f"{job:<24} {fault:<14} {'ok' if not found else f'{len(found)} WRONG'}", flush=True)
    for line in found:
        print(f"    {line}", flush=True)
    return len(found)


if __name__ == "__main__":
    sys.exit(main())
