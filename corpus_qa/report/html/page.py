"""The report for people: one offline page that opens with the verdict and ends with the details.

Nothing of an article is ever parsed as markup: the template escapes what it places, the script
places the rest with ``textContent``, and a content security policy lets nothing run but that one
script and nothing load at all.
"""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files

import jinja2

from corpus_qa.report import wording
from corpus_qa.report.html.payload import pack
from corpus_qa.report.html.view import view_of
from corpus_qa.report.load import Run
from corpus_qa.run.document import left_out_line

TEMPLATES = files("corpus_qa.report.html") / "templates"
PAGE_BYTES = 1_000_000
DATA_PLACE = "<!-- data -->"
STYLES = ("page.css", "findings.css", "reader.css")
SCRIPTS = ("data.js", "text.js", "findings.js", "reader.js", "pairs.js", "main.js")


def write(run: Run) -> str:
    """Return the page, if possible in ``PAGE_BYTES``."""
    style, script = _joined(STYLES), _joined(SCRIPTS)
    page = _template().render(
        view=view_of(run),
        metrics=run.metrics,
        style=style,
        script=script,
        style_hash=_hash(style),
        script_hash=_hash(script),
    )
    # Nothing after this place comes from an article, so the last mention is ours.
    before, after = page.rsplit(DATA_PLACE, 1)
    return before + pack(run, PAGE_BYTES - len(page.encode())) + after


def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("corpus_qa.report.html"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "count": wording.count,
        "percent": wording.percent,
        "quantity": wording.quantity,
        "duration": wording.duration,
        "reveal": wording.one_line,
    }
    environment.globals |= {
        "article_name": wording.article_name,
        "crashed_on": wording.crashed_on,
        "left_out_line": left_out_line,
        "headline": wording.headline,
        "totals": wording.totals,
        "change_told": wording.change_told,
        "measured": wording.measured,
        "standing": wording.standing,
    }
    return environment.get_template("report.html")


def _joined(names: tuple[str, ...]) -> str:
    return "\n".join((TEMPLATES / name).read_text(encoding="utf-8") for name in names)


def _hash(text: str) -> str:
    """Return the hash by which a content security policy knows an inline element."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
