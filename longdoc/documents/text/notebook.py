"""Jupyter notebooks → Markdown as text, code and its printed output as code."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from longdoc.documents.extract import Extract
from longdoc.documents.source import Source
from longdoc.documents.structure.pieces import Piece, assemble, one_line
from longdoc.documents.structure.struck import told_struck
from longdoc.documents.text.displayed import as_displayed
from longdoc.documents.text.encodings import decode
from longdoc.documents.text.markdown import MarkdownReader
from longdoc.errors import DamagedDocument, DocumentLimit
from longdoc.plurals import counted

__all__ = ["read_notebook"]

UNSHOWN = re.compile(r"<(?:Figure|IPython)\b")  # the plain text of what is shown otherwise


def _drawn(pictures: int) -> str:
    told = counted(pictures, "picture that its code drew was", "pictures that its code drew were")
    return f"{told} not read"


def read_notebook(source: Source) -> Extract:
    """Read the cells in order; a notice counts pictures in outputs."""
    text, notices = decode(source.data)
    try:
        book = json.loads(text)
    except ValueError as error:
        raise DamagedDocument(f"the notebook is damaged: {error}") from None
    except RecursionError:
        raise DocumentLimit("the notebook is too deeply nested to be read") from None
    cells = book.get("cells") if isinstance(book, dict) else None
    if cells is None and isinstance(book, dict):  # notebooks of before 2015
        cells = [cell for sheet in _list(book.get("worksheets")) for cell in _list(_dict(sheet).get("cells"))]
    reader = _Cells(source)
    pieces = [piece for cell in _list(cells) for piece in reader.pieces(_dict(cell))]
    if reader.pictures:
        notices += (_drawn(reader.pictures),)
    notices += told_struck(reader.struck_chars)
    heading = next((one_line(piece.text) for piece in pieces if piece.level == 1), "")
    metadata = _dict(book.get("metadata")) if isinstance(book, dict) else {}
    title = metadata.get("title")
    return assemble(pieces, title=title if isinstance(title, str) else heading, notices=notices)


class _Cells:
    """Reads one cell after the other, and counts what is left out."""

    def __init__(self, source: Source) -> None:
        self.pictures = 0
        self.struck_chars = 0
        self._source = source

    def pieces(self, cell: dict[str, Any]) -> Iterator[Piece]:
        """The text of a cell and of its outputs."""
        words = _joined(cell.get("source", cell.get("input", "")))
        kind = cell.get("cell_type")
        if kind == "markdown":
            yield from self._markdown(words)
        elif kind == "heading":
            level = str(cell.get("level") or 1)
            yield Piece(words, int(level) if level.isdecimal() else 1)
        elif kind == "code":
            yield Piece.of_code(words)
            for output in _list(cell.get("outputs")):
                yield from self._output(_dict(output))
        else:
            yield Piece(words, exact=True)

    def _markdown(self, words: str) -> Iterator[Piece]:
        reader = MarkdownReader(words, self._source)
        yield from reader.pieces()
        self.struck_chars += reader.struck_chars

    def _output(self, output: dict[str, Any]) -> Iterator[Piece]:
        data = _dict(output.get("data")) or output
        self.pictures += any(str(name).startswith("image/") for name in data)
        words = as_displayed(_joined(output.get("text") or data.get("text/plain") or ""))
        if output.get("output_type") in ("error", "pyerr"):
            words = f"{output.get('ename')}: {output.get('evalue')}"
        markdown, page = (_joined(data.get(f"text/{name}")) for name in ("markdown", "html"))
        if markdown:
            yield from self._markdown(markdown)
        elif page and (UNSHOWN.match(words) or not words.strip()):
            yield from self._page(page)
        elif words.strip() and not UNSHOWN.match(words):
            yield Piece.of_code(words)
        elif latex := _joined(data.get("text/latex")):
            yield Piece(latex)

    def _page(self, page: str) -> Iterator[Piece]:
        from longdoc.documents.web.blocks import html_pieces
        from longdoc.documents.web.html import parse_html

        root, _ = parse_html(page.encode("utf-8", "replace"))
        yield from html_pieces(root, self._source.limits)


def _joined(words: Any) -> str:
    if isinstance(words, list):
        return "".join(str(line) for line in words)
    return words if isinstance(words, str) else ""


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
