"""Objects and lists in the place of a text are unfolded by their shape."""

from __future__ import annotations

import pytest

from corpus_qa.ingest.unfold import unfold

FIRST = "The mill at Oberau grinds again after nine years."
SECOND = "Its wheel was carved anew by two joiners from the valley."
BOTH = f"{FIRST}\n{SECOND}"
MARKED = "<p>The mill at Oberau <b>grinds</b> again after nine years.</p>"
HTML = f"{MARKED}\n<p>{SECOND}</p>"

BLOCKS = {
    "list of strings": [FIRST, SECOND],
    "list of typed blocks": [{"type": "p", "text": FIRST}, {"type": "p", "text": SECOND}],
    "paragraphs": {"paragraphs": [FIRST, SECOND]},
    "html": {"html": HTML},
    "rendered": {"rendered": HTML, "protected": False},
    "feed": [{"type": "text/html", "language": None, "value": HTML}],
    "drupal": [{"value": HTML, "format": "full_html", "processed": HTML}],
    "value": {"value": BOTH},
    "by language": {"de": None, "en": BOTH},
    "sections": {
        "summary": [FIRST],
        "sections": [{"headline": [], "paragraphs": [SECOND]}],
    },
    "cdata": {"__cdata": BOTH},
    "hash text": {"@lang": "en", "#text": BOTH},
    "xml2js": {"_": BOTH, "$": {"type": "html"}},
    "google": {"$t": BOTH},
    "editor.js": {
        "time": 1,
        "blocks": [
            {"type": "paragraph", "data": {"text": FIRST.replace("grinds", "<b>grinds</b>")}},
            {"type": "image", "data": {"file": {"url": "x.png"}, "caption": "A wheel"}},
            {"type": "paragraph", "data": {"text": SECOND}},
        ],
    },
    "draft.js": {
        "blocks": [
            {"key": "a", "type": "unstyled", "text": FIRST, "inlineStyleRanges": []},
            {"key": "b", "type": "unstyled", "text": SECOND, "entityRanges": []},
        ],
        "entityMap": {},
    },
    "portable text": [
        {
            "_type": "block",
            "style": "normal",
            "markDefs": [],
            "children": [
                {"_type": "span", "text": FIRST[:12], "marks": ["strong"]},
                {"_type": "span", "text": FIRST[12:], "marks": []},
            ],
        },
        {"_type": "block", "children": [{"_type": "span", "text": SECOND}]},
    ],
    "prosemirror": {
        "type": "doc",
        "content": [
            {
                "type": "paragraph",
                "content": [
                    {"type": "text", "text": FIRST[:12], "marks": [{"type": "bold"}]},
                    {"type": "text", "text": FIRST[12:]},
                ],
            },
            {
                "type": "bulletList",
                "content": [
                    {
                        "type": "listItem",
                        "content": [
                            {"type": "paragraph", "content": [{"type": "text", "text": SECOND}]}
                        ],
                    }
                ],
            },
        ],
    },
    "slate": [
        {
            "type": "paragraph",
            "children": [{"text": FIRST[:12], "bold": True}, {"text": FIRST[12:]}],
        },
        {
            "type": "paragraph",
            "children": [{"type": "link", "url": "x", "children": [{"text": SECOND}]}],
        },
    ],
    "lexical": {
        "root": {
            "type": "root",
            "children": [
                {"type": "paragraph", "children": [{"type": "text", "text": FIRST, "format": 0}]},
                {"type": "paragraph", "children": [{"type": "text", "text": SECOND, "mode": "n"}]},
            ],
        }
    },
    "quill": {"ops": [{"insert": FIRST[:9]}, {"insert": FIRST[9:] + "\n"}, {"insert": SECOND}]},
    "contentful": {
        "nodeType": "document",
        "content": [
            {"nodeType": "paragraph", "content": [{"nodeType": "text", "value": FIRST}]},
            {"nodeType": "paragraph", "content": [{"nodeType": "text", "value": SECOND}]},
        ],
    },
    "gutenberg": [
        {"blockName": "core/paragraph", "innerHTML": MARKED, "innerBlocks": []},
        {"blockName": "core/image", "innerHTML": "<figure><figcaption>A</figcaption></figure>"},
        {"blockName": "core/paragraph", "innerHTML": f"<p>{SECOND}</p>", "innerBlocks": []},
    ],
    "notion": {
        "results": [
            {"type": "paragraph", "paragraph": {"rich_text": [{"plain_text": FIRST}]}},
            {"type": "quote", "quote": {"rich_text": [{"plain_text": SECOND}]}},
        ]
    },
    "arc": [{"type": "text", "content": MARKED}, {"type": "text", "content": f"<p>{SECOND}</p>"}],
    "tags": [
        {"tag": "p", "children": [FIRST[:12], {"tag": "b", "children": [FIRST[12:]]}]},
        {"tag": "p", "children": [SECOND]},
    ],
    "elements": {
        "type": "root",
        "children": [
            {"type": "element", "tagName": "p", "children": [{"type": "text", "value": FIRST}]},
            {"type": "element", "tagName": "p", "children": [{"type": "text", "value": SECOND}]},
        ],
    },
    "numbered": {"0": FIRST, "1": SECOND},
    "names that say nothing": {"absatz1": FIRST, "absatz2": SECOND},
    "one for each language": [
        {"lang": "en", "value": BOTH},
        {"lang": "de", "value": "Die Mühle in Oberau mahlt wieder."},
    ],
    "cdata of another kind": {"_cdata": HTML},
    "struct of structs": {"body": {"content": {"text": BOTH}}},
}


@pytest.mark.parametrize("name", BLOCKS)
def test_a_shape_gives_its_text(name: str) -> None:
    text = unfold(BLOCKS[name])
    assert text is not None
    assert [line for line in text.split("\n") if line] == [FIRST, SECOND]


@pytest.mark.parametrize(
    "value", [None, "", [], {}, {"en": None}, {"type": "doc", "content": []}, [{"text": ""}], [" "]]
)
def test_nothing_is_an_empty_text(value: object) -> None:
    assert not (unfold(value) or "").strip()
    assert unfold(value) is not None


@pytest.mark.parametrize("value", [{"ref": "blob:17"}, [1, 2], {"offset": 12, "length": 3}])
def test_what_holds_no_text_is_not_understood(value: object) -> None:
    assert unfold(value) is None


def test_words_are_joined_to_a_line() -> None:
    assert unfold(FIRST.split()) == FIRST


def test_a_page_in_an_object_gives_its_main_text() -> None:
    text = unfold({"html": f"<!doctype html><html><body><article>{HTML}</article></body></html>"})
    assert text is not None
    assert FIRST in text
