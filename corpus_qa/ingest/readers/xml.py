"""XML files: feeds (RSS, Atom), WordPress exports, TEI, NITF, NewsML-G2, JATS, trafilatura's form.

Nothing is fetched and no entity is resolved; elements are cut out one at a time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from corpus_qa.ingest.fields import Decoding, read_record
from corpus_qa.ingest.records import Draft, Raw, Reader, Reading, Source, raw_bytes, too_long
from corpus_qa.ingest.streams import Stream
from corpus_qa.model import Problem

if TYPE_CHECKING:
    from lxml import etree

Values = dict[str, object]

# Elements that are an article each; the outermost one counts.
RECORDS = frozenset(
    {"item", "entry", "TEI", "TEI.2", "nitf", "newsItem", "article", "doc", "document", "page"}
    | {"post", "record", "row", "story", "news"}
)

# Elements that stand on lines of their own.
BLOCKS = frozenset(
    {"p", "head", "hl1", "hl2", "title", "li", "item", "quote", "blockquote", "ab", "l", "pre"}
    | {
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "td",
        "th",
        "div",
        "lg",
        "row",
        "disp-quote",
        "figcaption",
    }
)

# What is not read with the text around it.
NO_TEXT = frozenset({"script", "style", "table-wrap", "fig", "xref-group", "ref-list"})

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
                    if open_record is None and _name(element) in RECORDS:
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
    inner = next((part for part in element.iter("{*}*") if _name(part) in KINDS), element)
    values = KINDS.get(_name(inner), _other)(inner)
    if values is not None:
        filled = {name: value for name, value in values.items() if value}
        yield read_record({"text": "", **filled}, Decoding(raw, "utf-8", 0), reading)


def _name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _find(element: etree._Element, *names: str) -> etree._Element | None:
    """Return the first descendant with the first of some names that there is."""
    for name in names:
        for found in element.iter(f"{{*}}{name}"):
            if found is not element:
                return found
    return None


def _text(element: etree._Element | None) -> str:
    """Return the text of an element on one line."""
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def _texts(element: etree._Element, *path: str) -> str:
    """Return the texts of all elements at the end of a path, as a list of names is written."""
    found = element.iterfind(".//" + "/".join(f"{{*}}{name}" for name in path))
    return ", ".join(filter(None, map(_text, found)))


def _body(element: etree._Element | None) -> str:
    """Return the text of an element, each paragraph on a line."""
    if element is None:
        return ""
    for part in list(element.iter("{*}*")):
        if _name(part) in NO_TEXT and part.getparent() is not None:
            part.drop_tree() if hasattr(part, "drop_tree") else part.clear(keep_tail=True)
    blocks = [part for part in element.iter("{*}*") if _name(part) in BLOCKS]
    leaves = [part for part in blocks if not any(_name(sub) in BLOCKS for sub in _below(part))]
    lines = filter(None, map(_text, leaves)) if leaves else ["".join(element.itertext()).strip()]
    return "\n".join(lines)


def _below(element: etree._Element) -> Iterator[etree._Element]:
    return (part for part in element.iter("{*}*") if part is not element)


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
    values: Values = {}
    for child in item.iterchildren("{*}*"):
        name = _name(child)
        if name not in {"encoded", "category"}:
            values.setdefault(name, "".join(child.itertext()).strip())
    encoded = [child for child in item.iterchildren("{*}encoded") if "content" in str(child.tag)]
    post = item.find("{*}post_type")
    if post is not None and _text(post) not in POST_TYPES:
        return None
    summary = str(values.pop("description", ""))
    content = "".join(encoded[0].itertext()) if encoded else ""
    text = _fragment(content or summary)
    return values | {"text": text, "summary": _fragment(summary) if content else ""}


def _atom(entry: etree._Element) -> Values:
    links = [link for link in entry.iterchildren("{*}link") if link.get("href")]
    page = [link.get("href") for link in links if link.get("rel", "alternate") == "alternate"]
    content = entry.find("{*}content")
    if content is None:
        content = entry.find("{*}summary")
    text = ""
    if content is not None:
        inner = _body(content) if len(content) else "".join(content.itertext())
        text = inner if len(content) or content.get("type") == "text" else _fragment(inner)
    return {
        "id": _text(entry.find("{*}id")),
        "title": _text(entry.find("{*}title")),
        "url": page[0] if page else "",
        "published": _text(entry.find("{*}published")) or _text(entry.find("{*}updated")),
        "author": ", ".join(map(_text, entry.iterfind("{*}author/{*}name"))),
        "text": text,
    }


def _tei(tei: etree._Element) -> Values:
    header = _find(tei, "teiHeader")
    head = header if header is not None else tei
    date = _find(head, "date")
    url = next(
        (ref.get("target") for ref in head.iter("{*}ptr", "{*}ref") if ref.get("target")), ""
    )
    text = _find(tei, "text")
    return {
        "title": _text(_find(head, "title")),
        "author": _texts(head, "titleStmt", "author") or _texts(head, "author"),
        "date": (date.get("when") if date is not None else "") or _text(date),
        "publisher": _text(_find(head, "publisher")),
        "url": url,
        "text": _body(_find(text, "body") if text is not None else None) or _body(text),
    }


def _trafilatura(doc: etree._Element) -> Values:
    main = doc.find("{*}main")
    values: Values = dict(doc.attrib)
    url = values.pop("source", "") or values.get("url", "")
    values = {"site": values.pop("hostname", ""), **values, "url": url}
    return values | {"text": _body(main)} if main is not None else _other(doc)


def _nitf(nitf: etree._Element) -> Values:
    date = _find(nitf, "date.issue", "date.release", "story.date")
    body = _find(nitf, "body.content", "body")
    return {
        "title": _text(_find(nitf, "hl1", "hedline", "title")),
        "author": _text(_find(nitf, "byline")),
        "date": (date.get("norm") if date is not None else "") or _text(date),
        "text": _body(body),
    }


def _news_item(item: etree._Element) -> Values:
    nitf = _find(item, "nitf")
    values = _nitf(nitf) if nitf is not None else {}
    inline = _find(item, "inlineXML", "inlineData")
    created = _text(_find(item, "contentCreated", "versionCreated", "firstCreated"))
    body = _find(inline, "body") if inline is not None else None
    return {
        "id": item.get("guid", ""),
        "title": _text(_find(item, "headline")) or values.get("title", ""),
        "author": _text(_find(item, "by")) or values.get("author", ""),
        "date": values.get("date") or created,
        "text": values.get("text") or _body(body if body is not None else inline),
    }


def _jats(article: etree._Element) -> Values:
    meta = _find(article, "article-meta")
    if meta is None:
        return _other(article)
    date = _find(meta, "pub-date")
    parts = (
        [_text(_find(date, name)) for name in ("year", "month", "day")] if date is not None else []
    )
    names = [
        " ".join(map(_text, (n.find("{*}given-names"), n.find("{*}surname"))))
        for n in meta.iter("{*}name")
    ]
    return {
        "id": _text(_find(meta, "article-id")),
        "title": _text(_find(meta, "article-title")),
        "author": ", ".join(name.strip() for name in names),
        "date": "-".join(part.zfill(2) for part in parts if part),
        "text": _body(_find(article, "body")) or _body(_find(meta, "abstract")),
    }


def _other(element: etree._Element) -> Values:
    """Return the values of attributes and of elements below one, by their names."""
    values: Values = {str(name).rpartition("}")[2]: value for name, value in element.attrib.items()}
    for part in _below(element):
        name = str(part.get("name") or _name(part))  # <field name="text"> of Solr
        whole = len(part) and all(_name(sub) in BLOCKS for sub in part)
        if whole or not len(part):
            text = _body(part) if whole else "".join(part.itertext()).strip()
            if text and _name(part.getparent()) not in BLOCKS - {"item", "row"}:
                values.setdefault(name, text)
    return values


KINDS: Mapping[str, Callable[[Any], Values | None]] = {
    "item": _rss,
    "entry": _atom,
    "TEI": _tei,
    "TEI.2": _tei,
    "doc": _trafilatura,
    "newsItem": _news_item,
    "nitf": _nitf,
    "article": _jats,
}

READERS = (Reader("xml", (".xml", ".rss", ".atom", ".tei", ".nitf"), split_xml, parse_xml),)
