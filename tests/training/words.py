"""How much each word at the beginning of a line speaks for furniture: a logistic regression."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import numpy as np
from training.texts import Labelled

from corpus_qa.checks.chrome._line_form import WORD_CHARACTERS, WORDS
from corpus_qa.checks.chrome._words import AROUND, folded

# A word that fewer sites use at the beginning of a line may be the name of one.
LEAST_SITES = 5
# A word that is the name of a site stays where so many sites use it: then it is a word, or a
# service that all link to.
LEAST_SITES_OF_NAME = 50
# Longer lines are paragraphs: their words tell a topic.
LONGEST = 250
# A weaker word is not worth its place.
LEAST_WEIGHT = 0.1
STEPS, RATE, SHRINK = 300, 0.1, 2e-5


def fit_words(articles: Iterable[Labelled]) -> dict[str, float]:
    """Return the weights of words; each line of a site counts once."""
    labels: dict[tuple[str, str], bool] = {}
    for article in articles:
        for line, label in zip(article.lines, article.labels, strict=True):
            text = line.strip()
            if label != "." and text and len(text) <= LONGEST:
                labels.setdefault((article.site, text), label == "f")
    lines = [_words(text) for _, text in labels]
    sites = _sites_of_words(labels)
    known = sorted(word for word, seen in sites.items() if len(seen) >= LEAST_SITES)
    weights = _fit(lines, np.array(list(labels.values()), np.float64), known)
    return {
        word: round(float(weight), 2)
        for word, weight in zip(known, weights, strict=True)
        if abs(weight) > LEAST_WEIGHT
    }


def without_names(weights: Mapping[str, float], articles: Iterable[Labelled]) -> dict[str, float]:
    """Leave out the words that are names of the articles' sites: a model is to name no site."""
    lines = [(article.site, line) for article in articles for line in article.lines]
    names = {part for site, _ in lines for part in site.split(".")}
    sites = _sites_of_words(lines)
    return {
        word: weight
        for word, weight in weights.items()
        if word not in names or len(sites[word]) >= LEAST_SITES_OF_NAME
    }


def _sites_of_words(lines: Iterable[tuple[str, str]]) -> Mapping[str, set[str]]:
    sites: dict[str, set[str]] = defaultdict(set)
    for site, text in lines:
        for word in _words(text):
            sites[word].add(site)
    return sites


def _words(text: str) -> list[str]:
    words = folded(text[:WORD_CHARACTERS]).split()[:WORDS]
    return [word.strip(AROUND) or word for word in words]


def _fit(lines: list[list[str]], labels: np.ndarray, known: list[str]) -> np.ndarray:
    """Descend along the gradient with momentum (Adam); furniture and article weigh the same."""
    index = {word: at for at, word in enumerate(known)}
    pairs = [(row, index[w]) for row, words in enumerate(lines) for w in words if w in index]
    row, word = np.array(pairs).T
    value = 1 / np.sqrt([max(len(words), 1) for words in lines])[row]
    share = labels.mean()
    weight = np.where(labels == 1, 0.5 / share, 0.5 / (1 - share)) / len(labels)
    theta, mean, square = (np.zeros(len(known) + 1) for _ in range(3))
    for step in range(1, STEPS + 1):
        score = np.bincount(row, value * theta[word], len(lines)) + theta[-1]
        error = (1 / (1 + np.exp(-score)) - labels) * weight
        gradient = np.append(np.bincount(word, value * error[row], len(known)), error.sum())
        gradient[:-1] += SHRINK * theta[:-1]
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.999 * square + 0.001 * gradient**2
        scaled = mean / (1 - 0.9**step) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
        theta -= RATE * scaled
    return theta[:-1]
