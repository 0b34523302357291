"""The configuration: ``corpus-qa.toml``, or ``[tool.corpus-qa]`` in ``pyproject.toml``.

An unknown key is an error that suggests the nearest known one.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import re
import tomllib
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import MISSING, asdict, dataclass, field, fields, is_dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, get_args, get_type_hints

from corpus_qa.errors import ConfigError

FILE_NAMES = ("corpus-qa.toml", "pyproject.toml")
# Returns the content of a file of rules; raises OSError. A gate reads those of the merge base.
ReadFile = Callable[[Path], bytes]
# Whose rules judge a change: those of the merge base, or those that the change brings.
JUDGES = ("base", "head")
EXPECTED: Mapping[str, str] = {
    "str": "a string",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "date": "a date such as 2026-12-31",
}


@dataclass(frozen=True, slots=True)
class InputOptions:
    """How source files become articles.

    Attributes:
        columns: Input column -> article column; takes precedence over the built-in synonyms.
        exclude: Globs of paths (relative to the input root) to leave out.
        max_record_bytes: Longer records are reported as problems and not read.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    exclude: tuple[str, ...] = ()
    max_record_bytes: int = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """Which checks run. A disabled check needs a reason, which reports show.

    Attributes:
        select: IDs or ID prefixes (``ENC``) of checks to run; empty: all.
        ignore: Check ID -> reason for not running it.
    """

    select: tuple[str, ...] = ()
    ignore: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ExpectOptions:
    """How a run is judged.

    Attributes:
        suite: Name of a built-in suite, or path of a suite file.
        schema: Path of a pandera schema for article rows; empty: the built-in schema.
        article_suites: Paths of Great Expectations suites over the signals (one row per article).
    """

    suite: str = "news"
    schema: str = ""
    article_suites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """The resources of a run.

    Attributes:
        jobs: Number of worker processes; 0: one per CPU core.
        memory: Memory limit of the relations stage, in DuckDB's notation.
        cache: Folder for results of unchanged articles; empty: no cache, except that ``gate`` uses
            ``.corpus-qa/cache``.
    """

    jobs: int = 0
    memory: str = "384MB"
    cache: str = ""


@dataclass(frozen=True, slots=True)
class IndexOptions:
    """The index of existing articles.

    Attributes:
        against: Path or URI of an index to compare with; empty: none.
    """

    against: str = ""


@dataclass(frozen=True, slots=True)
class GateOptions:
    """The baseline, and how a change is judged.

    Attributes:
        baseline: Path of the baseline file (accepted findings and rates); empty: none.
        paths: Files, folders and globs of articles that ``gate`` examines by default.
        tolerance: By how much a rate of the whole corpus may exceed the baseline's.
        rules: ``base``: a change is judged by the rules of its merge base, so that it cannot loosen
            them; ``head``: by its own. Read from the merge base.
        owners: Who may approve a change that loosens rules, by ``.corpus-qa/approvals.toml`` in the
            base branch.
    """

    baseline: str = ""
    paths: tuple[str, ...] = ()
    tolerance: float = 0.005
    rules: str = "base"
    owners: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Waiver:
    """An accepted kind of finding in the articles of a path, in one article, or on a site.

    Attributes:
        check: A check ID or ID prefix (``CHR``).
        reason: Why the findings are accepted; shown in reports.
        owner: Who is responsible for the waiver.
        expires: Last day on which the waiver applies.
        path: Glob of source paths, as in ``[input] exclude``.
        article: Article ID.
        site: Site name.
    """

    check: str
    reason: str
    owner: str
    expires: date
    path: str = ""
    article: str = ""
    site: str = ""


@dataclass(frozen=True, slots=True)
class Approval:
    """An owner of the rules lets a change loosen them.

    Attributes:
        change: The digits by which the gate calls the alterations.
        owner: One of ``owners`` in ``[gate]``.
        reason: Why, in words.
    """

    change: str
    owner: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Approvals:
    approvals: tuple[Approval, ...] = ()


