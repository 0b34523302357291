"""Phrases that word-by-word translation from Portuguese, French and Italian leaves."""

from __future__ import annotations

from corpus_qa.checks.translation._calque_parts import DAY, PEOPLE, Rows

PORTUGUESE: Rows = (
    (
        rf"\b(?:[Tt]his|last|[Oo]n|next) {DAY} \(\d{{1,2}}(?:/\d{{1,2}})?\)",
        "nesta sexta-feira (14)",
        "on Friday",
    ),
    (
        (
            r"\b(?:Monday|Tuesday|Wednesday|Thursday|Friday|[Ss]econd|[Tt]hird|[Ff]ourth|"
            "[Ff]ifth|"
            r"[Ss]ixth)-fair\b"
        ),
        "sexta-feira",
        "Friday",
    ),
    (
        r"\b[Ss]econd (?:the )?(?:police|agency|minister|report|newspaper|prosecutor|mayor)\b, ",
        "segundo a polícia",
        "according to the police",
    ),
    (
        r"\bin the last (?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b",
        "na última sexta-feira",
        "last Friday",
    ),
    (
        rf"\b[Ii]n the dawn of (?:this|last|the) {DAY}\b",
        "na madrugada desta segunda",
        "early on Monday",
    ),
)

FRENCH: Rows = (
    (r"\bin the years (?:19|20)?[2-9]0\b|\bthe years [2-9]0\b", "les années 80", "the eighties"),
    (r"\b(?:is|was|were|been) interpellated\b", "interpellé", "arrested or questioned"),
    (
        r"\b(?:placed|put|held) in (?:guard (?:to|at) (?:view|sight)|garde à vue|police view)\b",
        "en garde à vue",
        "in custody",
    ),
    (
        (
            r"\b(?:is|was|are|were) of \d[\d,.]* (?:percent|per cent|%|euros|kilometers|"
            "kilometres|"
            f"meters|metres|{PEOPLE})"
        ),
        "est de 5 pour cent",
        "is 5 percent",
    ),
    (
        r"\b[Aa]t the (?:hour|moment|time) where\b|\bthe day where (?:he|she|it|they)\b",
        "au moment où",
        "at the moment when",
    ),
    (r"\b[Tt]he (?:ones and the others)\b", "les uns et les autres", "everybody"),
    (r"\b(?:it is|it was|there is) question (?:of|to)\b", "il est question de", "there is talk of"),
    (
        r"\b[Ii]t makes (?:part|partie) of\b|\bmakes part of (?:the|a|this|these)\b",
        "fait partie de",
        "is part of",
    ),
    (
        r"\bput(?:s|ting)? (?:in )?(?:in|to) evidence (?:the|that|a|how)\b",
        "mettre en évidence",
        "show",
    ),
    (
        r"\btakes? (?:part|place) since (?:two|three|\d+) (?:days|weeks|months|years)\b",
        "depuis",
        "for",
    ),
    (
        (
            r"\bthe [1-9]\d? (?:January|February|March|April|June|July|August|September|October|"
            r"November|December) last\b"
        ),
        "le 3 mai dernier",
        "last May 3",
    ),
    (r"\bdeferred (?:to|before) the (?:prosecutor|parquet)\b", "déféré au parquet", "charged"),
    (r"\b[Tt]he parquet of [A-Z]", "le parquet de Paris", "the prosecutor's office"),
    (
        r"\bclose to the (?:dossier|folder) (?:said|told|confirmed)\b",
        "proche du dossier",
        "informed",
    ),
    (r"\b[Tt]he forces of the order\b", "les forces de l'ordre", "the police"),
    (r"\bvictims? of a malaise\b", "victime d'un malaise", "fell ill"),
    (r"\b(?:re)?vendicated (?:by|the)\b|\brevindicat(?:ed|es|ing)\b", "revendiqué", "claimed"),
)

ITALIAN: Rows = (
    (r"\b[Aa]t (?:the )?hours? \d{1,2}(?:[.:]\d\d)?\b", "alle ore 18", "at 18:00"),
    (
        (
            r"\b[Mm]ade it known (?:the|a) (?:ministry|police|mayor|company|club|minister)\b|"
            r"\b[Ii]t makes it known\b|\b[Hh]as made it known the\b"
        ),
        "lo ha reso noto",
        "announced by",
    ),
    (
        r"\bin the (?:next|last|past) hours? (?:of today|of yesterday)\b",
        "nelle ultime ore",
        "lately",
    ),
    (
        (
            r"\b(?:the|a) (?:next|last|past) (?:[12]?[1-9]|[123]0|31) (?:January|February|March|"
            "April|May|June|July|August|September|October|November|December) (?:he|she|it|they|"
            r"the)\b"
        ),
        "lo scorso 3 maggio",
        "last May 3",
    ),
    (
        r"\b[Cc]arabinieri of the (?:Station|Company|station|company) of\b",
        "i carabinieri della stazione di",
        "the police of",
    ),
)
