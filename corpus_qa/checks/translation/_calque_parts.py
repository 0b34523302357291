"""Parts of the expressions in which calques are written."""

from __future__ import annotations

from collections.abc import Sequence

# Rows of calques: expression, original phrase, meaning.
Rows = Sequence[tuple[str, str, str]]

DAY = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
NUMBERS = (
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve", "fifteen",
    "twenty", "thirty", "forty", "fifty", "several", "many",
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
