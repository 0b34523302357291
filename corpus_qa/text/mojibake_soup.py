"""Lines that were misread so often that nothing can read them again.

After three or four wrong readings letters of one alphabet stand between signs for drawing boxes,
bytes are lost, and no character set fits any more. A person sees at once that this is no text.
"""

from __future__ import annotations

import re

from corpus_qa.text.repair import Repair

# Box drawings, blocks and mathematics, with which KOI8-R and the sets of DOS filled their tables.
_SIGN = "\u2500-\u259f\u2320\u2321\u2219\u221a\u2248\u2264\u2265"
# A frame around words has few kinds of signs between letters, and not many on a line.
_INSIDE = re.compile(rf"(?<=[^\W\d_])[{_SIGN}]+(?=[^\W\d_])")
_MIN_RUNS, _MIN_KINDS = 8, 4
STORY = "Text read in wrong character sets again and again, beyond repair"


def find_soup(text: str, start: int, end: int) -> Repair | None:
    """Return the soup on a line: from the first word with signs between its letters to the last."""
    places = list(_INSIDE.finditer(text, start, end))
    if len(places) < _MIN_RUNS or len({place[0] for place in places}) < _MIN_KINDS:
        return None
    first = max(start, text.rfind(" ", start, places[0].start()) + 1)
    space = text.find(" ", places[-1].end(), end)
    return Repair(first, space if space >= 0 else end, None, STORY)
