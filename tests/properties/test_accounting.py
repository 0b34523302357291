"""Whatever lies in a folder is read, told, or left out with a reason: nothing is lost silently."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from inputs import COMPRESSORS, PAGE, RECORDS, as_csv, as_jsonl, as_parquet, write

from corpus_qa.ingest.discover import find

CONTENTS = {
    "jsonl": as_jsonl(RECORDS),
    "csv": as_csv(RECORDS),
    "parquet": as_parquet(RECORDS),
    "page": PAGE.encode(),
    "prose": b"The weir was opened again on Monday, and everybody came.\n",
    "binary": bytes(range(256)),
    "nothing": b"",
}
STEMS = st.sampled_from(["a", "story", "README", "manifest", "index.php?id=1", ".draft", "part-0"])
SUFFIXES = st.sampled_from(
    ["", ".jsonl", ".jl", ".csv", ".txt", ".json", ".html", ".png", ".docx", ".dat", ".bad", ".js"]
)
FOLDERS = st.sampled_from(["", "data/", "a_files/", ".hidden/", "site=x.example/", "wp/2025/"])
FILES = st.dictionaries(
    st.builds("{}{}{}{}".format, FOLDERS, STEMS, SUFFIXES, st.sampled_from(["", ".gz"])),
    st.sampled_from(sorted(CONTENTS)),
    min_size=1,
    max_size=8,
)


@settings(deadline=None, max_examples=60)
@given(files=FILES)
def test_every_file_is_a_source_a_problem_or_left_out(files: dict[str, str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        packed = {
            name: COMPRESSORS[".gz" if name.endswith(".gz") else ""](CONTENTS[kind])
            for name, kind in files.items()
        }
        found = find([write(Path(folder), packed)])
    read = [source.name for source in found.sources]
    left_out = [item.path for item in found.left_out]
    folders = tuple(path for path in left_out if path.endswith("/"))
    below = [name for name in files if name.startswith(folders)] if folders else []
    assert sorted([*read, *(path for path in left_out if path not in folders), *below]) == sorted(
        files
    )
    unknown = {item.kind for item in found.left_out if item.reason == "unknown type"}
    assert bool(found.problems) == bool(unknown or not read)
