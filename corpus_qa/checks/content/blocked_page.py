"""Pages sent instead of the article: server errors, bot checks, script and cookie walls.

Why it matters
    The crawler asked for an article and got ``404 Not Found`` or ``Are you a robot?``, with status
    200. Thousands of such pages look like thousands of short articles.

Flagged
    404 Not Found. The page you are looking for does not exist.
    Please enable JavaScript and cookies to continue.
    Access Denied. You don't have permission to access this page on this server.

Clean
    The agency said that access was denied to reporters at the gate. Those who had come from far
    stayed outside until noon, when the doors opened and everybody was let in after all.
    The museum's page on robots is old, but it is the best-read page of the year.

Limits
    Only texts of at most ``PAGE`` characters, in which the server's sentence is the content and not
    a mention. A long article with such a line contains site chrome; its body is not lost.
"""

from __future__ import annotations

from corpus_qa.checks.content._phrases import languages_of, phrases_of
from corpus_qa.model import Check, Family, Pattern, Severity

PAGE = 900
# Characters that such a page has besides the phrase by which it is known.
AROUND = 350
MESSAGE = "A server error page or bot check replaces the article: “{}”."


def is_whole_page(text: str, start: int, end: int) -> bool:
    """Return whether the text is so short that the sentence is what it says."""
    del start, end
    return len(text) <= PAGE


def is_only_this(text: str, start: int, end: int) -> bool:
    """Return whether the text is hardly more than the sentence: news may say such words, too."""
    return end - start + AROUND >= len(text)


STATUS = (
    r"(?im)^\W*(?:(?:error|http|http error|status)\W{0,3})?(?:404|403|410|500|502|503|504|"
    r"429)\b[ .:–—|-]{0,4}"
    r"(?:error|(?:page |file )?not found|forbidden|gone|internal server error|bad gateway|"
    r"service (?:temporarily )?unavailable|gateway time-?out|too many requests|that[’']s an error)"
)
STATUS_WORDS = (
    "error", "not found", "forbidden", "gone", "bad gateway", "unavailable", "gateway time",
    "too many requests",
)  # fmt: skip
APOLOGY = (
    r"(?i)\b(?:sorry|oops|whoops|uh[- ]oh)[,!.]? (?:but )?(?:we|the page|this page|that "
    r"page)\b[^.\n]{0,60}(?:find|found|exist|wrong|available)"
)
SENTENCES = (
    (
        r"(?i)\b(?:the|this) (?:requested )?(?:page|article|url|story|content) (?:(?:that "
        ")?you(?:[’']re| are| were|[’']ve| have)? "
        "(?:looking for|requested|trying to (?:reach|access|view)) )?(?:does(?:n[’']t| not) exist|"
        "(?:could not|couldn[’']t|cannot|can[’']t) be found|"
        "(?:was|is) (?:not found|no longer available|unavailable)|(?:has been|may have been) "
        "(?:removed|moved|deleted))"
    ),
    r"(?i)^\W*access (?:denied|to this page has been denied|forbidden)",
    r"(?i)\byou (?:don[’']t|do not) have (?:permission|authorization) to (?:access|view)",
    (
        r"(?i)\b(?:please )?(?:enable|turn on|activate|allow) (?:java ?script|cookies)(?: and "
        r"(?:cookies|java ?script|reload))?\b"
    ),
    (
        r"(?i)\bjava ?script (?:is|seems to be|must be|needs to be|has been) (?:disabled|enabled|"
        "required|turned off|not enabled)"
    ),
    (
        r"(?i)\b(?:are you a (?:robot|human)\?|i[’']?m not a robot|verify (?:that )?you are (?:a "
        ")?human|verifying you are human|"
        "complete the (?:captcha|security check)|checking your browser|unusual (?:traffic|"
        "activity) from your)"
    ),
    (
        r"(?i)\b(?:you have been|you[’']ve been|your (?:ip|access|request)[a-z ]{0,20} (?:has been|"
        r"was|is)) blocked\b"
    ),
    (
        r"(?i)\b(?:this|the) (?:content|site|website|page|article) is (?:not|currently not|"
        "unfortunately not) (?:available|accessible) (?:in|from|for) your "
        r"(?:country|region|location)"
    ),
    (
        r"(?i)\b(?:before you continue to|we value your privacy|we and our (?:\d+ )?partners "
        r"(?:store|use|process))\b"
    ),
    r"(?i)\b(?:ray id|reference #|incident id|request id): ?[0-9a-f.]{8,}",
    (
        r"(?i)\b(?:seite|artikel|beitrag) (?:wurde )?nicht gefunden\b|\b(?:diese|die angeforderte) "
        r"seite (?:existiert nicht|ist nicht (?:mehr )?verfügbar)\b|"
        r"\bzugriff verweigert\b|\bjavascript (?:ist deaktiviert|aktivieren)\b"
    ),
    (
        r"(?i)\bpágina no encontrada\b|\bla página (?:solicitada|que buscas|que está buscando) no "
        r"(?:existe|se encuentra)\b|\bacceso denegado\b|"
        r"\bpágina não encontrada\b|\bacesso negado\b"
    ),
    (
        r"(?i)\bpage (?:non trouvée|introuvable)\b|\bla page (?:demandée|que vous (?:cherchez|"
        r"recherchez)) (?:n[’']existe|est introuvable)|\baccès refusé|"
        r"\bpagina non trovata\b|\baccesso negato\b|\bpagina niet gevonden\b|\bnie znaleziono "
        r"strony\b|\bstránka nenalezena\b|\bsidan (?:kunde inte hittas|hittades inte)\b"
    ),
    (
        "(?i)страница не найдена|доступ запрещ[её]н|сторінку не знайдено|sayfa bulunamadı|"
        "页面不存在|找不到页面|ページが見つかりません|페이지를 찾을 수 없습니다|الصفحة غير موجودة"
    ),
)

CHECK = Check(
    id="CON005",
    name="blocked-page",
    family=Family.CONTENT,
    severity=Severity.ERROR,
    languages=languages_of("blocked-page"),
    summary="a server error page or bot check instead of the article",
    page=__doc__ or "",
    patterns=(
        Pattern(STATUS, MESSAGE, confirm=is_whole_page, literals=STATUS_WORDS),
        Pattern(
            APOLOGY,
            MESSAGE,
            confirm=is_whole_page,
            literals=("sorry", "oops", "whoops", "uh-oh", "uh oh"),
        ),
        *(Pattern(sentence, MESSAGE, confirm=is_whole_page) for sentence in SENTENCES),
        *(Pattern(one, MESSAGE, confirm=is_only_this) for one in phrases_of("blocked-page")),
    ),
)
