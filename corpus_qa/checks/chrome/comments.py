"""The room below an article where readers write: ``Leave a comment``, ``12 comments``.

Why it matters
    Where the furniture of comments stands, comments themselves often follow: other people's words
    under the author's name.

Flagged
    Leave a comment
    12 Comments
    Your email address will not be published. Required fields are marked *
    Be the first to comment
    Schreiben Sie einen Kommentar

Clean
    The minister would not comment on the report.
    Comments by two board members caused the row.
    Asked for comment, the firm sent a statement.

Limits
    Readers' comments themselves are prose and are not recognised.
"""

from __future__ import annotations

from corpus_qa.checks.chrome._examiner import examine
from corpus_qa.model import Check, Family, Pattern, Severity

CHECK = Check(
    id="CHR009",
    name="comments",
    family=Family.CHROME,
    severity=Severity.WARNING,
    summary="furniture of the comment section stands in the text",
    page=__doc__ or "",
    patterns=(
        Pattern(
            r"(?im)^[^\n]*\b(?:your e-?mail address will not be published|"
            r"required fields are marked|comments (?:are|have been) (?:closed|disabled|"
            r"moderated|turned off)|leave a (?:comment|reply)|be the first to (?:comment|"
            r"leave|review|write)|join the (?:conversation|discussion) (?:on|in|below|and|"
            r"with)|notify me of (?:new|follow))\b[^\n]*$",
            "Furniture of a comment section stands in the text.",
            suggestion="",
            literals=(
                "address will not be published",
                "required fields",
                "comments are",
                "comments have been",
                "leave a comment",
                "leave a reply",
                "be the first to",
                "join the conversation",
                "join the discussion",
                "notify me of",
            ),
        ),
    ),
    examine=examine,
)
