"""A source text → blocks: headings, paragraphs, list items, tables and page breaks.

The sources are a small part of Markdown: `#` headings, paragraphs of one line each, `| a | b |` tables,
`(a)`, `1.` and `-` items, `*emphasis*`, and `---` for the end of the title page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Block", "Break", "Heading", "Item", "Paragraph", "Table", "plain", "read_blocks"]


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of a list; `mark` is "(a)", "1." or "-"."""

    mark: str
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; the first row is the head."""

    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Break:
    """The end of the title page."""


Block = Heading | Paragraph | Item | Table | Break

_HEADING = re.compile(r"(#{1,3}) (.+)")
_ITEM = re.compile(r"(\([a-zA-Z0-9]\)|\d+\.|-) (.+)")


def read_blocks(path: Path) -> list[Block]:
    """The blocks of a source file, in order."""
    blocks: list[Block] = []
    table: list[tuple[str, ...]] = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if line.startswith("|"):
            table.append(tuple(cell.strip() for cell in line.strip("|").split("|")))
            continue
        if table:
            blocks.append(Table((table[0], *table[2:])))  # the second row is Markdown's rule of dashes
            table = []
        if line:
            blocks.append(_block(line))
    return blocks


def _block(line: str) -> Block:
    if line == "---":
        return Break()
    if heading := _HEADING.fullmatch(line):
        return Heading(len(heading[1]), heading[2])
    if item := _ITEM.fullmatch(line):
        return Item(item[1], item[2])
    return Paragraph(line)


def plain(text: str) -> str:
    """The text without the asterisks of emphasis."""
    return re.sub(r"\*(\S(?:[^*]*\S)?)\*", r"\1", text)
