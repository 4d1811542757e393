"""What was read of a document, and what was not."""

from __future__ import annotations

from dataclasses import dataclass

from longdoc.documents.types import Document
from longdoc.json_output import JsonOutput

__all__ = ["Coverage", "coverage_of"]


@dataclass(frozen=True, slots=True)
class Coverage(JsonOutput):
    """How much of a document the network has read; all of it means `tokens == tokens_read`."""

    pages: int
    pages_without_text: int
    characters: int
    tokens: int
    tokens_read: int
    pages_recognised: int = 0  # by OCR, which makes mistakes

    @property
    def complete(self) -> bool:
        """Whether nothing was left unread and no page lacked text."""
        return self.tokens == self.tokens_read and not self.pages_without_text


def coverage_of(document: Document, tokens: int, tokens_read: int) -> Coverage:
    """Count a document's pages and characters beside its tokens."""
    return Coverage(
        pages=len(document.pages),
        pages_without_text=len(document.pages_without_text),
        characters=len(document.text),
        tokens=tokens,
        tokens_read=tokens_read,
        pages_recognised=sum(page.recognised for page in document.pages),
    )
