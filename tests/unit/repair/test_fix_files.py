"""Files of every format are fixed where they are damaged, and nowhere else."""

from __future__ import annotations

import bz2
import csv
import errno
import gzip
import io
import json
import lzma
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus_qa.commands.context import Settings, settings_of
from corpus_qa.commands.fix import Asked, Fixed, fix, undo_fix
from corpus_qa.commands.validate import validate
from corpus_qa.config import CheckOptions, Config, EngineOptions
from corpus_qa.errors import UsageError
from corpus_qa.repair import audit as audit_module
from corpus_qa.repair.job import UnfixableError
from corpus_qa.repair.repair import Choice

GOOD = "The keeper of the lighthouse counted eleven ships before breakfast and wrote them down."
BAD, MEANT = (
    "The cafÃ© on the quay sold crÃ¨me brÃ»lÃ©e.",
    "The café on the quay sold crème brûlée.",
)
KEPT = "Naïve readers of the résumé were already right."


def quick(jobs: int = 1) -> Settings:
    """Return settings with the checks of encoding only."""
    return settings_of(
        Config(checks=CheckOptions(select=("ENC",)), engine=EngineOptions(jobs=jobs))
    )


def fixed_in_place(path: Path, jobs: int = 1) -> Fixed:
    """Fix a file or folder where it is."""
    place = path.parent / f"audit-{time.time_ns()}"
    asked = Asked(Choice(), in_place=True, audit=place)
    return fix([str(path)], asked, quick(jobs), print)


def record(text: str) -> str:
    """Write a record the way nobody else would: order, spelling and spaces have to stay."""
    said = json.dumps(text, ensure_ascii=False)
    return f'{{ "n":1.0e3 ,"text" : {said},  "title":null, "x":"\\/" }}'


def row(text: str) -> str:
    """Write a row whose quoting is mixed."""
    doubled = text.replace('"', '""')
    return f'7,"{doubled} ""So,"" he said.",plain'


LAYOUTS: dict[str, tuple[str, Callable[[str], str]]] = {
    "jsonl": ("a.jsonl", lambda t: f"{record(GOOD)}\r\n\n{record(t)}\n{record(KEPT)}"),
    "json": ("a.json", lambda t: f"[\n {record(GOOD)},\n\n   {record(t)} ]\n"),
    "csv": ("a.csv", lambda t: f"id,text,note\r\n{row(GOOD)}\r\n{row(t)}\r\n3,{KEPT},\r\n"),
    "tsv": ("a.tsv", lambda t: f"id\ttext\turl\n1\t{GOOD}\thttp://a.example/1\n2\t{t}\t\n"),
    "text": ("a.txt", lambda t: f"A day at the old harbour wall\r\n\r\n{t}\r\n\r\n{GOOD}\r\n"),
    "markdown": ("a.md", lambda t: f"---\ntitle:   'Old'\nz: [1,  2]\n---\n\n{t}\n\n* {GOOD}\n"),
}


@pytest.mark.parametrize("name", LAYOUTS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_only_damaged_words_change_and_undo_gives_the_former_bytes(
    name: str, encoding: str, tmp_path: Path
) -> None:
    file, layout = LAYOUTS[name]
    path = tmp_path / "in" / file
    path.parent.mkdir()
    before = layout(BAD).encode(encoding)
    path.write_bytes(before)
    path.chmod(0o640)
    fixed = fixed_in_place(path)
    assert path.read_bytes() == layout(MEANT).encode(encoding)
    assert path.stat().st_mode & 0o777 == 0o640
    assert fixed.exit_code == 0
    assert fixed.audit is not None
    assert undo_fix(fixed.audit)[1] == 0
    assert path.read_bytes() == before


def zstd(data: bytes) -> bytes:
    """Compress as zstd does."""
    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, "zstd") as stream:
        stream.write(data)
    packed: bytes = sink.getvalue().to_pybytes()
    return packed


def unzstd(data: bytes) -> bytes:
    """Undo ``zstd``."""
    with pa.CompressedInputStream(pa.BufferReader(data), "zstd") as stream:
        read: bytes = stream.read()
    return read


@pytest.mark.parametrize(
    ("suffix", "pack", "unpack"),
    [
        ("gz", gzip.compress, gzip.decompress),
        ("bz2", bz2.compress, bz2.decompress),
        ("xz", lzma.compress, lzma.decompress),
        ("zst", zstd, unzstd),
    ],
)
def test_compressed_files_stay_compressed(
    suffix: str,
    pack: Callable[[bytes], bytes],
    unpack: Callable[[bytes], bytes],
    tmp_path: Path,
) -> None:
    _, layout = LAYOUTS["jsonl"]
    path = tmp_path / f"a.jsonl.{suffix}"
    path.write_bytes(pack(layout(BAD).encode()))
    fixed_in_place(path)
    assert unpack(path.read_bytes()).decode() == layout(MEANT)


