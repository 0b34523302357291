"""The comment section below an article: ``Leave a comment``, ``12 comments``.

Why it matters
    Where the form or heading of a comment section is left, comments often follow: other people's
    words under the author's name.

Flagged
    Leave a comment
    12 Comments
    Your email address will not be published. Required fields are marked *
    Be the first to comment
    Schreiben Sie einen Kommentar
    We want to hear what you think about this article.

Clean
    The minister would not comment on the report.
    Comments by two board members caused the row.
    Asked for comment, the firm sent a statement.

Limits
    Readers' comments themselves are prose and are not recognised.

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
    id="CHR009",
    name="comments",
    family=Family.CHROME,
    severity=Severity.WARNING,
    languages=languages_of("comments"),
    summary="a part of the comment section in the text",
    page=__doc__ or "",
    patterns=(
        Pattern(
            r"(?im)^[^\n.!?]{2,40} (?:says|said|wrote|schrieb|sagt|dice|a écrit) ?:$",
            literals=tuple(
                f"{word}{end}"
                for word in ("says", "said", "wrote", "schrieb", "sagt", "dice", "a écrit")
                for end in (":", " :")
            ),
        ),
        Pattern(
            r"(?im)^posted by:? [^\n]{2,80}$|^discuss this (?:story|article|topic)[^\n]{0,60}$|"
            r"^keep (?:your )?comments [^\n]{0,120}$",
            literals=("posted by", "discuss this", "keep comments", "keep your comments"),
        ),
        Pattern(
            r"(?i)\byour e-?mail address will not be published\b|\brequired fields are marked\b|"
            r"\bleave a (?:comment|reply)\b|\bbe the first to (?:comment|leave a|review)\b|"
            r"\bnotify me of (?:new|follow)",
            literals=(
                "address will not be published",
                "required fields",
                "leave a comment",
                "leave a reply",
                "be the first to",
                "notify me of",
            ),
        ),
        Pattern(
            r"(?i)\bcomments (?:are|have been) (?:now )?(?:closed|disabled|moderated|turned off)"
            r"\b|\bjoin the (?:conversation|discussion)(?: (?:on|in|below|and|with)\b|[.!]?$)",
            literals=(
                "comments are",
                "comments have been",
                "join the conversation",
                "join the discussion",
            ),
        ),
        Pattern(
            r"(?i)\b(?:send|submit) (?:us )?(?:a letter|letters|your (?:story|stories|letter|"
            r"letters|questions?|comments?))\b[^\n]{0,40}\b(?:to|editor|at|here)\b|\bto (?:submit|"
            r"comment on|respond to) (?:a (?:letter|comment|column)|this (?:article|story|column|"
            r"editorial))\b",
            literals=(
                "send letters",
                "send us",
                "send your",
                "send a letter",
                "submit a",
                "submit your",
                "submit letters",
                "submit us",
                "to submit",
                "to comment on",
                "to respond to",
            ),
        ),
        Pattern(
            r"(?i)\bwant to hear (?:what you think|from you\b|your (?:views|thoughts|story))|"
            r"\bwish to comment on (?:our|this|the)\b|\bwilling to speak to (?:a|our|one of our) "
            r"[^\n]{0,30}(?:journalist|reporter)s?\b|\b(?:use|fill in|complete) (?:this|the) form "
            r"(?:below )?to (?:ask|send|submit|tell|share)\b",
            literals=("want to hear", "wish to comment on", "willing to speak to", " form "),
        ),
    ),
    examine_batch=examine,
)
KIND = Kind(CHECK, "Comment section in the text.")
