"""The text is not in the language that its record declares, or that its site uses.

Why it matters
    Everything that is done with an article (search, statistics, training) depends on its language.
    A Spanish body in a record that declares English was translated in part, or not at all.

Flagged
    The body is Spanish prose and the record says en.
    The body is in Japanese script, and all other articles of the site are in Latin script.

Clean
    The body is Spanish prose and the record says es, or says nothing.

Limits
    Compared with the record: only long texts, and only where function words of one language are
    frequent and those of the other are missing. Close relatives (Czech and Slovak, Danish and
    Norwegian) are not distinguished. Compared with the site: only the script counts, and at least
    98 % of 20 or more articles must be in Latin script; articles without a site are compared with
    each other.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from corpus_qa.checks.translation._reading import Part, Reading
from corpus_qa.checks.translation.foreign_script import OTHERS
from corpus_qa.checks.translation.machine_translation_evidence import examine
from corpus_qa.checks.translation.other_language import ENGLISH, WORD, language_of
from corpus_qa.model import ALL_LANGUAGES, Article, Check, CorpusQuery, Evidence, Family, Severity
from corpus_qa.text.language import by_small_words

# The tags under which each language of the tables, and its near relatives, travel.
TAGS: Mapping[str, str] = {
    "Spanish": "es gl ca ast an", "French": "fr oc wa br", "German": "de lb gsw nds",
    "Italian": "it sc scn co", "Portuguese": "pt gl", "Dutch": "nl af fy li",
    "Polish": "pl szl csb", "Czech": "cs sk", "Swedish": "sv da no nb nn",
    "Danish or Norwegian": "da no nb nn sv", "Icelandic": "is fo", "Romanian": "ro mo",
    "Hungarian": "hu", "Turkish": "tr az tk", "Finnish": "fi et", "Indonesian": "id ms jv su",
    "Hausa": "ha", "English": "en sco pcm jam",
}  # fmt: skip
# Languages in other letters cannot be mistaken for one of the tables.
KNOWN = OTHERS | {tag for tags in TAGS.values() for tag in tags.split()}
LONG = 400
SAMPLE = 1500
ENGLISH_SHARE = 0.15


def find(reading: Reading) -> Iterator[Evidence]:
    """Yield the article's language where it differs from the declared one."""
    if len(reading.text) < LONG:
        return
    tag = declared_language(reading.article)
    declared = tag.lower().replace("_", "-").split("-")[0]
    if not declared:
        return
    if declared == "en" and reading.is_english_at_a_glance:
        return
    sample = reading.text[:SAMPLE]
    words = WORD.findall(sample.lower())
    english = sum(word in ENGLISH for word in words) >= ENGLISH_SHARE * len(words)
    language = "English" if words and english else language_of(sample) or _by_small_words(sample)
    if language is None or declared in TAGS[language].split():
        return
    message = f"The record declares the language “{tag}”, but the text is {language}."
    yield Evidence(CHECK.id, message)


def _by_small_words(sample: str) -> str | None:
    """Return the language whose function words stand out, even if there are few."""
    tag = by_small_words(sample)
    return next((name for name, tags in TAGS.items() if tags.split()[0] == tag), None)


def declared_language(article: Article) -> str:
    """Return the language that the input states; ``language`` itself may have been measured."""
    extra = article.extra or ""
    if '"declared_language"' in extra:
        return str(json.loads(extra)["declared_language"])
    return article.language or ""


# Articles that name no site are compared with each other.
SITES = CorpusQuery(
    """
WITH sites AS (
  SELECT COALESCE(site, '') AS place, COUNT(*) AS articles,
    COUNT(*) FILTER (WHERE latin_share < $latin_text) AS others
  FROM signals GROUP BY place
)
SELECT s."row",
  'The text is not in Latin script, but ' || (p.articles - p.others) || ' of '
    || p.articles || ' articles ' || COALESCE('of ' || s.site, 'without a site')
    || ' are: it seems to be untranslated.' AS message
FROM signals s
JOIN sites p ON COALESCE(s.site, '') = p.place
WHERE s.latin_share < $latin_text
  AND p.articles >= $latin_site AND p.others <= $latin_site_others * p.articles
""",
    needs=("latin_share",),
    limits={
        # A text with fewer of its letters in Latin is in another script.
        "latin_text": 0.5,
        # So many articles make a site one in Latin letters, if at most this share has others.
        "latin_site": 20,
        "latin_site_others": 0.02,
    },
)

CHECK = Check(
    id="TRN018",
    name="wrong-language",
    family=Family.TRANSLATION,
    severity=Severity.WARNING,
    languages=ALL_LANGUAGES,
    summary="the text is not in the declared language",
    page=__doc__ or "",
    signals=("latin_share",),
    examine=examine,
    corpus=SITES,
)
PART = Part(CHECK, find, always=True, weight=2.0)
