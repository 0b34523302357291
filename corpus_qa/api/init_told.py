"""What ``init`` says: what it saw, what it wrote, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus_qa.api import starter
from corpus_qa.api.init import CONFIG, PIPELINE, SUITE, WORKFLOW, Asked, Looked
from corpus_qa.gate.repository import is_ignored

LANGUAGES, FEW = 5, 5


def told(asked: Asked, looked: Looked | None) -> Iterator[str]:
    """Yield it line by line."""
    if looked is None:
        yield "Everything is there already; --force writes it anew."
    else:
        yield from _seen(asked, looked)
        for name in asked.wanted:
            yield _line("wrote", f"{name:<32}  {_holds(name, asked, looked)}")
        for change in looked.raised if SUITE in asked.wanted else ():
            yield _line("", f"    {change}")
    for name in asked.kept:
        yield _line("kept", name)
    if looked is not None:
        for number, step in enumerate(_steps(asked)):
            yield _line("" if number else "next", step)


def _line(word: str, rest: str) -> str:
    return f"{word:<7} {rest}".rstrip()


def _seen(asked: Asked, looked: Looked) -> Iterator[str]:
    given, families = looked.document["input"], looked.document["counts"]["families"]
    yield _line("saw", f"{given['articles']:,} articles in {', '.join(looked.paths)}")
    if looked.seen:
        kinds = ", ".join(f"{number:,} {suffix}" for suffix, number in looked.seen.files.items())
        yield _line("", f"files: {kinds}")
        if looked.seen.left:
            yield _line("", f"no articles in {_few(looked.seen.left)}")
    if looked.excluded:
        yield _line("", f"left out, because they cannot be read: {_few(looked.excluded)}")
    codes = list(given["languages"].items())[:LANGUAGES]
    languages = ", ".join(f"{code} {number:,}" for code, number in codes)
    yield _line("", f"sites: {given['sites']:,}; languages: {languages}")
    found = [f"{name} {n['articles']:,}" for name, n in families.items() if n["articles"]]
    yield _line("", f"articles with findings: {', '.join(found) or 'none'}")
    if asked.repository:
        remote = asked.repository.remote or "no remote"
        yield _line("", f"git: {remote}, others are merged into {asked.repository.branch}")
    yield _line("", f"the evidence: {(looked.run / 'report.html').as_posix()}")


def _few(names: Sequence[str]) -> str:
    more = f" and {len(names) - FEW:,} more" if len(names) > FEW else ""
    return f"{', '.join(names[:FEW])}{more}"


def _holds(name: str, asked: Asked, looked: Looked) -> str:
    """Say what a written file is for."""
    if name == CONFIG:
        return "where the articles are, and what judges them"
    if name == asked.baseline:
        return f"{looked.document['counts']['findings']:,} findings accepted, and today's rates"
    if name in {WORKFLOW, PIPELINE}:
        return f"the gate for {'pull' if name == WORKFLOW else 'merge'} requests"
    if looked.raised:
        return f"“{starter.USUAL}”, limits that do not hold set to today's corpus:"
    return f"“{starter.USUAL}”, which holds as it is"


def _steps(asked: Asked) -> Iterator[str]:
    repository = asked.repository
    if repository is None:
        yield "git init, and corpus-qa init again for the workflow"
        return
    if WORKFLOW in asked.wanted and starter.own_source() == starter.SOMEWHERE:
        yield f"put the repository and the commit of corpus-qa into {WORKFLOW}"
    if PIPELINE in asked.wanted:
        yield f"add to .gitlab-ci.yml: include: [{{ local: /{PIPELINE} }}]"
    if not is_ignored(repository.top, "reports/report.html"):
        yield "echo reports/ >> .gitignore"
    yield f"git add {' '.join(asked.wanted)}"
    yield f"corpus-qa gate --base {repository.branch}"
