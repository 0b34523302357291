"""A badge of the verdict: as SVG for a README, and as the JSON that badge services render."""

from __future__ import annotations

import json
from xml.sax.saxutils import escape

from corpus_qa.report.load import Run
from corpus_qa.text.numbers import count

COLOURS = {"pass": "#1c6e3c", "fail": "#b3261e", "incomplete": "#8a5a00"}
NAMES = {"pass": "green", "fail": "red", "incomplete": "yellow"}
LABEL = "corpus-qa"
# Pixels of an average letter of the badge's font, and the room beside a text.
LETTER, AROUND, HEIGHT = 6.6, 12, 20

_SVG = """\
<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" role="img" \
aria-label="{label}: {message}">
<title>{label}: {message}</title>
<rect width="{width}" height="{height}" rx="3" fill="#3d4148"/>
<path d="M{left} 0h{more}a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3h-{more}z" fill="{colour}"/>
<g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">
<text x="{label_at}" y="14">{label}</text>
<text x="{message_at}" y="14">{message}</text>
</g>
</svg>
"""


def message_of(run: Run) -> str:
    """Return what the badge says: the verdict, and how many articles it is about."""
    document = run.document
    articles = document.change.added if document.change else document.input.articles
    noun = "added article" if document.change else "article"
    return f"{document.verdict} · {count(articles, noun)}"


def render(run: Run) -> str:
    """Return the badge as SVG."""
    message = escape(message_of(run))
    left, right = (round(len(text) * LETTER + AROUND) for text in (LABEL, message_of(run)))
    return _SVG.format(
        width=left + right,
        height=HEIGHT,
        left=left,
        more=right - 3,
        label=LABEL,
        message=message,
        colour=COLOURS[run.document.verdict],
        label_at=left / 2,
        message_at=left + right / 2,
    )


def render_json(run: Run) -> str:
    """Return the badge as an endpoint of badge services reads it (schema version 1)."""
    told = {
        "schemaVersion": 1,
        "label": LABEL,
        "message": message_of(run),
        "color": NAMES[run.document.verdict],
    }
    return json.dumps(told, ensure_ascii=False) + "\n"
