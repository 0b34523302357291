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
        ),
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
