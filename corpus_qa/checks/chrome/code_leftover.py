"""Web page code: HTML, CSS, JavaScript, JSON, shortcodes.

Why it matters
    Code in running text is a sure sign of a broken extraction, and it breaks tools that expect
    natural language.

Flagged
    <div class="share-buttons">
    window.dataLayer = window.dataLayer || [];
    .article-body { margin: 0 auto; }
    {"@context": "https://schema.org", "@type": "NewsArticle"}
    [caption id="attachment_12" align="alignleft"]

Clean
    In HTML, the tag <b> makes words bold.
    He typed print("hello") and waited.
    The set {2, 3, 5, 7} holds the first primes.
    Prices rose <5 percent in March and >7 percent in May.

Limits
    Articles about programming quote code; code within a sentence is left alone.

Repair
    Unsafe: the words may belong to the article.
"""

from __future__ import annotations

from corpus_qa.checks.chrome._examiner import examine
from corpus_qa.checks.chrome._kinds import Kind
from corpus_qa.model import ALL_LANGUAGES, Check, Family, Pattern, Severity

# What stands before and after the name of a tag in prose about tags, as in "the tag <b> makes".
AROUND_NAMES = " \"'“”‘’`(),.;:?!"


def is_markup(text: str, start: int, end: int) -> bool:
    """Return whether a tag marks the words around it, rather than being named among them."""
    if " " in text[start:end] or text.startswith("</", start):
        return True
    before, after = text[max(start - 1, 0) : start], text[end : end + 1]
    return not (before and before in AROUND_NAMES and after and after in AROUND_NAMES)


CHECK = Check(
    id="CHR018",
    name="code-leftover",
    family=Family.CHROME,
    severity=Severity.WARNING,
    languages=ALL_LANGUAGES,
    summary="web page code in the text",
    page=__doc__ or "",
    patterns=(
        Pattern(
            r"(?i)</?(?:div|span|script|style|iframe|img|section|figure|figcaption|blockquote|"
            r"table|td|tr|ul|li|a|p|br|h[1-6])(?: [a-z-]+=[^>\n]*)?/?>",
            literals=(
                "<div",
                "</div",
                "<span",
                "</span",
                "<script",
                "</script",
                "<style",
                "</style",
                "<iframe",
                "</iframe",
                "<img",
                "<section",
                "</section",
                "<figure",
                "</figure",
                "<figcaption",
                "</figcaption",
                "<blockquote",
                "</blockquote",
                "<table",
                "</table",
                "<td",
                "</td",
                "<tr",
                "</tr",
                "<ul",
                "</ul",
                "<li>",
                "</li",
                "<a ",
                "</a>",
                "<p>",
                "<p ",
                "</p>",
                "<br",
                "<h1",
                "<h2",
                "<h3",
                "</h",
            ),
            confirm=is_markup,
        ),
        Pattern(
            r"(?i)<(?:b|i|u|em|strong|small|sub|sup|cite|mark|font[^>\n]{0,60})>[^<>\n]{1,200}"
            r"</(?:b|i|u|em|strong|small|sub|sup|cite|mark|font)>",
            literals=("<b>", "<i>", "<u>", "<em>", "<strong", "<s", "<cite", "<mark", "<font"),
        ),
        Pattern(r"<!--[^\n]{0,200}-->", literals=("<!--",)),
        Pattern(
            r"(?i)\[(?:url|img|quote|size|color|code|center|left|right)(?:=[^\]\n]{1,200})?\]"
            r"[^\[\n]{0,200}\[/|\[([biu])\][^\[\n]{1,200}\[/[biu]\]",
            literals=(
                "[url",
                "[img",
                "[quote",
                "[size",
                "[color",
                "[code",
                "[center",
                "[left",
                "[right",
                "[/b]",
                "[/i]",
                "[/u]",
            ),
        ),
        Pattern(r"!\[[^\]\n]{0,200}\]\([^)\s]{1,300}\)", literals=("](",)),
        Pattern(
            r"""(?m)^\{"[a-z_]{1,40}" ?: ?[\[{"]|^\['[^'\n]{20,}', ['"]|"""
            r"""^\["[^"\n]{20,}", ?["]""",
            literals=('{"', "['", '["'),
        ),
        Pattern(
            r"(?i)[.#@][a-z][\w-]{2,60}(?:[ ,>:.#()-]{0,3}[\w-]{1,40}){0,4} ?\{ ?[a-z-]{3,40} ?: ?"
            r"[^{}\n]{1,200}\}",
            literals=("{",),
        ),
        Pattern(r"\$\$[A-Z]{3,12}_\d{1,4}\$\$"),
        Pattern(
            r"(?i)(?:window\.[a-z_]+ ?(?:=|\(|\.push)|document\.(?:write|getelement|queryselector|"
            r"cookie|createelement)|function ?\([a-z, ]{0,40}\) ?\{|addeventlistener\(|"
            r"googletag\.|datalayer|\$\(document\)|"
            r"""var [a-z_]\w* ?= ?[\[{"'(]|<!\[cdata\[|\}\);)""",
            literals=(
                "window.",
                "document.",
                "function(",
                "function (",
                "addeventlistener(",
                "googletag.",
                "datalayer",
                "$(document",
                "var ",
                "<![cdata[",
                "});",
            ),
        ),
        Pattern(r"(?im)^[ \t]*[.#@][a-z][\w-]*[^\n{.]{0,80}\{[^\n]*$", literals=("{",)),
        Pattern(r"(?i)\"@(?:context|type)\" ?:"),
        Pattern(
            r"(?i)\[/?(?:caption|gallery|button|vc_[a-z_]+|et_pb_[a-z_]+|embed|youtube|video|"
            r"audio|playlist|ad|adrotate|sc|contact-form-7|shortcode|wp_[a-z_]+|figure|blockquote|"
            r"pullquote)(?: [a-z_-]+=[^\]\n]*)?\]",
            literals=(
                "[caption",
                "[/caption",
                "[gallery",
                "[button",
                "[/button",
                "[vc_",
                "[/vc_",
                "[et_pb",
                "[/et_pb",
                "[embed",
                "[/embed",
                "[youtube",
                "[/youtube",
                "[video",
                "[/video",
                "[audio",
                "[/audio",
                "[playlist",
                "[ad",
                "[sc",
                "[contact-form",
                "[shortcode",
                "[wp_",
                "[figure",
                "[/figure",
                "[blockquote",
                "[/blockquote",
                "[pullquote",
                "[/pullquote",
            ),
        ),
    ),
    examine_batch=examine,
)
KIND = Kind(CHECK, "Web page code in the text.", inline=True, code=True)
