"""What both PDF backends hand to the layout: words with their places, in the order the file draws them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

__all__ = [
    "CELL_GAP",
    "SAME_BASELINE",
    "SUPERSCRIPT",
    "Backend",
    "FileInfo",
    "Line",
    "OutlineEntry",
    "PageTooBig",
    "Word",
    "WrongPassword",
    "names_bold",
]

CELL_GAP = 1.6  # of the font size: wider parts cells or columns, not words
SAME_BASELINE = 0.45  # of the font size: as far may what stands on one line be apart
SUPERSCRIPT = 0.65  # of the larger font size: as far may a mark in smaller type be raised or lowered
_BOLD = re.compile(r"bold|black|heavy|demi(?!c)|(?:cm|sf)b?[bx]x|[-,]bd\b", re.IGNORECASE)


def names_bold(font: str) -> bool:
    """Whether a font's name says that it is bold. What files tell of weight itself is seldom right."""
    return bool(_BOLD.search(font))


class WrongPassword(Exception):
    """The file is encrypted and the password at hand does not open it."""


class PageTooBig(Exception):
    """The streams of one page unpack to more than the limit."""


@dataclass(slots=True)
class Word:
    """A run of characters without blanks. Points, turned so that reading goes along +x and lines go down -y.

    `turn` counts the quarter turns (counter-clockwise) of the text on the page.
    """

    text: str
    x0: float
    x1: float
    y: float  # of the baseline
    size: float  # of the font, as drawn
    bold: bool
    turn: int


@dataclass(slots=True)
class Line:
    """A printed line. `jump`: it does not simply stand below the line before it (new column, new page)."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    jump: bool

    def packed(self) -> list[str | float | int]:
        """As few characters of JSON as it takes."""
        rounded = [round(value, 1) for value in (self.x0, self.x1, self.y, self.size)]
        return [self.text, *rounded, int(self.bold), int(self.jump)]

    @classmethod
    def unpacked(cls, fields: list[str | float | int]) -> Line:
        """The inverse of `packed`."""
        text, x0, x1, y, size, bold, jump = fields
        return cls(str(text), float(x0), float(x1), float(y), float(size), bool(bold), bool(jump))


@dataclass(slots=True)
class OutlineEntry:
    """A bookmark: heading, depth from 1, page index from 0, height on the page where the file tells it."""

    title: str
    level: int
    page: int
    y: float | None = None


@dataclass(slots=True)
class FileInfo:
    """What is known of a PDF before its pages are read."""

    pages: int
    labels: list[str] = field(default_factory=list)
    outline: list[OutlineEntry] = field(default_factory=list)
    title: str = ""


class Backend(Protocol):
    """A library that opens PDF files. Opening raises WrongPassword, or anything at all on a damaged file."""

    name: str

    def info(self) -> FileInfo:
        """Page count, labels, outline and title; what cannot be read of it is left out."""
        ...

    def overlooks_blanks(self) -> bool:
        """Whether it misses blanks between the words of this file, and another should read it."""
        ...

    def words(self, page: int) -> Iterator[Word]:
        """The words of a page (from 0); raises PageTooBig, or anything at all on a damaged page."""
        ...
