"""Which language a text is written in."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

SAMPLE = 1000
"""Characters that are looked at."""

SHORTEST = 40
"""Characters below which a text is too short to tell."""

LEAST = 0.7
"""Probability below which the answer is not given."""


def detect(text: str) -> str | None:
    """Return the language of a text as a BCP 47 tag, or None if it is too short or uncertain."""
    sample = text.lstrip()[:SAMPLE]
    if len(sample) < SHORTEST:
        return None
    language, probability = _identifier().classify(sample)
    return str(language) if probability >= LEAST else None


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import (  # noqa: PLC0415 - slow to import
        MODEL_DIR,
        MODEL_FILE,
        LanguageIdentifier,
    )

    return LanguageIdentifier.from_model_file(MODEL_DIR / MODEL_FILE, norm_probs=True)
