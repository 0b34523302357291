"""Placeholders for pictures, players and embedded posts: ``[embedded content]``, ``Listen``.

Why it matters
    A placeholder marks something that the corpus does not contain. Sentences around it may make no
    sense.

Flagged
    [embedded content]
    Watch the video below
    This slideshow requires JavaScript.
    Listen to this article
    Video abspielen

Clean
    The video shows two men at the gate.
    He told them to listen to this part again.
    Watch the tide, the old men say.

Limits
    Editorial brackets in quotations ("[sic]", "[the mayor]") are content.

Repair
    Safe if every line of the finding is known by its words and almost certainly site chrome (its
    score is at least 0.9); else unsafe. A removed line takes a blank line along.
"""

from __future__ import annotations

from corpus_qa.checks.chrome._examiner import examine
from corpus_qa.checks.chrome._kinds import Kind
from corpus_qa.checks.chrome._tables import languages_of
from corpus_qa.model import Check, Family, Pattern, Severity

CHECK = Check(
    id="CHR013",
    name="media-placeholder",
    family=Family.CHROME,
    severity=Severity.WARNING,
    languages=languages_of("media-placeholder"),
    summary="a placeholder for a picture, player or embedded post in the text",
    page=__doc__ or "",
    patterns=(
        Pattern(
            r"(?i)\[(?:embedded content|embed|image|video|photo|gallery|audio|pullquote|"
            r"infographic|slideshow|media|content)(?: [a-z0-9]{1,12})?\]"
        ),
        Pattern(
            r"(?im)^[^\n]*\bthis (?:slideshow|video|feature|content) requires [^\n]*$",
            literals=(
                "slideshow requires",
                "video requires",
                "feature requires",
                "content requires",
            ),
        ),
        Pattern(
            r"(?im)^[^\n]*\b(?:media playback is (?:un|not )supported|video (?:has failed to load|"
            r"player is loading)|"
            r"view this post on instagram|a post shared by)\b[^\n]*$",
            literals=(
                "media playback",
                "failed to load",
                "player is loading",
                "post on instagram",
                "a post shared by",
            ),
        ),
        Pattern(
            r"(?im)^[^\n]{0,80}\bclick (?:to|here to|image to|on (?:the )?image to) (?:enlarge|"
            r"zoom|play|view|expand)\b[^\n]{0,80}$",
            literals=(
                "click to",
                "click here to",
                "click image to",
                "image to enlarge",
                "image to zoom",
                "image to view",
                "image to expand",
            ),
        ),
        Pattern(
            r"(?im)^[^\n]{0,60}\b(?:watch the (?:latest |full )?video|can['’]t see this|"
            r"don['’]t see the (?:graphic|video|map|poll)|subscribe on apple podcasts|"
            r"wherever you (?:get|listen to) (?:your )?podcasts)\b[^\n]{0,100}$",
            literals=(
                "watch the video",
                "watch the latest",
                "watch the full",
                "t see this",
                "t see the",
                "apple podcasts",
                "wherever you",
            ),
        ),
    ),
    examine_batch=examine,
)
KIND = Kind(CHECK, "Placeholder for a picture or player in the text.", inline=True)
