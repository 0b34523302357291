"""Buttons that pass an article on: ``Share this post``, ``Copy link``, ``12 shares``.

Why it matters
    Share bars stand beside nearly every article on the web, so they are the most frequent
    leftover of extraction. A model that reads them learns to end sentences with "Tweet"; a reader
    of the corpus counts "Facebook" among the topics.

Flagged
    Share this post
      • Share on Facebook
    1.2k shares
    Follow us on Instagram
    Diesen Artikel teilen

Clean
    The company bought back a tenth of its shares.
    She asked him to share this with nobody until the vote was over.
    Facebook said on Monday that it would appeal against the ruling.

Limits
    Names of networks alone on a line are flagged only where other furniture stands near them.
"""

from __future__ import annotations

from corpus_qa.checks.chrome._examiner import examine
from corpus_qa.model import Check, Family, Pattern, Severity

CHECK = Check(
    id="CHR001",
    name="share-bar",
    family=Family.CHROME,
    severity=Severity.WARNING,
    summary="buttons for sharing, printing or following stand in the text",
    page=__doc__ or "",
    patterns=(
        Pattern(
            r"(?im)^[^\n]{0,40}\bshare (?:on|to|via) (?:facebook|twitter|linkedin|"
            r"whatsapp|x|reddit|pinterest)\b[^\n]{0,80}$",
            "A share bar stands in the text.",
            suggestion="",
        ),
    ),
    examine=examine,
)
