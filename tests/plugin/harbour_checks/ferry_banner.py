"""Banners of ferry lines between the paragraphs: ``Book your crossing now``.

Why it matters
    Nobody wrote them as part of the article. Being of the family chrome, they are left out when
    articles are compared.

Flagged
    Book your crossing now

Clean
    She told him to book his crossing.

Limits
    Whole lines only: those of ``ferry_banner.toml``.
"""

import re
import tomllib
from importlib.resources import files

from corpus_qa import Check, Family, Pattern, Severity

LINES = tomllib.loads((files(__package__) / "ferry_banner.toml").read_text("utf-8"))["line"]

CHECK = Check(
    id="HARBOUR003",
    name="ferry-banner",
    family=Family.CHROME,
    severity=Severity.WARNING,
    summary="a banner of a ferry line stands in the text",
    page=__doc__ or "",
    patterns=tuple(
        Pattern(rf"(?im)^{re.escape(line)}[.!]?$", "A ferry banner: “{}”.", suggestion="")
        for lines in LINES.values()
        for line in lines
    ),
)
