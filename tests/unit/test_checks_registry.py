"""Checks of other packages join ours; each mistake is named where it was made."""

from __future__ import annotations

import inspect
import pickle
import sys
import textwrap
from collections.abc import Callable, Iterator
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from corpus_qa import plugins
from corpus_qa.checks import BUILTIN, registry
from corpus_qa.checks._family import modules_of
from corpus_qa.checks.chrome._kinds import kinds
from corpus_qa.checks.chrome._tables import tables
from corpus_qa.checks.chrome._words import known_words
from corpus_qa.errors import PluginError
from corpus_qa.model import Check, CorpusQuery, Family, Pattern, Severity

Write = Callable[[str], None]
HEAD = """
from corpus_qa import Check, CorpusQuery, Family, Pattern, Severity

def check(**given):
    plain = {"id": "REEF001", "name": "coral-reef", "family": Family.CONTENT,
             "severity": Severity.NOTE, "summary": "a reef", "page": "A reef.",
             "patterns": (Pattern("reef", "A reef."),)}
    return Check(**{**plain, **given})

"""


@pytest.fixture
def plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Write]:
    """Return a function that makes the module ``reef`` the only plug-in."""
    monkeypatch.syspath_prepend(str(tmp_path))
    entry = EntryPoint("reef", "reef:CHECKS", registry.GROUP)
    monkeypatch.setattr(plugins, "entry_points", lambda group: [entry] * (group == entry.group))
    registry.catalogue.cache_clear()

    def write(body: str) -> None:
        (tmp_path / "reef.py").write_text(HEAD + textwrap.dedent(body), "utf-8")

    yield write
    registry.catalogue.cache_clear()
    sys.modules.pop("reef", None)


@pytest.mark.parametrize("family", registry.FAMILIES)
def test_every_built_in_check_states_for_which_languages_it_speaks(family: str) -> None:
    for module in modules_of(f"corpus_qa.checks.{family}"):
        assert "    languages=" in inspect.getsource(module), module.__name__


def test_words_of_tables_state_the_languages_of_their_checks() -> None:
    by_name = {check.name: check for check in BUILTIN}
    assert set(tables()["newsletter"]["line"]) - {"other"} <= {*by_name["newsletter"].languages}
    assert {"*", "ja"} <= {*by_name["walled-body"].languages}


