"""Stubs in place of the article's rest, and appeals for money: ``Subscribe to continue reading``.

Why it matters
    A paywall stub means more than furniture: the rest of the article is missing. Appeals for
    donations are sentences, often well written, and repeat in every article of a site.

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
    Whether the article's rest is missing is not decided here; a check of content looks at its
    end.
"""

from __future__ import annotations

from corpus_qa.checks.chrome._examiner import examine
from corpus_qa.model import Check, Family, Pattern, Severity

CHECK = Check(
    id="CHR005",
    name="paywall",
    family=Family.CHROME,
    severity=Severity.WARNING,
    summary="a paywall or an appeal for support stands in the text",
    page=__doc__ or "",
    patterns=(
        Pattern(
            r"(?im)^[^\n]*\b(?:subscribe|log in|sign in|register) to (?:continue|keep|"
            r"read|unlock|access|get (?:full|unlimited))\b[^\n]*$",
            "A paywall stub stands in the text.",
            suggestion="",
            literals=("subscribe to", "log in to", "sign in to", "register to"),
        ),
        Pattern(
            r"(?im)^[^\n]*\b(?:already (?:a|have a|an?) (?:subscriber|subscription|member|"
            r"account)|for subscribers only|only available to subscribers|"
            r"exclusive to subscribers|start your (?:free )?trial|"
            r"unlimited (?:digital )?access|cancel (?:at )?any ?time)\b[^\n]*$",
            "A paywall stub stands in the text.",
            suggestion="",
            literals=(
                "already a",
                "for subscribers only",
                "to subscribers",
                "your free trial",
                "your trial",
                "unlimited",
                "cancel anytime",
                "cancel any",
                "cancel at any",
            ),
        ),
        Pattern(
            r"(?im)^[^\n]*\b(?:support (?:our|independent|quality|local|nonprofit|"
            r"fearless) (?:[a-z-]+ )?(?:journalism|reporting|newsroom|work)|"
            r"make a (?:tax-deductible )?(?:donation|contribution|gift)|"
            r"become a (?:member|subscriber|supporter|patron))\b[^\n]*$",
            "An appeal for support stands in the text.",
            suggestion="",
            literals=(
                "support our",
                "support independent",
                "support quality",
                "support local",
                "support nonprofit",
                "support fearless",
                "make a tax-deductible",
                "make a donation",
                "make a contribution",
                "make a gift",
                "become a member",
                "become a subscriber",
                "become a supporter",
                "become a patron",
            ),
        ),
        Pattern(
            r"(?im)^[^\n]*(?:nur für abonnenten|jetzt abonnieren|réservée? aux abonnés|"
            r"solo para suscriptores|riservato agli abbonati|exclusivo para assinantes|"
            r"alleen voor abonnees|tylko dla prenumeratorów|только для подписчиков)[^\n]*$",
            "A paywall stub stands in the text.",
            suggestion="",
        ),
    ),
    examine=examine,
)
