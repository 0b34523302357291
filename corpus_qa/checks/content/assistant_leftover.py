"""A chatbot's words to its user: ``As an AI language model``, ``I hope this helps``.

Why it matters
    The article was written by a chatbot and published unread, together with what the chatbot said
    to its user. The rest of it was not checked either.

Flagged
    As an AI language model, I cannot predict the outcome of the vote.
    Certainly! Here is a 500-word article about the harbour festival:
    I hope this helps! Let me know if you need any changes.

Clean
    As an AI researcher, I cannot predict the outcome of the vote.
    The bot answered: “As an AI language model, I cannot say.”
    I hope this helps the town, the mayor said.

Limits
    Sentences in quotation marks are left alone. Texts about chatbots that quote without marks are
    flagged.
"""

from __future__ import annotations

from corpus_qa.checks.content._phrases import languages_of, phrases_of
from corpus_qa.model import Check, Family, Pattern, Severity

MESSAGE = "A chatbot's words to its user: “{}”."
PIECE = (
    r"(?:(?:article|essay|blog post|press release|news (?:article|story|report))|"
    r"(?:rewritten|paraphrased|revised|shortened|expanded|polished|humanized) "
    r"(?:version|draft|text|story|post|summary|paragraph))"
)
OPENING = "\"“‘«'「『„"
TURNS = tuple(f"turn{digit}" for digit in "0123456789")
PAIRS = (("“", "”"), ("«", "»"), ("「", "」"), ("『", "』"))
AROUND = 200


def is_unquoted(text: str, start: int, end: int) -> bool:
    """Return whether no quotation is open before the words."""
    del end
    before = text[max(0, start - AROUND) : start]
    if before[-1:] in OPENING and before:
        return False
    if any(before.count(opening) > before.count(closing) for opening, closing in PAIRS):
        return False
    return before.rsplit("\n", 1)[-1].count('"') % 2 == 0


MODEL = (
    r"(?i)\bas an? (?:AI|artificial intelligence)(?:[- ](?:powered|based))? ?(?:language |text "
    r")?(?:model|assistant|chatbot)?, (?:I|my)\b"
)
SENTENCES = (
    (
        r"(?i)\bI(?:[’']m| am) (?:just |only )?an? (?:AI|artificial intelligence)(?: language)? "
        r"(?:model|assistant)\b"
    ),
    (
        r"(?i)\bmy (?:knowledge cut-?off|last (?:knowledge )?update|training "
        r"data)\b[^.\n]{0,60}\b(?:20\d\d|only|does not|goes)\b"
    ),
    (
        r"(?i)\bI(?: cannot| can[’']t| am unable to|[’']m unable to) (?:browse the internet|access "
        "real-time|provide real-time|fulfill (?:this|that|your) request|assist with that|generate "
        "content)"
    ),
    (
        r"(?i)\bI(?:[’']m| am) sorry, but I (?:cannot|can[’']t|am unable to) (?:assist|help with|"
        r"fulfil|provide|generate|create|write|comply|continue|browse|access|engage|discuss)"
    ),
    (
        "(?im)^(?:sure|certainly|of course|absolutely)[!,.] "
        r"(?:here(?:[’']s| is| are)|below (?:is|are)) [^\n]{0,60}"
        rf"(?:{PIECE}\b[^\n]{{0,60}}|:\s*$)"
    ),
    (
        "(?im)^(?:sure|certainly|of course|absolutely)! I(?:[’']d| would|[’']ll| will| can) "
        r"[^\n]{0,60}"
    ),
    (
        r"(?i)\bif you(?:[’']d like| want| like| prefer), I can (?:also )?(?:create|write|make|"
        r"rewrite|draft|turn|prepare|generate|shorten|expand|adjust|produce|format|tailor)\b"
    ),
    rf"(?im)^here(?:[’']s| is) (?:a|an|the|your|my) (?:[\w-]+ ){{0,4}}{PIECE}\b[^.\n]{{0,80}}:\s*$",
    (
        r"(?im)\bI hope (?:this|that) (?:helps|meets your|is helpful|article "
        r"helps)\b[^.\n]{0,40}[!.]?(?: (?:let me know|feel free)[^.\n]{0,80}[.!])"
    ),
    r"(?im)^I hope this helps[!.]?\s*$",
    (
        r"(?i)\blet me know if you(?:[’']d| would)? (?:like|need|want|have) (?:me to |any |"
        "further |"
        r"more )[^.\n]{0,60}(?:changes|adjust|edit|revis|modif|tone|shorter|longer|rewrite|expand|"
        "section)"
    ),
    (
        r"(?i)\b(?:would you like me to|do you want me to) (?:rewrite|expand|adjust|shorten|"
        r"continue|add|revise|create|write|make)\b"
    ),
    r"(?i)\bregenerate response\b|\b(?:ChatGPT|Gemini|Copilot) can make mistakes\b",
    (
        r"(?i)\b(?:rewritten|paraphrased|humanized) (?:version|article|text)(?: of (?:the|your) "
        "[a-z ]{1,30})?:"
    ),
    (
        r"(?i)\b(?:word count: ?~?\d{2,5}(?: words)?|SEO (?:title|keywords|meta description):|meta "
        "description:|focus keyword:)"
    ),
    r"(?m)^```(?:html|markdown|text|json|md)?\s*$",
    r"(?m)^\*\*(?:Title|Headline|Introduction|Conclusion|Subheading|Body|Lead)(?: \d)?:?\*\*:?",
    (
        r":contentReference\[oaicite:\d+\](?:\{index=\d+\})?|【\d+†[^】\n]{1,40}】|"
        r"utm_source=(?:chatgpt\.com|openai|copilot\.com|perplexity)|referrer=grok\.com"
    ),
    (
        r"\[(?:cite|web|source|attached_file): ?\d+(?:, ?\d+)*\]|\[cite_start\]|<grok-card\b|"
        r"\bcite index=\"\d"
    ),
    r"</?think>|<\|(?:im_start|im_end|endoftext|eot_id|assistant|user|system)\|>|\[/?INST\]",
    r"\bPASTE_[A-Z]+_HERE\b|\bINSERT_[A-Z_]{3,30}\b|\b20\d\d-XX-XX\b",
    r"(?m)^Sub-?headline: ",
)

CHECK = Check(
    id="CON016",
    name="assistant-leftover",
    family=Family.CONTENT,
    severity=Severity.ERROR,
    languages=languages_of("assistant-leftover"),
    summary="a chatbot's words to its user",
    page=__doc__ or "",
    patterns=(
        *(Pattern(sentence, MESSAGE, confirm=is_unquoted) for sentence in SENTENCES),
        Pattern(
            MODEL,
            MESSAGE,
            confirm=is_unquoted,
            literals=("as an ai", "as a ai", "as an artificial", "as a artificial"),
        ),
        Pattern(
            r"(?:\b|cite)turn\d+(?:search|view|news|image|file|fetch)\d+(?:turn\d+[a-z]+\d+)*\b",
            MESSAGE,
            literals=TURNS,
        ),
        *(Pattern(one, MESSAGE, confirm=is_unquoted) for one in phrases_of("assistant-leftover")),
    ),
)
