"""Phrases that word-by-word translation leaves, with the language and the words behind them.

Each row was chosen because the phrase is ungrammatical or means something else in English, so
that a native writer does not use it; phrases that are merely frequent in translations are left
out. A row has an expression, what stands in the source language, and what is meant.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

DAY = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
NUMBERS = (
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve", "fifteen", "twenty",
    "thirty", "forty", "fifty", "several", "many",
)  # fmt: skip
NUMBER = rf"(?:{'|'.join(NUMBERS)}|[1-9]\d|[2-9])"
PEOPLE = "(?:people|persons|euros|dollars|years|million|soldiers|deaths|cases|inhabitants)"
EVENT = "(?:meeting|event|ceremony|funeral|summit|mass|session|opening|match|conference|congress)"
DEED = (
    "(?:visit|tour|study|survey|investigation|trip|search|inspection|analysis|experiment|"
    "operation|meeting|call|test|donation|demonstration)"
)
AGENCY = "(?:TASS|RIA|Interfax|Sputnik|Regnum|Rosbalt|Reuters|AFP|Ukrinform|Lenta|RBC|Izvestia)"
PAPER = "(?:newspaper|magazine|dpa|broadcaster|news agency|portal|German Press Agency|Bild|Spiegel)"


@dataclass(frozen=True, slots=True)
class Calque:
    """A phrase: expression, source language, what stands there, what is meant.

    ``literals`` names what every match contains where the expression does not tell.
    """

    regex: str
    language: str
    source: str
    meaning: str
    literals: tuple[str, ...] = ()


Rows = Sequence[tuple[str, str, str]]

SPANISH: Rows = (
    (r"\bhigh (?:to )?the (?:\d+ ?-? ?day )?fire\b|\b(?:a|the) high (?:temporary )?(?:of the )?fire\b",
     "alto el fuego", "ceasefire"),
    (rf"\b(?:[Oo]n )?the past {DAY}\b", "el pasado lunes", "last Monday"),
    (rf"\b[Oo]n the (?:last|past|next) \d{{1,2}} (?:of )?{MONTH}\b|"
     rf"\b[Tt]he (?:last|past|next) day \d{{1,2}} of {MONTH}\b", "el pasado 3 de mayo", "on May 3"),
    (r"\bha[sd] not taken long to (?:arrive|come|react|respond|answer)\b",
     "no ha tardado en llegar", "soon came"),
    (r"\b(?:put|puts|putting) in (?:march|walk)\b", "poner en marcha", "start"),
    (rf"\b[Rr]ealized (?:a|an|several|various) (?:[a-z]+ )?{DEED}s? (?:to|of|in|on|at|with|by|for)\b",
     "realizó una visita", "made a visit"),
    (r"\bby (?:his|her|its|their) part, ", "por su parte", "for his part"),
    (r"\bto the respect[,.]", "al respecto", "about it"),
    (r"\b(?:took|take|taken|taking|carried|carry|carrying) (?:it |them )?to cape\b",
     "llevar a cabo", "carry out"),
    (r"\b[Tt]he day of today\b|\b[Aa]t the day of today\b", "el día de hoy", "today"),
    (r"\b[Aa]t the less\b", "al menos", "at least"),
    (r"\b[Ii]n the actuality\b", "en la actualidad", "at present"),
    (rf"\b[Aa]ssist(?:ed|ing|s)? to the {EVENT}\b", "asistir a la reunión", "attend the meeting"),
    (rf"\bmore of \d[\d,.]* {PEOPLE}\b", "más de 200 personas", "more than 200 people"),
    (r"\b(?:at|in) (?:the )?(?:risk|danger) of fence\b", "riesgo de cerco", "risk of encirclement"),
    (r"\bha(?:s|ve|d) [1-9]\d years old\b", "tiene 30 años", "is 30 years old"),
    (r"\b(?:minors?|young man|young woman|youth|boy|girl) of \d{1,2} years\b(?: of age)?",
     "un joven de 20 años", "aged 20"),
    (r"\bgave (?:him|her|them) death\b", "le dio muerte", "killed him"),
    (r"\b[Mm]akes (?:two|three|four|five|six|ten|\d+) (?:days|weeks|months|years)\b",
     "hace dos años", "two years ago"),
    (r"\bplay(?:ed|ing|s)? [A-Z]\pL+[’']s letter\b", "jugar la carta de", "play the card of"),
    (r"\bin the (?:heat|height) of the (?:controversy|debate), it\b|\bto the heat of\b",
     "al calor de", "amid"),
    (r"\b[Tt]he (?:mentioned|cited) (?:Mr|Ms|Mrs)\b", "el citado señor", "he"),
    (r"\bin what (?:goes|it goes) of (?:the )?year\b", "en lo que va de año", "so far this year"),
    (r"\bfrom here to (?:the )?\d+ (?:days|years|months)\b", "de aquí a dos años", "within two years"),
    (r"\bput of manifest\b|\bput in manifest\b|\bput to manifest\b", "poner de manifiesto", "show"),
    (r"\b(?:gave|give|gives|giving) to know (?:that|the|his|her|its)\b", "dar a conocer", "announce"),
    (r"\b(?:has|have|had) (?:place|taking place) the (?:event|ceremony|match)\b",
     "tener lugar", "take place"),
    (r"\bof (?:agreement|accord) with the (?:agency|newspaper|report|minister|police|data|sources)\b",
     "de acuerdo con", "according to"),
    (r"\baccording (?:has|have) (?:informed|reported|explained|confirmed|indicated|learned)\b",
     "según ha informado", "as was reported by"),
    (r"\bas (?:has|have) (?:informed|reported|explained|confirmed|indicated|pointed out) (?:the|by)\b",
     "como ha informado", "as was reported by"),
    (r"\bthe same (?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday) in the (?:morning|night) past\b",
     "la noche pasada", "last night"),
)  # fmt: skip
PORTUGUESE: Rows = (
    (rf"\b(?:[Tt]his|last|[Oo]n|next) {DAY} \(\d{{1,2}}(?:/\d{{1,2}})?\)",
     "nesta sexta-feira (14)", "on Friday"),
    (r"\b(?:Monday|Tuesday|Wednesday|Thursday|Friday|[Ss]econd|[Tt]hird|[Ff]ourth|[Ff]ifth|[Ss]ixth)-fair\b",
     "sexta-feira", "Friday"),
    (r"\b[Ss]econd (?:the )?(?:police|agency|minister|report|newspaper|prosecutor|mayor)\b, ",
     "segundo a polícia", "according to the police"),
    (r"\bin the last (?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b",
     "na última sexta-feira", "last Friday"),
)  # fmt: skip
FRENCH: Rows = (
    (r"\bin the years (?:19|20)?[2-9]0\b|\bthe years [2-9]0\b", "les années 80", "the eighties"),
    (r"\b(?:is|was|were|been) interpellated\b", "interpellé", "arrested or questioned"),
    (r"\b(?:placed|put|held) in (?:guard (?:to|at) (?:view|sight)|garde à vue|police view)\b",
     "en garde à vue", "in custody"),
    (rf"\b(?:is|was|are|were) of \d[\d,.]* (?:percent|per cent|%|euros|kilometers|kilometres|meters|metres|{PEOPLE})",
     "est de 5 pour cent", "is 5 percent"),
    (r"\b[Aa]t the (?:hour|moment|time) where\b|\bthe day where (?:he|she|it|they)\b",
     "au moment où", "at the moment when"),
    (r"\b[Tt]he (?:ones and the others)\b", "les uns et les autres", "everybody"),
    (r"\b(?:it is|it was|there is) question (?:of|to)\b", "il est question de", "there is talk of"),
    (r"\b[Ii]t makes (?:part|partie) of\b|\bmakes part of (?:the|a|this|these)\b",
     "fait partie de", "is part of"),
    (r"\bput(?:s|ting)? (?:in )?(?:in|to) evidence (?:the|that|a|how)\b", "mettre en évidence", "show"),
    (r"\btakes? (?:part|place) since (?:two|three|\d+) (?:days|weeks|months|years)\b", "depuis", "for"),
    (r"\bthe [1-9]\d? (?:January|February|March|April|June|July|August|September|October|November|December) last\b",
     "le 3 mai dernier", "last May 3"),
)  # fmt: skip
GERMAN: Rows = (
    (r"\b(?:is|are|am|works?|lives?|has|have|plays?|exists?|runs?|stands?|leads?) (?:[a-z]+ ){0,3}"
     rf"since {NUMBER} (?:years|months|weeks|days|hours)\b", "seit zehn Jahren", "for ten years"),
    (rf"\b[Ii]n the night (?:to|on|from {DAY} to) (?:the )?{DAY}\b|\b[Tt]he night to (?:the )?{DAY}\b",
     "in der Nacht zum Sonntag", "on Saturday night"),
    (r"\b[Aa]t (?:about |around )?\d{1,2}(?:[.:]\d\d)? clock\b|\b\d{1,2}[.:]\d\d clock\b",
     "um 14 Uhr", "at two o'clock"),
    (rf"\b(?:said|explained|stressed|confirmed|told|emphasized|announced|stated) (?:it )?"
     rf"(?:opposite|compared to|towards|across from) (?:the )?[“\"]?{PAPER}\b|\bopposite the [“\"]?{PAPER}\b",
     "gegenüber der Zeitung", "told the newspaper"),
    (r"\b[Hh]ow the (?:police|fire brigade|ministry|authorities|newspaper|club|city) "
     r"(?:announced|informed|communicated|shared|told)\b",
     "wie die Polizei mitteilte", "as the police announced"),
    (r"\b[Tt]he in [A-Z]\pL+ (?:living|based|born|located|resident|known)\b",
     "der in Berlin lebende", "the … who lives in"),
    (r"\b\d+(?:[.,]\d+)? (?:Mio|Mrd)\b\.?", "Mio., Mrd.", "million, billion"),
    (r"\b(?:[Ii]t|[Tt]his) (?:comes|came) to (?:an? )?(?:accident|collision|fight|dispute|clash)\b",
     "es kam zu einem Unfall", "there was an accident"),
    (r"\b[Ff]rom (?:the )?side of the (?:police|ministry|government|city|club)\b",
     "von Seiten der Polizei", "by the police"),
    (r"\b(?:[Tt]he|[Aa]) \d{1,2} year old (?:has|had) itself\b", "hat sich", "has"),
    (r"\b(?:in|for) the (?:foot|hand) (?:football|ball)-(?:Bundesliga|league)\b", "Fußball-", "football"),
    (r"\b(?:before|ago) (?:two|three|four|five|six|ten|\d+) (?:years|months|weeks|days) (?:he|she|it|they) (?:was|were|had)\b",
     "vor zwei Jahren", "two years ago"),
)  # fmt: skip
RUSSIAN: Rows = (
    (r"(?m)(?:^|[.!?”\"] )(?:[Ww]e (?:will )?|Let us |Will )?[Rr]emind(?:,| that,| you,| you that)\b ?",
     "напомним", "as reported before"),
    (r"\b[Aa]bout (?:it|this) (?:reports?|writes?|informs?|transfers?|transmits?)\b",
     "об этом сообщает", "… reports"),
    (rf"\b(?:transfers|transmits|informs|passes) (?:the )?{AGENCY}\b", "передаёт ТАСС", "TASS reports"),
    (rf"[,”\"] reports the (?:correspondent|edition|publication|portal|channel|agency) (?:of )?[“\"]?[A-Z]|, with reference to {AGENCY}\b",
     "сообщает издание", "… reports"),
    (r"\b(?:on|by) (?:his|her|their) words,|\b[Aa]s he (?:has )?noted,|\b[Aa]ccording to his words\b",
     "по его словам", "according to him"),
    (r"\b[Ii]n (?:the )?given (?:moment|time),", "в данный момент", "at the moment"),
    (r"\b[Tt]he (?:day|days) before[,] (?:on )?(?:January|February|March|April|May|June|July|August|September|October|November|December) \d",
     "накануне", "on the day before"),
    (r"\b(?:[Oo]n|[Aa]bout) the fact of (?:the )?(?:incident|accident|fire|death|attack|murder)\b",
     "по факту происшествия", "after the incident"),
    (r"\b(?:criminal case|case) (?:was|is|has been) (?:excited|brought|raised) (?:on|under|by) (?:the )?(?:fact|article)\b",
     "возбуждено уголовное дело", "a criminal case was opened"),
    (r"\b[Ww]e (?:shall|will) (?:recall|remind),? that\b", "напомним, что", "as reported before"),
)  # fmt: skip
ITALIAN: Rows = (
    (r"\b[Aa]t (?:the )?hours? \d{1,2}(?:[.:]\d\d)?\b", "alle ore 18", "at 18:00"),
    (r"\b[Mm]ade it known (?:the|a) (?:ministry|police|mayor|company|club|minister)\b|"
     r"\b[Ii]t makes it known\b|\b[Hh]as made it known the\b", "lo ha reso noto", "announced by"),
    (r"\bin the (?:next|last|past) hours? (?:of today|of yesterday)\b", "nelle ultime ore", "lately"),
    (r"\b(?:the|a) (?:next|last|past) (?:[12]?[1-9]|[123]0|31) (?:January|February|March|April|May|June|July|August|September|October|November|December) (?:he|she|it|they|the)\b",
     "lo scorso 3 maggio", "last May 3"),
)  # fmt: skip
JAPANESE: Rows = (
    (r"\b(?:one|two|no|1|2)[ ・-](?:deaths?|dead)(?:,| and)? (?:first|second|third|1st|2nd|3rd|full)[ -]bases?\b",
     "一死二塁", "one out and a runner on second"),
    (r"\b(?:high|junior high|elementary) school \d(?:st|nd|rd|th)?[- ]?(?:grade|year)?[- ]?year student",
     "高校3年生", "a third-year high school student"),
)  # fmt: skip
CHINESE: Rows = (
    (r"\b(?:add|pour|put) oil[!,.] (?:China|Wuhan|everyone|everybody|team)\b|\b[A-Z]\pL+,? add oil!",
     "加油", "come on!"),
    (r"\b(?:at|since) (?:the )?(?:first|last) (?:ten days|month ten days) of (?:the month|January|February|March|April|May|June|July|August|September|October|November|December)\b",
     "上旬", "early in the month"),
    (r"\b\d+(?:\.\d+)? (?:ten thousand|wan) (?:people|yuan|tons|mu|cubic|square|households|units)\b",
     "万", "times ten thousand"),
)  # fmt: skip

LANGUAGES: Mapping[str, Rows] = {
    "Spanish": SPANISH, "Portuguese": PORTUGUESE, "French": FRENCH, "German": GERMAN, "Russian": RUSSIAN,
    "Italian": ITALIAN, "Japanese": JAPANESE, "Chinese": CHINESE,
}  # fmt: skip
LAST = tuple(f"{which} {day} " for which in ("next", "last", "past") for day in range(1, 32))
SINCE = tuple(
    f"since {number} {unit}"
    for number in (*NUMBERS, *range(2, 100))
    for unit in ("years", "months", "weeks", "days", "hours")
)
AGO = tuple(f"akes {number} " for number in (*NUMBERS, *range(100)))
OF = tuple(f"{verb} of {digit}" for verb in ("is", "was", "are", "were") for digit in range(10))
LITERALS = {"hace dos años": AGO, "est de 5 pour cent": OF, "seit zehn Jahren": SINCE, "lo scorso 3 maggio": LAST}
CALQUES = tuple(
    Calque(regex, language, source, meaning, LITERALS.get(source, ()))
    for language, rows in LANGUAGES.items()
    for regex, source, meaning in rows
)
