"""Words of one page → lines in reading order.

A file mostly draws its text in reading order, including tables and boxes, so that order is kept unless it
evidently jumps about; then positions decide. Two columns of prose that are drawn row by row are distinguished
from a table by how well their lines fill them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise

from longdoc.documents.pdf.fractions import fractions_joined
from longdoc.documents.pdf.grid import Grid
from longdoc.documents.pdf.gutters import gutters_between
from longdoc.documents.pdf.letters import (
    drawn_once,
    initials_joined,
    letterspaced,
    loose_accents_joined,
    normalised,
    set_wide,
)
from longdoc.documents.pdf.line_numbers import without_line_numbers
from longdoc.documents.pdf.margin_notes import notes_apart
from longdoc.documents.pdf.marks import marks_joined, marks_put_back
from longdoc.documents.pdf.one_column import Drawn, is_out_of_turn, rows_of
from longdoc.documents.pdf.right_to_left import left_to_right
from longdoc.documents.pdf.rules import Rule
from longdoc.documents.pdf.tables import SEPARATOR, TableInfo, info_of, row_of, tables_in_columns, tables_of
from longdoc.documents.pdf.turned_heads import turned_heads
from longdoc.documents.pdf.vertical import columns_turned
from longdoc.documents.pdf.words import (
    BLANK,
    CELL_GAP,
    SAME_BASELINE,
    SUPERSCRIPT,
    Line,
    Place,
    RowCell,
    TableRow,
    Word,
)
from longdoc.documents.text.clean import is_cjk

__all__ = ["PageLayout", "layout_of"]

MAX_DISORDER = 0.2  # of the steps from one piece to the next may lead upwards
RUN_LINES = 5  # of a column, drawn one below the other
CLOSING = ".,;:!?)]"
SIGN_GAP = 0.05  # of the type size: so near to its word stands a sign, as after a raised mark


@dataclass(slots=True)
class _Piece:
    """Words drawn in succession on one line, without a wide gap."""

    words: list[Word] = field(default_factory=list)
    x0: float = 0.0
    x1: float = 0.0
    y: float = 0.0
    size: float = 0.0
    grid: Grid | None = None
    number: int = 0  # of the table

    def take(self, word: Word) -> None:
        if not self.words or word.size > self.size * 1.15:
            self.y, self.size = word.y, word.size  # the larger type's baseline counts
        self.x0 = min(self.x0, word.x0) if self.words else word.x0
        self.x1 = max(self.x1, word.x1) if self.words else word.x1
        self.words.append(word)

    @property
    def drawn(self) -> Drawn:
        """Where it stands."""
        last = min(word.y for word in self.words) if self.grid else self.y
        return Drawn(self.x0, self.x1, self.y, self.size, last)


@dataclass(slots=True)
class PageLayout:
    """The lines of a page in reading order, its tables, and the number of line numbers removed."""

    lines: list[Line] = field(default_factory=list)
    tables: list[TableInfo] = field(default_factory=list)
    line_numbers: int = 0


def layout_of(
    words: Iterable[Word], rules: Sequence[Rule] = (), upright: int = 0, bars: Sequence[Rule] = ()
) -> PageLayout:
    """The layout of a page; text in another direction than most comes last.

    Upright text that was drawn first comes first: the heading of a page with a table on its side.

    Args:
        upright: the quarter turns, counter-clockwise, of text that is upright on the page as shown.
        bars: the rules, and shorter lines: those in fractions.
    """
    page = PageLayout()
    groups, heads = _without_turned_heads(_by_direction(columns_turned(list(words)), upright), rules)
    for group in groups:
        turned = [rule.turned(group[0].turn) for rule in rules]
        whole = fractions_joined(drawn_once(group), [bar.turned(group[0].turn) for bar in bars])
        found, numbers = without_line_numbers(_mended(whole))
        found = notes_apart(found) + heads
        page.line_numbers += numbers
        grids = tables_of(found, turned)
        pieces = _pieces(found, grids)
        gutters = gutters_between([(piece.x0, piece.x1) for piece in pieces])
        if narrow := tables_in_columns(_in_no_table(found, grids), gutters):
            grids += narrow
            pieces = _pieces(found, grids)
        lines = _merge(_order(pieces, gutters), len(page.tables))
        if page.lines and lines:
            lines[0].jump = lines[0].y > page.lines[-1].y
        page.lines += lines
        page.tables += map(info_of, grids)
    return page


def _without_turned_heads(
    groups: list[list[Word]], rules: Sequence[Rule]
) -> tuple[list[list[Word]], list[Word]]:
    """The groups without one that holds heads of columns on their side, and these among the other words."""
    if len(groups) == 2 and rules and (groups[0][0].turn - groups[1][0].turn) % 2:
        for main, turned in (groups, groups[::-1]):
            heads = turned_heads(main, drawn_once(turned), [rule.turned(main[0].turn) for rule in rules])
            if heads:
                return [main], heads
    return groups, []


def _by_direction(words: Iterable[Word], upright: int) -> list[list[Word]]:
    """The words by direction, most of them first, but upright ones drawn before these first of all."""
    by_turn: dict[int, list[Word]] = {}
    heading = 0
    for word in words:
        by_turn.setdefault(word.turn, []).append(word)
        heading += len(by_turn) == 1 and word.turn == upright
    turns = sorted(by_turn, key=lambda turn: -sum(len(word.text) for word in by_turn[turn]))
    groups = [by_turn[turn] for turn in turns]
    if upright not in turns[1:]:
        return groups
    at = turns.index(upright)
    groups[at : at + 1] = [by_turn[upright][heading:]] if heading < len(by_turn[upright]) else []
    return ([by_turn[upright][:heading]] if heading else []) + groups


def _mended(words: list[Word]) -> list[Word]:
    """Repair words: attach accents and marks to their words, mirror right-to-left script."""
    return left_to_right(marks_joined(initials_joined(marks_put_back(loose_accents_joined(words)))))


def _pieces(words: list[Word], grids: Sequence[Grid] = ()) -> list[_Piece]:
    """Runs of words in drawing order; a table is one piece, placed where its first word was drawn."""
    table_of = {key: number for number, grid in enumerate(grids) for key in grid.words}
    pieces: list[_Piece] = []
    piece = _Piece()
    seen: set[int] = set()
    for word, following in zip(words, [*words[1:], None], strict=False):
        number = table_of.get(id(word)) if table_of else None
        if piece.words:
            size = max(word.size, piece.size)
            gap = word.x0 - piece.x1
            if number is not None or not _same_line(piece, word) or not -0.5 * size < gap < CELL_GAP * size:
                pieces.append(piece)
                piece = _Piece()
        if number is None:
            piece.take(word)
        elif number not in seen and not _is_stray(word, following, grids[number]):
            seen.add(number)
            pieces.append(_of_table(grids[number], number))
    if piece.words:
        pieces.append(piece)
    pieces += [_of_table(grid, number) for number, grid in enumerate(grids) if number not in seen]
    return _below_what_is_above(pieces)


def _below_what_is_above(pieces: list[_Piece]) -> list[_Piece]:
    """The pieces with each table behind what was drawn right after it but stands above it, as its heading."""
    for at in range(len(pieces) - 2, -1, -1):
        while pieces[at].grid is not None and at + 1 < len(pieces) and _is_above(pieces[at + 1], pieces[at]):
            pieces[at], pieces[at + 1] = pieces[at + 1], pieces[at]
            at += 1
    return pieces


def _is_above(piece: _Piece, table: _Piece) -> bool:
    overlaps = piece.x0 < table.x1 and table.x0 < piece.x1
    return piece.grid is None and overlaps and piece.y > table.y + SAME_BASELINE * table.size


def _is_stray(word: Word, following: Word | None, grid: Grid) -> bool:
    """Whether a word of a table was drawn on its own before text that stands above the table.

    PDFium moves words of lines that run downwards.
    """
    if following is None or id(following) in grid.words:
        return False
    return following.y > word.y + SAME_BASELINE * word.size


def _of_table(grid: Grid, number: int) -> _Piece:
    words = [word for cell in grid.cells for word in cell.words]
    left, right = min(word.x0 for word in words), max(word.x1 for word in words)
    top = max(words, key=lambda word: word.y)
    return _Piece(words, left, right, top.y, top.size, grid, number)


def _in_no_table(words: list[Word], grids: Sequence[Grid]) -> list[Word]:
    inside: set[int] = set().union(*(grid.words for grid in grids))
    return [word for word in words if id(word) not in inside]


def _order(pieces: list[_Piece], gutters: list[float]) -> list[_Piece]:
    """The drawing order if it reads well, else column by column or row by row."""
    if len(pieces) < 3:
        return pieces
    if gutters:
        jumps = _switches(pieces, gutters) > max(6, 0.25 * len(pieces))
        if jumps or _disorder(pieces, gutters) > MAX_DISORDER or _is_right_first(pieces, gutters):
            return _by_columns(pieces, gutters)
    elif _disorder(pieces, []) > MAX_DISORDER or is_out_of_turn([piece.drawn for piece in pieces]):
        return _by_rows(pieces)
    return pieces


def _column(piece: _Piece, gutters: list[float]) -> int | None:
    """The number of a piece's column; None if it leads across."""
    first, last = bisect_right(gutters, piece.x0), bisect_left(gutters, piece.x1)
    return first if first == last else None


