"""Links to other articles: ``Read more:``, ``Related posts``, ``Most read``.

Why it matters
    Headlines of other articles are the most harmful leftover: they are good prose about other
    events. Summaries, topic models and duplicate detection treat them as part of the story.

Flagged
    Read more: Harbour ferry to return after winter repairs
    Related posts
    Most read
    Lesen Sie auch: Brücke bleibt bis Ostern gesperrt
    Lire aussi : le tramway revient en centre-ville
    For all of our harbour coverage, click here.

Clean
    Read more slowly, the teacher told the class, and the poem will open.
    The related costs were shared by both towns.
    Most read the letter twice before they signed it.

Limits
    A lone headline of another article, without words such as "Read more", reads like a subheading
    and is left alone within the article.

Repair
    Unsafe: such a heading may introduce what the article quotes.
"""

from __future__ import annotations

from corpus_qa.checks.chrome._examiner import examine
from corpus_qa.checks.chrome._kinds import Kind
from corpus_qa.model import Check, Family, Pattern, Severity

CHECK = Check(
    id="CHR002",
    name="related-links",
    family=Family.CHROME,
    severity=Severity.WARNING,
    summary="links to other articles in the text",
    page=__doc__ or "",
    patterns=(
        Pattern(
            r"(?im)^[^\n]{0,160}\bclick here[.!]*$|^(?:see|read|view|follow|more|our) full "
            r"coverage (?:of|here)\b[^\n]{0,80}$",
            literals=("click here", "full coverage"),
        ),
    ),
    examine=examine,
)
KIND = Kind(CHECK, "Links to other articles in the text.", alone=0.78, prompt=0.5)
