"""Blocks → a DOCX file with real headings, lists and tables, and fixed dates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO

import docx
from docx.document import Document as WordDocument

from making.archive import zipped
from making.source import Block, Heading, Item, Paragraph, Table, plain

__all__ = ["to_docx"]


def to_docx(blocks: Sequence[Block], *, author: str, dated: datetime) -> bytes:
    """The document as DOCX; the same bytes on every run with the same python-docx."""
    document = docx.Document()
    for block in blocks:
        _add(document, block)
    properties = document.core_properties
    properties.title = next(block.text for block in blocks if isinstance(block, Heading))
    properties.author = properties.last_modified_by = author
    properties.created = properties.modified = dated.astimezone(UTC).replace(tzinfo=None)
    out = BytesIO()
    document.save(out)
    return zipped(out.getvalue())


def _add(document: WordDocument, block: Block) -> None:
    match block:
        case Heading(1, text):
            document.add_heading(text, level=0)
        case Heading(level, text):
            document.add_heading(text, level=level - 1)
        case Paragraph(text):
            document.add_paragraph(plain(text))
        case Item("-", text):
            document.add_paragraph(plain(text), style="List Bullet")
        case Item(mark, text):
            document.add_paragraph(f"{mark} {plain(text)}")
        case Table(rows):
            grid = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
            for row, cells in zip(rows, grid.rows, strict=True):
                for text, cell in zip(row, cells.cells, strict=True):
                    cell.text = text
