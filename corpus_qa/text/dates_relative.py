"""Dates that count back from the moment of reading: ``Published 3 hours ago``, ``vor 2 Tagen``.

They mean something only with a reference: the time at which the page was fetched.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from typing import NamedTuple

import re2

from corpus_qa.text.dates_marks import PUBLICATION, label_of

UNITS = {
    timedelta(minutes=1): (
        *("min", "mins", "minute", "minutes", "minuten", "minuto", "minutos", "minuti", "minuut"),
        *("minuter", "minutter", "minuty", "minut", "minuta", "минуту", "минуты", "минут"),
        *("хвилин", "хвилини", "dakika", "perc", "menit", "phút", "دقيقة", "دقائق", "分钟", "分鐘"),
        *("分", "분"),
    ),
    timedelta(hours=1): (
        *("h", "hr", "hrs", "hour", "hours", "stunde", "stunden", "heure", "heures", "hora"),
        *("horas", "ora", "ore", "uur", "timme", "timmar", "time", "timer", "godzina", "godziny"),
        *("godzin", "hodina", "hodiny", "hodin", "час", "часа", "часов", "години", "годин", "saat"),
        *("óra", "órája", "jam", "giờ", "ساعة", "ساعات", "小时", "小時", "時間", "시간"),
    ),
    timedelta(days=1): (
        *("day", "days", "tag", "tagen", "jour", "jours", "día", "días", "dia", "dias", "giorno"),
        *("giorni", "dag", "dagen", "dagar", "dage", "dager", "dzień", "dni", "den", "dny", "dnů"),
        *("день", "дня", "дней", "дні", "днів", "gün", "nap", "napja", "hari", "ngày", "يوم"),
        *("أيام", "天", "日", "일"),
    ),
}

BEFORE = ("vor", "hace", "il y a", "há", "för", "for", "před", "منذ")
AFTER = (
    *(
        "ago",
        "geleden",
        "fa",
        "sedan",
        "siden",
        "temu",
        "назад",
        "тому",
        "önce",
        "yang lalu",
        "lalu",
    ),
    *("trước", "atrás", "ezelőtt", "前", "전"),
)

TOP = 1500
"""Characters in which a byline stands; below, comments and teasers count back too."""

LONGEST_LINE = 90
FARTHEST = timedelta(days=31)


class RelativeDate(NamedTuple):
    """Where a text counts back, and the moment that it means, exact to its unit."""

    start: int
    end: int
    moment: datetime


def relative_date(text: str, reference: datetime) -> RelativeDate | None:
    """Return the first relative date at the top of a text, if it stands in a short line.

    Args:
        text: The text of an article or of a whole page.
        reference: When the page was fetched.
    """
    for match in _expression().finditer(text[:TOP]):
        start, end = match.span(1)  # by number: RE2 knows no spans of named groups
        line = text[text.rfind("\n", 0, start) + 1 : start]
        after = text[end:].partition("\n")[0]
        back = int(match["n"] or match["m"]) * _units()[(match["u"] or match["v"]).lower()]
        short = len(line) + len(after) + end - start <= LONGEST_LINE
        if back <= FARTHEST and (short or label_of(line) == PUBLICATION):
            return RelativeDate(start, end, reference - back)
    return None


@cache
def _units() -> dict[str, timedelta]:
    return {word: unit for unit, words in UNITS.items() for word in words}


@cache
def _expression() -> re2._Regexp[str]:
    options = re2.Options()
    options.case_sensitive = False
    unit = "|".join(map(re2.escape, sorted(_units(), key=len, reverse=True)))
    before = "|".join(map(re2.escape, BEFORE))
    after = "|".join(map(re2.escape, AFTER))
    return re2.compile(
        rf"(?:^|[^\pL\p{{Nd}}])((?:{before}) ?(?P<n>\p{{Nd}}{{1,2}}) ?(?P<u>{unit})"
        rf"|(?P<m>\p{{Nd}}{{1,2}}) ?(?P<v>{unit}) ?(?:{after}))(?:[^\pL]|$)",
        options,
    )