def _rank(piece: _Piece, gutters: list[float]) -> float:
    """The number of a piece's column; what leads across counts as in the middle."""
    column = _column(piece, gutters)
    return len(gutters) / 2 if column is None else column


def _switches(pieces: list[_Piece], gutters: list[float]) -> int:
    columns = [column for piece in pieces if (column := _column(piece, gutters)) is not None]
    return sum(a != b for a, b in pairwise(columns))


def _disorder(pieces: list[_Piece], gutters: list[float]) -> float:
    """The share of upward steps, other than from the bottom of a column or cell to the next."""
    upwards = 0
    for before, after in pairwise(pieces):
        if after.y > before.y + SAME_BASELINE * max(before.size, after.size):
            to_next_column = after.x0 >= before.x1 or _rank(after, gutters) > _rank(before, gutters)
            upwards += not to_next_column
    return upwards / (len(pieces) - 1)


def _is_right_first(pieces: list[_Piece], gutters: list[float]) -> bool:
    """Whether lines of a column were drawn before those beside them in a column further left."""
    runs: list[list[_Piece]] = []
    before: int | None = None
    for piece in pieces:
        column = None if piece.grid else _column(piece, gutters)
        if column is None or column != before or piece.y > runs[-1][-1].y + SAME_BASELINE * piece.size:
            runs.append([])
        runs[-1].append(piece)
        before = column
    long = [run for run in runs if len(run) >= RUN_LINES]
    return any(
        _rank(right[0], gutters) > _rank(left[0], gutters)
        and left[0].y > right[-1].y
        and right[0].y > left[-1].y
        for right, left in pairwise(long)
    )