@dataclass(frozen=True, slots=True)
class Config:
    """All settings, with their defaults."""

    input: InputOptions = InputOptions()
    checks: CheckOptions = CheckOptions()
    expect: ExpectOptions = ExpectOptions()
    engine: EngineOptions = EngineOptions()
    index: IndexOptions = IndexOptions()
    gate: GateOptions = GateOptions()
    waivers: tuple[Waiver, ...] = ()

    def values(self) -> dict[str, Any]:
        """Return the settings as plain data for reports."""
        plain: dict[str, Any] = json.loads(json.dumps(asdict(self), default=_plain))
        return plain

    def fingerprint(self) -> str:
        """Return 16 hexadecimal digits that change with any setting."""
        text = json.dumps(self.values(), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Options:
    """Command-line options that override the configuration."""

    config: Path | None = None
    suite: str | None = None
    jobs: int | None = None
    baseline: Path | None = None
    cache: Path | None = None
    index: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    compare: Path | None = None
    engine: str = "local"
    master: str | None = None
    resume: bool = False


@dataclass(frozen=True, slots=True)
class ConfigUse:
    """The configuration of a run: its values, their fingerprint, and its file if there is one."""

    fingerprint: str = ""
    file: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)


def shipped(name: str) -> Traversable:
    """Return a file or folder of the schemas that ship with corpus-qa, such as ``article.yaml``."""
    installed = files("corpus_qa") / "schemas"
    # In a checkout they are at the top level.
    folder = installed if installed.is_dir() else Path(__file__).parents[1] / "schemas"
    return folder.joinpath(name)


def documentation(page: str) -> str:
    """Return the address of a page of the documentation, empty if the package names none."""
    return f"{base}/{page}" if (base := _site()) else ""


@cache
def _site() -> str:
    from importlib.metadata import metadata  # noqa: PLC0415 - slow to import

    named = (url.partition(", ") for url in metadata("corpus-qa").get_all("Project-URL", ()))
    return next((url.rstrip("/") for label, _, url in named if label == "Documentation"), "")


def _plain(value: Mapping[str, str] | date) -> dict[str, str] | str:
    return value.isoformat() if isinstance(value, date) else dict(value)


# As DuckDB writes sizes.
SIZE = re.compile(r"\d+(\.\d+)? ?([KMGT]i?)?B", re.IGNORECASE)

# A key of TOML takes time by the square of its dots.
MOST_DOTS = 1000
QUOTED = re.compile(r"""(["'])[^"'\n]+\1""")


def has_endless_key(line: str) -> bool:
    """Tell whether a line of TOML has more dots, other than in quoted texts, than any key has."""
    return line.count(".") > MOST_DOTS and QUOTED.sub("", line).count(".") > MOST_DOTS


def find_config(start: Path, read: ReadFile = Path.read_bytes) -> Path | None:
    """Return the nearest configuration file at or above ``start``, if there is one."""
    for folder in (start, *start.parents):
        for name in FILE_NAMES:
            path = folder / name
            if _is_there(path, read) and (
                name != "pyproject.toml" or "corpus-qa" in _tool(path, read)
            ):
                return path
    return None


def _is_there(path: Path, read: ReadFile) -> bool:
    if read is Path.read_bytes:
        return path.is_file()
    try:
        read(path)
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return False
    except OSError:  # it is there, and whoever reads it will say what is wrong
        return True
    return True


def load_config(path: Path, read: ReadFile = Path.read_bytes) -> Config:
    """Read a configuration file.

    Raises:
        ConfigError: The file cannot be read, is not TOML, or has an unknown key or a wrong type.
    """
    own = path.name == "pyproject.toml"
    table = _tool(path, read).get("corpus-qa", {}) if own else _read(path, read)
    config = _build(Config, table, f"{path}: ")
    assert isinstance(config, Config)  # noqa: S101 - _build returns what it was asked for
    if not SIZE.fullmatch(config.engine.memory):
        msg = (
            f"{path}: engine.memory: expected a size such as 384MB, found “{config.engine.memory}”."
        )
        raise ConfigError(msg)
    if config.gate.rules not in JUDGES:
        msg = f"{path}: gate.rules: expected “base” or “head”, found “{config.gate.rules}”."
        raise ConfigError(msg)
    return config


