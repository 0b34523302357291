"""Bodies that end at a paywall: the first sentences, then ``Subscribe to continue reading``.

Why it matters
    What precedes the paywall is a teaser. It looks like a short article, and only the paywall
    prompt shows that the rest is missing.

Flagged
    The harbour will be closed for a year, the council decided. To continue reading, please log in.
    You have reached your limit of free articles this month.

Clean
    Readers can pay for the magazine in print, the publisher told the court, which had asked how
    many subscribers did so last year and what they paid.

Limits
    Only bodies of at most ``SHORT`` characters before the paywall prompt, and few after it: a
    longer text is an article with an appeal in it, which is site chrome.
"""

from __future__ import annotations

from corpus_qa.checks.content._phrases import languages_of, phrases_of
from corpus_qa.model import Check, Family, Pattern, Severity

SHORT = 1200
AFTER = 600
LAST = 150
MESSAGE = "The body ends at a paywall or login: “{}”."


def ends_here(text: str, start: int, end: int) -> bool:
    """Return whether little stands before the wall and hardly anything after it."""
    return start <= SHORT and len(text) - end <= AFTER


def is_the_end(text: str, start: int, end: int) -> bool:
    """Return whether a prompt is about the last that a short text says."""
    return start <= SHORT and len(text) - end <= LAST


SENTENCES = (
    (
        r"(?i)\b(?:subscribe|log in|sign in|sign up|register|create (?:a free|an) account)(?: now| "
        "here| today)?(?: or (?:log in|subscribe|register|sign in|sign up))? "
        "to (?:continue|keep|read (?:the (?:full|rest)|this (?:article|story)|more)|unlock|access|"
        r"view) ?(?:reading|this|the|full|our)?\b"
    ),
    (
        r"(?i)\bto (?:continue|keep) reading(?: this (?:article|story|content))?,? (?:please "
        r")?(?:subscribe|log in|sign in|register|you (?:must|need))\b"
    ),
    (
        r"(?i)\b(?:this|the) (?:article|content|story|page|post|section) is (?:only |exclusively "
        ")?(?:available (?:only )?(?:to|for)|for|reserved for|exclusive to|limited to) "
        r"(?:our |registered |paying |premium |digital )*(?:subscribers|members|users|customers)\b"
    ),
    (
        r"(?i)\byou(?:[’']ve| have) (?:reached|hit|used|read) (?:your|the|all|all of your) (?:\w+ "
        r"){0,3}(?:limit|free (?:articles|stories))\b"
    ),
    (
        r"(?i)\b(?:already a (?:subscriber|member)|not a (?:subscriber|member)(?: yet)?)\? ?(?:log "
        r"in|sign in|subscribe|join)\b"
    ),
    (
        r"(?i)\b(?:um (?:diesen|den) artikel (?:weiter|ganz|vollständig) ?(?:zu )?lesen|jetzt "
        r"weiterlesen mit|nur für abonnenten|dieser artikel ist (?:nur|exklusiv) für)\b"
    ),
    (
        r"(?i)\b(?:para (?:seguir|continuar) leyendo|contenido exclusivo para suscriptores|"
        r"suscr[ií]bete para (?:seguir|leer)|exclusivo para assinantes)\b"
    ),
    (
        r"(?i)\b(?:cet article est réservé aux abonnés|la suite est réservée|pour lire la suite|il "
        r"vous reste \d+ ?% de cet article)"
    ),
    (
        r"(?i)\b(?:contenuto riservato agli abbonati|per continuare a leggere|alleen voor abonnees|"
        r"verder lezen\?|tylko dla prenumeratorów)"
    ),
)

CHECK = Check(
    id="CON006",
    name="walled-body",
    family=Family.CONTENT,
    severity=Severity.WARNING,
    languages=languages_of("walled-body"),
    summary="the body ends at a paywall or login",
    page=__doc__ or "",
    patterns=(
        *(Pattern(sentence, MESSAGE, confirm=ends_here) for sentence in SENTENCES),
        *(Pattern(one, MESSAGE, confirm=is_the_end) for one in phrases_of("walled-body")),
    ),
)
