"""One text flow of an RTF document: its paragraphs and tables, and content deferred to their end."""

from __future__ import annotations

from collections.abc import Iterator

from longdoc.documents.office.rtf_tables import CellForm, Row, table_grid
from longdoc.documents.structure.pieces import LINK_END, LINK_START, Piece, one_line, row_of, without_marks
from longdoc.documents.types import Kind

__all__ = ["Flow", "lines_of"]


class Flow:
    """The body, a note, a header or a text box while it is being read."""

    def __init__(self) -> None:
        self.after: list[Piece] = []  # notes and boxes that follow the paragraph
        self.level: int | None = None
        self._pieces: list[Piece] = []
        self._parts: list[str] = []
        self._links: list[str] = []
        self._in_table = False
        self._cells: list[str] = []
        self._rows: list[Row] = []
        self._header_rows = 0
        self._is_header = False
        self._forms: list[CellForm] = []  # of the cells of a row
        self._is_below = False
        self._is_beside = False

    @property
    def last(self) -> str:
        """The last text written to this paragraph."""
        return self._parts[-1] if self._parts else ""

    def write(self, text: str) -> None:
        self._parts.append(text)

    def begin_link(self) -> None:
        self._parts.append(LINK_START)

    def end_link(self, target: str) -> None:
        self._parts.append(LINK_END)
        self._links.append(target)

    def par(self) -> None:
        """End a paragraph; inside a cell this is a space."""
        if self._in_table:
            self._parts.append(" ")
            return
        text, links = self._take()
        has_words = bool(without_marks(text).strip())
        if has_words or not self._cells:  # an empty paragraph parts two tables
            self._end_table()
        if has_words:
            mark = text.lstrip()[:1]
            kind = Kind.LIST_ITEM if mark in ("•", "·", "▪", "◦") else Kind.PROSE
            self._pieces.append(Piece(text, self.level, kind=kind, links=links))
        waiting, self.after = self.after, []
        self._pieces += waiting

    sect = page = par

    def pard(self) -> None:
        self.level = None
        self._in_table = False

    def intbl(self) -> None:
        self._in_table = True

    def trowd(self) -> None:
        self._is_header = False
        self._forms = []

    def merge_below(self) -> None:
        """The cell that is defined next continues the one above."""
        self._is_below = True

    def merge_beside(self) -> None:
        """The cell that is defined next continues the one on its left."""
        self._is_beside = True

    def end_form(self, edge: int) -> None:
        """End the definition of a cell; `edge` is its right edge in twips."""
        self._forms.append(CellForm(edge, self._is_below, self._is_beside))
        self._is_below = self._is_beside = False

    def trhdr(self) -> None:
        self._is_header = True

    def cell(self) -> None:
        self._cells.append(without_marks(self._take()[0]))

    def row(self) -> None:
        if self._cells:
            if self._is_header and self._header_rows == len(self._rows):
                self._header_rows += 1
            self._rows.append(Row(self._cells, self._forms))
            self._cells = []

    def finish(self) -> list[Piece]:
        """End the flow; returns its pieces."""
        self._in_table = False
        if self._cells:
            self.row()
        self.par()
        self._end_table()
        return self._pieces

    def _take(self) -> tuple[str, tuple[str, ...]]:
        text, links = _paired("".join(self._parts)), tuple(self._links)
        self._parts.clear()
        self._links.clear()
        return text, links

    def _end_table(self) -> None:
        if not self._rows:
            return
        rows, self._rows = self._rows, []
        self._pieces.append(Piece("", grid=table_grid(rows, self._header_rows)))
        self._header_rows = 0


def _paired(text: str) -> str:
    """Join surrogate pairs, as which RTF writes characters beyond U+FFFF."""
    if not any("\ud800" <= char <= "\udfff" for char in text):
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def lines_of(flow: Flow) -> Iterator[str]:
    """The paragraphs and rows of a flow, each on one line."""
    for piece in flow.finish():
        if piece.grid is None:
            yield one_line(piece.text)
        else:
            yield from (row_of(cell for cell in row if cell.strip()) for row in piece.grid.rows)
