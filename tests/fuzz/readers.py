"""Coverage-guided fuzzing of every reader: no crash, no hang, no growth beyond limits.

A job of its own in an environment of its own, because atheris has no wheels for some systems::

    python -m venv fuzz && fuzz/bin/pip install -q -c .ci/requirements.lock -e . atheris
    PYTHONPATH=tests/helpers fuzz/bin/python tests/fuzz/readers.py --seconds 3600

Each reader gets its share of the time in a process of its own. What it is fed is kept in a folder,
from which the next run goes on. At the end a line for each reader says how many inputs it read, and
what was found: inputs on which the process died, took too long or too much memory, returned records
that Arrow calls invalid, or met an exception that the reader does not expect.
"""

from __future__ import annotations

import argparse
import gzip
import io
import random
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

# What one input may take.
SECONDS, MEGABYTES, BYTES = 20, 2048, 20_000
RECORDS_READ = 2000
FEED = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour Notes</title><item><title>Snow'
    "</title><pubDate>Wed, 05 Feb 2025 06:00:00 GMT</pubDate><description>Forecasters expect snow."
    "</description></item></channel></rss>"
)
MAIL = (
    "From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n"
    "\r\n--b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    "{}\r\n--b--\r\n"
)
FRONT = "---\ntitle: The ferry\ndate: 2025-02-03\ntags: [a, b]\n---\n\nThe ferry sailed again.\n"


def seeds() -> Mapping[str, Sequence[bytes]]:
    """Return whole files to begin with, by suffix."""
    # Imports the readers, and what was imported before cannot be instrumented any more.
    from inputs import (  # noqa: PLC0415
        PAGE,
        RECORDS,
        as_arrow,
        as_csv,
        as_jsonl,
        as_parquet,
        as_warc,
    )

    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", RECORDS[0]["body"])
        archive.writestr("b.jsonl", as_jsonl(RECORDS))
    page = ("https://a.example/x", "text/html", PAGE.encode())
    lines = as_jsonl(RECORDS)
    return {
        "txt": [RECORDS[0]["body"].encode(), RECORDS[0]["body"].encode("utf-16")],
        "md": [FRONT.encode()],
        "html": [PAGE.encode()],
        "json": [b"[" + lines.strip().replace(b"\n", b",") + b"]", b'{"data": {"items": [{}]}}'],
        "jsonl": [lines],
        "csv": [as_csv(RECORDS), as_csv(RECORDS, ";")],
        "parquet": [as_parquet(RECORDS[:1])],
        "arrow": [as_arrow(RECORDS[:1])],
        "warc": [as_warc([page])],
        "xml": [FEED.encode()],
        "mhtml": [MAIL.format(PAGE).encode()],
        "zip": [zipped.getvalue()],
        "txt.gz": [gzip.compress(RECORDS[0]["body"].encode())],
    }


def fuzz(suffix: str, corpus: Path, arguments: Sequence[str]) -> None:
    """Feed one reader until its time is over; never returns."""
    import atheris  # noqa: PLC0415 - only in the environment of this job

    with atheris.instrument_imports(include=["corpus_qa.ingest"]):
        from corpus_qa.ingest.articles import parse_all, split_source  # noqa: PLC0415
        from corpus_qa.ingest.discover import source_of  # noqa: PLC0415
        from corpus_qa.ingest.records import Reading  # noqa: PLC0415
        from corpus_qa.ingest.registry import readers  # noqa: PLC0415

    reading = Reading((), 1 << 20, datetime(2026, 3, 1, tzinfo=UTC), readers())
    scratch = Path(tempfile.mkdtemp(dir="/dev/shm" if Path("/dev/shm").is_dir() else None))  # noqa: S108
    source = source_of(f"input.{suffix}", scratch / f"input.{suffix}")
    assert source is not None
    unexpected: set[str] = set()

    def read(data: bytes) -> None:
        source.path.write_bytes(data)
        items = list(islice(split_source(source, reading), RECORDS_READ))
        parsed = parse_all(items, reading)
        parsed.records.validate(full=True)
        problems = (*parsed.problems, *(item for item in items if hasattr(item, "hint")))
        for problem in problems:
            kind = re.sub(r"\d+", "N", problem.reason)[:60]
            if "Please report" in problem.hint and kind not in unexpected:
                unexpected.add(kind)
                (corpus / f"unexpected-{len(unexpected)}.{suffix}").write_bytes(data)
                print(f"UNEXPECTED {suffix} {problem.reason[:300]}", flush=True)

    for data in seeds()[suffix]:  # loads the models, which is no work of an input
        read(data)
    atheris.Setup([sys.argv[0], *arguments], read)
    atheris.Fuzz()


def run(suffix: str, seconds: int, seed: int, folder: Path) -> str:
    """Fuzz one reader in a process; return what became of it in a line, and what it found."""
    corpus = folder / suffix
    inputs = corpus / "inputs"
    inputs.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(seeds()[suffix]):
        (inputs / f"seed-{number}").write_bytes(data)
    limits = (f"-timeout={SECONDS}", f"-rss_limit_mb={MEGABYTES}", f"-max_len={BYTES}")
    limits += ("-len_control=0",)  # whole files from the start
    command = [
        *(sys.executable, __file__, "--reader", suffix, "--folder", str(corpus), "--"),
        *(f"-max_total_time={seconds}", f"-seed={seed}", "-print_final_stats=1", *limits),
        *(f"-artifact_prefix={corpus}/", str(inputs)),
    ]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    told = done.stdout + done.stderr
    (corpus / "log.txt").write_text(told, encoding="utf-8")
    new = re.search(r"stat::new_units_added:\s+(\d+)", told)
    units = re.search(r"stat::number_of_executed_units:\s+(\d+)", told)
    peak = re.search(r"stat::peak_rss_mb:\s+(\d+)", told)
    numbers = (f"{found[1] if found else '?':>9}" for found in (units, new, peak))
    ended = "ok" if done.returncode == 0 else f"DIED ({done.returncode})"
    lines = ["{:<8} {} inputs {} of new kinds {} MB  {}".format(suffix, *numbers, ended)]
    lines += [line for line in told.splitlines() if line.startswith(("UNEXPECTED", "SUMMARY"))]
    return "\n".join(lines)


def main() -> int:
    """Fuzz all readers, or be the process that fuzzes one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=3600, help="for all readers together")
    parser.add_argument("--only", nargs="*", default=None, help="suffixes")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "corpus-fuzz")
    parser.add_argument("--seed", type=int, default=random.randrange(1, 1 << 31))  # noqa: S311
    parser.add_argument("--reader", default="", help=argparse.SUPPRESS)
    parser.add_argument("rest", nargs="*", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.reader:
        fuzz(asked.reader, asked.folder, asked.rest)
    names = asked.only or list(seeds())
    print(f"seed {asked.seed}, folder {asked.folder}", flush=True)
    found = False
    for name in names:
        line = run(name, max(1, asked.seconds // len(names)), asked.seed, asked.folder)
        found = found or "\n" in line or "DIED" in line
        print(line, flush=True)
    return int(found)


if __name__ == "__main__":
    sys.exit(main())
