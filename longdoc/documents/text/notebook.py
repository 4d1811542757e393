"""Jupyter notebooks → Markdown as text, code and its printed output as code."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from longdoc.documents.extract import Extract
from longdoc.documents.source import Source
from longdoc.documents.structure.pieces import Piece, assemble, one_line
from longdoc.documents.text.encodings import decode
from longdoc.documents.text.markdown import markdown_pieces
from longdoc.errors import DamagedDocument

__all__ = ["read_notebook"]


def read_notebook(source: Source) -> Extract:
    """Read the cells in order; a notice counts pictures in outputs."""
    text, notices = decode(source.data)
    try:
        book = json.loads(text)
    except ValueError as error:
        raise DamagedDocument(f"the notebook is damaged: {error}") from None
    cells = book.get("cells") if isinstance(book, dict) else None
    if cells is None and isinstance(book, dict):  # notebooks of before 2015
        cells = [cell for sheet in _list(book.get("worksheets")) for cell in _list(_dict(sheet).get("cells"))]
    pictures = [0]
    pieces = [piece for cell in _list(cells) for piece in _cell(_dict(cell), source, pictures)]
    if pictures[0]:
        notices += (f"{pictures[0]:,} pictures that its code drew were not read",)
    heading = next((one_line(piece.text) for piece in pieces if piece.level == 1), "")
    metadata = _dict(book.get("metadata")) if isinstance(book, dict) else {}
    title = metadata.get("title")
    return assemble(pieces, title=title if isinstance(title, str) else heading, notices=notices)


def _cell(cell: dict[str, Any], source: Source, pictures: list[int]) -> Iterator[Piece]:
    words = _joined(cell.get("source", cell.get("input", "")))
    kind = cell.get("cell_type")
    if kind == "markdown":
        yield from markdown_pieces(words, source)
    elif kind == "heading":
        yield Piece(words, int(cell.get("level") or 1) if str(cell.get("level") or 1).isdecimal() else 1)
    elif kind == "code":
        yield Piece.of_code(words)
        for output in _list(cell.get("outputs")):
            yield from _output(_dict(output), pictures)
    else:
        yield Piece(words, exact=True)


def _output(output: dict[str, Any], pictures: list[int]) -> Iterator[Piece]:
    data = _dict(output.get("data")) or output
    pictures[0] += any(str(name).startswith("image/") for name in data)
    words = _joined(output.get("text") or data.get("text/plain") or "")
    if output.get("output_type") in ("error", "pyerr"):
        words = f"{output.get('ename')}: {output.get('evalue')}"
    if words.strip() and not words.startswith("<Figure"):
        yield Piece.of_code(words)


def _joined(words: Any) -> str:
    if isinstance(words, list):
        return "".join(str(line) for line in words)
    return words if isinstance(words, str) else ""


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
