"""What is left of pictures, players and posts: ``[embedded content]``, ``Listen``.

Why it matters
    A placeholder says that something was here that the corpus does not have. Sentences around it
    may make no sense.

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
    Brackets that editors put into quotations ("[sic]", "[the mayor]") are content.
"""

from __future__ import annotations

from corpus_qa.checks.chrome._examiner import examine
from corpus_qa.model import Check, Family, Pattern, Severity

CHECK = Check(
    id="CHR013",
    name="media-placeholder",
    family=Family.CHROME,
    severity=Severity.WARNING,
    summary="a placeholder of a picture, player or embedded post stands in the text",
    page=__doc__ or "",
    patterns=(
        Pattern(
            r"(?i)\[(?:embedded content|embed|image|video|photo|gallery|audio|pullquote"
            r"|infographic|slideshow|media|content)(?: [a-z0-9]{1,12})?\]",
            "A placeholder stands where something was embedded.",
            suggestion="",
        ),
        Pattern(
            r"(?im)^[^\n]*\b(?:this (?:slideshow|video|feature|content) requires|"
            r"media playback is (?:un|not )supported|video (?:has failed to load|"
            r"player is loading)|(?:enlarge this image|hide caption|toggle caption)|"
            r"click (?:to|here to|image to|on (?:the )?image to) (?:enlarge|zoom|play|"
            r"view|expand)|view this post on instagram|a post shared by)\b[^\n]*$",
            "A placeholder of a picture or player stands in the text.",
            suggestion="",
            literals=(
                "slideshow requires",
                "video requires",
                "feature requires",
                "content requires",
                "media playback",
                "failed to load",
                "player is loading",
                "enlarge this",
                "hide caption",
                "toggle caption",
                "click to",
                "click here to",
                "click image to",
                "image to",
                "post on instagram",
                "a post shared by",
            ),
        ),
    ),
    examine=examine,
)
