"""Phrases that word-by-word translation from German, Russian, Japanese and Chinese leaves."""

from __future__ import annotations

from corpus_qa.checks.translation._calque_parts import AGENCY, DAY, NUMBER, PAPER, Rows

GERMAN: Rows = (
    (
        (
            r"\b(?:is|are|am|works?|lives?|has|have|plays?|exists?|runs?|stands?|leads?) "
            "(?:[a-z]+ ){0,6}"
            rf"since {NUMBER} (?:years|months|weeks|days|hours)\b|"
            rf"\b(?:takes|taking|taken|took) (?:place|part) since {NUMBER} (?:years|months|weeks)\b"
        ),
        "seit zehn Jahren",
        "for ten years",
    ),
    (
        (
            rf"\b[Ii]n the night (?:to|on|from {DAY} to) (?:the )?{DAY}\b|\b[Tt]he night to "
            "(?:the "
            rf")?{DAY}\b"
        ),
        "in der Nacht zum Sonntag",
        "on Saturday night",
    ),
    (
        r"\b[Aa]t (?:about |around )?\d{1,2}(?:[.:]\d\d)? clock\b|\b\d{1,2}[.:]\d\d clock\b",
        "um 14 Uhr",
        "at two o'clock",
    ),
    (
        (
            rf"\b(?:said|explained|stressed|confirmed|told|emphasized|announced|stated) (?:it )?"
            rf"(?:opposite|compared to|towards|across from) (?:the )?[“\"]?{PAPER}\b|"
            r"\bopposite the "
            rf"[“\"]?{PAPER}\b"
        ),
        "gegenüber der Zeitung",
        "told the newspaper",
    ),
    (
        (
            r"\b[Hh]ow the (?:police|fire brigade|ministry|authorities|newspaper|club|city) "
            r"(?:announced|informed|communicated|shared|told)\b"
        ),
        "wie die Polizei mitteilte",
        "as the police announced",
    ),
    (
        r"\b[Tt]he in [A-Z]\pL+ (?:living|based|born|located|resident|known)\b",
        "der in Berlin lebende",
        "the … who lives in",
    ),
    (r"\b\d+(?:[.,]\d+)? (?:Mio|Mrd)\b\.?", "Mio., Mrd.", "million, billion"),
    (
        (
            r"\b(?:[Ii]t|[Tt]his) (?:comes|came) to (?:an? )?(?:accident|collision|fight|dispute|"
            r"clash)\b"
        ),
        "es kam zu einem Unfall",
        "there was an accident",
    ),
    (
        r"\b[Ff]rom (?:the )?side of the (?:police|ministry|government|city|club)\b",
        "von Seiten der Polizei",
        "by the police",
    ),
    (r"\b(?:[Tt]he|[Aa]) \d{1,2} year old (?:has|had) itself\b", "hat sich", "has"),
    (
        r"\b(?:in|for) the (?:foot|hand) (?:football|ball)-(?:Bundesliga|league)\b",
        "Fußball-",
        "football",
    ),
    (
        (
            r"\b(?:before|ago) (?:two|three|four|five|six|ten|\d+) (?:years|months|weeks|"
            "days) (?:he|"
            r"she|it|they) (?:was|were|had)\b"
        ),
        "vor zwei Jahren",
        "two years ago",
    ),
    (
        (
            r"\b(?:[Aa]fter|[Aa]ccording to|[Bb]y) own (?:statements?|information|account|words|"
            r"figures)\b"
        ),
        "nach eigenen Angaben",
        "by its own account",
    ),
    (
        r"\b(?:come|came|comes) (?:around|about) (?:the|his|her|their) li(?:fe|ves)\b",
        "ums Leben gekommen",
        "died",
    ),
    (
        (
            r"[”\"],? so the (?:police|mayor|ministry|association|club|company|minister)"
            r"(?: (?:spokesman|spokeswoman|director|president))?\."
        ),
        "so die Polizei",
        "said the police",
    ),
    (r"\b\d[.,]\d+ per mille\b", "1,5 Promille", "0.15 percent of alcohol in the blood"),
)

RUSSIAN: Rows = (
    (
        (
            r"(?m)(?:^|[.!?”\"] )(?:[Ww]e (?:will )?|Let us |Will )?[Rr]emind(?:,| that,| "
            "you,| you that)"
        ),
        "напомним",
        "as reported before",
    ),
    (
        r"\b[Aa]bout (?:it|this) (?:reports|writes|informs|transfers|transmits)\b",
        "об этом сообщает",
        "… reports",
    ),
    (
        rf"\b(?:transfers|transmits|informs|passes) (?:the )?{AGENCY}\b",
        "передаёт ТАСС",
        "TASS reports",
    ),
    (
        (
            r"[,”\"] reports the (?:correspondent|edition|publication|portal|channel|agency) "
            "(?:of "
            rf")?[“\"]?[A-Z]|, with reference to {AGENCY}\b"
        ),
        "сообщает издание",
        "… reports",
    ),
    (
        (
            r"(?m)(?:^|[.!?”\"] )(?:On|By) (?:his|her|their) words,|"
            r"\b[Aa]s he (?:has )?noted,|\b[Aa]ccording to his words\b"
        ),
        "по его словам",
        "according to him",
    ),
    (r"\b[Ii]n (?:the )?given (?:moment|time),", "в данный момент", "at the moment"),
    (
        (
            r"\b(?:[Oo]n|[Aa]bout) the fact of (?:the )?(?:incident|accident|fire|death|attack|"
            r"murder)\b"
        ),
        "по факту происшествия",
        "after the incident",
    ),
    (
        (
            r"\b(?:criminal case|case) (?:was|is|has been) (?:excited|brought|raised) (?:on|"
            "under|"
            r"by) (?:the )?(?:fact|article)\b"
        ),
        "возбуждено уголовное дело",
        "a criminal case was opened",
    ),
    (r"\b[Ww]e (?:shall|will) (?:recall|remind),? that\b", "напомним, что", "as reported before"),
)

JAPANESE: Rows = (
    (
        (
            r"\b(?:one|two|no|1|2)[ ・-](?:deaths?|dead)(?:,| and)? (?:first|second|third|1st|"
            "2nd|3rd|"
            r"full)[ -]bases?\b"
        ),
        "一死二塁",
        "one out and a runner on second",
    ),
    (
        (
            r"\b(?:high|junior high|elementary) school \d(?:st|nd|rd|th)?[- ]?(?:grade|year)?[- "
            "]?year student"
        ),
        "高校3年生",
        "a third-year high school student",
    ),
)

CHINESE: Rows = (
    (
        (
            r"\b(?:add|pour|put) oil[!,.] (?:China|Wuhan|everyone|everybody|team)\b|"
            r"\b[A-Z]\pL+,? "
            "add oil!"
        ),
        "加油",
        "come on!",
    ),
    (
        (
            r"\b(?:at|since) (?:the )?(?:first|last) (?:ten days|month ten days) of (?:the month|"
            "January|February|March|April|May|June|July|August|September|October|November|"
            r"December)\b"
        ),
        "上旬",
        "early in the month",
    ),
    (
        (
            r"\b\d+(?:\.\d+)? (?:ten thousand|wan) (?:people|yuan|tons|mu|cubic|square|"
            "households|"
            r"units)\b"
        ),
        "万",
        "times ten thousand",
    ),
)
