"""Unfilled placeholders: lorem ipsum, ``[Insert name]``, ``{{ title }}``, ``undefined``.

Why it matters
    These words were meant to be replaced before publication. The article was published, or scraped,
    before it was finished, and the missing words may be the ones that matter.

Flagged
    Lorem ipsum dolor sit amet, consectetur adipiscing elit.
    The prize goes to [Insert name here] of the harbour school.
    Hello {{ user.name }}, welcome back.
    By [object Object]

Clean
    She wrote a column about lorem ipsum and its Latin.
    He [the mayor] said that the name was not in the list.
    The set {1, 2} has two members.

Limits
    Texts about typesetting are flagged too if they quote a whole sentence of lorem ipsum.
"""

from __future__ import annotations

from corpus_qa.model import ALL_LANGUAGES, Check, Family, Pattern, Severity

SPEAKING = (
    "says",
    "say",
    "said",
    "reads",
    "read",
    "marked",
    "labelled",
    "labeled",
    "write",
    "called",
)
QUOTES = frozenset("“”\"'‘’„«»")
MESSAGE = "The placeholder “{}” was never filled in."
THING = (
    "(?:name|title|date|number|city|location|place|headline|quote|image|photo|link|url|source|"
    "company|author|text|"
    r"content|description|amount|time|country|your [a-z]+|[a-z]+ name|[a-z]+ here)"
)


def is_not_mentioned(text: str, start: int, end: int) -> bool:
    """Return whether the sentence uses the placeholder, rather than quoting or speaking of it."""
    if text[start - 1 : start] in QUOTES and text[end : end + 1] in QUOTES:
        return False
    return not text[max(0, start - 12) : start].rstrip().endswith(SPEAKING)


CHECK = Check(
    id="CON007",
    name="placeholder",
    family=Family.CONTENT,
    severity=Severity.WARNING,
    languages=(*ALL_LANGUAGES, "en"),
    summary="a placeholder was never filled in",
    page=__doc__ or "",
    patterns=(
        Pattern(r"(?i)\blorem ipsum dolor sit amet\b[^.\n]*", MESSAGE),
        Pattern(r"(?i)\b(?:consectetur|adipiscing|adipisicing) elit\b", MESSAGE),
        Pattern(
            (
                r"(?i)\[(?:insert|add|enter|your|fill in|specify|replace with) (?:the |a |an |"
                "your "
                rf")?{THING}[^\]\n]{{0,40}}\]"
            ),
            MESSAGE,
            confirm=is_not_mentioned,
        ),
        Pattern(
            (
                r"\[(?:NAME|TITLE|DATE|CITY|LOCATION|HEADLINE|YOUR NAME|AUTHOR|COMPANY NAME|"
                "PHOTO|"
                r"IMAGE HERE|TK|TKTK|TBD|TBC)\]"
            ),
            MESSAGE,
            confirm=is_not_mentioned,
        ),
        Pattern(
            (
                r"\{\{ ?[A-Za-z_][\w.| -]{0,60} ?\}\}|\{% ?[a-z]+ [^%\n]{0,60}%\}|<%=? "
                r"?[^%\n]{1,60}%>"
            ),
            MESSAGE,
        ),
        Pattern(r"\$\{[A-Za-z_][\w.]{0,40}\}", MESSAGE),
        Pattern(r"\[object Object\]", MESSAGE),
        Pattern(r"(?m)^undefined$|\bundefined undefined\b|\$NaN\b|\bNaN%", MESSAGE),
        Pattern(
            (
                r"(?i)\b(?:insert|your|add) (?:text|content|headline|title|description|copy) "
                "(?:goes "
                r")?here\b"
            ),
            MESSAGE,
        ),
        Pattern(
            (
                "(?i)^(?:this is a )?(?:test|sample|dummy) (?:article|post|page|text|story)(?: "
                r"please ignore|, please ignore)?[.!]?$|\bplease ignore this (?:test|post|"
                r"article)\b"
            ),
            MESSAGE,
        ),
        Pattern(
            r"\bTKTK\b|\bXXXX+ (?:people|percent|million|years|said)\b",
            MESSAGE,
            literals=("tktk", "xxxx"),
        ),
    ),
)