@pytest.mark.parametrize("body", ["CHECKS = check()", "CHECKS = [check()]", "CHECKS = (check(),)"])
def test_an_entry_point_gives_one_check_or_several(plugin: Write, body: str) -> None:
    plugin(body)
    checks = registry.catalogue()
    assert checks["REEF001"].name == "coral-reef"
    assert list(checks) == sorted([*(check.id for check in BUILTIN), "REEF001"])
    assert registry.catalogue() is checks


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("import coral", "it cannot be loaded (ModuleNotFoundError: No module named 'coral')"),
        ("", "it cannot be loaded (AttributeError: module 'reef' has no attribute 'CHECKS')"),
        ("CHECKS = 'REEF001'", "it gives str 'REEF001', not a corpus_qa.Check or a list or tuple"),
        ("CHECKS = [check(), None]", "it gives NoneType None, not a corpus_qa.Check"),
        ("CHECKS = check(id='ENC001')", "the id ENC001 is taken by mojibake"),
        ("CHECKS = check(name='mojibake')", "the name mojibake is taken by ENC001"),
        ("CHECKS = [check(), check(name='other')]", "the id REEF001 is taken by coral-reef"),
        (
            "CHECKS = [check(), check(id='REEF002')]",
            "the name coral-reef is taken by REEF001",
        ),
        ("CHECKS = check(languages='en')", "languages is 'en': a tuple of tags"),
        ("CHECKS = check(languages=('English',))", "the language 'English' is no tag"),
        ("CHECKS = check(languages=())", "languages is (): a tuple of tags"),
        ("CHECKS = check(id='reef1')", "Check reef1: an id is three to eight capitals and three"),
        ("CHECKS = check(name='Coral Reef')", "'Coral Reef' is not in small letters with hyphens"),
        ("CHECKS = check(family='sports')", "the family 'sports' is none of Family.ENCODING"),
        ("CHECKS = check(severity='note')", "the severity 'note' is none of Severity.NOTE"),
        ("CHECKS = check(summary='')", "the summary is empty"),
        ("CHECKS = check(page=' ')", "the page is empty"),
        ("CHECKS = check(fields=('body',))", "the field 'body' is none of text, title, byline"),
        ("CHECKS = check(fields='text')", "the field 't' is none of text, title, byline"),
        ("CHECKS = check(patterns=('reef',))", "patterns holds 'reef', not a Pattern"),
        ("CHECKS = check(patterns=(Pattern('reef'),))", "the pattern 'reef' needs a message"),
        ("CHECKS = check(patterns=())", "it needs patterns, an examiner (examine) or a corpus"),
        (
            "CHECKS = check(patterns=(Pattern('reef(?!s)', 'A reef.'),))",
            "the pattern 'reef(?!s)' is not an RE2 expression",
        ),
        (
            "CHECKS = check(patterns=(Pattern('reef(?!s)', 'A reef.'),))",
            "RE2 has no look-around",
        ),
        (
            "CHECKS = check(patterns=(Pattern('reef', 'A reef.', literals='reef'),))",
            "the literals of the pattern 'reef' are one text, not a tuple",
        ),
        (
            "CHECKS = check(patterns=(Pattern('r', 'R.', confirm=lambda text, start, end: True),))",
            "confirm of the pattern 'r' is <lambda>, which cannot be sent to other processes",
        ),
        (
            "CHECKS = check(patterns=(), examine=lambda article, hits: ())",
            "examine is <lambda>, which cannot be sent to other processes",
        ),
        (
            """
            def made():
                def examine(article, hits):
                    return ()
                return examine
            CHECKS = check(patterns=(), examine=made())
            """,
            "examine is made.<locals>.examine, which cannot be sent to other processes",
        ),
        (
            """
            def examine(article, hits):
                return ()
            CHECKS = check(examine=examine)
            """,
            "has a message or suggestion, which nobody would see: the examiner writes its own",
        ),
        ("CHECKS = check(corpus='SELECT 1')", "corpus is 'SELECT 1', not a CorpusQuery"),
        ("CHECKS = check(corpus=CorpusQuery('SELECT $few'))", "uses $few, which is not among its"),
    ],
)
def test_a_mistake_is_told_with_the_entry_point_that_made_it(
    plugin: Write, body: str, told: str
) -> None:
    plugin(body)
    with pytest.raises(PluginError) as error:
        registry.catalogue()
    assert str(error.value).startswith("The entry point “reef = reef:CHECKS” (corpus_qa.checks): ")
    assert told in str(error.value)
    assert error.value.exit_code == 2


@pytest.mark.parametrize("check", BUILTIN, ids=lambda check: check.id)
def test_a_built_in_check_is_as_those_of_others_must_be(check: Check) -> None:
    assert len(check.id) == len("ENC001")
    assert pickle.loads(pickle.dumps(check)) == check
    if check.patterns or check.examiner or check.corpus:
        registry.refuse_unusable(check)


def test_names_and_ids_are_given_once() -> None:
    assert len({check.id for check in BUILTIN}) == len({check.name for check in BUILTIN}) == 101


def test_the_checks_that_a_stage_of_the_run_answers_are_known() -> None:
    stages = [
        check.id for check in BUILTIN if not (check.patterns or check.examiner or check.corpus)
    ]
    assert stages == ["CHR030", "CHR031", "CON090", *(f"DUP00{number}" for number in range(1, 7))]


def test_words_of_chrome_belong_to_kinds_and_kinds_to_checks_that_are_decided_together() -> None:
    assert set(known_words().kinds) <= kinds().keys()
    examiners = {kind.check.examiner for kind in kinds().values()}
    assert len(examiners) == 1
    together = {check.name for check in BUILTIN if check.examiner in examiners}
    assert together == kinds().keys()


def test_a_corpus_query_fills_in_its_limits() -> None:
    query = CorpusQuery('SELECT "row" FROM signals WHERE words > $most', limits={"most": 9})
    assert query.statement == 'SELECT "row" FROM signals WHERE words > 9'
    check = Check(
        "REEF001", "reef", Family.CONTENT, Severity.NOTE, "a reef", "A reef.", corpus=query
    )
    assert hash(check) == hash(pickle.loads(pickle.dumps(check)))


def test_a_pattern_says_what_is_found_or_leaves_it_to_the_examiner() -> None:
    assert Pattern("reef").message is None