@pytest.mark.parametrize("codec", ["zstd", "gzip", "none"])
def test_a_parquet_file_keeps_schema_metadata_order_groups_and_compression(
    codec: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.parquet"
    texts = [GOOD, BAD, KEPT, BAD, GOOD]
    schema = pa.schema(
        [("n", pa.int16()), ("text", pa.large_string()), ("tags", pa.list_(pa.string()))],
        metadata={"owner": "harbour"},
    )
    table = pa.table([range(5), texts, [["a"], None, [], ["b"], ["c"]]], schema=schema)
    pq.write_table(table, path, compression=codec, row_group_size=2)
    before, written = path.read_bytes(), pq.read_schema(path)
    fixed = fixed_in_place(path)
    with pq.ParquetFile(path) as file:
        after = file.read()
        assert file.num_row_groups == 3
        assert file.metadata.row_group(0).column(1).compression == {"none": "UNCOMPRESSED"}.get(
            codec, codec.upper()
        )
    assert after.schema.equals(written, check_metadata=True)
    assert after.column("text").to_pylist() == [GOOD, MEANT, KEPT, MEANT, GOOD]
    assert after.drop_columns("text").to_pylist() == table.drop_columns("text").to_pylist()
    assert fixed.audit is not None
    undo_fix(fixed.audit)
    assert path.read_bytes() == before


@pytest.mark.parametrize("codec", ["zstd", "lz4", None])
def test_an_arrow_file_keeps_its_batches_and_compression(codec: str | None, tmp_path: Path) -> None:
    path = tmp_path / "a.arrow"
    batch = pa.record_batch({"text": [GOOD, BAD], "n": [1, 2]})
    options = pa.ipc.IpcWriteOptions(compression=codec)
    with pa.ipc.new_file(str(path), batch.schema, options=options) as writer:
        writer.write_batch(batch)
        writer.write_batch(batch)
    fixed_in_place(path)
    with pa.ipc.open_file(path.read_bytes()) as reader:
        assert reader.num_record_batches == 2
        texts = reader.read_all().column("text").to_pylist()
    assert texts == [GOOD, MEANT, GOOD, MEANT]


WORDS = st.text(alphabet=st.sampled_from('abc "\\/,;\n\t—'), min_size=0, max_size=30).map(
    lambda words: f"{words}. {GOOD}"
)
RECORDS = st.lists(st.tuples(WORDS, st.booleans()), min_size=1, max_size=6)
GAPS = st.sampled_from(["\n", "\r\n", "\n\n", " \n"])


@given(RECORDS, GAPS, st.booleans())
@settings(max_examples=25, deadline=None)
def test_lines_of_json_keep_their_bytes_outside_the_damaged_words(
    tmp_path_factory: pytest.TempPathFactory,
    records: list[tuple[str, bool]],
    gap: str,
    ascii_only: bool,  # noqa: FBT001 - drawn
) -> None:
    def layout(words: str) -> bytes:
        return "".join(
            json.dumps(
                {"k": number, "text": f"{text} {words if bad else ''}"}, ensure_ascii=ascii_only
            )
            + gap
            for number, (text, bad) in enumerate(records)
        ).encode()

    path = tmp_path_factory.mktemp("lines") / "a.jsonl"
    path.write_bytes(layout(BAD))
    fixed_in_place(path)
    assert path.read_bytes() == layout(MEANT)


@given(
    RECORDS, st.sampled_from(["\n", "\r\n"]), st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL])
)
@settings(max_examples=25, deadline=None)
def test_rows_of_a_table_keep_their_bytes_outside_the_damaged_words(
    tmp_path_factory: pytest.TempPathFactory,
    records: list[tuple[str, bool]],
    end: str,
    quoting: int,
) -> None:
    def layout(words: str) -> bytes:
        out = io.StringIO()
        writer = csv.writer(out, lineterminator=end, quoting=quoting)  # type: ignore[arg-type]
        writer.writerow(["id", "text", "note"])
        for number, (text, bad) in enumerate(records):
            writer.writerow([number, f"{text} {words if bad else ''}", "é,"])
        return out.getvalue().encode()

    path = tmp_path_factory.mktemp("rows") / "a.csv"
    path.write_bytes(layout(BAD))
    fixed_in_place(path)
    assert path.read_bytes() == layout(MEANT)


def test_jobs_change_nothing_and_a_second_fix_finds_nothing(tmp_path: Path) -> None:
    lines = "".join(f"{record(BAD if number % 3 else GOOD)}\n" for number in range(200))
    for name in ("one", "two"):
        (tmp_path / f"{name}.jsonl").write_text(lines, "utf-8")
    fixed_in_place(tmp_path / "one.jsonl", jobs=1)
    fixed_in_place(tmp_path / "two.jsonl", jobs=2)
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()
    again = fix([str(tmp_path / "one.jsonl")], Asked(Choice(unsafe=True)), quick(), print)
    assert not again.outcome.repairs


