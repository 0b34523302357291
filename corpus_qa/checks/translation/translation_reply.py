"""A chatbot's reply to a translation request: ``Here is the translation of the article``.

Why it matters
    What the chatbot said to its user became part of the article. It shows that the text was
    machine-translated and that nobody read the result, not even its first line.

Flagged
    Here is the translation of the article into English:
    Let me know if you would like any changes to the translation.
    Hier ist die Übersetzung des Artikels:

Clean
    Here is the translation prize that nobody expected, and the poet who won it.
    The museum said that the translation of the letter is here.
    She let us know that the translation had changed.

Limits
    Only sentences about the translation; other chatbot phrases are reported by CON016.
"""

from __future__ import annotations

from corpus_qa.checks.translation._reading import Part
from corpus_qa.checks.translation.machine_translation_evidence import examine
from corpus_qa.model import ALL_LANGUAGES, Check, Family, Pattern, Severity

MESSAGE = "A chatbot's reply to a translation request: “{}”."
OBJECT = (
    "(?:article|text|passage|paragraph|sentence|document|content|excerpt|news|story|post|"
    "message|piece|report|speech)"
)
ENGLISH = (
    (
        r"\b[Hh]ere(?:[’']s| is|[’']s your| is your) (?:the |a |an |my |your )?(?:\w+ "
        f"){{0,2}}(?:translation|translated (?:version|{OBJECT}))(?: (?:of|into|in|to|from|for) "
        r"[^.:\n]{1,60})?:"
    ),
    (
        r"\b[Hh]ere(?:[’']s| is) (?:the |a |my |your )(?:\w+ )?translation of (?:the|your|this) "
        rf"(?:\w+ )?{OBJECT}\b"
    ),
    (
        r"\b(?:Sure|Certainly|Of course)[,!] (?:here|I(?:[’']ll| will| can| have)) "
        r"[^.\n]{0,40}translat\w+"
    ),
    (
        r"\bI(?:[’']ve| have) translated (?:the|this|your) (?:\w+ "
        rf")?{OBJECT}\b[^.\n]{{0,40}}(?:for "
        "you|into|to|below|as requested)"
    ),
    r"\b[Ll]et me know if (?:you|there)[^.\n]{0,60}\btranslat\w+",
    r"\bI(?: cannot| can[’']t| am unable to|[’']m unable to) translate (?:the|this|that|your)\b",
    (
        r"(?m)^\(?(?:Note|Translator[’']s note|Translation note): (?:I|The translation|This "
        r"translation|Some|The original)[^\n]{0,60}\b(?:translat|original text|source text)\w*"
    ),
    (
        "(?m)^(?:Translation|Translated text|English translation|Translated version|Translation to "
        r"English|Translation into English):\s*$"
    ),
    (
        rf"\b[Pp]lease provide (?:me with )?the (?:\w+ )?{OBJECT}s? (?:that )?(?:you(?:[’']d| "
        r"would)? (?:like|want|need)[^.\n]{0,30}translated|to (?:be )?translate)"
    ),
)
OTHERS = (
    r"\b[Hh]ier ist (?:die|eine|Ihre|deine) (?:\w+ )?Übersetzung\b",
    r"\b[Aa]quí (?:está|tienes|tiene) la traducción\b",
    r"\b[Vv]oici (?:la|une|votre) traduction\b",
    r"\b[Ee]cco la traduzione\b",
    r"\b[Aa]qui está a tradução\b",
    r"\b[Hh]ier is de vertaling\b",
    r"\b[Oo]to (?:polskie )?tłumaczenie\b",
    r"\bВот (?:ваш )?перевод\b|Вот перевод",
    r"以下是(?:您要的)?(?:翻译|翻譯|译文)|以下は翻訳|翻訳は以下",
)

CHECK = Check(
    id="TRN019",
    name="translation-reply",
    family=Family.TRANSLATION,
    severity=Severity.ERROR,
    languages=(*ALL_LANGUAGES, "de", "en", "es", "fr", "it", "ja", "nl", "pl", "pt", "ru", "zh"),
    summary="a chatbot's reply to a translation request",
    page=__doc__ or "",
    patterns=(
        *(Pattern(reply, literals=("translat",)) for reply in ENGLISH),
        *(Pattern(reply) for reply in OTHERS),
    ),
    examine=examine,
)
PART = Part(CHECK, message=MESSAGE, weight=3.0)
