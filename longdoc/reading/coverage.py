"""How much of a document was read."""

from __future__ import annotations

from dataclasses import dataclass

from longdoc.documents.types import Document
from longdoc.json_output import JsonOutput

__all__ = ["Coverage", "coverage_of"]


@dataclass(frozen=True, slots=True)
class Coverage(JsonOutput):
    """How much of a document was read; it was read completely if `tokens == tokens_read`.

    Attributes:
        pages: pages of the document.
        pages_without_text: pages that have no text, such as scans without OCR.
        characters: characters of the text.
        tokens: tokens of the text.
        tokens_read: tokens that the network has read.
        pages_recognised: pages whose text comes from OCR, which makes mistakes.
    """

    pages: int
    pages_without_text: int
    characters: int
    tokens: int
    tokens_read: int
    pages_recognised: int = 0

    @property
    def complete(self) -> bool:
        """Whether all tokens were read and every page has text."""
        return self.tokens == self.tokens_read and not self.pages_without_text


def coverage_of(document: Document, tokens: int, tokens_read: int) -> Coverage:
    """The Coverage of a document, given how many tokens it has and how many of them were read."""
    return Coverage(
        pages=len(document.pages),
        pages_without_text=len(document.pages_without_text),
        characters=len(document.text),
        tokens=tokens,
        tokens_read=tokens_read,
        pages_recognised=sum(page.recognised for page in document.pages),
    )
