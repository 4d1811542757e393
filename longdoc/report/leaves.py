"""Splits a document into the units that a report shows or leaves out: pages, or parts of sections."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from longdoc.documents.types import Document, Page, Span
from longdoc.report.types import Numbered

__all__ = ["Leaf", "leaves_of", "with_marks"]

LEAF_CHARS = 5_000  # a longer section without pages is cut


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page, or a part of a section if the format has no pages."""

    heading: str
    span: Span
    page: Page | None = None


def leaves_of(document: Document) -> list[Leaf]:
    """All leaves in order; together they cover the whole text."""
    if document.pages:
        return [Leaf(f"Page {page.label}", page.span, page) for page in document.pages]
    starts = sorted({0, *(section.span.start for section in document.sections), len(document.text)})
    leaves = []
    for start, end in pairwise(starts):
        section = document.section_at(start)
        title = section.title if section else document.title or "Beginning"
        for i, part in enumerate(_parts(document.text, Span(start, end))):
            leaves.append(Leaf(f"{title} (continued)" if i else title, part))
    return leaves


def with_marks(leaves: Sequence[Leaf], marks: Sequence[Numbered]) -> list[Leaf]:
    """The leaves that contain a mark or a part of one."""
    return [leaf for leaf in leaves if any(one.mark.span.overlaps(leaf.span) for one in marks)]


def _parts(text: str, span: Span) -> Iterator[Span]:
    """Split a span into parts of bounded length, between paragraphs, lines or words if possible."""
    start = span.start
    while span.end - start > LEAF_CHARS:
        cut = start + LEAF_CHARS
        for gap in ("\n\n", "\n", " "):
            at = text.rfind(gap, start + LEAF_CHARS // 2, cut)
            if at >= 0:
                cut = at + len(gap)
                break
        yield Span(start, cut)
        start = cut
    yield Span(start, span.end)
