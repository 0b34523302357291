"""Generated English articles for benchmarks: grammatical, varied, as long as news articles.

Speed depends on the length of texts, words and lines, on punctuation, on known words, and on how
many texts hold something beyond ASCII; these follow what news articles have. Sentences are put
together from parts, so that two articles have hardly five words in a row in common. A stated share
of the articles holds a defect, so that checks have something to do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random

TEMPLATES = (
    "The {adjective} {noun} of {place} {past} the {noun} {where} {place} {when}.",
    "{name}, who runs the {noun} in {place}, said that the {adjective} {noun} had {past} a {noun}.",
    "“We {past} the {noun}: it was {adjective},” said {name}, {where} {place} {when}.",
    "{when_first}, {name} {past} a {adjective} {noun}, and the {noun} {past} it {where} {place}.",
    "About {number} people {past} the {noun} {where} {place}, {number} more than {when}.",
    "A {noun} that {past} the {adjective} {noun} was found {where} {place}, {name} said.",
    "Neither the {noun} nor the {adjective} {noun} {past} what {name} had promised {when}.",
    "The {noun} costs {number} crowns, and {name} thinks that the {noun} is {adjective}.",
    "For {number} years the {noun} {where} {place} has been {adjective}; {name} {past} it {when}.",
    "“It is a {adjective} {noun},” {name} said, “but no {noun} in {place} {past} one.”",
    "When the {noun} {past} the {noun}, {name} was {where} {place} with a {adjective} {noun}.",
    "Officials in {place} {past} the {adjective} {noun} {when} and asked {name} for a {noun}.",
)
PARTS: Mapping[str, tuple[str, ...]] = {
    "adjective": tuple(
        "new quiet narrow public small local heavy early careful open broken empty wooden long "
        "bright cold famous gentle honest large modern pale patient plain rare rough safe "
        "serious short simple slow steady strange strong tall warm wide young".split()
    ),
    "noun": tuple(
        "council teacher harbour library market driver garden school farmer ferry doctor "
        "factory river station museum bakery lawyer church engine winter letter kitchen painter "
        "mountain window voter student newspaper forest village theatre hospital orchestra budget "
        "contract captain reporter island festival tunnel report archive committee lighthouse road "
        "referee workshop cellar meadow carpenter prison airport clock reservoir vineyard".split()
    ),
    "past": tuple(
        "closed painted repaired visited praised refused measured bought sold followed saved "
        "changed moved watched counted cleaned described defended designed discussed examined "
        "explained finished improved inspected joined lost missed named ordered planned protected "
        "reached rejected remembered replaced reported restored studied supported tested".split()
    ),
    "where": ("in", "near", "outside", "north of", "beside", "above", "opposite", "east of"),
    "when": (
        "on Monday",
        "last week",
        "in the spring",
        "on Thursday evening",
        "two years ago",
        "in March",
        "before the storm",
        "after the vote",
        "at noon",
        "during the fair",
        "in October",
        "overnight",
    ),
    "when_first": (
        "On Monday",
        "Last week",
        "In the spring",
        "Two years ago",
        "In March",
        "At noon",
    ),
    "first": tuple(
        "Ilse Tomas Berta Odile Ruben Mirja Casper Hanne Goran Tilda Edwin Paola".split()
    ),
    "last": tuple("Varga Lindqvist Roake Harbin Okoro Pell Marchetti Dunmore Sorel Brandt".split()),
    "syllable": tuple(
        "am ble ford sand holm tarn neth er by cross wat pell ober warth dun mor".split()
    ),
}
DEFECTS = (
    "Share this article",
    "He spoke of a 30 -day pause on Monday.",
    "The cafÃ© stayed closed, and so did the schoolâ€™s kitchen.",
    "Sign up for our newsletter and never miss a story.",
    "The mayor didn&#39;t answer &amp;amp; left.",
)
# One article in so many holds a defect.
DEFECT_EVERY = 10


def sentence(random: Random) -> str:
    """Return a sentence of eight to thirty words."""
    filled = random.choice(TEMPLATES)
    while "{" in filled:
        before, rest = filled.split("{", 1)
        name, after = rest.split("}", 1)
        filled = before + part(random, name) + after
    return filled


def part(random: Random, name: str) -> str:
    """Return words for a place in a template."""
    if name == "number":
        return str(random.randint(3, 4_000))
    if name == "name":
        return f"{random.choice(PARTS['first'])} {random.choice(PARTS['last'])}"
    if name == "place":
        return "".join(random.choices(PARTS["syllable"], k=random.randint(2, 3))).capitalize()
    return random.choice(PARTS[name])


def generate(count: int, seed: int = 7) -> Iterator[Mapping[str, str]]:
    """Yield ``count`` articles with ``id``, ``title``, ``site``, ``published`` and ``text``."""
    random = Random(seed)  # noqa: S311 - the same articles in every run
    for number in range(count):
        paragraphs = [
            " ".join(sentence(random) for _ in range(random.randint(1, 4)))
            for _ in range(random.randint(4, 20))
        ]
        if number % DEFECT_EVERY == 0:
            paragraphs.insert(random.randrange(1, len(paragraphs)), random.choice(DEFECTS))
        yield {
            "id": f"n{number}",
            "title": sentence(random).rstrip("."),
            "site": f"outlet{number % 7}.example",
            "published": f"2026-02-{1 + number % 28:02d}T08:00:00Z",
            "text": "\n\n".join(paragraphs),
        }


# What scraped news articles are like, measured on 1,306 of them: 23 lines that are not empty, of
# which a fifth have less than 80 characters; a quarter of the lines have more than 300. Every
# thirtieth line is furniture.
LINES, SHORT_SHARE, LONG_SHARE, FURNITURE_SHARE = 23, 0.15, 0.3, 1 / 30
FURNITURE = (
    "Advertisement",
    "Related: {headline}",
    "Read more: {headline}",
    "Image caption {headline}",
    "{headline}",
    "Share this article",
    "Sign up for our morning newsletter and get the news of the harbour in your inbox.",
    "Follow us on Twitter",
    "Story continues below",
    "12 comments",
)


def scraped(count: int, seed: int = 7) -> Iterator[Mapping[str, str]]:
    """Yield articles with the layout that scraped ones have, as ``generate`` does."""
    random = Random(seed)  # noqa: S311 - the same articles in every run
    for article in generate(count, seed):
        lines = [scraped_line(random) for _ in range(random.randint(LINES // 3, LINES * 5 // 3))]
        yield {**article, "text": "\n\n".join(lines)}


def scraped_line(random: Random) -> str:
    """Return a heading, a paragraph or a line of furniture."""
    kind = random.random()
    if kind < FURNITURE_SHARE:
        headline = sentence(random).rstrip(".")
        return random.choice(FURNITURE).format(headline=headline)
    if kind < FURNITURE_SHARE + SHORT_SHARE:
        return " ".join(sentence(random).split()[: random.randint(2, 8)])
    most = 6 if random.random() < LONG_SHARE else 3
    return " ".join(sentence(random) for _ in range(random.randint(1, most)))