def _by_columns(pieces: list[_Piece], gutters: list[float]) -> list[_Piece]:
    """From the top: full-width pieces separate bands, in which each column precedes the next."""
    ordered: list[_Piece] = []
    columns: list[list[_Piece]] = [[] for _ in range(len(gutters) + 1)]
    for piece in _by_rows(pieces):
        column = _column(piece, gutters)
        if column is not None:
            columns[column].append(piece)
        else:
            ordered += [*chain.from_iterable(columns), piece]
            columns = [[] for _ in columns]
    return [*ordered, *chain.from_iterable(columns)]


def _by_rows(pieces: list[_Piece]) -> list[_Piece]:
    """From top to bottom, and from left to right on one baseline."""
    return [pieces[at] for row in rows_of([piece.drawn for piece in pieces]) for at in row]


def _merge(pieces: list[_Piece], tables_before: int) -> list[Line]:
    """Join successive pieces on one baseline, and write each line."""
    lines: list[Line] = []
    row: list[_Piece] = []
    for piece in [*pieces, None]:
        if row and (piece is None or piece.grid is not None or not _continues(row[-1], piece)):
            lines.append(_line([word for one in row for word in one.words], lines[-1] if lines else None))
            row = []
        if piece is not None and piece.grid is not None:
            _write_table(piece.grid, tables_before + piece.number, lines)
        elif piece is not None:
            row.append(piece)
    return lines


