"""The kinds of furniture: the check that reports each, and what its finding says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

# No line is so likely to be furniture.
NEVER = 1.0


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of furniture.

    Words of this kind make a line furniture where nothing else in the article is, if the line is
    likely enough to be some: at least ``alone``, which is lower the less the words are used in
    articles, and ``NEVER`` where they alone never do. Below it they are worth a note. A whole
    prompt says more than one word: for it ``prompt`` is the least, if it is not the same.
    A ``vague`` kind may be content (a byline, a caption), so that it is no evidence of more
    furniture.
    The pattern of an ``inline`` kind spans exactly what is left over within a line.
    """

    check: str
    message: str
    alone: float = NEVER
    prompt: float | None = None
    vague: bool = False
    inline: bool = False


KINDS: Mapping[str, Kind] = {
    "share-bar": Kind("CHR001", "A share bar stands in the text.", alone=0.45, prompt=0.4),
    "related-links": Kind(
        "CHR002", "Links to other articles stand in the text.", alone=0.78, prompt=0.5
    ),
    "newsletter": Kind("CHR003", "A newsletter box stands in the text.", alone=0.45),
    "cookie-banner": Kind("CHR004", "A cookie banner stands in the text.", alone=0.25),
    "paywall": Kind(
        "CHR005", "A paywall or an appeal for support stands in the text.", alone=0.5, prompt=0.1
    ),
    "login": Kind("CHR006", "A login form stands in the text.", alone=0.3),
    "app-prompt": Kind("CHR007", "A prompt about an app or browser stands in the text.", alone=0.3),
    "advertisement": Kind("CHR008", "A label of an advertisement stands in the text.", alone=0.4),
    "comments": Kind(
        "CHR009", "Furniture of a comment section stands in the text.", alone=0.9, prompt=0.4
    ),
    "footer": Kind("CHR010", "A footer stands in the text.", alone=0.85, prompt=0.6),
    "ticker": Kind("CHR011", "A ticker stands in the text.", alone=0.8),
    "tag-list": Kind("CHR012", "A list of tags stands in the text.", alone=0.6),
    "media-placeholder": Kind(
        "CHR013",
        "A placeholder of a picture or player stands in the text.",
        alone=0.6,
        prompt=0.05,
        inline=True,
    ),
    "caption-credit": Kind("CHR014", "A picture credit stands in the text.", vague=True),
    "byline-stub": Kind(
        "CHR015",
        "A stub of metadata stands in the text.",
        alone=0.99,
        prompt=0.95,
        vague=True,
        inline=True,
    ),
    "syndication": Kind(
        "CHR016",
        "A notice of syndication stands in the text.",
        alone=0.25,
        prompt=0.15,
        vague=True,
        inline=True,
    ),
    "correction": Kind("CHR017", "A correction or editor's note stands in the text.", vague=True),
    "code-leftover": Kind("CHR018", "Code of the web page stands in the text.", alone=0.1),
    "navigation-run": Kind("CHR019", "A run of menu entries stands in the text.", alone=0.5),
    "teaser-list": Kind("CHR020", "Teasers of other articles stand in the text."),
}
NAMES: Mapping[str, str] = {kind.check: name for name, kind in KINDS.items()}
