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
        """What people read for it."""
        named = {"words": "other words", "left_out": "left out", "case": "capitals"}
        return named.get(self.value, self.value)


@dataclass(frozen=True, slots=True)
class Change:
    """One departure: what the quotation has, and what the source has in its place (either may be empty).

    `start` and `end` are where `quote` stands in the text of the quotation.
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
    """What a draft gives as the place of a quotation: numbers of sources, and labels of pages.

    No source, or no page, means that none is named.
    """

    sources: frozenset[int] = frozenset()
    pages: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.sources or self.pages)


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation in a draft: where it stands, its text without marks, and what is cited for it."""

    span: Span
    text: str
    citation: Citation = Citation()
    is_block: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """A quotation beside what was found for it.

    `found` is the true text: `Document.text[start:end]` of the source `document`, on `page`. They are None
    where nothing like the quotation was found. `draft_start` and `draft_end` count in the draft.
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