def _write_table(grid: Grid, number: int, lines: list[Line]) -> None:
    for row in range(grid.rows):
        cells: list[RowCell] = []
        text, places, following = "", list[Place](), 0
        written = row_of(grid, row)
        for column, columns, rows, words in written:
            # A separator for each column passed; the first is at the line's start.
            between = SEPARATOR * (column - following + 1) if text else SEPARATOR[1:] * column
            if between:
                text, places = text + between, [*places, (-1, 0.0, 0.0, [0.0] * (len(between) + 1))]
            part, there = _spaced(words)
            cells.append(RowCell(column, columns, rows, len(text), len(text) + len(part)))
            text, places, following = text + part, places + there, column + columns
        if written:
            line = _line([word for *_, words in written for word in words], lines[-1] if lines else None)
            line.text, line.places = text, places
            line.row = TableRow(number, row, tuple(cells))
            lines.append(line)


def _continues(before: _Piece, after: _Piece) -> bool:
    if before.words[-1].in_margin != after.words[0].in_margin:
        return False
    return _same_line(before, after) and after.x0 > before.x1 - 0.5 * max(before.size, after.size)


def _same_line(before: _Piece, after: _Piece | Word) -> bool:
    """Whether both share a baseline, or the smaller one is a superscript or subscript of the larger."""
    large, small = max(before.size, after.size), min(before.size, after.size)
    return abs(before.y - after.y) <= (SUPERSCRIPT if small < 0.9 * large else SAME_BASELINE) * large


def _line(words: list[Word], before: Line | None) -> Line:
    letters: Counter[float] = Counter()
    bold_letters = 0
    for word in words:
        letters[word.size] += len(word.text)
        bold_letters += len(word.text) if word.bold else 0
    size = letters.most_common(1)[0][0]
    y = next(word.y for word in words if word.size == size)
    bold = bold_letters > 0.8 * letters.total()
    x0, x1 = min(word.x0 for word in words), max(word.x1 for word in words)
    jump = before is not None and (y > before.y or x0 > before.x1 or x1 < before.x0)
    text, places = _spaced(words)
    fixed = all(word.fixed for word in words)
    return Line(text, x0, x1, y, size, bold, jump, fixed=fixed, places=places)


def _spaced(words: list[Word]) -> tuple[str, list[Place]]:
    """Words joined by spaces, with their positions; widely spaced Chinese gets no spaces."""
    parts: list[str] = []
    places: list[Place] = []
    before: Word | None = None
    justified = set_wide(words) | letterspaced(words)
    for at, word in enumerate(words):
        text, edges = normalised(word)
        if not text:
            continue
        if before is not None and at not in justified and not _touches(before, word):
            parts.append(" ")
            places.append(BLANK)
        parts.append(text)
        places.append((word.turn, word.low, word.high, edges))
        before = word
    if before is not None and before.text.endswith("\xad"):  # a soft hyphen is printed at a line's end
        parts.append("-")
        places.append((before.turn, before.low, before.high, [before.edges[-1]] * 2))
    return "".join(parts), places


def _touches(before: Word, after: Word) -> bool:
    """Whether there is no space between two words."""
    if after.glued:
        return True
    if after.text[0] in CLOSING and abs(after.x0 - before.x1) < SIGN_GAP * after.size:
        return True
    if before.text.isascii() and after.text.isascii():
        return False
    wide = after.x0 - before.x1 > 0.18 * after.size
    return not wide and (is_cjk(before.text[-1]) or is_cjk(after.text[0]))
