"""An object or a list in the place of a text to the text in it, whatever wrote it.

Editors and exports keep a text as blocks (Editor.js, Draft.js, Portable Text, ProseMirror, Slate,
Lexical, Quill, Gutenberg), as HTML in an object, by language, or as XML made JSON. All are read by
their shape: known names hold the text, the pieces of a line are joined, blocks stand on lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape

from corpus_qa.ingest.columns import LANGUAGE_KEY, shape, simplify
from corpus_qa.ingest.html_page import fragment_text

TAG = re.compile(
    r"</?(?:p|div|br|b|i|a|em|strong|span|h\d|ul|ol|li|blockquote|figure)\b[^>]*>", re.IGNORECASE
)
# A list of so many texts without a space is one of words.
FEWEST_WORDS = 5
# What reads like a sentence under a name that says nothing.
PROSE = re.compile(r"(?!\w+://)(?=.{12})\s*\S+(?:\s+\S+){2}", re.DOTALL)


def unfold(value: object) -> str | None:
    """Return the text in a value: empty if there is nothing in it, None if it is not understood."""
    if isinstance(value, list | tuple) and all(isinstance(item, str) for item in value):
        words = len(value) >= FEWEST_WORDS and not any(" " in item for item in value)
        return (" " if words else "\n").join(item for item in value if item)
    try:
        text = "\n".join(_blocks(value))
        if text.strip():
            return text
        return None if _has_content(value) else ""
    except RecursionError:  # no editor nests so deep
        return None


def _blocks(value: object, *, markup: bool = False) -> Iterator[str]:
    """Yield the blocks of text in a value. ``markup`` says that strings in it are HTML."""
    match value:
        case str():
            if text := _plain(value, markup=markup):
                yield text
        case Mapping():
            yield from _of_object({str(name): item for name, item in value.items()}, markup=markup)
        case Sequence() if not isinstance(value, bytes):
            for item in _of_one_language(value):
                yield from _blocks(item, markup=markup)


def _of_one_language(items: Sequence[object]) -> Sequence[object]:
    """Return the first of the versions of a text, if a list holds one for each language."""
    said = [_language(item) for item in items]
    return items[:1] if len(items) > 1 and all(said) and len(set(said)) == len(said) else items


def _language(item: object) -> str:
    if not isinstance(item, dict):
        return ""
    return next((str(item[name]) for name in shape("languages") if item.get(name)), "")


def _plain(text: str, *, markup: bool) -> str:
    if TAG.search(text):
        return fragment_text(text)
    return unescape(text) if markup else text


def _of_object(value: Mapping[str, object], *, markup: bool) -> Iterator[str]:
    kind = _kind(value)
    by_name = {simplify(name): item for name, item in value.items()}
    named = value.get(str(value.get("type")))  # Notion: {"type": "quote", "quote": {...}}
    if kind in shape("no_text"):
        return
    if isinstance(ops := value.get("ops"), list):  # Quill
        yield from "".join(_line(ops)).split("\n")
    elif "paragraphs" in by_name or "sections" in by_name:
        for part in ("summary", "headline", "paragraphs", "sections"):
            yield from _blocks(by_name.get(part), markup=markup)
    elif isinstance(named, dict | list):
        yield from _blocks(named, markup=markup)
    else:
        markup = markup or "html" in kind or "html" in str(value.get("format", "")).lower()
        yield from (
            _by_key(by_name, kind, markup=markup)
            or _by_language(value, markup=markup)
            or _prose(value, markup=markup)
        )


def _by_key(by_name: Mapping[str, object], kind: str, *, markup: bool) -> list[str]:
    """Return the blocks under the first of the names that has any."""
    for name in shape("keys"):
        item = by_name.get(name)
        if not item:
            continue
        if isinstance(item, list) and _is_line(item, kind, name):
            found = ["".join(_line(item))]
        else:
            found = list(_blocks(item, markup=markup or name in shape("markup")))
        if any(found):
            return found
    return []


def _by_language(value: Mapping[str, object], *, markup: bool) -> list[str]:
    """Return the blocks of the first language that has any."""
    if not all(LANGUAGE_KEY.fullmatch(name) for name in value):
        return []
    texts = (list(_blocks(item, markup=markup)) for item in value.values())
    return next((text for text in texts if text), [])


def _prose(value: object, *, markup: bool) -> list[str]:
    """Return what reads like sentences in an object whose names say nothing."""
    match value:
        case str():
            return [_plain(value, markup=markup)] if PROSE.match(value) else []
        case Mapping() if all(name.isdecimal() for name in value):  # a list, as PHP writes it
            return list(_blocks(list(value.values()), markup=markup))
        case Mapping():
            named = (
                (name, item) for name, item in value.items() if simplify(name) not in shape("aside")
            )
            return [block for _, item in named for block in _below(item, markup=markup)]
    return []


def _below(value: object, *, markup: bool) -> list[str]:
    if isinstance(value, str):
        return _prose(value, markup=markup)
    return list(_blocks(value, markup=markup)) if isinstance(value, Mapping | list) else []


def _kind(value: Mapping[str, object]) -> str:
    return next(
        (simplify(str(value[key])).replace("/", "") for key in shape("kinds") if value.get(key)), ""
    )


def _is_line(value: list[object], kind: str, name: str) -> bool:
    """Whether a list under a name in an object of a kind holds the pieces of one line."""
    if not all(isinstance(item, dict | str) for item in value):
        return False
    if not (name in {"children", "spans", "richtext"} or (kind and kind not in shape("documents"))):
        return False
    pieces = [item for item in value if isinstance(item, dict)]
    return bool(pieces or name == "children") and all(_is_piece(item) for item in pieces)


def _is_piece(item: Mapping[str, object]) -> bool:
    kind = _kind(item)
    if kind:
        return kind in shape("inline")
    return any(isinstance(item.get(name), str) for name in ("text", "value", "plain_text"))


def _line(pieces: Sequence[object]) -> Iterator[str]:
    """Yield the pieces of one line."""
    for piece in pieces:
        if isinstance(piece, str):
            yield piece
        elif isinstance(piece, dict):
            if _kind(piece) in {"hardbreak", "linebreak", "break"}:
                yield "\n"
            for name in ("plain_text", "text", "value", "insert"):
                if isinstance(text := piece.get(name), str):
                    yield text
                    break
            else:
                for name in ("children", "content", "text"):
                    if isinstance(inner := piece.get(name), list):
                        yield from _line(inner)
                        break


def _has_content(value: object) -> bool:
    match value:
        case str():
            return bool(value.strip())
        case Mapping():
            named = ((simplify(str(name)), item) for name, item in value.items())
            return any(_has_content(item) for name, item in named if name not in shape("aside"))
        case Sequence() if not isinstance(value, bytes):
            return any(_has_content(item) for item in value)
    return value is not None
