"""Bookmarks of PDFs become sections at the lines that they name."""

from __future__ import annotations

import time

from longdoc.documents.pdf.outline import sections_of
from longdoc.documents.pdf.paragraphs import Laid
from longdoc.documents.pdf.words import OutlineEntry
from longdoc.documents.types import Section, Span


def page_of(lines: list[str]) -> Laid:
    """One page, whose lines stand ten points below each other."""
    starts, at = [], 0
    for number, line in enumerate(lines):
        starts.append((0, 10_000.0 - 10 * number, at))
        at += len(line) + 1
    return Laid("\n".join(lines), [0], starts)


def test_a_bookmark_is_found_by_its_words_else_by_its_height() -> None:
    laid = page_of(["Some words.", "1.2 Fees", "Due in May.", "Of berths and their", "moorings", "End."])
    outline = [
        OutlineEntry("Fees", 1, 0, None),
        OutlineEntry("Of berths and their moorings", 2, 0, None),
        OutlineEntry("Unheard of", 1, 0, 9_951.0),
        OutlineEntry("Nowhere", 1, 0, None),
    ]
    assert sections_of(outline, laid) == (
        Section("Nowhere", 1, Span(0, 12)),
        Section("Fees", 1, Span(12, 62)),
        Section("Of berths and their moorings", 2, Span(33, 62)),
        Section("Unheard of", 1, Span(62, 66)),
    )


def test_very_many_bookmarks_of_one_page_take_little_time() -> None:
    laid = page_of([f"This is line number {number} of the page" for number in range(3000)])
    begun = time.process_time()
    found = sections_of([OutlineEntry(f"Bookmark {number}", 1, 0, None) for number in range(40_000)], laid)
    assert len(found) == 40_000
    assert time.process_time() - begun < 8.0
