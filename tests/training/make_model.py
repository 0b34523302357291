"""Make the model of site chrome from a folder of articles whose lines are labelled.

    PYTHONPATH=tests python -m training.make_model FOLDER --out corpus_qa/checks/chrome

It needs the extra ``dev`` of this package. The folder holds JSON lines (``*.jsonl``), one
article each: ``text``, ``title`` (or null), ``site``, ``form`` (``page`` for all that a page shows,
``extract`` for what an extractor left of it), ``lines``, one letter for each line, and for the
tables ``group`` and ``language``. Letters: ``f`` furniture of the site, ``a`` article, ``m`` about
the article (byline, date, credit, caption, correction), ``u`` undecided, ``.`` empty.
``fit: false`` leaves an article out of the model, for texts that may be measured only;
``sample: true`` marks the articles by which the thresholds are set, like those the tool is for.

Nothing of the texts is stored but the weights of hashes of n-grams. The same folder gives the same
model on the same machine. N-grams are fitted first; the trees see scores of n-grams that were
fitted without the site of a line, as the model will meet sites that it has not seen. The least
probability for a warning is where the articles of a fifth of the sites, judged by a model of the
others, give the wanted precision. ``--tables`` leaves out whole groups and languages, too.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from scipy.sparse import csr_matrix
from training.ngrams import Weights, fit_weights, matrix_of
from training.texts import Labelled, varied
from training.trees import as_arrays, fit_trees

from corpus_qa.arrays import text_array
from corpus_qa.checks.chrome._decision import certain_lines
from corpus_qa.checks.chrome._features import NAMES, measure
from corpus_qa.checks.chrome._kinds import kinds
from corpus_qa.checks.chrome._lines import Matrix
from corpus_qa.checks.chrome._model import KIND, gram_scores
from corpus_qa.checks.chrome._reading import Reading, read
from corpus_qa.model import Hit
from corpus_qa.text.screen import Screen

FOLDS, INNER = 4, 2
# How much a line counts: what an extractor left is what the model is for.
IMPORTANCE = {"page": 0.05, "crop": 0.25, "extract": 1.0, "reshaped": 0.25}
# The least precision of warnings and the greatest share of article lines; the same of notes. They
# hold for models of three quarters of the sites: the model of all of them is better.
WARNING, NOTE = (0.97, 0.0025), (0.85, 0.02)

Decision = Callable[[Reading, Matrix, float], npt.NDArray[np.bool_]]

# An article, whether the model may be fitted to it, whether it is one of the sample.
Read = tuple[Labelled, bool, bool]
Letters = npt.NDArray[np.str_]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """All lines of all articles: what was read of them, their n-grams, and their labels."""

    reading: Reading
    titles: pa.Array
    ngrams: csr_matrix
    letters: Letters
    importance: Matrix
    fit: Flags
    site: Letters
    group: Letters
    language: Letters
    judged: Flags
    """Lines of articles as they were read, not of variations."""
    sample: Flags
    """Those of them by which the thresholds are set."""

    def rows(self, scores: Matrix, known: Sequence[str]) -> tuple[Flags, Matrix]:
        """Return which lines are measured, and their numbers, given the scores of n-grams."""
        at, rows = measure(self.reading, self.titles, scores, known)
        measured = np.zeros(len(self.letters), np.bool_)
        measured[at] = True
        return measured, rows


def load(folder: Path) -> list[Read]:
    """Read the labelled articles of a folder.

    Raises:
        ValueError: An article has not one letter for each of its lines.
    """
    articles = []
    for path in sorted(folder.glob("*.jsonl")):
        for text in filter(None, path.read_text("utf-8").split("\n")):
            row = json.loads(text)
            lines = tuple(row["text"].split("\n"))
            if len(lines) != len(row["lines"]):
                msg = f"{path}: {len(lines)} lines and {len(row['lines'])} letters"
                raise ValueError(msg)
            article = Labelled(
                lines,
                row["lines"],
                row["title"] or "",
                row["site"],
                row["form"],
                row.get("group", ""),
                row.get("language") or "?",
            )
            articles.append((article, row.get("fit", True), row.get("sample", False)))
    return articles


def table_of(articles: Sequence[Read], seed: int) -> Table:
    """Read all articles and their variations into one table."""
    fitted = [article for article, fit, _ in articles if fit]
    others = [article for article, fit, _ in articles if not fit]
    everything = [*varied(fitted, seed), *others]
    originals = {id(article) for article, _, _ in articles}
    samples = {id(article) for article, _, sample in articles if sample}
    column = text_array(["\n".join(one.lines) for one in everything], pa.large_string())
    reading = read(column, _hits(column))
    lines = reading.lines
    places = list(zip(lines.article.tolist(), lines.number.tolist(), strict=True))
    of = lambda name: np.array([getattr(one, name) for one in everything])[lines.article]  # noqa: E731
    importance = np.array([IMPORTANCE[one.form] for one in everything], np.float32)
    extracts = [id(one) in originals and one.form == "extract" for one in everything]
    return Table(
        reading=reading,
        titles=text_array([one.title for one in everything], pa.large_string()),
        ngrams=matrix_of(reading),
        letters=np.array([everything[article].labels[number] for article, number in places]),
        importance=importance[lines.article],
        fit=(np.arange(len(everything)) < len(everything) - len(others))[lines.article],
        site=of("site"),
        group=of("group"),
        language=of("language"),
        judged=np.array(extracts)[lines.article],
        sample=np.array([id(one) in samples for one in everything])[lines.article],
    )


def _hits(column: pa.Array) -> Mapping[int, Sequence[Hit]]:
    """Return the matches of the patterns of the family, by row."""
    checks = [kind.check for kind in kinds().values()]
    owners = [(check, at) for check in checks for at in range(len(check.patterns))]
    patterns = [check.patterns[at] for check, at in owners]
    screen = Screen([p.regex for p in patterns], [p.literals for p in patterns])
    hits: dict[int, list[Hit]] = {}
    for match in screen.find(column):
        check, at = owners[match.pattern]
        confirm = check.patterns[at].confirm
        if confirm and not confirm(column[match.row].as_py(), match.start, match.end):
            continue
        hits.setdefault(match.row, []).append(Hit(check.id, at, "text", match.start, match.end))
    return hits


def known_kinds() -> tuple[str, ...]:
    """Return the kinds that the model is told of a line."""
    return tuple(kinds())


def folds_of(names: Letters, count: int) -> npt.NDArray[np.int64]:
    """Deal names into folds, the same way each time."""
    unique = np.unique(names)
    fold = np.random.default_rng(3).permutation(len(unique)) % count
    return fold[np.searchsorted(unique, names)]


def fit_on(table: Table, chosen: Flags, seed: int) -> tuple[Weights, Any, Matrix]:
    """Fit n-grams and trees to the chosen lines; return them and what they say of all lines."""
    labelled = chosen & table.fit & np.isin(table.letters, ("f", "a", "m"))
    is_furniture = (table.letters == "f").astype(np.float32)
    inner = folds_of(table.site, INNER)

    def fitted(lines: Flags) -> Weights:
        at = np.flatnonzero(lines)
        return fit_weights(table.ngrams[at], is_furniture[at], table.importance[at])

    final = fitted(labelled)
    scores = gram_scores(table.reading, final.dense(), final.bias)
    sites = np.isin(table.site, np.unique(table.site[labelled]))
    for part in range(INNER):
        without = fitted(labelled & (inner != part))
        mine = sites & (inner == part)
        scores[mine] = gram_scores(table.reading, without.dense(), without.bias)[mine]
    measured, rows = table.rows(scores, known_kinds())
    use = labelled & measured
    trees = fit_trees(rows[use[measured]], is_furniture[use], table.importance[use], seed)
    probability = np.zeros(len(scores), np.float32)
    probability[measured] = trees.predict(rows)
    return final, trees, probability


def held_out(table: Table, parts: npt.NDArray[Any], seed: int, only: Flags) -> Matrix:
    """Return how probable each line is site chrome, by a model of the other parts."""
    probability = np.zeros(len(table.letters), np.float32)
    for part in np.unique(parts[only]):
        mine = only & (parts == part)
        same_site = np.isin(table.site, np.unique(table.site[mine]))
        probability[mine] = fit_on(table, (parts != part) & ~same_site, seed)[2][mine]
    return probability


def least(
    table: Table, probability: Matrix, precision: float, flagged: float, decide: Decision
) -> float:
    """Return the least probability at which so many of the flagged lines are furniture."""
    furniture = table.sample & (table.letters == "f")
    article = table.sample & (table.letters == "a")
    for step in range(20, 100):
        mark = decide(table.reading, probability, step / 100)
        right, wrong = int((mark & furniture).sum()), int((mark & article).sum())
        if right and right >= precision * (right + wrong) and wrong <= flagged * article.sum():
            return step / 100
    return 1.0


def figures(table: Table, flagged: Flags, among: Flags) -> str:
    """Return precision, recall and the share of article lines that are flagged."""
    furniture = among & (table.letters == "f")
    article = among & (table.letters == "a")
    right, wrong = int((flagged & furniture).sum()), int((flagged & article).sum())
    return (
        f"lines {int((furniture | article).sum()):6} P {right / max(1, right + wrong):.3f} "
        f"R {right / max(1, int(furniture.sum())):.3f} "
        f"article lines {100 * wrong / max(1, int(article.sum())):.2f} %"
    )


def arrays_of(weights: Weights, trees: Any, warning: float, note: float) -> dict[str, Any]:
    """Return the arrays of ``model.npz``."""
    return {
        "names": np.array((*NAMES, *(f"{KIND}{kind}" for kind in known_kinds()))),
        "grams": weights.grams,
        "weights": weights.values,
        "scale": np.float32(weights.scale),
        "bias": np.float32(weights.bias),
        "warning": np.float32(warning),
        "note": np.float32(note),
        **as_arrays(trees),
    }


def make(
    articles: Sequence[Read], seed: int, say: Callable[[str], object]
) -> tuple[dict[str, Any], dict[str, object], Table]:
    """Fit the model; return its arrays, the facts of its training, and its table."""
    table = table_of(articles, seed)
    probability = held_out(table, folds_of(table.site, FOLDS), seed, table.judged)
    warning = least(table, probability, *WARNING, certain_lines)
    note = min(warning, least(table, probability, *NOTE, lambda _, found, from_: found >= from_))
    flagged = certain_lines(table.reading, probability, warning)
    for name, among in _parts(table):
        say(f"by site, {name:24} {figures(table, flagged, among)}")
    weights, trees, _ = fit_on(table, np.ones(len(table.letters), bool), seed)
    facts: dict[str, object] = {
        "sites": len(np.unique(table.site)),
        "articles": {
            form: sum(one.form == form for one, _, _ in articles) for form in ("page", "extract")
        },
        "lines": len(table.letters),
        "furniture": int((table.letters == "f").sum()),
        "ngrams": len(weights.grams),
        "warning": round(warning, 4),
        "note": round(note, 4),
        "seed": seed,
    }
    return arrays_of(weights, trees, warning, note), facts, table


def _parts(table: Table) -> Iterator[tuple[str, Flags]]:
    yield "all", table.judged
    yield "the sample", table.sample
    yield "sample, other languages", table.sample & (table.language != "en")
    yield "English", table.judged & (table.language == "en")
    yield "other languages", table.judged & (table.language != "en")
    for group in np.unique(table.group[table.judged]):
        yield str(group), table.judged & (table.group == group)


def tables(table: Table, warning: float, seed: int, say: Callable[[str], object]) -> None:
    """Say what a model finds in groups and languages that it has not seen."""
    for what in ("group", "language"):
        parts = getattr(table, what)
        probability = held_out(table, parts, seed, table.judged)
        flagged = certain_lines(table.reading, probability, warning)
        for part in np.unique(parts[table.judged]):
            among = table.judged & (parts == part)
            if (among & (table.letters == "f")).any():
                say(f"without {what} {part:24} {figures(table, flagged, among)}")


def main() -> int:
    """Fit the model and write ``model.npz`` and ``model.json``."""
    ask = argparse.ArgumentParser(prog="make_model", description=(__doc__ or "").split("\n", 1)[0])
    ask.add_argument("folder", type=Path, help="labelled articles as JSON lines")
    ask.add_argument("--out", type=Path, required=True, help="where to write the model")
    ask.add_argument("--seed", type=int, default=1, help="of the variations and of the trees")
    ask.add_argument("--tables", action="store_true", help="leave groups and languages out, too")
    asked = ask.parse_args()
    say = lambda text: print(text, flush=True)  # noqa: E731, T201 - what it was asked for
    arrays, facts, table = make(load(asked.folder), asked.seed, say)
    np.savez_compressed(asked.out / "model.npz", **arrays)
    (asked.out / "model.json").write_text(json.dumps(facts, indent=2) + "\n", "utf-8")
    say(json.dumps(facts, indent=2))
    if asked.tables:
        tables(table, float(arrays["warning"]), asked.seed, say)
    return 0


if __name__ == "__main__":
    sys.exit(main())
