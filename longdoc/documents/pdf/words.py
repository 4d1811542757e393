"""The types that the parts of the PDF reader exchange: words and lines with positions, and metadata."""

from __future__ import annotations

import re
from dataclasses import dataclass
from dataclasses import field as default
from typing import Any

__all__ = [
    "BLANK",
    "CELL_GAP",
    "SAME_BASELINE",
    "SUPERSCRIPT",
    "FileInfo",
    "FoundField",
    "Line",
    "OutlineEntry",
    "Place",
    "RowCell",
    "TableRow",
    "Word",
    "WrongPassword",
    "names_bold",
    "names_fixed",
]

CELL_GAP = 1.6  # of the font size: wider parts cells or columns, not words
SAME_BASELINE = 0.45  # of the font size: as far may what stands on one line be apart
SUPERSCRIPT = 0.65  # of the larger font size: as far may a mark in smaller type be raised or lowered
_BOLD = re.compile(r"bold|black|heavy|demi(?!c)|(?:cm|sf)b?[bx]x|[-,]bd\b", re.IGNORECASE)

_FIXED = re.compile(
    r"courier|mono(?!t)|consola|lucidacons|menlo|typewriter|(?:cm|lm|sf|ec)tt|cmvtt|lettergothic",
    re.IGNORECASE,
)


def names_bold(font: str) -> bool:
    """Whether a font's name says that it is bold; the weight in the file is seldom right."""
    return bool(_BOLD.search(font))


def names_fixed(font: str) -> bool:
    """Whether a font's name says that its letters are all as wide."""
    return bool(_FIXED.search(font))


class WrongPassword(Exception):
    """The file is encrypted, and the password does not open it."""


@dataclass(slots=True)
class Word:
    """A run of characters without spaces, in points, rotated so that text runs along +x and lines along -y.

    `turn` counts the quarter turns (counter-clockwise) of the text on the page. `edges` are the boundaries of
    the characters along the line, one more than characters; they decrease in right-to-left scripts.
    """

    text: str
    x0: float
    x1: float
    y: float  # of the baseline
    size: float  # of the font, as drawn
    bold: bool
    turn: int
    low: float  # of the characters' boxes, across the line
    high: float
    edges: list[float]
    glued: bool = False  # no blank stands before it
    in_margin: bool = False  # of a note beside the lines, which is no part of them
    fixed: bool = False  # in a font whose letters are all as wide

    def append(self, other: Word, between: str = "") -> None:
        """Append another word to this one."""
        self.text += between + other.text
        self.edges = [*self.edges[:-1], *[self.edges[-1]] * len(between), *other.edges]
        self.x0, self.x1 = min(self.x0, other.x0), max(self.x1, other.x1)
        self.low, self.high = min(self.low, other.low), max(self.high, other.high)


Place = tuple[int, float, float, list[float]]  # turn, low, high, edges: where a run of characters stands
BLANK: Place = (-1, 0.0, 0.0, [0.0, 0.0])  # a blank that stands nowhere


@dataclass(frozen=True, slots=True)
class RowCell:
    """A cell of a row: the columns and rows it covers, and the span of its text in the row's line."""

    column: int
    columns: int
    rows: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TableRow:
    """The table row of a line: the table on its page, the number of the row, and its cells."""

    table: int
    row: int
    cells: tuple[RowCell, ...]

    @classmethod
    def from_json(cls, fields: list[Any]) -> TableRow:
        """The inverse of `packed`."""
        table, row, cells = fields
        return cls(table, row, tuple(RowCell(*cell) for cell in cells))

    def packed(self) -> list[Any]:
        """As few characters of JSON as it takes."""
        cells = [[cell.column, cell.columns, cell.rows, cell.start, cell.end] for cell in self.cells]
        return [self.table, self.row, cells]


@dataclass(slots=True)
class Line:
    """A printed line; `jump` if it does not directly follow the line above (new column, new page)."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    jump: bool
    kind: str = ""  # a `Kind`, where it is known
    row: TableRow | None = None  # the line is a row of a table
    table: int = -1  # … of which one in the whole document
    field: FoundField | None = None  # the line tells what was filled in or noted
    fixed: bool = False  # in a font whose letters are all as wide
    places: list[Place] = default(default_factory=list)  # in the worker; they cover the text
    corners: Any = None  # in the parent: int16 [C, 4], as `Boxes` has them

    def packed(self) -> list[Any]:
        """As few characters of JSON as it takes; places are packed page by page."""
        rounded = [round(value, 1) for value in (self.x0, self.x1, self.y, self.size)]
        row = [self.row.packed()] if self.row else []
        return [self.text, *rounded, int(self.bold) + 2 * int(self.fixed), int(self.jump), *row]

    @classmethod
    def unpacked(cls, fields: list[Any]) -> Line:
        """The inverse of `packed`."""
        text, x0, x1, y, size, font, jump, *row = fields
        line = cls(str(text), float(x0), float(x1), float(y), float(size), bool(font & 1), bool(jump))
        line.fixed = bool(font & 2)
        line.row = TableRow.from_json(row[0]) if row else None
        return line


@dataclass(slots=True)
class OutlineEntry:
    """A bookmark: heading, depth from 1, page index from 0, and height on the page if known."""

    title: str
    level: int
    page: int
    y: float | None = None


@dataclass(frozen=True, slots=True)
class FoundField:
    """A filled-in form field, a note or a comment; `page` counts from 0, None if no page shows it."""

    name: str
    value: str
    page: int | None
    rectangle: tuple[float, float, float, float] | None  # in the file's coordinates
    hidden: bool
    kind: str  # "field" or "note"
    named: bool = False  # by a name that is meant for people
    button: str = ""  # "check", or "radio" for the chosen one of a group …
    around: tuple[float, float, float, float] | None = None  # … whose rectangle this is


@dataclass(slots=True)
class FileInfo:
    """The metadata of a PDF."""

    pages: int
    labels: list[str] = default(default_factory=list)
    outline: list[OutlineEntry] = default(default_factory=list)
    title: str = ""
    fields: list[FoundField] = default(default_factory=list)
    attachments: list[str] = default(default_factory=list)
    hidden_layers: list[str] = default(default_factory=list)  # switched off when the file is opened
    is_drawn_by_viewer: bool = False  # from the XFA form in it: its page only asks for another viewer

    @classmethod
    def from_json(cls, fields: dict[str, Any]) -> FileInfo:
        """The inverse of `dataclasses.asdict`."""
        outline = [OutlineEntry(**entry) for entry in fields["outline"]]
        return cls(
            **{**fields, "outline": outline, "fields": [FoundField(**one) for one in fields["fields"]]}
        )
