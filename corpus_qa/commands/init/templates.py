"""The files that ``init`` writes: a configuration, a suite and a workflow that fit a corpus."""

from __future__ import annotations

import importlib.metadata
import json
import math
import re
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

from corpus_qa.config import documentation, shipped

# The suite that a fitted one starts from.
USUAL = "news"
# A limit that does not hold today is set to what there is today and this much more.
HEADROOM = 1.1
# From this rate on articles have no date because their form has none, and added ones have none too.
NO_DATES = 0.5
ABOUT_DATES = ("missing_date_rate", "date_rate")

# Where corpus-qa is, as long as nobody knows better.
SOMEWHERE = ("OWNER/corpus-qa", "0" * 40)

EXCLUDE = """
[input]
exclude = {exclude} # could not be read when this was written
"""


def config_text(
    paths: Sequence[str], suite: str, baseline: str, exclude: Sequence[str] = ()
) -> str:
    """Return the text of ``corpus-qa.toml``."""
    unread = EXCLUDE.format(exclude=_toml(list(exclude))) if exclude else ""
    values = {"suite": _toml(suite), "baseline": _toml(baseline), "paths": _toml(list(paths))}
    schema = documentation("config.schema.json")
    return _fill("corpus-qa.toml", {"schema": schema, "exclude": unread, **values})


def fitted_suite(expectations: Sequence[Mapping[str, Any]]) -> tuple[str, tuple[str, ...]]:
    """Return a suite that a corpus passes today, and what was changed for it, in words.

    Limits that hold stay as they are, so the corpus may not get worse where it is good.

    Args:
        expectations: The outcomes of the usual suite, as ``run.json`` holds them.
    """
    text = shipped(f"suites/{USUAL}.json").read_text(encoding="utf-8")
    suite: dict[str, Any] = json.loads(text)
    seen = {entry["rule"]: _worst(entry) for entry in expectations}
    undated = seen.get("missing-date-rate", 0.0) >= NO_DATES
    changes = []
    for entry in suite["expectations"]:
        kwargs, meta = entry["kwargs"], entry["meta"]
        limit, rate = kwargs.get("max_value"), seen.get(meta["rule"], 0.0)
        if meta["scope"] == "additions":
            rate = 1.0 if undated and kwargs["column"].startswith(ABOUT_DATES) else 0.0
        if limit is not None and rate > limit:
            kwargs["max_value"] = min(1.0, math.ceil(rate * HEADROOM * 100) / 100)
            changes.append(f"{meta['title']}: {limit:.3g} became {kwargs['max_value']:.3g}")
    suite["name"] = "fitted"
    return json.dumps(suite, indent=2, ensure_ascii=False) + "\n", tuple(changes)


def workflow_text(branch: str, source: tuple[str, str]) -> str:
    """Return the text of the workflow; ``source`` is the repository and commit of corpus-qa."""
    return _fill(
        "workflow.yml", {"branch": json.dumps(branch), "source": source[0], "commit": source[1]}
    )


def pipeline_text(source: tuple[str, str]) -> str:
    """Return the text of the job for GitLab; ``source`` as for the workflow."""
    known = f"corpus-qa @ git+https://github.com/{source[0]}@{source[1]}"
    return _fill("gitlab-ci.yml", {"requirement": "corpus-qa" if source == SOMEWHERE else known})


def own_source() -> tuple[str, str]:
    """Return the repository on GitHub and the commit that corpus-qa was installed from.

    ``SOMEWHERE`` if it came from elsewhere.
    """
    direct_url = importlib.metadata.distribution("corpus-qa").read_text("direct_url.json")
    origin: Mapping[str, Any] = json.loads(direct_url) if direct_url else {}
    found = re.fullmatch(
        r"https://github\.com/([\w.-]+/[\w.-]+?)(?:\.git)?/?", origin.get("url", "")
    )
    commit = origin.get("vcs_info", {}).get("commit_id", "")
    return (found[1], commit) if found and commit else SOMEWHERE


def _worst(entry: Mapping[str, Any]) -> float:
    """Return the highest value that an expectation saw, in the dataset or at a site."""
    values = [failing["value"] for failing in entry["failing"]]
    return max([entry["observed"] or 0.0, *(value or 0.0 for value in values)])


def _toml(value: str | list[str]) -> str:
    """Return a value in TOML, whose strings and lists are written as those of JSON."""
    return json.dumps(value, ensure_ascii=False)


def _fill(name: str, values: Mapping[str, str]) -> str:
    """Return a file of the folder ``files`` with ``@NAME@`` replaced by values."""
    text = files("corpus_qa.commands.init").joinpath("files", name).read_text(encoding="utf-8")
    for key, value in values.items():
        text = text.replace(f"@{key.upper()}@", value)
    return text
