"""Pages that a browser saved as MHTML."""

from __future__ import annotations

import quopri
from pathlib import Path

from inputs import PAGE, articles, convert_with_neighbour, run, write

HEAD = """From: <Saved by Blink>
Snapshot-Content-Location: https://www.harbournotes.example/lighthouse
Subject: Lighthouse opens its doors
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="----Part"


------Part
Content-Type: {kind}
Content-Transfer-Encoding: quoted-printable
Content-Location: https://www.harbournotes.example/lighthouse

{body}
------Part
Content-Type: image/png
Content-Transfer-Encoding: base64

iVBORw==

------Part--
"""


def test_the_page_of_an_mhtml_file_is_an_article(tmp_path: Path) -> None:
    body = quopri.encodestring(PAGE.encode()).decode()
    files: dict[str, str | bytes] = {"a.mhtml": HEAD.format(kind="text/html", body=body)}
    (row,) = articles(run(write(tmp_path / "in", files), tmp_path / "out").dataset)
    assert row.url == "https://www.harbournotes.example/lighthouse"
    assert (row.title, row.byline) == ("Lighthouse opens its doors", "Nell Öry")


def test_an_mhtml_file_without_a_page_is_told(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"a.mht": HEAD.format(kind="text/css", body="p {}")}
    rows, conversion = convert_with_neighbour(tmp_path, files)
    assert rows == []
    assert "no HTML page" in conversion.problems[0].reason
