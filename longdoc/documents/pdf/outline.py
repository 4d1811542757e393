"""Bookmarks → sections: finds each heading of a PDF's outline in the text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from longdoc.documents.pdf.paragraphs import Laid
from longdoc.documents.pdf.words import OutlineEntry
from longdoc.documents.text.clean import normalise_characters
from longdoc.documents.types import Section, Span

__all__ = ["sections_of"]

_NOT_A_HEADING = re.compile(r"(?:page|slide|folie|seite)?\s*\d*", re.IGNORECASE)
_SIGNS = re.compile(r"[\W_]+")


def sections_of(outline: Sequence[OutlineEntry], laid: Laid) -> tuple[Section, ...]:
    """Sections in text order; each ends where the next of its level or above begins."""
    by_page: dict[int, list[tuple[float, int, str]]] = {}
    for index, (page, y, start) in enumerate(laid.line_starts):
        end = laid.line_starts[index + 1][2] if index + 1 < len(laid.line_starts) else len(laid.text)
        by_page.setdefault(page, []).append((y, start, _squeezed(laid.text[start:end])))
    found: list[tuple[int, int, str]] = []
    for entry in outline:
        title = " ".join(normalise_characters(entry.title).split())
        if entry.page < len(laid.page_starts) and not _NOT_A_HEADING.fullmatch(title):
            start = _start(entry, _squeezed(title), by_page.get(entry.page, []), laid.page_starts[entry.page])
            found.append((start, entry.level, title))
    found.sort(key=lambda section: section[0])
    sections: list[Section] = []
    for index, (start, level, title) in enumerate(found):
        end = next((later for later, other, _ in found[index + 1 :] if other <= level), len(laid.text))
        sections.append(Section(title, level, Span(start, end)))
    return tuple(sections)


def _start(entry: OutlineEntry, title: str, lines: list[tuple[float, int, str]], page_start: int) -> int:
    """The line that matches the heading, else the one at the bookmark's height."""
    for matches in (str.__eq__, str.endswith, str.startswith):
        for _, start, line in lines:
            if title and matches(line, title):
                return start
    for _, start, line in lines:
        if len(line) >= 6 and title.startswith(line):  # a heading of two lines
            return start
    if entry.y is not None:
        for y, start, _ in lines:
            if y <= entry.y + 2.0:
                return start
    return page_start


def _squeezed(text: str) -> str:
    return _SIGNS.sub("", text).lower()
