"""Phrases that word-by-word translation leaves, with the language and the words behind them.

Each row was chosen because the phrase is ungrammatical or means something else in English, so
that a native writer does not use it; phrases that are merely frequent in translations are weak.
"""

from __future__ import annotations

from dataclasses import dataclass

DAY = "(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
NUMBER = "(?:two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|fifty|several|many|\\d+)"


@dataclass(frozen=True, slots=True)
class Calque:
    """A phrase: expression, source language, what stands there, what is meant."""

    regex: str
    language: str
    source: str
    meaning: str
    weak: bool = False
    literals: tuple[str, ...] = ()


CALQUES = (
    # Spanish
    Calque(
        r"\b(?:a |the )?high (?:to )?(?:the|temporary) (?:\d+ ?-? ?day )?fire\b|\bhigh the fire\b|\bhigh to the fire\b",
        "Spanish",
        "alto el fuego",
        "ceasefire",
    ),
    Calque(rf"\b(?:on )?the past {DAY}\b", "Spanish", "el pasado lunes", "last Monday"),
    Calque(
        rf"\b(?:the|this) (?:last|past|next) (?:day )?\d{{1,2}} (?:of )?{MONTH}\b",
        "Spanish",
        "el pasado 3 de mayo",
        "on May 3",
    ),
    Calque(
        r"\b[Hh]as not taken long to (?:arrive|come|react|respond)\b",
        "Spanish",
        "no ha tardado en llegar",
        "soon came",
    ),
    Calque(
        r"\b(?:put|puts|putting) in (?:march|walk|motion to)\b",
        "Spanish",
        "poner en marcha",
        "start",
    ),
    Calque(
        r"\b[Rr]ealized (?:a|an|the|several) (?:visit|tour|study|survey|investigation|trip|search|inspection|analysis|experiment|operation|march|meeting|call|test)s? (?:to|of|in|on|at|with|by|for)\b",
        "Spanish",
        "realizó una visita",
        "made",
    ),
    Calque(r"\bby (?:his|her|its|their) part, ", "Spanish", "por su parte", "for his part"),
    Calque(r"\bto the respect[,.]", "Spanish", "al respecto", "about it"),
    Calque(
        r"\b(?:took|take|taken|taking|carried|carry|carrying) (?:it |them )?to (?:cape|end) (?:the|a|an|by|in)\b",
        "Spanish",
        "llevar a cabo",
        "carry out",
    ),
    Calque(
        r"\b[Aa]t the (?:date|moment) of today\b|\bthe day of today\b",
        "Spanish",
        "el día de hoy",
        "today",
    ),
    Calque(r"\b[Aa]t the less\b", "Spanish", "al menos", "at least"),
    Calque(r"\b[Ii]n the actuality\b", "Spanish", "en la actualidad", "at present"),
    Calque(
        r"\bassisted to the (?:meeting|event|ceremony|funeral|summit|mass|session|opening|match)\b",
        "Spanish",
        "asistió a la reunión",
        "attended",
    ),
    Calque(
        r"\bmore of (?:\d[\d,.]*|a hundred|a thousand) (?:people|persons|euros|dollars|years|kilometers|kilometres|million|soldiers|deaths|cases)\b",
        "Spanish",
        "más de",
        "more than",
    ),
    Calque(
        r"\bof the (?:same|mine|yours) (?:form|manner) (?:that|as),? ",
        "Spanish",
        "de la misma forma que",
        "just as",
        weak=True,
    ),
    Calque(
        r"\b(?:has|have|had) (?:[1-9]\d) years old\b", "Spanish", "tiene 30 años", "is 30 years old"
    ),
    Calque(
        r"\b(?:minors?|young man|young woman|youth|boy|girl) of (?:\d{1,2}) years\b",
        "Spanish",
        "un joven de 20 años",
        "aged 20",
    ),
    Calque(r"\bgave (?:him|her|them) (?:death|shots)\b", "Spanish", "le dio muerte", "killed"),
    Calque(
        r"\bdoing? less than (?:a|one|two|three|four|five|six) (?:day|week|month|year)s?\b|\bmakes (?:two|three|four|five|six|ten|\d+) (?:days|weeks|months|years)\b",
        "Spanish",
        "hace dos años",
        "two years ago",
    ),
    Calque(r"\bplay(?:ed)? [A-Z]\w+[’']s letter\b", "Spanish", "jugar la carta", "play the card"),
    # Portuguese
    Calque(
        rf"\b(?:[Tt]his|last|on|next) {DAY} \(\d{{1,2}}(?:/\d{{1,2}})?\)",
        "Portuguese",
        "nesta sexta-feira (14)",
        "on Friday",
    ),
    Calque(
        r"\b(?:Monday|Tuesday|Wednesday|Thursday|Friday|[Ss]econd|[Tt]hird|[Ff]ourth|[Ff]ifth|[Ss]ixth)-fair\b",
        "Portuguese",
        "sexta-feira",
        "Friday",
    ),
    # French
    Calque(
        r"\bin the years (?:19|20)?\d0\b|\bthe years [2-9]0\b",
        "French",
        "les années 80",
        "the eighties",
    ),
    Calque(
        r"\b(?:is|was) interpellated\b|\bwere interpellated\b",
        "French",
        "interpellé",
        "arrested or questioned",
    ),
    Calque(
        r"\b(?:placed|put) in guard to view\b|\bin guard at sight\b",
        "French",
        "garde à vue",
        "in custody",
    ),
    Calque(
        r"\bthe (?:ones and the others|all for the all)\b",
        "French",
        "les uns et les autres",
        "all of them",
    ),
    Calque(
        r"\b(?:is|was|are|were) of (?:\d[\d,.]*) (?:percent|per cent|%|euros|people|kilometers|kilometres|million|meters|metres)\b",
        "French",
        "est de 5 pour cent",
        "is 5 percent",
    ),
    Calque(
        r"\b[Ii]t is (?:a )?question of (?:[a-z]+ing|a|the)\b",
        "French",
        "il est question de",
        "there is talk of",
        weak=True,
    ),
    Calque(
        r"\bat the hour where\b|\bat the moment where\b|\bthe day where (?:he|she|it|they|the)\b",
        "French",
        "au moment où",
        "at the moment when",
    ),
    # German
    Calque(
        rf"\b(?:is|are|am|works?|lives?|has|have|plays?|exists?|runs?|stands?|leads?) (?:[a-z]+ ){{0,3}}since {NUMBER} (?:years|months|weeks|days|hours)\b(?: ago)?",
        "German",
        "seit zehn Jahren",
        "for ten years",
    ),
    Calque(
        rf"\b(?:in|on) the night (?:to|on|from {DAY} to) (?:the )?{DAY}\b|\bthe night to (?:the )?{DAY}\b",
        "German",
        "in der Nacht zum Sonntag",
        "on Saturday night",
    ),
    Calque(
        r"\b[Aa]t (?:about |around )?\d{1,2}(?:[.:]\d\d)? clock\b|\b\d{1,2}[.:]\d\d clock\b|\b\d{1,2} clock\b",
        "German",
        "um 14 Uhr",
        "o'clock",
    ),
    Calque(
        r"\b(?:said|explained|stressed|confirmed|told|emphasized|announced) (?:it )?(?:opposite|compared to|towards) (?:the )?(?:newspaper|magazine|dpa|broadcaster|German Press Agency|portal|[A-Z]\w+ newspaper)\b|\bopposite the (?:newspaper|German Press Agency|dpa|news agency)\b",
        "German",
        "gegenüber der Zeitung",
        "told the newspaper",
    ),
    Calque(
        r"\b[Hh]ow the (?:police|fire brigade|ministry|authorities|newspaper|club) (?:announced|informed|reported|communicated|shared|told)\b",
        "German",
        "wie die Polizei mitteilte",
        "as the police announced",
    ),
    Calque(
        r"\bthe in [A-Z]\w+ (?:living|based|born|located|resident)\b",
        "German",
        "der in Berlin lebende",
        "the … who lives in",
    ),
    Calque(r"\b\d+(?:[.,]\d+)? (?:Mio|Mrd)\b\.?", "German", "Mio.", "million"),
    # Russian
    Calque(
        r"(?:^|[.!?”\"]\s+)(?:[Ww]e )?(?:will )?[Rr]emind(?:,|s that| you,| that,)",
        "Russian",
        "напомним",
        "as reported before",
    ),
    Calque(
        r"\b[Aa]bout (?:it|this) (?:reports?|reported|writes?|informs?|transfers?|transmits?|said)\b",
        "Russian",
        "об этом сообщает",
        "… reports",
    ),
    Calque(
        r"[,”\"] (?:transfers|transmits|passes|informs|peredaet) (?:the )?(?:TASS|RIA|Interfax|Reuters|AFP|Sputnik|agency|correspondent|portal|channel)\b",
        "Russian",
        "передаёт ТАСС",
        "TASS reports",
    ),
    Calque(
        r"(?:, | )(?:as )?(?:informs|transfers|transmits) (?:TASS|RIA|Interfax|Sputnik|Regnum|Rosbalt)\b",
        "Russian",
        "сообщает ТАСС",
        "TASS reports",
    ),
    Calque(
        r"\b[Ii]n (?:the )?given (?:moment|time),", "Russian", "в данный момент", "at the moment"
    ),
    Calque(
        r"\bon (?:his|her|their) words,|\bby (?:his|her|their) words,",
        "Russian",
        "по его словам",
        "according to him",
    ),
    # Italian
    Calque(r"\b[Aa]t (?:the )?hours? \d{1,2}(?:[.:]\d\d)?\b", "Italian", "alle ore 18", "at 18:00"),
    Calque(
        r"\bit (?:has been |was )?made known (?:the|by)\b|\bmade it known (?:the [a-z]+)\.",
        "Italian",
        "lo ha reso noto",
        "announced by",
        weak=True,
    ),
    # Japanese
    Calque(
        r"\b(?:one|two|no|1|2) deaths? (?:and )?(?:first|second|third|1st|2nd|3rd|full)[ -]bases?\b",
        "Japanese",
        "一死二塁",
        "a runner on second with one out",
    ),
)
