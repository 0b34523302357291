"""Labelled articles, and variations of them that training adds.

Pages are cut to what extractors leave of them: the article, and some of the furniture next to it.
Paragraphs of articles are set as lists, headings, verse, dialogue and tables, which are content.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

CROPS, RESHAPES = 1, 1
PARAGRAPH = 60


@dataclass(frozen=True, slots=True)
class Labelled:
    """The lines of an article, and a letter for each, as ``make_model`` describes them.

    ``group`` and ``language`` say where it is from; what is made of it keeps them.
    """

    lines: Sequence[str]
    labels: str
    title: str
    site: str
    form: str
    group: str = ""
    language: str = ""


def varied(articles: Sequence[Labelled], seed: int) -> list[Labelled]:
    """Return the articles and their variations."""
    random = Random(seed)  # noqa: S311 - variations, not secrets
    found = []
    for article in articles:
        found.append(article)
        if article.form == "page":
            crops = [_cropped(article, random) for _ in range(CROPS)]
            found += [*crops, replace(_reshaped(crops[0], random), form="crop")]
        elif "f" not in article.labels:
            found += [_reshaped(article, random) for _ in range(RESHAPES)]
    return [article for article in found if "a" in article.labels]


def _cropped(page: Labelled, random: Random) -> Labelled:
    """Keep the article of a page, and pieces of the furniture before, within and after it."""
    body = [at for at, label in enumerate(page.labels) if label == "a"]
    if not body:
        return replace(page, lines=(), labels="", form="crop")
    furniture = [at for at, label in enumerate(page.labels) if label == "f"]
    before = [at for at in furniture if at < body[0]]
    within = [at for at in furniture if body[0] < at < body[-1]]
    after = [at for at in furniture if at > body[-1]]
    keep = set(body)
    keep.update(_piece(before, random, is_at_end=True), _piece(after, random, is_at_end=False))
    share = random.choice((0, 0.3, 0.8, 1))
    for run in _runs(within):
        if random.random() < share:
            keep.update(run)
    blank = random.random() < 0.5
    mark = random.choice(("", "", "- "))
    lines: list[str] = []
    labels: list[str] = []
    for at, line in enumerate(page.lines):
        if at in keep or (blank and not line.strip() and lines and lines[-1].strip()):
            text = line.strip()
            lines.append(mark + text[1:].lstrip() if text[:1] in {"•", "*"} else text)
            labels.append(page.labels[at] if line.strip() else ".")
    return replace(page, lines=lines, labels="".join(labels), form="crop")


def _piece(numbers: Sequence[int], random: Random, *, is_at_end: bool) -> Sequence[int]:
    """Return a piece of a run of furniture, most often the one next to the article."""
    if not numbers or random.random() < 0.3:
        return ()
    size = min(len(numbers), int(random.paretovariate(1) * 2))
    if random.random() < 0.6:
        return numbers[-size:] if is_at_end else numbers[:size]
    start = random.randrange(len(numbers))
    return numbers[start : start + size]


def _runs(numbers: Sequence[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number - runs[-1][-1] <= 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


def _reshaped(article: Labelled, random: Random) -> Labelled:
    """Set some of the paragraphs of an article in another form."""
    paragraphs = [
        at
        for at, (line, label) in enumerate(zip(article.lines, article.labels, strict=True))
        if label == "a" and len(line) > PARAGRAPH
    ]
    if not paragraphs:
        return replace(article, form="reshaped")
    start = random.randrange(len(paragraphs))
    chosen = set(paragraphs[start : start + random.randint(1, 6)])
    shape = random.choice(SHAPES)
    lines, labels = [], ""
    for at, (line, label) in enumerate(zip(article.lines, article.labels, strict=True)):
        set_anew = list(shape(line.split(), random)) if at in chosen else [line]
        lines += set_anew
        labels += label * len(set_anew)
    return replace(article, lines=lines, labels=labels, form="reshaped")


def _cut(words: Sequence[str], random: Random, least: int, most: int) -> Iterator[str]:
    at = 0
    while at < len(words):
        size = random.randint(least, most)
        yield " ".join(words[at : at + size])
        at += size


def _wrapped(words: Sequence[str], random: Random) -> Iterator[str]:
    yield from _cut(words, random, 7, 12)


def _verse(words: Sequence[str], random: Random) -> Iterator[str]:
    for line in _cut(words, random, 4, 9):
        yield line[:1].upper() + line[1:].rstrip(".")


def _list(words: Sequence[str], random: Random) -> Iterator[str]:
    mark = random.choice(("- ", "• ", "* ", "", "  • "))
    for line in _cut(words, random, 1, 9):
        yield mark + line.strip(",.;:")


def _recipe(words: Sequence[str], random: Random) -> Iterator[str]:
    yield random.choice(("Ingredients", "Method", "What you need", "Zutaten", "Serves 4"))
    for line in _cut(words, random, 2, 5):
        measure = random.choice(("g", "cups", "tbsp", "ml"))
        yield f"{random.randint(1, 500)} {measure} {line.lower()}"


def _headed(words: Sequence[str], random: Random) -> Iterator[str]:
    heading = " ".join(words[: random.randint(2, 8)]).strip(",.;:")
    yield random.choice((heading, heading.title(), heading.upper(), heading + ":", heading + "?"))
    yield " ".join(words)


def _dialogue(words: Sequence[str], random: Random) -> Iterator[str]:
    names = [word for word in words if word.istitle()][:2] or ["Q", "A"]
    for number, line in enumerate(_cut(words, random, 3, 14)):
        yield f"{names[number % len(names)].strip(',.')}: {line}"


def _table(words: Sequence[str], random: Random) -> Iterator[str]:
    names = [word.strip(",.;:") for word in words if word.istitle()] or list(words)
    pattern = random.choice(("{} {}", "{} {}-{}", "{}\t{}\t{}", "{}: {}%", "| {} | {} | {} |"))
    for _ in range(random.randint(3, 12)):
        yield pattern.format(random.choice(names), random.randint(0, 99), random.randint(0, 99))


def _facts(words: Sequence[str], random: Random) -> Iterator[str]:
    mark = random.choice(("", "- ", "• "))
    yield random.choice(("At a glance", "Key facts:", "Details", "Auf einen Blick", "En bref"))
    for line in _cut(words, random, 3, 9):
        name, _, value = line.partition(" ")
        yield f"{mark}{name.strip(',.;:').capitalize()}: {value}"


def _listing(words: Sequence[str], random: Random) -> Iterator[str]:
    prompt = random.choice(("$ ", "> ", ">>> ", "", "    "))
    joint, end = random.choice((" ", "_", " = ", ".", "(")), random.choice((";", "()", ")", ""))
    for line in _cut(words, random, 2, 4):
        yield prompt + joint.join(line.lower().strip(",.;:").split()) + end


def _moments(words: Sequence[str], random: Random) -> Iterator[str]:
    end = random.choice((" a.m.", " p.m.", " Uhr", "", " ET"))
    for line in _cut(words, random, 8, 30):
        yield f"{random.randint(1, 12)}:{random.randint(10, 59)}{end}"
        yield line


SHAPES = (
    _wrapped,
    _verse,
    _list,
    _recipe,
    _headed,
    _dialogue,
    _table,
    _facts,
    _listing,
    _moments,
)
