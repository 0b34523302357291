"""Two related articles of a dataset."""

from __future__ import annotations

from dataclasses import dataclass

from corpus_qa.text.likeness import Kind


@dataclass(frozen=True, slots=True)
class Pair:
    """Two related articles, by their rows in the dataset.

    The spans are the passage that both share (code points of their texts), None where the whole
    texts are alike.
    """

    a: int
    b: int
    kind: Kind
    jaccard: float
    a_in_b: float
    b_in_a: float
    a_span: tuple[int, int] | None = None
    b_span: tuple[int, int] | None = None

    def swapped(self) -> Pair:
        """Return the same pair seen from the other side."""
        return Pair(
            self.b,
            self.a,
            self.kind,
            self.jaccard,
            self.b_in_a,
            self.a_in_b,
            self.b_span,
            self.a_span,
        )