def load_approvals(path: Path, read: ReadFile) -> tuple[Approval, ...]:
    """Read the approvals in a file; there are none if it is not there.

    Raises:
        ConfigError: The file is not TOML, or has an unknown key or a wrong type.
    """
    if not _is_there(path, read):
        return ()
    found = _build(_Approvals, _read(path, read), f"{path}: ")
    assert isinstance(found, _Approvals)  # noqa: S101 - _build returns what it was asked for
    return found.approvals


def parse_waiver(table: object, where: str) -> Waiver:
    """Read a waiver from outside the configuration; its date may be a string.

    Raises:
        ConfigError: A key is unknown, missing or of a wrong type; ``where`` begins the message.
    """
    if isinstance(table, Mapping) and isinstance(table.get("expires"), str):
        with suppress(ValueError):
            table = {**table, "expires": date.fromisoformat(table["expires"])}
    waiver = _build(Waiver, table, where)
    assert isinstance(waiver, Waiver)  # noqa: S101 - _build returns what it was asked for
    return waiver


def _tool(path: Path, read: ReadFile) -> Mapping[str, Any]:
    tool = _read(path, read).get("tool", {})
    return tool if isinstance(tool, Mapping) else {}


def _read(path: Path, read: ReadFile) -> dict[str, Any]:
    try:
        text = read(path).decode("utf-8").replace("\r\n", "\n")
        if any(map(has_endless_key, text.split("\n"))):
            msg = f"{path}: a key has more than {MOST_DOTS:,} dots."
            raise ConfigError(msg)
        return tomllib.loads(text)
    except RecursionError as error:
        msg = f"{path}: nested too deeply to be a configuration."
        raise ConfigError(msg) from error
    except OSError as error:
        msg = f"{path}: the configuration cannot be read ({error.strerror})."
        raise ConfigError(msg) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        msg = f"{path}: not valid TOML: {error}."
        raise ConfigError(msg) from error


def _build(kind: type, table: object, where: str) -> object:
    if not isinstance(table, Mapping):
        msg = f"{where}expected a table, found {table!r}."
        raise ConfigError(msg)
    known = {part.name: part for part in fields(kind)}
    hints = get_type_hints(kind)
    values: dict[str, object] = {}
    for key, value in table.items():
        name = key.replace("-", "_")
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            tip = f"did you mean “{near[0]}”?" if near else f"known keys: {', '.join(known)}."
            msg = f"{where}unknown key “{key}”; {tip}"
            raise ConfigError(msg)
        values[name] = _value(hints[name], value, f"{where}{key}: ")
    for name, part in known.items():
        needed = part.default is MISSING and part.default_factory is MISSING
        if needed and not values.get(name):
            msg = f"{where}the key “{name}” is missing or empty."
            raise ConfigError(msg)
    return kind(**values)


def _value(hint: Any, value: object, where: str) -> object:  # noqa: ANN401 - any annotation
    if isinstance(hint, type) and is_dataclass(hint):
        return _build(hint, value, where.removesuffix(": ") + ".")
    (kind, *_) = get_args(hint) or (None,)
    if is_dataclass(kind) and isinstance(kind, type) and isinstance(value, list):
        built = (_build(kind, item, f"{where}{n}. ") for n, item in enumerate(value, start=1))
        return tuple(built)
    if hint == tuple[str, ...]:
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        expected = "a list of strings"
    elif hint == Mapping[str, str]:
        if isinstance(value, Mapping) and all(isinstance(item, str) for item in value.values()):
            return dict(value)
        expected = "a table of strings"
    elif type(value) is hint or (hint is float and type(value) is int):
        return value
    else:
        expected = EXPECTED.get(getattr(hint, "__name__", ""), "a list of tables")
    msg = f"{where}expected {expected}, found {value!r}."
    raise ConfigError(msg)
