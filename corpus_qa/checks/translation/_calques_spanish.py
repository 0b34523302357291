"""Phrases that word-by-word translation from Spanish leaves."""

from __future__ import annotations

from corpus_qa.checks.translation._calque_parts import DAY, DEED, EVENT, MONTH, NUMBER, PEOPLE, Rows

SPANISH: Rows = (
    (
        (
            r"\bhigh (?:to )?the (?:\d+ ?-? ?day )?fire\b|"
            r"\b(?:a|the) high (?:temporary|of the) fire\b"
        ),
        "alto el fuego",
        "ceasefire",
    ),
    (rf"\b(?:[Oo]n )?[Tt]he past {DAY}\b", "el pasado lunes", "last Monday"),
    (
        (
            rf"\b[Oo]n the (?:last|past|next) \d{{1,2}} (?:of )?{MONTH}\b|"
            rf"\b[Tt]he (?:last|past|next) day \d{{1,2}} of {MONTH}\b"
        ),
        "el pasado 3 de mayo",
        "on May 3",
    ),
    (
        r"\bha[sd] not taken long to (?:arrive|come|react|respond|answer)\b",
        "no ha tardado en llegar",
        "soon came",
    ),
    (r"\b(?:put|puts|putting) in (?:march|walk)\b", "poner en marcha", "start"),
    (
        (
            rf"\b[Rr]ealized (?:a|an|several|various) (?:[a-z]+ )?{DEED}s? (?:to|of|in|on|at|"
            "with|by|"
            r"for)\b"
        ),
        "realizó una visita",
        "made a visit",
    ),
    (r"\bby (?:his|her|its|their) part, ", "por su parte", "for his part"),
    (r"\bto the respect[,.]", "al respecto", "about it"),
    (
        r"\b(?:took|take|taken|taking|carried|carry|carrying) (?:it |them )?to cape\b",
        "llevar a cabo",
        "carry out",
    ),
    (r"\b[Tt]he day of today\b|\b[Aa]t the day of today\b", "el día de hoy", "today"),
    (r"\b[Aa]t the less\b", "al menos", "at least"),
    (r"\b[Ii]n the actuality\b", "en la actualidad", "at present"),
    (rf"\b[Aa]ssist(?:ed|ing|s)? to the {EVENT}\b", "asistir a la reunión", "attend the meeting"),
    (rf"\bmore of \d[\d,.]* {PEOPLE}\b", "más de 200 personas", "more than 200 people"),
    (r"\b(?:at|in) (?:the )?(?:risk|danger) of fence\b", "riesgo de cerco", "risk of encirclement"),
    (r"\bha(?:s|ve|d) [1-9]\d years old\b", "tiene 30 años", "is 30 years old"),
    (
        r"\b(?:minors?|young man|young woman|youth|boy|girl) of \d{1,2} years\b(?: of age)?",
        "un joven de 20 años",
        "aged 20",
    ),
    (r"\bgave (?:him|her|them) death\b", "le dio muerte", "killed him"),
    (
        r"\b[Mm]akes (?:two|three|four|five|six|ten|\d+) (?:days|weeks|months|years)\b",
        "hace dos años",
        "two years ago",
    ),
    (r"\bplay(?:ed|ing|s)? [A-Z]\pL+[’']s letter\b", "jugar la carta de", "play the card of"),
    (
        r"\bin the (?:heat|height) of the (?:controversy|debate), it\b|\bto the heat of\b",
        "al calor de",
        "amid",
    ),
    (r"\b[Tt]he (?:mentioned|cited) (?:Mr|Ms|Mrs)\b", "el citado señor", "he"),
    (r"\bin what (?:goes|it goes) of (?:the )?year\b", "en lo que va de año", "so far this year"),
    (
        r"\bfrom here to (?:the )?\d+ (?:days|years|months)\b",
        "de aquí a dos años",
        "within two years",
    ),
    (r"\bput of manifest\b|\bput in manifest\b|\bput to manifest\b", "poner de manifiesto", "show"),
    (
        r"\b(?:gave|give|gives|giving) to know (?:that|the|his|her|its)\b",
        "dar a conocer",
        "announce",
    ),
    (
        r"\b(?:has|have|had) (?:place|taking place) the (?:event|ceremony|match)\b",
        "tener lugar",
        "take place",
    ),
    (
        (
            r"\bof (?:agreement|accord) with the (?:agency|newspaper|report|minister|police|data|"
            r"sources)\b"
        ),
        "de acuerdo con",
        "according to",
    ),
    (
        r"\baccording (?:has|have) (?:informed|reported|explained|confirmed|indicated|learned)\b",
        "según ha informado",
        "as was reported by",
    ),
    (
        (
            r"\bas (?:has|have) (?:informed|reported|explained|confirmed|indicated|pointed out) "
            r"(?:the|by)\b"
        ),
        "como ha informado",
        "as was reported by",
    ),
    (
        (
            r"\bthe same (?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday) in the "
            r"(?:morning|night) past\b"
        ),
        "la noche pasada",
        "last night",
    ),
    (r"\bpress wheel\b", "rueda de prensa", "press conference"),
    (r"\byes or yes\b", "sí o sí", "no matter what"),
    (r"\b(?:has|have|had) charged the li(?:fe|ves) of\b", "se ha cobrado la vida", "has killed"),
    (
        r"\b(?:as|according to) has been able to (?:know|learn|verify|find out)\b",
        "según ha podido saber",
        "as this newspaper has learned",
    ),
    (r"\bhas been able to know this (?:newspaper|medium|agency)\b", "ha podido saber", "learned"),
    (
        r", (?:that|which|who) ha[sd] [1-9]\d years,|\bthat ha[sd] [1-9]\d years,",
        "que tiene 52 años",
        "who is 52",
    ),
    (
        rf"\bthe {DAY} that comes\b|\bthe (?:week|month|year) that comes\b",
        "el sábado que viene",
        "next Saturday",
    ),
    (
        r"\bresulted (?:slightly |seriously |badly )?(?:wounded|injured|dead|unharmed|unhurt)\b",
        "resultó herido",
        "was injured",
    ),
    (r"\breserved prognosis\b", "pronóstico reservado", "in a critical condition"),
    (
        r"\b(?:to|at) (?:the )?(?:judicial disposition|disposal of (?:the )?justice)\b",
        "a disposición judicial",
        "before a judge",
    ),
    (r"\bauthors? of the facts\b", "autor de los hechos", "perpetrator"),
    (
        r"\b[Tt]he facts (?:occurred|took place|happened) (?:at|on|in|around|this|last|when)\b",
        "los hechos ocurrieron",
        "it happened",
    ),
    (r"\btook possession of (?:the|his|her) charge\b", "tomó posesión del cargo", "took office"),
    (r"\bin declarations to (?:the|this|[A-Z])", "en declaraciones a", "told"),
    (
        (
            r"\b(?:has|have) been produced (?:a|an|two|several) "
            r"(?:fire|accident|explosion|shooting|collision|earthquake)s?\b"
        ),
        "se ha producido un incendio",
        "there was a fire",
    ),
    (r"\blost the li(?:fe|ves) (?:in|at|when|during|on)\b", "perdió la vida", "lost his life"),
    (
        (
            r"\b[Cc]ount(?:s|ed|ing)? with (?:an? |more |the (?:support|help|presence|backing)|"
            rf"{NUMBER})"
        ),
        "contar con",
        "have",
    ),
    (
        (
            rf"\b(?:at|to) (?:about |some |only |less than |just )?{NUMBER} "
            "(?:kilomet(?:er|re)s|miles) of (?:the|[A-Z])"
        ),
        "a doce kilómetros de",
        "twelve kilometers from",
    ),
    (
        r"\bput(?:s|ting)? at (?:the |his |her |its )?(?:disposition|disposal) (?:of|the)\b",
        "poner a disposición",
        "hand over",
    ),
    (
        (
            r"\bpass(?:es)? by (?:a|an|the) (?:mixed |joint )?(?:agreement|commission|dialogue|"
            r"solution|reform|negotiation)\b|"
            r"\b(?:solution|answer|way out|future|success) passes by\b"
        ),
        "la solución pasa por",
        "the solution is",
    ),
    (r"\b[Ii]n case contrary\b|\b[Ii]n contrary case\b", "en caso contrario", "otherwise"),
    (
        r"\b(?:gave|give|gives) for (?:finished|concluded|closed|ended|lost)\b",
        "dar por terminado",
        "declare finished",
    ),
    (r"\bfrom more far\b", "desde más lejos", "from farther away"),
    (r"\b[Rr]emounts? to (?:the|a|\d)", "se remonta a", "goes back to"),
    (r"\b[Tt]hat it treats of\b|\bit treats (?:itself )?of (?:a|an|the)\b", "se trata de", "it is"),
    (
        r"\breserves? (?:to|for) (?:himself|herself|itself|themselves) the right\b",
        "se reserva el derecho",
        "reserves the right",
    ),
    (
        (
            r"\blimit(?:ed|s) (?:himself|herself|itself|themselves) to "
            r"(?:point out|say|confirm|indicate|affirm)\b"
        ),
        "se limitó a señalar",
        "only pointed out",
    ),
    (r"\bthe decade of the [2-9]0\b", "la década de los 90", "the nineties"),
    (r"\b\d+(?:[.,]\d+)? (?:millions|billions) of [a-z]", "3 millones de", "3 million"),
)
