"""The baseline: which findings and which rates were accepted, so that a run can tell what is new.

Findings are named by their words and the content of their article, so that a baseline survives
articles that are moved, renamed, re-ordered or re-wrapped.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus_qa.errors import ConfigError, IncompleteError
from corpus_qa.text.numbers import CLOSE, percent

FORMAT = 1
NEXT = "Create it with `corpus-qa baseline write RUN`, or remove it from the configuration."


@dataclass(frozen=True, slots=True)
class Baseline:
    """What was accepted.

    Attributes:
        articles: How many articles the accepted run had.
        findings: Check id -> fingerprint -> how often it was accepted.
        rates: Metric of the dataset -> its rate, 0 to 1.
        regressions: Why it was ever accepted that a rate got worse, the last reason last.
    """

    articles: int
    findings: Mapping[str, Mapping[str, int]]
    rates: Mapping[str, float]
    regressions: tuple[str, ...] = field(default=())

    @property
    def fingerprints(self) -> Mapping[str, int]:
        """Fingerprint -> how often it was accepted."""
        return {name: n for found in self.findings.values() for name, n in found.items()}

    def to_json(self) -> str:
        """Return the content of the file: a finding a line, in order, so that it merges well."""
        content = {
            "format": FORMAT,
            "articles": self.articles,
            "regressions": list(self.regressions),
            "rates": {name: round(rate, 6) for name, rate in self.rates.items()},
            "findings": self.findings,
        }
        return json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def read_baseline(path: Path) -> Baseline:
    """Read a baseline.

    Raises:
        IncompleteError: It is not there: what is new cannot be told.
        ConfigError: It is no baseline.
    """
    try:
        content: dict[str, Any] = json.loads(path.read_bytes())
        if content["format"] != FORMAT:
            msg = f"{path} has format {content['format']}; this version reads format {FORMAT}."
            raise ConfigError(msg)
        return Baseline(
            articles=int(content["articles"]),
            findings={
                check: {name: int(times) for name, times in found.items()}
                for check, found in content["findings"].items()
            },
            rates={name: float(rate) for name, rate in content["rates"].items()},
            regressions=tuple(map(str, content["regressions"])),
        )
    except OSError as error:
        msg = f"The baseline {path} cannot be read ({error.strerror}). {NEXT}"
        raise IncompleteError(msg) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        msg = f"{path} is not a baseline ({type(error).__name__}: {error}). {NEXT}"
        raise ConfigError(msg) from error


def worse_rates(old: Baseline, new: Baseline) -> list[str]:
    """Say which rates of the new baseline are higher than those of the old one."""
    return [
        f"{name} {percent(old.rates[name], CLOSE)} -> {percent(rate, CLOSE)}"
        for name, rate in sorted(new.rates.items())
        if name in old.rates and round(rate, 6) > round(old.rates[name], 6)
    ]
