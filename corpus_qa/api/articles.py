"""One article with what was found in it."""

from __future__ import annotations

from dataclasses import dataclass

from corpus_qa.api.stretches import stretches
from corpus_qa.report.load import Finding


@dataclass(frozen=True)
class MarkedArticle:
    """An article whose findings are marked in its text, in a terminal as in a notebook.

    Attributes:
        article_id: Its ID.
        source: The file that it comes from.
        title: Its title, empty if it has none.
        text: Its body.
        findings: What was found in it.
    """

    article_id: str
    source: str
    title: str
    text: str
    findings: tuple[Finding, ...]

    def __str__(self) -> str:
        """Return the title, the text with «marks» around what was found, and the findings."""
        parts = stretches(self.text, "text", self.findings)
        marked = "".join(f"«{part.text}»" if part.findings else part.text for part in parts)
        found = "\n".join(f"{one.check}  {one.message}" for one in self.findings)
        return "\n\n".join(filter(None, (self.title, marked, found)))

    def _repr_html_(self) -> str:
        """Show the article in a notebook."""
        from corpus_qa.api.notebook import findings_table, marked_article  # noqa: PLC0415 - only there

        title = stretches(self.title, "title", self.findings)
        article = marked_article(title, stretches(self.text, "text", self.findings))
        return article + findings_table(self.findings)
