"""Share, print and follow buttons: ``Share this post``, ``Copy link``, ``12 shares``.

Why it matters
    Nearly every article on the web has a share bar, so share bars are the most frequent leftover of
    extraction. A language model trained on them learns to end sentences with "Tweet"; a topic model
    lists "Facebook" among the topics.

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
    Names of networks alone on a line are flagged only near other site chrome.

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
    id="CHR001",
    name="share-bar",
    family=Family.CHROME,
    severity=Severity.WARNING,
    languages=languages_of("share-bar"),
    summary="share, print or follow buttons in the text",
    page=__doc__ or "",
    patterns=(
        Pattern(
            r"(?im)^[^\n]{0,20}\b(?:read or share this (?:story|article)|"
            r"share this (?:story|article|post|page|video)|(?:like|"
            r"join) us on facebook)\b[^\n]{0,120}$",
            literals=("share this", "us on facebook"),
        ),
        Pattern(
            r"(?i)\bshare (?:on|to|via) (?:facebook|twitter|linkedin|whatsapp|x|reddit|pinterest)"
            r"\b"
        ),
        Pattern(r"(?i)\bclick to (?:share|email|print)\b"),
        Pattern(
            r"(?i)\bfollow (?:him|her|them|us|me|[a-z.]+ [a-z.]+) on (?:twitter|instagram|"
            r"facebook|x|threads|bluesky|tiktok)\b",
            literals=(
                "on twitter",
                "on instagram",
                "on facebook",
                "on x",
                "on threads",
                "on bluesky",
                "on tiktok",
            ),
        ),
        Pattern(
            r"(?im)^(?:follow|like|find|join|visit) [^\n.]{0,60} on (?:facebook|twitter|"
            r"instagram|youtube|tiktok|telegram|whatsapp)\b[^\n]{0,60}$",
            literals=(
                "on facebook",
                "on twitter",
                "on instagram",
                "on youtube",
                "on tiktok",
                "on telegram",
                "on whatsapp",
            ),
        ),
        Pattern(
            r"(?i)\b(?:share|tweet|pin|email|post|print)(?: (?:share|tweet|pin|email|post|print|"
            r"this article|this story)){2,}\b",
            literals=(
                "share tweet",
                "tweet share",
                "share pin",
                "pin email",
                "tweet pin",
                "tweet post",
                "post email",
                "share this article share",
                "share this story tweet",
                "email print",
                "print email",
                "share email",
                "share share",
            ),
        ),
    ),
    examine_batch=examine,
)
KIND = Kind(CHECK, "Share bar in the text.")
