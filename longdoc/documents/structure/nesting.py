"""Headings with their levels → nested sections."""

from __future__ import annotations

from collections.abc import Iterable

from longdoc.documents.parts import Section
from longdoc.documents.span import Span

__all__ = ["nest_sections"]


def nest_sections(text_length: int, headings: Iterable[tuple[int, int, str]]) -> tuple[Section, ...]:
    """Sections from (start, level, title) in order; each extends to the next of its level or above."""
    ordered = sorted(headings, key=lambda heading: heading[0])
    ends = [text_length] * len(ordered)
    open_sections: list[int] = []
    for index, (start, level, _) in enumerate(ordered):
        while open_sections and ordered[open_sections[-1]][1] >= level:
            ends[open_sections.pop()] = start
        open_sections.append(index)
    return tuple(
        Section(title, level, Span(start, end))
        for (start, level, title), end in zip(ordered, ends, strict=True)
    )
