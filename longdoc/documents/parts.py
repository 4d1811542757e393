"""The parts of a document: pages, sections, blocks, tables, fields, links, and boxes of characters."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, ClassVar

from longdoc.documents.span import Span

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

__all__ = [
    "LINE_KINDS", "Block", "Boxes", "Cell", "Field", "Kind", "Link", "Page", "Rectangle", "Section", "Table",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    """One page: number from 1, printed label, span, whether it had text, and whether OCR read it."""

    number: int
    label: str
    span: Span
    has_text: bool = True
    recognised: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A headed part of a document; `span` begins at its heading and includes its subsections.

    `level` is 1 for the outermost. `title` is the heading as printed, on one line.
    """

    title: str
    level: int
    span: Span


class Kind(Enum):
    """The kind of a block of text, by which summaries skip it and answers weight it."""

    PROSE = "prose"
    HEADING = "heading"
    LIST_ITEM = "list item"
    TABLE_ROW = "table row"
    CAPTION = "caption"
    CODE = "code"
    DIALOGUE = "dialogue"
    CONTENTS = "contents"
    REFERENCES = "references"
    KEYWORDS = "keywords"
    ADVERTISEMENT = "advertisement"
    LICENCE = "licence"
    HEADER_FOOTER = "header or footer"
    FIELD = "field"
    NOTE = "note"
    QUOTED = "quoted"  # an earlier mail that a reply repeats


LINE_KINDS = frozenset((Kind.TABLE_ROW, Kind.FIELD, Kind.CONTENTS, Kind.KEYWORDS))
MOST_ROWS_JOINED = 64  # by one cell that heads several rows


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the text that is all of one kind; text between blocks is prose.

    In blocks of rows, fields, contents and keywords (`LINE_KINDS`), each line is a sentence.
    """

    span: Span
    kind: Kind


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: the span of its text, and the rows and columns it covers, from 0."""

    span: Span
    row: int
    column: int
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table: each of its rows is one line of the text, with its cells joined by " | ".

    `header_rows` is the number of header rows at the top, `header_columns` that of header columns at the
    left. A table that continues over pages is one Table. `cells` are ordered by row and column; an empty cell
    has an empty span.
    """

    span: Span
    cells: tuple[Cell, ...]
    header_rows: int = 1
    header_columns: int = 0
    caption: Span | None = None

    def row_spans(self) -> list[Span]:
        """The line of each row, in order."""
        spans: dict[int, Span] = {}
        for cell in self.cells:
            known = spans.get(cell.row, cell.span)
            spans[cell.row] = Span(min(known.start, cell.span.start), max(known.end, cell.span.end))
        return [spans[row] for row in sorted(spans)]

    def headers_of(self, cell: Cell) -> tuple[Cell, ...]:
        """The headers of a cell: of its column, from the top, then of its row."""
        above = []
        for other in self.cells:
            if other.row >= min(self.header_rows, cell.row):
                break
            across = other.column < cell.column + cell.columns and cell.column < other.column + other.columns
            if across and len(other.span):
                above.append(other)
        if not self.header_columns:
            return tuple(above)
        first = bisect_left(self.cells, cell.row - MOST_ROWS_JOINED, key=lambda other: other.row)
        last = bisect_left(self.cells, cell.row + 1, key=lambda other: other.row)
        beside = [
            other for other in self.cells[first:last]
            if other.column < min(self.header_columns, cell.column)
            and other.row <= cell.row < other.row + other.rows
        ]  # fmt: skip
        return (*above, *beside)


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form, a free-text note or a comment: a line `name: value` of the text.

    `hidden` fields are not visible on the page, but are part of the text.
    """

    name: str
    value: str
    span: Span
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """Text that links to a target: an address, or an anchor in the document ("#part-two")."""

    span: Span
    target: str


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A rectangle on a page, in points from the lower left corner of its visible part."""

    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, eq=False)
class Boxes:
    """The position on its page of each character of a PDF's text.

    `corners_C4` is int16 [C, 4]: left, bottom, right, top of each character of `Document.text`, in
    `1 / UNITS` points; a character without a position (a space that longdoc inserted) is all -1.
    """

    corners_C4: npt.NDArray[np.int16]

    UNITS: ClassVar[int] = 8  # 4,095 points: no page that viewers show is larger

    def rectangles(self, span: Span) -> list[Rectangle]:
        """The lines of a span as rectangles; characters of one line, vertical ones too, are joined."""
        joined: list[list[int]] = []
        before: list[int] = []
        for box in self.corners_C4[span.start : span.end].tolist():
            left, bottom, right, top = box
            if left < 0 and right < 0:
                continue
            last = joined[-1] if joined else None
            height = max(1, top - bottom)
            across = last and min(last[3], top) - max(last[1], bottom) > height / 2
            if last and ((across and left >= last[0] - height) or _upright(before, box)):
                last[:] = [min(last[0], left), min(last[1], bottom), max(last[2], right), max(last[3], top)]
            else:
                joined.append([left, bottom, right, top])
            before = box
        return [Rectangle(*(x / self.UNITS for x in one)) for one in joined]


def _upright(before: list[int], box: list[int]) -> bool:
    """Whether a character is directly above or below its predecessor, as in rotated text."""
    wide = max(1, box[2] - box[0])
    apart = max(box[1] - before[3], before[1] - box[3])
    return min(before[2], box[2]) - max(before[0], box[0]) > wide / 2 and apart < wide
