"""Row conditions of expectations: comparisons that we read ourselves, so that none runs code.

Great Expectations hands a row condition to ``DataFrame.query`` of pandas, in which ``@`` reaches
Python. Only ``column OP literal``, joined by ``and`` or ``or``, is let through, written anew.
"""

from __future__ import annotations

import re

LIKE = "such as `characters >= 200 and site == 'a.example'`"
COMPARISON = re.compile(
    r"""\s*(?P<tick>`?)(?P<column>[A-Za-z]\w*)(?P=tick)
    \s*(?P<operator>==|!=|<=|>=|<|>)
    \s*(?P<literal>-?\d+(?:\.\d+)?(?:[eE][-+]?\d{1,3})?|True|False|'[^'"`\\\r\n]*'|"[^'"`\\\r\n]*")
    \s*""",
    re.VERBOSE | re.ASCII,
)
JOIN = re.compile(r"(and|or)\b")
# Nothing that somebody writes by hand is longer; each comparison is a node of a parser's stack.
MOST_CHARACTERS = 2_000


def rewrite_condition(text: object, parser: object = None) -> str:
    """Return a row condition in a form that pandas can only compare with.

    ``parser`` is the ``condition_parser`` that a suite names.

    Raises:
        ValueError: It is more than comparisons of columns with literals.

    >>> rewrite_condition('characters>=200 and site == "a.example"')
    "`characters` >= 200 and `site` == 'a.example'"
    """
    if not isinstance(text, str) or parser not in (None, "pandas"):
        msg = f"a row_condition is a text for the condition_parser “pandas”, {LIKE}"
        raise ValueError(msg)
    parts: list[str] = []
    place = 0
    while len(text) <= MOST_CHARACTERS and (found := COMPARISON.match(text, place)):
        literal = found["literal"]
        value = f"'{literal[1:-1]}'" if literal[0] in "'\"" else literal
        parts.append(f"`{found['column']}` {found['operator']} {value}")
        place = found.end()
        if place == len(text):
            return " ".join(parts)
        join = JOIN.match(text, place)
        if join is None:
            break
        parts.append(join[1])
        place = join.end()
    msg = (
        f"the row_condition {text[:80]!r} is more than comparisons of columns with numbers or "
        f"texts, joined by `and` or `or`, {LIKE}; anything else could run code"
    )
    raise ValueError(msg)
