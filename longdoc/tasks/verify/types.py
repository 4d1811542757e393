"""Types of verification: quotation, citation, change and verdict."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from longdoc.documents.types import Span

__all__ = ["Change", "ChangeKind", "Citation", "Quotation", "Status", "Verdict"]


class Status(StrEnum):
    """The outcome for a quotation."""

    VERBATIM = "verbatim"
    ALTERED = "altered"
    ELSEWHERE = "elsewhere"
    NOT_FOUND = "not_found"


class ChangeKind(StrEnum):
    """The kind of a difference from the source."""

    WORDS = "words"
    LEFT_OUT = "left_out"
    ADDED = "added"
    PUNCTUATION = "punctuation"
    CASE = "case"

    @property
    def wording(self) -> str:
        """The name of this kind in output for people."""
        named = {"words": "other words", "left_out": "left out", "case": "capitals"}
        return named.get(self.value, self.value)


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: the quotation's text and the source's text in its place (either may be empty).

    `start` and `end` are offsets of `quote` in the text of the quotation.
    """

    kind: ChangeKind
    quote: str
    found: str
    start: int
    end: int

    def to_json(self) -> dict[str, Any]:
        """The keys of the JSON output, in their order."""
        return {
            "kind": self.kind.value,
            "quote": self.quote,
            "found": self.found,
            "start": self.start,
            "end": self.end,
        }


@dataclass(frozen=True, slots=True)
class Citation:
    """The place that a draft cites for a quotation: numbers of sources, and page labels.

    Either may be empty.
    """

    sources: frozenset[int] = frozenset()
    pages: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.sources or self.pages)


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation in a draft: its span, its text without quotation marks, and its citation."""

    span: Span
    text: str
    citation: Citation = Citation()
    is_block: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result for one quotation.

    `found` is the true text: `Document.text[start:end]` of the source `document`, on `page`. They are None
    if nothing similar was found. `draft_start` and `draft_end` are offsets in the draft.
    """

    quote: str
    status: Status
    document: str | None
    page: str | None
    start: int | None
    end: int | None
    found: str | None
    changes: tuple[Change, ...]
    section: str | None
    cited_documents: tuple[str, ...]
    cited_pages: tuple[str, ...]
    draft_page: str | None
    draft_start: int
    draft_end: int

    def to_json(self) -> dict[str, Any]:
        """The keys of the JSON output, in their order."""
        return {
            "quote": self.quote,
            "status": self.status.value,
            "document": self.document,
            "page": self.page,
            "start": self.start,
            "end": self.end,
            "found": self.found,
            "changes": [change.to_json() for change in self.changes],
            "section": self.section,
            "cited": {"documents": list(self.cited_documents), "pages": list(self.cited_pages)},
            "draft_page": self.draft_page,
            "draft_start": self.draft_start,
            "draft_end": self.draft_end,
        }
