"""The pages of a web archive are articles; what is damaged or packed is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from inputs import (
    COMPRESSORS,
    PAGE,
    articles,
    as_warc,
    convert_with_neighbour,
    run,
    write,
)


def test_an_archive_that_breaks_off_inside_a_page_is_told(tmp_path: Path) -> None:
    body = b"<p>" + b"The wall stands. " * 40 + b"</p>"
    archive = as_warc([(f"https://x.example/{n}", "text/html", body) for n in range(2)])
    rows, conversion = convert_with_neighbour(tmp_path, {"a.warc": archive[:-300]})
    assert len(rows) == 2
    assert [problem.reason for problem in conversion.problems] == ["the archive ends inside page 2"]


@pytest.mark.parametrize(("encoding", "suffix"), [("br", ".br"), ("zstd", ".zst")])
def test_a_packed_page_is_unpacked(tmp_path: Path, encoding: str, suffix: str) -> None:
    kind = f"text/html\r\nContent-Encoding: {encoding}"
    packed = COMPRESSORS[suffix](PAGE.encode())
    archive = as_warc([("https://x.example/1", kind, packed), ("https://x.example/2", kind, b"-")])
    rows, conversion = convert_with_neighbour(tmp_path, {"a.warc": archive})
    assert [row.byline for row in rows] == ["Nell Öry"]
    assert [problem.reason for problem in conversion.problems] == [
        f"page 2 is not in the encoding {encoding} that it names"
    ]


@pytest.mark.parametrize("suffix", ["", ".gz", ".zst"])
def test_pages_of_a_web_archive_are_articles_and_its_images_are_not(
    tmp_path: Path, suffix: str
) -> None:
    pages = (
        ("one", "text/html; charset=ISO-8859-1", PAGE.replace("utf-8", "x").encode("cp1252")),
        ("logo.png", "image/png", b"\x89PNG"),
        ("two", "text/html", PAGE.encode()),
    )
    archive = as_warc([(f"https://www.harbournotes.example/{p}", kind, b) for p, kind, b in pages])
    source = write(tmp_path / "in", {f"crawl.warc{suffix}": COMPRESSORS[suffix](archive)})
    conversion = run(source, tmp_path / "out")
    assert conversion.problems == ()
    rows = articles(conversion.dataset)
    assert [row.url for row in rows] == [
        "https://www.harbournotes.example/one",
        "https://www.harbournotes.example/two",
    ]
    assert [row.encoding for row in rows] == ["cp1252", "utf-8"]
    assert rows[0].text == rows[1].text
    assert rows[0].byline == "Nell Öry"


def record(kind: str, url: str, http: str, body: bytes, content_type: str) -> bytes:
    """Write one record of a WARC file."""
    block = http.encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{len(block)}>\r\n"
        f"WARC-Date: 2025-02-07T10:00:00Z\r\nWARC-Target-URI: {url}\r\n"
        f"Content-Type: {content_type}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def test_pages_are_known_by_their_content_where_the_server_names_no_type(tmp_path: Path) -> None:
    http = "application/http; msgtype=response"
    archive = b"".join(
        [
            record(
                "response", "https://x.example/1", "HTTP/1.1 200 OK\r\n\r\n", PAGE.encode(), http
            ),
            record("response", "https://x.example/2", "HTTP/1.1 200 OK\r\n\r\n", b"\x89PNG", http),
            record(
                "response",
                "https://x.example/3",
                "HTTP/1.1 203 Changed\r\nContent-Type: text/html\r\n\r\n",
                PAGE.encode(),
                http,
            ),
            record(
                "response", "https://x.example/4", "HTTP/1.1 404 No\r\n\r\n", PAGE.encode(), http
            ),
        ]
    )
    source = write(tmp_path / "in", {"a.warc": archive})
    conversion = run(source, tmp_path / "out")
    assert conversion.problems == ()
    assert [row.url for row in articles(conversion.dataset)] == [
        "https://x.example/1",
        "https://x.example/3",
    ]


def test_texts_of_pages_are_articles(tmp_path: Path) -> None:
    text = "The weir was opened again on Monday\nThe keeper of the weir was glad, and said so.\n"
    archive = record("conversion", "https://x.example/1", "", text.encode(), "text/plain")
    source = write(tmp_path / "in", {"a.wet.gz": COMPRESSORS[".gz"](archive)})
    (row,) = articles(run(source, tmp_path / "out").dataset)
    assert (row.url, row.text) == ("https://x.example/1", text)


def test_a_record_without_an_address_is_damage(tmp_path: Path) -> None:
    archive = as_warc([(f"https://x.example/{n}", "text/html", PAGE.encode()) for n in range(2)])
    place = archive.rindex(b"WARC-Target-URI")
    damaged = archive[:place] + archive[place:].replace(b"WARC-Target-URI", b"WARC-Tarxet-URI", 1)
    rows, conversion = convert_with_neighbour(tmp_path, {"a.warc": damaged})
    assert len(rows) == 1
    assert "damaged after page 1" in conversion.problems[0].reason
