"""Builds the documentation site: ``poe docs``, or ``python .github/docs/build.py [FOLDER]``.

Pages that people write are in ``pages``; the reference and the page of each check are made from the
code. Zensical builds both, and refuses a link that leads nowhere. The site needs no server and
loads nothing from elsewhere.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
OUT = ROOT / "build" / "docs"

# The titles of the folders of ``pages``, in the order of the navigation.
FOLDERS: Mapping[str, str] = {
    "start": "Start",
    "how-to": "How to",
    "explanation": "Background",
}
# The order of the pages of a folder; a page that is not named stands at its end.
ORDER = (
    "five-minutes",
    "python",
    "adopt",
    "pull-requests",
    "suites",
    "write-a-check",
    "fix-and-split",
    "cluster",
    "read-a-report",
    "other-tools",
    "precision-first",
    "furniture",
    "duplicates",
    "measured",
)

SETTINGS = """
[project]
site_name = "corpus-qa"
site_description = "Validate collections of news and web articles, and show the evidence."
docs_dir = "pages"
site_dir = "site"
use_directory_urls = false
extra_css = ["assets/site.css"]
nav = {nav}

[project.extra]
generator = false
polyfills = ["assets/iframe-worker.js"]

[project.theme]
font = false
language = "en"
icon.logo = "lucide/book-check"
features = ["navigation.tabs", "navigation.top", "navigation.indexes", "content.code.copy"]

[[project.theme.palette]]
media = "(prefers-color-scheme: light)"
scheme = "default"
toggle.icon = "lucide/sun"
toggle.name = "Dark"

[[project.theme.palette]]
media = "(prefers-color-scheme: dark)"
scheme = "slate"
toggle.icon = "lucide/moon"
toggle.name = "Light"

[project.plugins.offline]

[project.markdown_extensions.admonition]
[project.markdown_extensions.def_list]
[project.markdown_extensions.tables]
[project.markdown_extensions.toc]
permalink = true
[project.markdown_extensions.pymdownx.highlight]
[project.markdown_extensions.pymdownx.superfences]
"""


def build(folder: Path) -> Path:
    """Write the sources of the site to a folder, build it, and return its first page."""
    shutil.rmtree(folder, ignore_errors=True)
    pages = folder / "pages"
    shutil.copytree(HERE / "pages", pages)
    shutil.copytree(HERE / "assets", pages / "assets")
    for picture in ("report.png", "article.png"):
        shutil.copyfile(ROOT / "reports/sample" / picture, pages / "assets" / picture)
    shutil.copyfile(ROOT / "schemas/config.schema.json", pages / "config.schema.json")
    written = [*_written(pages)]
    made = [*_made(pages)]
    nav = [{"corpus-qa": "index.md"}, *written, *made]
    settings = SETTINGS.replace("{nav}", _toml(nav))
    (folder / "zensical.toml").write_text(settings, encoding="utf-8")
    (pages / "llms.txt").write_text(_llms(pages, nav), encoding="utf-8")
    subprocess.run(
        [sys.executable, "-m", "zensical", "build", "--strict", "--clean"], cwd=folder, check=True
    )
    return folder / "site" / "index.html"


def _written(pages: Path) -> Iterator[dict[str, Any]]:
    """Yield the parts of the navigation that people write."""
    for folder, title in FOLDERS.items():
        names = sorted((pages / folder).glob("*.md"), key=lambda path: _place(path.stem))
        yield {title: [{_title(path): f"{folder}/{path.name}"} for path in names]}


def _place(name: str) -> tuple[int, str]:
    return ORDER.index(name) if name in ORDER else len(ORDER), name


def _made(pages: Path) -> Iterator[dict[str, Any]]:
    """Write the pages that are made from the code, and yield their parts of the navigation."""
    import check_pages  # noqa: PLC0415 - beside this file
    import reference  # noqa: PLC0415 - beside this file

    entries: list[Any] = []
    for path, title, text in reference.pages():
        _write(pages / path, text)
        entries.append({title: path})
    yield {"Reference": entries}
    _write(pages / "checks/index.md", check_pages.index())
    families: dict[str, list[Any]] = {}
    for family, check, text in check_pages.pages():
        _write(pages / f"checks/{check}.md", text)
        title = text.partition("\n")[0].removeprefix("# ")
        families.setdefault(family, []).append({title: f"checks/{check}.md"})
    listed = [{family.capitalize(): entries} for family, entries in families.items()]
    yield {"Checks": ["checks/index.md", *listed]}


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _title(path: Path) -> str:
    return path.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")


def _toml(value: object) -> str:
    """Return texts, lists and tables as TOML in one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{json.dumps(k)} = {_toml(v)}" for k, v in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(value)


def _llms(pages: Path, nav: Sequence[Any]) -> str:
    """Return ``llms.txt``: every page with its title, for language models."""
    lines = [
        "# corpus-qa",
        "",
        "> Validates collections of news and web articles: finds what scraping, conversion and",
        "> translation leave behind, quotes the evidence, and gates ingestion in CI.",
        "",
    ]
    for path in _paths(nav):
        html = path.removesuffix(".md") + ".html"
        lines.append(f"- [{_title(pages / path)}]({html})")
    return "\n".join(lines) + "\n"


def _paths(nav: object) -> Iterator[str]:
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, Mapping):
        for value in nav.values():
            yield from _paths(value)
    elif isinstance(nav, Sequence):
        for value in nav:
            yield from _paths(value)


if __name__ == "__main__":
    print(build(Path(sys.argv[1]) if sys.argv[1:] else OUT))
