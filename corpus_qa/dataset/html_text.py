"""The visible text of a whole page, line by line, and its headline."""

from __future__ import annotations

import re
from copy import deepcopy
from html import unescape
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt"),
        *("fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5"),
        *("h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table"),
        *("td", "th", "tr", "ul"),
    )
)
INVISIBLE = frozenset(
    (
        *("button", "head", "iframe", "noscript", "option", "script", "select", "style", "svg"),
        *("template",),
    )
)

BREAK = "\N{LINE SEPARATOR}"
"""Marks the edges of blocks: a line feed in the source of a page is a mere space."""

NOT_IN_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that pages hold and that lxml refuses to take back."""

MOST = 20_000
"""Pieces of text between two elements; what stands below is not looked at."""

OG_TITLE = re.compile(
    r"<meta\b[^>]{0,200}\bog:title\b[^>]{0,100}\bcontent\s*=\s*(?:\"([^\"]{1,400})\"|'([^']{1,400})')",
    re.IGNORECASE,
)


def visible_text(tree: HtmlElement) -> str:
    """Return the text that a page shows, blocks on lines of their own. The tree is not changed."""
    from lxml.etree import (  # noqa: PLC0415 - imported only where there is HTML
        Comment,
        ProcessingInstruction,
        strip_elements,
    )

    body = tree.find(".//body")
    shown = deepcopy(tree if body is None else body)
    strip_elements(shown, *INVISIBLE, Comment, ProcessingInstruction, with_tail=False)
    for block in shown.iter(*BLOCKS):
        block.text = BREAK + NOT_IN_XML.sub("", block.text or "")
        block.tail = BREAK + NOT_IN_XML.sub("", block.tail or "")
    text = "".join(islice(shown.itertext(), MOST))
    lines = (" ".join(line.split()) for line in text.split(BREAK))
    return "\n".join(line for line in lines if line)


def headline(html: str, tree: HtmlElement) -> str:
    """Return the title that a page gives to social networks, its first heading, or its title."""
    match = OG_TITLE.search(html)
    if match is not None:
        return unescape(match[1] or match[2]).strip()
    heading = tree.find(".//h1")
    words = "" if heading is None else " ".join(heading.text_content().split())
    return words or " ".join((tree.findtext(".//title") or "").split())
