"""Finds headings by type, which is larger than the text's or bold, in a PDF that marks none.

Used only for files without an outline whose text does not number or name its headings either.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from longdoc.documents.pdf.paragraphs import PARAGRAPH, Laid
from longdoc.documents.pdf.words import Line
from longdoc.documents.structure.sections import find_sections, nest_sections
from longdoc.documents.text.clean import is_cjk
from longdoc.documents.types import Section

__all__ = ["sections_by_type"]

LARGER = 1.12  # times the size of the text …
LARGER_BOLD = 1.04  # … or so, in bold
MOST_CHARS, MOST_BOLD_CHARS = 140, 90
MOST_LINES = 3
LEAST_HEADINGS = 3
MOST_OF_THE_TEXT = 0.15
MOSTLY_PLAIN = 0.3  # of the text may be bold where bold alone makes a heading
BODY_CHARS = 60  # below a heading in the text's own size, or it may be the head of a table
RICHER = 3  # times as many as the text itself tells
_LETTER = re.compile(r"[^\W\d_]{2}")
_OPEN_END = re.compile(r"[.,;:，；：。、]$|[-–—]$")


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """Lines that were joined; `size` is 0 if their sizes differ."""

    start: int
    end: int
    size: float
    bold: bool
    lines: int


def sections_by_type(pages: Sequence[Sequence[Line]], laid: Laid) -> tuple[Section, ...]:
    """The sections marked by larger or bold type; none if the text's own headings tell more."""
    paragraphs = list(_paragraphs(pages, laid))
    letters: Counter[float] = Counter()
    for lines in pages:
        for line in lines:
            letters[_rounded(line.size)] += len(line.text)
    if not letters:
        return ()
    body_size = letters.most_common(1)[0][0]
    bold = sum(len(line.text) for lines in pages for line in lines if line.bold)
    bold_tells = bold < MOSTLY_PLAIN * letters.total()
    headings = [
        number
        for number, paragraph in enumerate(paragraphs)
        if _is_heading(paragraph, laid.text, body_size, bold_tells)
    ]
    headings = _with_body(headings, paragraphs, body_size)
    if sum(paragraphs[at].end - paragraphs[at].start for at in headings) > MOST_OF_THE_TEXT * len(laid.text):
        return ()
    if len(headings) < max(LEAST_HEADINGS, RICHER * len(find_sections(laid.text))):
        return ()
    looks = sorted({_look(paragraphs[at]) for at in headings}, reverse=True)
    return nest_sections(
        len(laid.text),
        (
            (one.start, 1 + looks.index(_look(one)), " ".join(laid.text[one.start : one.end].split()))
            for one in (paragraphs[at] for at in headings)
        ),
    )


def _paragraphs(pages: Sequence[Sequence[Line]], laid: Laid) -> Iterator[_Paragraph]:
    lines = [line for page in pages for line in page]
    starts = [start for _, _, start in laid.line_starts]
    first = 0
    for at in range(1, len(lines) + 1):
        if at < len(lines) and not laid.text.endswith(PARAGRAPH, 0, starts[at]):
            continue
        run = lines[first:at]
        end = starts[at] - len(PARAGRAPH) if at < len(lines) else len(laid.text)
        sizes = {_rounded(line.size) for line in run}
        size = max(sizes) if max(sizes) - min(sizes) <= 0.5 else 0.0
        yield _Paragraph(starts[first], end, size, all(line.bold for line in run), len(run))
        first = at


def _rounded(size: float) -> float:
    return round(2 * size) / 2


def _look(paragraph: _Paragraph) -> tuple[float, bool]:
    return paragraph.size, paragraph.bold


def _is_heading(paragraph: _Paragraph, text: str, body_size: float, bold_tells: bool) -> bool:
    """Whether a paragraph looks like a heading by itself."""
    content = text[paragraph.start : paragraph.end]
    larger = paragraph.size >= (LARGER_BOLD if paragraph.bold else LARGER) * body_size
    only_bold = not larger and paragraph.bold and bold_tells and paragraph.size >= 0.95 * body_size
    if not (larger or only_bold) or len(content) > (MOST_CHARS if larger else MOST_BOLD_CHARS):
        return False
    if paragraph.lines > MOST_LINES or _OPEN_END.search(content):
        return False
    first = content.lstrip("\"'“‘([§")[:1]
    begins = first.isupper() or first.isdigit() or is_cjk(first)
    return (begins or larger) and bool(_LETTER.search(content) or is_cjk(first))


def _with_body(headings: list[int], paragraphs: list[_Paragraph], body_size: float) -> list[int]:
    """The headings with text below them, or with a kept heading of smaller type."""
    kept: list[int] = []
    for at in reversed(headings):
        below = at + 1
        one = paragraphs[at]
        if below >= len(paragraphs):
            continue
        if kept and kept[-1] == below:
            if _look(paragraphs[below]) < _look(one):
                kept.append(at)
            continue
        long = paragraphs[below].end - paragraphs[below].start >= BODY_CHARS
        if long or one.size >= LARGER_BOLD * body_size:
            kept.append(at)
    return kept[::-1]
