"""Feeds and the XML forms of news are read; nothing in them can reach out or blow up."""

from __future__ import annotations

from pathlib import Path

import pytest
from inputs import articles, convert_with_neighbour, run, write

ONE, TWO = "The weir at Brask was opened again.", "Una Marl, who keeps it, was glad."
BODY = f"<p>{ONE}</p><p>{TWO}</p>"

RSS = f"""<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Brask News</title>
<item><title>Weir opened</title><link>https://x.example/1</link><guid>g1</guid>
<pubDate>Mon, 03 Feb 2025 07:30:00 GMT</pubDate><dc:creator>Una Marl</dc:creator>
<description>Short.</description><content:encoded><![CDATA[{BODY}]]></content:encoded></item>
</channel></rss>"""

ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Brask News</title>
<entry><title>Weir opened</title><link rel="self" href="https://x.example/self"/>
<link href="https://x.example/1"/><id>g1</id><published>2025-02-03T07:30:00Z</published>
<author><name>Una Marl</name></author>
<content type="html">{BODY.replace("<", "&lt;")}</content></entry></feed>"""

TEI = f"""<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt>
<title type="main">Weir opened</title><author>Una Marl</author></titleStmt>
<publicationStmt><date>2025-02-03</date></publicationStmt><sourceDesc><bibl>
<ptr type="URL" target="https://x.example/1"/></bibl></sourceDesc></fileDesc></teiHeader>
<text><body><div type="entry">{BODY}</div></body></text></TEI>"""

NITF = f"""<nitf><head><title>x</title><docdata><date.issue norm="20250203"/></docdata></head>
<body><body.head><hedline><hl1>Weir opened</hl1></hedline><byline>Una Marl</byline></body.head>
<body.content>{BODY}</body.content></body></nitf>"""

NEWS = f"""<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>
<newsItem guid="g1"><itemMeta><versionCreated>2025-02-03T07:30:00Z</versionCreated></itemMeta>
<contentMeta><headline>Weir opened</headline><by>Una Marl</by></contentMeta>
<contentSet><inlineXML><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head>
<body>{BODY}</body></html></inlineXML></contentSet></newsItem></itemSet></newsMessage>"""

JATS = f"""<article><front><article-meta><article-id>g1</article-id><title-group>
<article-title>Weir opened</article-title></title-group><contrib-group><contrib><name>
<surname>Marl</surname><given-names>Una</given-names></name></contrib></contrib-group>
<pub-date><day>3</day><month>2</month><year>2025</year></pub-date></article-meta></front>
<body><sec>{BODY}</sec></body></article>"""

DOC = f"""<doc title="Weir opened" author="Una Marl" date="2025-02-03" source="https://x.example/1">
<main>{BODY}</main><comments><p>First!</p></comments></doc>"""

ROWS = f"""<export><record id="g1"><title>Weir opened</title><author>Una Marl</author>
<date>2025-02-03</date><body>{BODY}</body></record></export>"""


@pytest.mark.parametrize("form", [RSS, ATOM, TEI, NITF, NEWS, JATS, DOC, ROWS])
def test_an_article_is_read_from_every_form(tmp_path: Path, form: str) -> None:
    conversion = run(write(tmp_path / "in", {"a.xml": form}), tmp_path / "out")
    assert conversion.problems == ()
    (row,) = articles(conversion.dataset)
    assert (row.title, row.byline, row.text) == ("Weir opened", "Una Marl", f"{ONE}\n{TWO}")
    assert row.published_at is not None
    assert f"{row.published_at:%Y-%m-%d}" == "2025-02-03"
    assert row.url in {"https://x.example/1", None}


def test_attachments_of_a_wordpress_export_are_no_articles(tmp_path: Path) -> None:
    kind = '<wp:post_type xmlns:wp="http://wordpress.org/export/1.2/">{}</wp:post_type></item>'
    item = RSS[RSS.index("<item>") : RSS.index("</item>")]
    items = "".join(item + kind.format(name) for name in ("post", "attachment"))
    form = RSS[: RSS.index("<item>")] + items + "</channel></rss>"
    conversion = run(write(tmp_path / "in", {"a.xml": form}), tmp_path / "out")
    assert (conversion.dataset.rows, conversion.problems) == (1, ())


def test_an_article_without_text_is_told(tmp_path: Path) -> None:
    form = RSS.replace(BODY, "").replace("Short.", "")
    (row,), _ = convert_with_neighbour(tmp_path, {"a.xml": form})
    assert row.text == ""  # the checks tell of it


def test_entities_reach_no_file_and_blow_up_nothing(tmp_path: Path) -> None:
    secret = write(tmp_path, {"secret.txt": "hidden words"}) / "secret.txt"
    entities = f'<!ENTITY s SYSTEM "file://{secret}"><!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {new} "{f"&{old};" * 10}">'
        for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    form = f"<!DOCTYPE doc [{entities}]><doc><main><p>{ONE} &s; &i;</p></main></doc>"
    rows, _ = convert_with_neighbour(tmp_path, {"a.xml": form})
    assert all("hidden" not in row.text and len(row.text) < 100 for row in rows)


def test_damaged_xml_keeps_what_came_before(tmp_path: Path) -> None:
    item = RSS[RSS.index("<item>") : RSS.index("</item>") + 7]
    form = RSS[: RSS.index("<item>")] + item * 2 + "<item><title>Weir"
    rows, conversion = convert_with_neighbour(tmp_path, {"a.rss": form})
    assert [row.text for row in rows] == [f"{ONE}\n{TWO}"] * 2
    assert "the XML is damaged" in conversion.problems[0].reason


def test_xml_that_holds_no_article_is_told(tmp_path: Path) -> None:
    rows, conversion = convert_with_neighbour(tmp_path, {"a.xml": "<config><a>1</a></config>"})
    assert rows == []
    assert [problem.reason for problem in conversion.problems] == ["the file contains no article"]
