"""Bookmarks → sections: finds each heading of a PDF's outline in the text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from longdoc.documents.pdf.paragraphs import Laid
from longdoc.documents.pdf.words import OutlineEntry
from longdoc.documents.structure.nesting import nest_sections
from longdoc.documents.text.clean import normalise_characters
from longdoc.documents.types import Section

__all__ = ["sections_of"]

_NOT_A_HEADING = re.compile(r"(?:page|slide|folie|seite)?\s*\d*", re.IGNORECASE)
MOST_SEARCHES = 300  # of one page
_SIGNS = re.compile(r"[\W_]+")


def sections_of(outline: Sequence[OutlineEntry], laid: Laid) -> tuple[Section, ...]:
    """Sections in text order; each ends where the next of its level or above begins."""
    by_page: dict[int, _Lines] = defaultdict(_Lines)
    for index, (page, y, start) in enumerate(laid.line_starts):
        end = laid.line_starts[index + 1][2] if index + 1 < len(laid.line_starts) else len(laid.text)
        by_page[page].add(y, start, _squeezed(laid.text[start:end]))
    found: list[tuple[int, int, str]] = []
    for entry in outline:
        title = " ".join(normalise_characters(entry.title).split())
        if entry.page < len(laid.page_starts) and not _NOT_A_HEADING.fullmatch(title):
            line = by_page[entry.page].start(_squeezed(title), entry.y)
            found.append((laid.page_starts[entry.page] if line is None else line, entry.level, title))
    return nest_sections(len(laid.text), found)


class _Lines:
    """The lines of one page, among which its bookmarks are looked for."""

    def __init__(self) -> None:
        self._lines: list[tuple[float, int, str]] = []
        self._starts: dict[str, int] = {}  # by wording
        self._left = MOST_SEARCHES

    def add(self, y: float, start: int, line: str) -> None:
        self._lines.append((y, start, line))
        self._starts.setdefault(line, start)

    def start(self, title: str, height: float | None) -> int | None:
        """The line that matches a heading, else the one at the bookmark's height; None if there is none."""
        if title and (known := self._starts.get(title)) is not None:
            return known
        self._left -= 1
        if self._left < 0:  # no page has so many headings
            return None
        for matches in (str.endswith, str.startswith):
            for _, start, line in self._lines:
                if title and matches(line, title):
                    return start
        for _, start, line in self._lines:
            if len(line) >= 6 and title.startswith(line):  # a heading of two lines
                return start
        return next((start for y, start, _ in self._lines if height is not None and y <= height + 2.0), None)


def _squeezed(text: str) -> str:
    return _SIGNS.sub("", text).lower()
