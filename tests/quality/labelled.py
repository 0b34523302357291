"""The labelled corpus: clean prose, near misses and damaged texts, and what to say of each."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from quality import damage
from quality.dated import dated_samples
from quality.sample import Sample

from corpus_qa.model import Family

HERE = Path(__file__).parent
PROSE_FAMILIES = (Family.ENCODING, Family.CHROME, Family.TRANSLATION, Family.CONTENT)
"""Families of which the plain prose is free. (It has no date.)"""

Damage = Callable[[str], str]


@dataclass(frozen=True)
class Kind:
    """A kind of damage: how it is done, to prose of which languages, to how many texts of each.

    Content is damaged in whole articles, and what only many words prove; the rest in single texts.
    """

    name: str
    family: Family
    damage: Damage
    languages: tuple[str, ...]
    each: int = 2
    whole: bool = False

    def texts(self, language: str) -> list[str]:
        """Return the clean texts that are to be damaged."""
        return (
            articles(language) if self.whole or self.family is Family.CONTENT else prose(language)
        )


def misreading(written: str, read: str) -> Damage:
    """Make the damage of reading text in the wrong charset."""
    return partial(damage.misread, written=written, read=read)


WESTERN = ("de", "fr", "es", "it", "pt")
ACCENTED = (*WESTERN, "pl", "cs", "tr")
KINDS = (
    Kind("mojibake", Family.ENCODING, misreading("utf-8", "cp1252"), (*ACCENTED, "en", "ru", "el")),
    Kind(
        "mojibake", Family.ENCODING, misreading("utf-8", "cp1252"), ("ar", "he", "hi", "zh", "ja")
    ),
    Kind("mojibake", Family.ENCODING, misreading("utf-8", "latin-1"), ("fr", "de", "es"), 1),
    Kind("mojibake", Family.ENCODING, misreading("utf-8", "mac_roman"), ("fr", "es", "pt"), 1),
    Kind("mojibake", Family.ENCODING, misreading("utf-8", "cp1250"), ("pl", "cs"), 2),
    Kind("mojibake", Family.ENCODING, misreading("utf-8", "cp1251"), ("ru",), 3),
    Kind("mojibake", Family.ENCODING, misreading("utf-8", "cp1253"), ("el",), 2),
    Kind("mojibake", Family.ENCODING, misreading("utf-8", "cp1254"), ("tr",), 2),
    Kind("mojibake", Family.ENCODING, misreading("utf-8", "cp437"), ("de", "es"), 2),
    Kind("mojibake", Family.ENCODING, damage.misread_twice, ("fr", "en", "pl"), 2),
    Kind("wrong-charset", Family.ENCODING, misreading("cp1251", "cp1252"), ("ru",), 3),
    Kind("wrong-charset", Family.ENCODING, misreading("koi8-r", "cp1251"), ("ru",), 3),
    Kind("wrong-charset", Family.ENCODING, misreading("cp1250", "cp1252"), ("pl", "cs"), 3),
    Kind("wrong-charset", Family.ENCODING, misreading("cp1253", "cp1252"), ("el",), 3),
    Kind("wrong-charset", Family.ENCODING, misreading("gbk", "cp1252"), ("zh",), 2),
    Kind("lost-letters", Family.ENCODING, damage.lose_letters, ACCENTED),
    Kind("lost-letters", Family.ENCODING, damage.lose_letters, ("ru", "el", "he", "zh"), 1),
    Kind("replacement", Family.ENCODING, damage.replace_letters, ("en", *WESTERN)),
    Kind("entities", Family.ENCODING, damage.escape_entities, ("en", *ACCENTED)),
    Kind("entities-twice", Family.ENCODING, damage.escape_entities_twice, ("en", "fr", "de"), 3),
    Kind("broken-entities", Family.ENCODING, damage.break_entities, ("en", "fr", "it"), 3),
    Kind("escapes", Family.ENCODING, damage.escape_letters, ("en", "fr", "pl", "ru")),
    Kind("controls", Family.ENCODING, damage.add_controls, ("en", "de", "ja")),
    Kind("c1-controls", Family.ENCODING, damage.add_c1_controls, ("en",), 6),
    Kind(
        "dropped-letters", Family.ENCODING, damage.drop_letters, (*WESTERN, "pl", "cs"), whole=True
    ),
    Kind("dropped-letters", Family.ENCODING, damage.drop_letters, ("ru", "el", "he"), 1),
    Kind("quoted-printable", Family.ENCODING, damage.print_quoted, ("en", "fr", "de", "ru")),
    Kind("misread-quote", Family.ENCODING, damage.misread_quotes, ("en",), 10),
    Kind("invisible-character", Family.ENCODING, damage.hide_zero_width, ("en", "de", "fr")),
    Kind("invisible-character", Family.ENCODING, damage.hyphenate_softly, ("en", "es", "pl")),
    Kind("decomposed-text", Family.ENCODING, damage.decompose, (*WESTERN, "cs", "el")),
    Kind("misplaced-bom", Family.ENCODING, damage.join_files, ("en", "fr", "ru", "de")),
    Kind("direction", Family.ENCODING, damage.turn_direction, ("en", "es", "pl")),
    Kind("homoglyph", Family.ENCODING, damage.swap_lookalikes, ("en", "it", "de")),
    Kind("detached-hyphen", Family.TRANSLATION, damage.detach_hyphens, ("en",), 8),
    Kind("detached-quote", Family.TRANSLATION, damage.detach_quotes, ("en",), 8),
    Kind("glued-words", Family.TRANSLATION, damage.glue_words, ("en",), 10),
    Kind("loop", Family.TRANSLATION, damage.loop, ("en", *WESTERN)),
    Kind("spun", Family.CONTENT, damage.spin, ("en",), 8),
    Kind("truncated", Family.CONTENT, damage.truncate, ("en",), 6),
    Kind("stopped-short", Family.CONTENT, damage.stop_short, ("en",), 12),
    Kind("truncated", Family.CONTENT, damage.truncate, (*WESTERN, "pl", "cs", "ru"), 1),
    Kind("repeated-paragraph", Family.CONTENT, damage.repeat_paragraph, ("en",), 6),
    Kind("repeated-paragraph", Family.CONTENT, damage.repeat_paragraph, (*WESTERN, "pl"), 1),
)


def labelled() -> list[Sample]:
    """Return all samples, in an order that never changes."""
    return [*clean_prose(), *damaged_prose(), *furnished(), *written(), *dated_samples()]


def prose(language: str) -> list[str]:
    """Read the clean texts of a language."""
    return [text.strip("\n") for text in read(HERE / "prose" / f"{language}.toml")["texts"]]


def articles(language: str) -> list[str]:
    """Join the clean texts of a language to articles of three or more."""
    texts = prose(language)
    starts = range(0, max(1, len(texts) - 2), 3)
    ends = [*starts[1:], len(texts)]
    return ["\n\n".join(texts[start:end]) for start, end in zip(starts, ends, strict=True)]


def languages() -> list[str]:
    """List the languages of the clean prose."""
    return sorted(path.stem for path in (HERE / "prose").glob("*.toml"))


def clean_prose() -> Iterator[Sample]:
    """Yield clean articles."""
    for language in languages():
        for number, text in enumerate(articles(language)):
            name = f"prose-{language}-{number}"
            yield Sample(name, "prose", {"text": text, "language": language}, silent=PROSE_FAMILIES)


def damaged_prose() -> Iterator[Sample]:
    """Yield texts damaged in each way, as many as each kind asks for of those that can be."""
    for number, kind in enumerate(KINDS):
        for language in kind.languages:
            texts = [(text, kind.damage(text)) for text in kind.texts(language)]
            hurt = [after for before, after in texts if after != before]
            for at, text in enumerate(hurt[: kind.each]):
                name = f"{kind.name}-{number}-{language}-{at}"
                article = {"text": text, "language": language}
                yield Sample(name, kind.name, article, kind.family)


def furnished() -> Iterator[Sample]:
    """Yield articles beside which a piece of page furniture stands."""
    for number, piece in enumerate(read(HERE / "written" / "chrome.toml")["furniture"]):
        language = piece.get("language", "en")
        texts = prose(language)
        paragraphs = [texts[(3 * number + step) % len(texts)] for step in range(3)]
        text, start = damage.furnish(paragraphs, piece["text"], piece["place"])
        article = {"text": text, "language": language}
        span = (start, start + len(piece["text"]))
        yield Sample(f"furniture-{number}", piece["kind"], article, Family.CHROME, span)


def written() -> Iterator[Sample]:
    """Yield what was written by hand: damaged texts, and clean ones that look like them."""
    for family in PROSE_FAMILIES:
        cases = read(HERE / "written" / f"{family}.toml")
        for number, case in enumerate(cases.get("flag", ())):
            yield Sample(f"{family}-flag-{number}", case["kind"], _article(case), family)
        for number, case in enumerate(cases["clean"]):
            name = f"{family}-clean-{number}"
            yield Sample(name, f"near-{case['kind']}", _article(case), silent=(family,))


def _article(case: Mapping[str, Any]) -> dict[str, Any]:
    return {"text": case["text"], "language": case.get("language", "en")}


def read(path: Path) -> dict[str, Any]:
    """Read a file of written texts."""
    return tomllib.loads(path.read_text(encoding="utf-8"))
