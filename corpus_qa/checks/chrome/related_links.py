"""Links to other articles: ``Read more:``, ``Related posts``, ``Most read``.

Why it matters
    Headlines of other articles are the most harmful leftover: they are good prose about other
    events. Summaries, topic models and duplicate detection treat them as part of the story.

Flagged
    Read more: Harbour ferry to return after winter repairs
    Related posts
    Most read
    Lesen Sie auch: Brücke bleibt bis Ostern gesperrt
    Lire aussi : le tramway revient en centre-ville
    For all of our harbour coverage, click here.

Clean
    Read more slowly, the teacher told the class, and the poem will open.
    The related costs were shared by both towns.
    Most read the letter twice before they signed it.

Limits
    A lone headline of another article, without words such as "Read more", reads like a subheading
    and is left alone within the article.

Repair
    Unsafe: such a heading may introduce what the article quotes.
"""

from __future__ import annotations

from corpus_qa.checks.chrome._examiner import examine
from corpus_qa.checks.chrome._kinds import Kind
from corpus_qa.checks.chrome._tables import languages_of
from corpus_qa.model import Check, Family, Pattern, Severity

# What stands before the headline of another article, and a colon, bar or arrow.
PROMPTS = (
    "read",
    "also read",
    "read also",
    "read more",
    "read next",
    "read this",
    "read it here",
    "see also",
    "also see",
    "see more",
    "more",
    "related",
    "related story",
    "related stories",
    "related article",
    "related articles",
    "related post",
    "related video",
    "related link",
    "related links",
    "related coverage",
    "recommended",
    "must read",
    "must-read",
    "don't miss",
    "don’t miss",
    "watch",
    "watch now",
    "watch live",
    "watch more",
    "listen",
    "listen now",
    "earlier",
    "previously",
    "up next",
    "in pictures",
    "in photos",
    "photos",
    "gallery",
    "from the archives",
    "further reading",
    "lesen sie auch",
    "lesen sie mehr",
    "lesen sie dazu",
    "lies auch",
    "auch interessant",
    "mehr dazu",
    "mehr zum thema",
    "passend dazu",
    "zum thema",
    "siehe auch",
    "lire aussi",
    "à lire",
    "à lire aussi",
    "lire également",
    "voir aussi",
    "écouter",
    "lee también",
    "lea también",
    "lea más",
    "leer más",
    "te puede interesar",
    "vea también",
    "ver también",
    "mira también",
    "leia também",
    "leia mais",
    "veja também",
    "saiba mais",
    "leggi anche",
    "leggi",
    "vedi anche",
    "guarda anche",
    "lees ook",
    "lees meer",
    "bekijk ook",
    "czytaj też",
    "czytaj także",
    "czytaj również",
    "czytaj więcej",
    "zobacz też",
    "zobacz także",
    "zobacz również",
    "читайте также",
    "читать также",
    "смотрите также",
    "baca juga",
    "les også",
    "læs også",
    "läs också",
    "läs även",
    "läs mer",
    "lue myös",
    "přečtěte si",
    "ilgili haber",
    "关联阅读",
    "相关阅读",
    "延伸阅读",
    "関連記事",
    "関連リンク",
    "あわせて読みたい",
    "관련기사",
)
ENDS_OF_PROMPTS = (":", " :", "：", " |", " »", " >", " ›")

CHECK = Check(
    id="CHR002",
    name="related-links",
    family=Family.CHROME,
    severity=Severity.WARNING,
    languages=languages_of("related-links"),
    summary="links to other articles in the text",
    page=__doc__ or "",
    patterns=(
        Pattern(
            r"(?im)^[^\n]{0,160}\bclick here[.!]*$|^(?:see|read|view|follow|more|our) full "
            r"coverage (?:of|here)\b[^\n]{0,80}$",
            literals=("click here", "full coverage"),
        ),
        Pattern(
            r"(?im)^[^\pL\pN\n]{0,4}(?:"
            + "|".join(PROMPTS)
            + r")(?:"
            + r" ?[:：]| [|»>›]"
            + r")\s?[^\s\n]"
            r"[^\n]{7,250}$",
            literals=tuple(words + end for words in PROMPTS for end in ENDS_OF_PROMPTS),
        ),
        Pattern(
            r"(?im)^[(\[](?:read|more|related|watch|see|also|mehr|lesen|lire|video|photos?|"
            r"graphic)\b[^\n]{0,20}"
            r"[:|][^\n]{0,200}[)\]]$",
            literals=tuple(
                mark + word
                for mark in "(["
                for word in (
                    "read",
                    "more",
                    "related",
                    "watch",
                    "see",
                    "also",
                    "mehr",
                    "lesen",
                    "lire",
                    "video",
                    "photo",
                    "graphic",
                )
            ),
        ),
        Pattern(
            r"(?im)^[^\n]{0,90}\b(?:more (?:stories|articles|news|coverage) (?:from|about|"
            r"on|by)|you (?:might|may) also (?:like|be interested)|"
            r"if you (?:liked|enjoyed) this|stories you (?:might|may) (?:have missed|"
            r"like))\b[^\n]{0,90}$",
            literals=(
                "more stories",
                "more articles",
                "more news",
                "more coverage",
                "you might also",
                "you may also",
                "if you liked this",
                "if you enjoyed this",
                "stories you might",
                "stories you may",
            ),
        ),
    ),
    examine_batch=examine,
)
KIND = Kind(CHECK, "Links to other articles in the text.")
