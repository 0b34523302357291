"""Code of the page: HTML, CSS, JavaScript, JSON, shortcodes.

Why it matters
    Code in running text is a sure sign of a broken extraction, and it breaks whatever reads the
    text as language.

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
    Articles about programming quote code; a line of code within a sentence is left alone.
"""

from __future__ import annotations

from corpus_qa.checks.chrome._examiner import examine
from corpus_qa.model import Check, Family, Pattern, Severity

CHECK = Check(
    id="CHR018",
    name="code-leftover",
    family=Family.CHROME,
    severity=Severity.WARNING,
    summary="code of the web page stands in the text",
    page=__doc__ or "",
    patterns=(
        Pattern(
            r"(?im)^[^\n]*</?(?:div|span|script|style|iframe|img|section|figure|"
            r"figcaption|blockquote|table|td|tr|ul|li|a|p|br|"
            r"h[1-6])(?: [a-z-]+=[^>\n]*)?/?>[^\n]*$",
            "HTML stands in the text.",
            suggestion="",
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
            r"(?im)^[^\n]*(?:window\.[a-z_]+ ?(?:=|\(|\.push)|document\.(?:write|"
            r"getelement|queryselector|cookie|createelement)|"
            r"function ?\([a-z, ]{0,40}\) ?\{|addeventlistener\(|googletag\.|dataLayer|"
            r"\$\(document\)|var [a-z_]\w* ?= ?[\[{\"'(]|<!\[cdata\[|\}\);)[^\n]*$",
            "JavaScript stands in the text.",
            suggestion="",
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
        Pattern(
            r"(?im)^[ \t]*(?:[.#@][a-z][\w-]*[^\n{.]{0,80}\{[^\n]*|"
            r"[a-z-]{3,24}: ?[^\n;{}]{1,60}(?:px|em|%|;|!important) ?;? ?\}?)[ \t]*$",
            "CSS stands in the text.",
            suggestion="",
            literals=("{", ";", "px", "em", "!important"),
        ),
        Pattern(
            r"(?im)^[^\n]*\"@(?:context|type)\" ?:[^\n]*$",
            "JSON stands in the text.",
            suggestion="",
        ),
        Pattern(
            r"(?im)^[^\n]*\[/?(?:caption|gallery|button|vc_[a-z_]+|et_pb_[a-z_]+|embed|youtube"
            r"|video|audio|playlist|ad|adrotate|sc|contact-form-7|shortcode|wp_[a-z_]+|figure"
            r"|blockquote|pullquote)(?: [a-z_-]+=[^\]\n]*)?\][^\n]*$",
            "A shortcode of a publishing system stands in the text.",
            suggestion="",
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
    examine=examine,
)
