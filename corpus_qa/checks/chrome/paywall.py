"""Paywall prompts and appeals for money: ``Subscribe to continue reading``.

Why it matters
    A paywall prompt is worse than other site chrome: the rest of the article is missing. Appeals
    for donations are sentences, often well written, and are repeated in every article of a site.

Flagged
    Subscribe to continue reading
    Already a subscriber? Log in here.
    This article is for subscribers only.
    Support our journalism
    Jetzt abonnieren

Clean
    The museum hopes that visitors will subscribe to its new programme.
    Subscribers left the paper after the scandal.
    She asked readers to support independent bookshops.

Limits
    Whether the rest of the article is missing is not decided here; content checks look at its end.

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
    id="CHR005",
    name="paywall",
    family=Family.CHROME,
    severity=Severity.WARNING,
    languages=languages_of("paywall"),
    summary="a paywall or an appeal for support in the text",
    page=__doc__ or "",
    patterns=(
        Pattern(
            r"(?i)\b(?:subscribe|log in|sign in|register) (?:now )?to (?:continue|keep reading|"
            r"read|unlock|access)\b"
        ),
        Pattern(
            r"(?i)\balready (?:a|have an?) (?:subscri(?:ber|ption)|member|account)\?|\b(?:for|"
            r"only available to|exclusive to|available only to) subscribers(?: only)?(?:\.|$)",
            literals=("already a", "already have a", "for subscribers", "to subscribers"),
        ),
        Pattern(
            r"(?i)\bstart your (?:free )?trial\b|\bcancel (?:at )?any ?time\b|"
            r"\bfor as little as [$£€]|\bsubscribe now for\b",
            literals=(
                "start your",
                "cancel anytime",
                "cancel any time",
                "cancel at any",
                "as little as",
                "subscribe now for",
            ),
        ),
        Pattern(
            r"(?i)\bsupport(?:ing)? (?:our|independent|progressive|quality|local|nonprofit|"
            r"fearless|explanatory) (?:[a-z-]+ )?journalism\b|"
            r"\bsupport [\pL’' ]{2,30} (?:explanatory|independent|progressive) journalism\b",
            literals=("journalism",),
        ),
        Pattern(
            r"(?i)\bmake a (?:tax-deductible )?(?:donation|contribution) (?:today|now|"
            r"to (?:support|help|keep))\b|\bbecome a (?:member|subscriber|supporter|"
            r"patron) (?:today|now|and|to|by|for)\b|\breader[- ]supported\b",
            literals=(
                "make a tax-deductible",
                "make a donation",
                "make a contribution",
                "become a member",
                "become a subscriber",
                "become a supporter",
                "become a patron",
                "reader supported",
                "reader-supported",
            ),
        ),
        Pattern(
            r"(?i)\bhelp (?:us )?keep (?:this|our|the) (?:news|site|journalism|reporting|work|"
            r"newsroom|coverage) (?:free|open|independent|going|alive)\b",
            literals=("help keep", "help us keep"),
        ),
        Pattern(
            r"(?i)nur für abonnenten|jetzt abonnieren|réservée? aux abonnés|"
            r"solo para suscriptores|riservato agli abbonati|exclusivo para assinantes|"
            r"alleen voor abonnees|tylko dla prenumeratorów|только для подписчиков",
            literals=(
                "abonnent",
                "jetzt abonn",
                "aux abonn",
                "suscriptores",
                "agli abbonati",
                "assinantes",
                "voor abonnees",
                "prenumerator",
                "подп",
            ),
        ),
    ),
    examine_batch=examine,
)
KIND = Kind(CHECK, "Paywall or appeal for support in the text.")