def test_copies_have_the_same_layout_and_the_input_stays(tmp_path: Path) -> None:
    source = tmp_path / "in"
    (source / "deep").mkdir(parents=True)
    (source / "deep" / "a.txt").write_text(f"{BAD}\n", "utf-8")
    (source / "b.txt").write_text(f"{GOOD}\n", "utf-8")
    out = tmp_path / "out"
    fix([str(source)], Asked(Choice(), out=out, audit=tmp_path / "audit"), quick(), print)
    assert (out / "deep" / "a.txt").read_text("utf-8") == f"{MEANT}\n"
    assert (out / "b.txt").read_text("utf-8") == f"{GOOD}\n"
    assert (source / "deep" / "a.txt").read_text("utf-8") == f"{BAD}\n"
    assert sorted(p.name for p in out.rglob("*")) == ["a.txt", "b.txt", "deep"]
    with pytest.raises(UsageError, match="not an empty folder"):
        fix([str(source)], Asked(Choice(), out=out), quick(), print)


def test_a_diff_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"{GOOD}\n\n{BAD}\n", "utf-8")
    shown: list[str] = []
    fix([str(path)], Asked(Choice(), diff=True), quick(), shown.append)
    assert shown[2:] == ["@@ -3 +3 @@", f"-{BAD}", f"+{MEANT}"]
    assert path.read_text("utf-8") == f"{GOOD}\n\n{BAD}\n"


def test_what_is_made_from_markup_is_told_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(
        f"<html><body><article><p>{GOOD}</p><p>{BAD}</p></article></body></html>", "utf-8"
    )
    before = path.read_bytes()
    fixed = fixed_in_place(path)
    assert path.read_bytes() == before
    assert "HTML is not rewritten" in fixed.outcome.refused[0].reason


def test_a_link_that_leads_out_of_the_paths_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text(BAD, "utf-8")
    inside = tmp_path / "in"
    inside.mkdir()
    (inside / "a.txt").symlink_to(outside)
    fixed = fixed_in_place(inside)
    assert outside.read_text("utf-8") == BAD
    assert fixed.exit_code == 3
    assert "symbolic link" in fixed.outcome.problems[0].reason


def test_a_full_disk_leaves_every_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(f"{name} {BAD}", "utf-8")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("corpus_qa.commands.fix.write_former", full)
    with pytest.raises(UnfixableError, match="Make room"):
        fixed_in_place(tmp_path)
    assert (tmp_path / "a.txt").read_text("utf-8") == f"a.txt {BAD}"
    assert not [p for p in tmp_path.iterdir() if p.name.endswith(".tmp")]


def test_a_file_that_changes_under_the_command_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f"{record(BAD)}\n", "utf-8")
    real = audit_module.sha256_of
    calls: list[Path] = []

    def changing(asked: Path) -> str:
        calls.append(asked)
        if len(calls) == 2:
            path.write_text(f"{record(KEPT)}\n", "utf-8")
        return real(asked)

    monkeypatch.setattr("corpus_qa.repair.job.sha256_of", changing)
    fixed = fixed_in_place(path)
    assert path.read_text("utf-8") == f"{record(KEPT)}\n"
    assert fixed.exit_code == 3
    assert "changed while it was read" in fixed.outcome.refused[0].reason


def test_undo_leaves_a_file_alone_that_somebody_edited_since(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(BAD, "utf-8")
    fixed = fixed_in_place(path)
    path.write_text("Edited.", "utf-8")
    assert fixed.audit is not None
    lines, code = undo_fix(fixed.audit)
    assert code == 3
    assert path.read_text("utf-8") == "Edited."
    assert "left as it is" in lines[-1]


FIX = """
import sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from test_fix_files import fixed_in_place
print("ready", flush=True)
fixed_in_place(Path({path!r}))
"""


def test_kills_leave_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    old, new = (f"{record(text)}\n" * 40 for text in (BAD, MEANT))
    folder = tmp_path / "in"
    folder.mkdir()
    names = [folder / f"{number}.jsonl" for number in range(12)]
    code = FIX.format(tests=str(Path(__file__).parent), path=str(folder))
    draw = random.Random(7)  # noqa: S311 - a test, not a secret
    states = set()
    for _ in range(5):
        for name in names:
            name.write_text(old, "utf-8")
        child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(draw.uniform(0.2, 2.0))
        child.kill()
        child.wait()
        child.stdout.close()
        found = {name.read_text("utf-8") for name in names}
        assert found <= {old, new}
        states |= found
    assert states
    assert os.path.isdir(folder)  # noqa: PTH112


def test_the_findings_of_a_run_are_applied_once_and_to_the_same_articles_only(
    tmp_path: Path,
) -> None:
    path = tmp_path / "in" / "a.jsonl"
    path.parent.mkdir()
    path.write_text(f"{record(GOOD)}\n{record(BAD)}\n", "utf-8")
    run = validate([str(path.parent)], quick(), tmp_path / "run").folder
    asked = Asked(Choice(), in_place=True, run=run, audit=tmp_path / "audit")
    assert fix([], asked, quick(), print).exit_code == 0
    assert path.read_text("utf-8") == f"{record(GOOD)}\n{record(MEANT)}\n"
    again = fix([], Asked(Choice(), run=run), quick(), print)
    assert again.exit_code == 3
    assert "not what it was" in again.outcome.refused[0].reason
