"""XML files: feeds (RSS, Atom), WordPress exports, TEI, NITF, NewsML-G2, JATS, trafilatura's form.

Nothing is fetched and no entity is resolved; elements are cut out one at a time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from corpus_qa.ingest.fields import Decoding, read_record
from corpus_qa.ingest.records import Draft, Raw, Reader, Reading, Source, raw_bytes, too_long
from corpus_qa.ingest.streams import Stream
from corpus_qa.model import Problem
from corpus_qa.text.tables import table_beside

if TYPE_CHECKING:
    from lxml import etree

Values = dict[str, object]

# WordPress exports pictures and menus as items, too.
POST_TYPES = frozenset({"post", "page", ""})

OPTIONS: Mapping[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
}


def split_xml(source: Source, stream: Stream, reading: Reading) -> Iterator[Raw | Problem]:
    """Yield the elements that are articles."""
    from lxml import etree  # noqa: PLC0415 - slow to import

    parser = etree.XMLPullParser(events=("start", "end"), **OPTIONS)
    number = held = 0
    open_record: Any = None
    try:
        for block in stream:
            parser.feed(block)
            held += len(block)
            for event, element in parser.read_events():
                if event == "start":
                    if open_record is None and _name(element) in _names("records"):
                        open_record, held = element, len(block)
                elif element is open_record:
                    number += 1
                    alone = element.getparent() is None
                    line, data = element.sourceline, _cut_out(element)
                    yield Raw(source, 0 if alone else number, line, data)
                    open_record = None
            if open_record is not None and held > reading.limit:
                yield too_long(source, reading.limit, open_record.sourceline)
                return
        parser.close()
    except etree.XMLSyntaxError as error:
        if stream.damage:
            return
        hint = "Fix or export the file again; the articles before this line were read."
        reason = f"the XML is damaged ({error.msg})"
        yield Problem(source.name, reason, hint, line=error.lineno)


def _cut_out(element: etree._Element) -> bytes:
    """Return an element as bytes, and free what was read."""
    from lxml import etree  # noqa: PLC0415 - slow to import

    data: bytes = etree.tostring(element, encoding="utf-8", with_tail=False)
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]
    return data


def parse_xml(raw: Raw, reading: Reading, _near: Iterable[str]) -> Iterator[Draft | Problem]:
    """Yield the article of an element."""
    from lxml import etree  # noqa: PLC0415 - slow to import

    element = etree.fromstring(raw_bytes(raw), etree.XMLParser(**OPTIONS))
    for part in element.iter("{*}*"):
        part.tag = _plain_name(part.tag)
    inner = next((part for part in element.iter("*") if part.tag in _kinds()), element)
    values = _rss(inner) if inner.tag == "item" else _by_form(inner)
    if values is not None:
        filled = {name: value for name, value in values.items() if value}
        yield read_record({"text": "", **filled}, Decoding(raw, "utf-8", 0), reading)


def _name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _plain_name(tag: str) -> str:
    """Return a name without its namespace; two elements of WordPress differ in nothing else."""
    space, _, name = tag.rpartition("}")
    return "excerpt" if name == "encoded" and "content" not in space else name


@cache
def _names(kind: str) -> frozenset[str]:
    return frozenset(table_beside(__file__)[kind])


@cache
def _kinds() -> Mapping[str, Mapping[str, Any]]:
    """Return for each element what to look for in it."""
    forms = table_beside(__file__)["forms"]
    return {**forms, "TEI.2": forms["TEI"], "item": {}}


def _by_form(element: etree._Element) -> Values:
    """Return what the form of an element says that it holds."""
    form = dict(_kinds().get(element.tag, {"needs": "*[false()]"}))
    if not element.xpath(form.pop("needs", ".")):
        return _other(element)
    values: Values = {**element.attrib} if element.tag == "doc" else {}
    values.pop("source", None)
    values.pop("hostname", None)
    for column, paths in form.items():
        read: Callable[[Any], str] = READ.get(column, _first)
        values[column] = next(filter(None, (read(element.xpath(path)) for path in paths)), "")
    return values


def _text(element: etree._Element | str | None) -> str:
    """Return the text of an element on one line."""
    if element is None or isinstance(element, str):
        return element or ""
    return " ".join("".join(element.itertext()).split())


def _first(found: Sequence[etree._Element | str]) -> str:
    return _text(found[0]) if found else ""


def _persons(found: Sequence[etree._Element]) -> str:
    """Return names, the given name before the other one whatever their order."""
    names = ((_text(name.find("given-names")), _text(name.find("surname"))) for name in found)
    whole = (" ".join(filter(None, parts)) for parts in names)
    return ", ".join(filter(None, (a or _text(b) for a, b in zip(whole, found, strict=True))))


def _date(found: Sequence[etree._Element]) -> str:
    if not found:
        return ""
    parts = [_text(found[0].find(name)) for name in ("year", "month", "day")]
    stated = found[0].get("when") or found[0].get("norm")
    return stated or "-".join(part.zfill(2) for part in parts if part) or _text(found[0])


def _first_body(found: Sequence[etree._Element]) -> str:
    """Return the text of the first element; one without any in it may hold HTML."""
    if not found or len(found[0]):
        return _body(found[0]) if found else ""
    text = "".join(found[0].itertext())
    return text.strip() if found[0].get("type") == "text" else _fragment(text)


READ: Mapping[str, Callable[[Any], str]] = {
    "author": _persons,
    "date": _date,
    "text": _first_body,
}


def _body(element: etree._Element) -> str:
    """Return the text of an element, each paragraph on a line."""
    for part in list(element.iter("*")):
        if part.tag in _names("no_text") and part.getparent() is not None:
            part.drop_tree() if hasattr(part, "drop_tree") else part.clear(keep_tail=True)
    blocks = [part for part in element.iter("*") if part.tag in _names("blocks")]
    leaves = [
        part for part in blocks if next(part.iterdescendants(*_names("blocks")), None) is None
    ]
    lines = filter(None, map(_text, leaves)) if leaves else ["".join(element.itertext()).strip()]
    return "\n".join(lines)


def _fragment(markup: str) -> str:
    """Return the text of a piece of HTML."""
    if not re.search(r"<\w|&\w+;|&#", markup):
        return markup.strip()
    from lxml import html  # noqa: PLC0415 - slow to import

    page = html.fromstring(f"<body>{markup}</body>")
    for line_break in page.iter("br"):
        line_break.tail = "\n" + (line_break.tail or "")
    text = _body(page)
    return text or str(page.text_content()).strip()


def _rss(item: etree._Element) -> Values | None:
    if _text(item.find("post_type")) not in POST_TYPES:
        return None
    values: Values = {}
    for child in item.iterchildren("*"):
        values.setdefault(child.tag, "".join(child.itertext()).strip())
    content, summary = (str(values.pop(name, "")) for name in ("encoded", "description"))
    values = {name: value for name, value in values.items() if name not in {"excerpt", "category"}}
    text = _fragment(content or summary)
    return values | {"text": text, "summary": _fragment(summary) if content else ""}


def _other(element: etree._Element) -> Values:
    """Return the values of attributes and of elements below one, by their names."""
    values: Values = {str(name).rpartition("}")[2]: value for name, value in element.attrib.items()}
    for part in element.iterdescendants("*"):
        name = str(part.get("name") or part.tag)  # <field name="text"> of Solr
        whole = len(part) and all(sub.tag in _names("blocks") for sub in part)
        if whole or not len(part):
            text = _body(part) if whole else "".join(part.itertext()).strip()
            if text and part.getparent().tag not in _names("blocks") - {"item", "row"}:
                values.setdefault(name, text)
    return values


READERS = (
    Reader("xml", (".xml", ".rss", ".atom", ".tei", ".nitf"), split_xml, parse_xml, divisible=True),
)
