"""The output of readers of structured formats: pieces of text, assembled to one text with its structure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice

from longdoc.documents.extract import Extract
from longdoc.documents.limits import Limits
from longdoc.documents.structure.nesting import nest_sections
from longdoc.documents.structure.run_in import run_in_title
from longdoc.documents.structure.stacked_headers import MOST_HEADER_ROWS, Merged, stacked_headers
from longdoc.documents.text.clean import normalise_characters
from longdoc.documents.types import Block, Cell, Field, Kind, Link, Page, Span, Table
from longdoc.errors import DocumentLimit
from longdoc.plurals import counted

__all__ = [
    "LINK_END",
    "LINK_START",
    "Grid",
    "Piece",
    "assemble",
    "linked",
    "noting_headings",
    "one_line",
    "row_of",
    "without_marks",
]

BLANKS = re.compile(r"[^\S\n]+")
AROUND_NEWLINE = re.compile(r" *\n *")
MANY_NEWLINES = re.compile(r"\n{3,}")
# These stand around the words of a link until its place in the text is known: no text holds them.
LINK_START, LINK_END = "\ufdd0", "\ufdd1"
LINK_MARK = re.compile(f"[{LINK_START}{LINK_END}]")
UNBROKEN = str.maketrans(dict.fromkeys((LINK_START, LINK_END), ""))
MOST_CHARS = Limits().max_characters  # of the text of one file
MOST_CELLS = 300_000  # of one document whose places and headers are kept
MOST_LINKS = 300_000  # of one document whose targets are kept


@dataclass(frozen=True, slots=True)
class Grid:
    """A table to be written: rows of cells, including empty ones, so that columns are aligned.

    `spans` lists the cells, by row and column, that cover several rows or columns; `rows` has "" for covered
    cells.
    """

    rows: Iterable[Sequence[str]]
    header_rows: int = 1
    header_columns: int = 0
    caption: str = ""
    spans: Merged = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Piece:
    """One paragraph, heading, list item, table, field or piece of code.

    `level` is the heading's level from 1, or None. `title` names a section that begins here without a heading
    in the text. `exact` text keeps its white space (code). `tight` pieces follow one of their kind on the
    next line, without a blank line. `page` is the label of a page that begins here. `links` are the targets
    of the text between LINK_START and LINK_END. `field` is the name and value of a field, whose text is both.
    """

    text: str
    level: int | None = None
    title: str = ""
    exact: bool = False
    kind: Kind = Kind.PROSE
    tight: bool = False
    grid: Grid | None = None
    field: tuple[str, str] | None = None
    hidden: bool = False
    page: str | None = None
    links: tuple[str, ...] = ()

    @staticmethod
    def of_code(text: str) -> Piece:
        """A piece of code, which keeps its white space."""
        return Piece(text, exact=True, kind=Kind.CODE)

    @staticmethod
    def of_field(
        name: str, value: str, *, hidden: bool = False, tight: bool = True, kind: Kind = Kind.FIELD
    ) -> Piece:
        """A field of a form, mail or book, or a comment: a line "name: value"."""
        name, value = one_line(name).rstrip(":"), one_line(value)
        text = f"{name}: {value}" if name else value
        return Piece(text, kind=kind, tight=tight and kind is Kind.FIELD, field=(name, value), hidden=hidden)


def assemble(pieces: Iterable[Piece], *, title: str = "", notices: tuple[str, ...] = ()) -> Extract:
    """Join all pieces to one text with its sections, pages, tables, fields, kinds and links."""
    writer = _Writer()
    for piece in pieces:
        writer.write(piece)
    return writer.finish(title, notices)


def noting_headings(pieces: Iterable[Piece], headings: list[tuple[int, str]]) -> Iterator[Piece]:
    """The same pieces; the level and the words of each heading among them are added to `headings`."""
    for piece in pieces:
        if piece.level is not None:
            headings.append((piece.level, one_line(piece.text)))
        yield piece


def one_line(text: str) -> str:
    """The text with all white space collapsed to single spaces."""
    return " ".join(without_marks(normalise_characters(text)).split())


def row_of(cells: Iterable[str]) -> str:
    """A table row on one line, cells separated by " | "; empty if all cells are."""
    row = [one_line(cell) for cell in cells]
    return " | ".join(row).strip(" ") if any(row) else ""


def linked(words: str) -> str:
    """Text between link markers."""
    return f"{LINK_START}{words}{LINK_END}"


def without_marks(text: str) -> str:
    """The text without link markers, for untrusted text and where links do not matter."""
    return text.translate(UNBROKEN) if LINK_START in text or LINK_END in text else text


class _Writer:
    """The text so far, and its structure."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._at = 0
        self._headings: list[tuple[int, int, str]] = []
        self._pages: list[tuple[int, str]] = []
        self._blocks: list[Block] = []
        self._tables: list[Table] = []
        self._fields: list[Field] = []
        self._links: list[Link] = []
        self._last: Kind | None = None
        self._caption: Span | None = None  # of what comes next, a table perhaps
        self._cells = 0
        self._cells_left_out = 0
        self._links_left_out = 0

    def write(self, piece: Piece) -> None:
        if piece.grid is not None:
            if piece.page is not None:
                self._begin_page(piece.page)
            self._write_grid(piece.grid)
            return
        text = _exact(piece.text) if piece.exact else _flowing(piece.text)
        if piece.links and LINK_START in text:
            text, found, left_out = _take_links(text, piece.links, MOST_LINKS - len(self._links))
            self._links_left_out += left_out
        else:
            text, found = without_marks(text), []
        if piece.page is not None:
            self._begin_page(piece.page)
        if not text:
            return
        if piece.level is not None and not piece.title and (begin := run_in_title(text)):
            piece = replace(piece, title=begin)
        start = self._put(text, tight=piece.tight and self._last is piece.kind)
        self._last = Kind.HEADING if piece.level is not None and not piece.title else piece.kind
        self._caption = Span(start, self._at) if piece.kind is Kind.CAPTION else None
        if piece.title or piece.level is not None:
            self._headings.append((start, piece.level or 1, piece.title or one_line(text)))
        kind = Kind.HEADING if piece.level is not None and not piece.title else piece.kind
        self._mark(Span(start, self._at), kind)
        self._links += [Link(span.shifted(start), target) for span, target in found]
        if piece.field is not None:
            self._fields.append(Field(*piece.field, Span(start, self._at), piece.hidden))

    def finish(self, title: str, notices: tuple[str, ...]) -> Extract:
        text = "".join(self._parts)
        if self._cells_left_out:
            notices = (
                *notices,
                counted(self._cells_left_out, "cell of large tables is", "cells of large tables are")
                + " read without headers",
            )
        if self._links_left_out:
            notices = (*notices, f"where {self._links_left_out:,} of its links lead to was not kept")
        return Extract(
            text,
            self._finished_pages(text),
            nest_sections(len(text), self._headings),
            title,
            notices,
            blocks=tuple(self._blocks),
            tables=tuple(self._tables),
            fields=tuple(self._fields),
            links=tuple(self._links),
        )

    def _begin_page(self, label: str) -> None:
        self._pages.append((self._at + 2 if self._at else 0, label))

    def _finished_pages(self, text: str) -> tuple[Page, ...]:
        starts = [min(start, len(text)) for start, _ in self._pages]
        ends = [*starts[1:], len(text)] if starts else []
        return tuple(
            Page(number, label, Span(0 if number == 1 else start, end), end > start)
            for number, ((_, label), start, end) in enumerate(zip(self._pages, starts, ends, strict=True), 1)
        )

    def _put(self, text: str, *, tight: bool) -> int:
        """Append text; returns its span."""
        if self._parts:
            is_new_page = bool(self._pages) and self._pages[-1][0] > self._at
            between = "\n" if tight and not is_new_page else "\n\n"
            self._parts.append(between)
            self._at += len(between)
        self._parts.append(text)
        start = self._at
        self._at += len(text)
        _require_room(self._at)
        return start

    def _mark(self, span: Span, kind: Kind) -> None:
        if kind is Kind.PROSE:
            return
        last = self._blocks[-1] if self._blocks else None
        if kind is Kind.FIELD and last and last.kind is kind and span.start - last.span.end == 1:
            self._blocks[-1] = Block(Span(last.span.start, span.end), kind)
        else:
            self._blocks.append(Block(span, kind))

    def _write_grid(self, grid: Grid) -> None:
        self._last = Kind.TABLE_ROW
        caption, self._caption = self._caption, None
        if written := one_line(grid.caption):
            start = self._put(written, tight=False)
            caption = Span(start, self._at)
            self._mark(caption, Kind.CAPTION)
        lines: list[str] = []
        cells: list[Cell] = []
        tight = caption is not None and bool(written)
        at = self._at + (1 if tight else 2 if self._parts else 0)
        rows = iter(grid.rows)
        first = list(islice(rows, MOST_HEADER_ROWS + 1))
        headed, spans = stacked_headers(first, grid.header_rows, grid.spans)
        header_rows = 0
        for row, texts in enumerate(chain(first, rows)):
            written_cells = [one_line(text) for text in texts]
            line = " | ".join(written_cells)
            shown = line.strip(" ")
            if not shown.strip("| "):
                continue
            if self._cells + len(texts) <= MOST_CELLS:
                cells += _cells(
                    written_cells, spans, row, len(lines), at - (len(line) - len(line.lstrip(" "))), at, shown
                )
                self._cells += len(texts)
            else:
                self._cells_left_out += len(texts)
            header_rows += row < headed
            lines.append(shown)
            at += len(shown) + 1
            _require_room(at)
        if not lines:
            return
        start = self._put("\n".join(lines), tight=tight)
        span = Span(start, self._at)
        self._mark(span, Kind.TABLE_ROW)
        self._tables.append(Table(span, tuple(cells), header_rows, grid.header_columns, caption))


def _require_room(characters: int) -> None:
    """Raise DocumentLimit for a text that has grown too long: a small file can repeat a long cell often."""
    if characters > MOST_CHARS:
        raise DocumentLimit(f"it holds more than {MOST_CHARS:,} characters")


def _cells(
    written: list[str], spans: Merged, row: int, line: int, line_start: int, shown_start: int, shown: str
) -> Iterable[Cell]:
    """The cells of one row; `line_start` is where it would begin without stripping."""
    at = line_start
    low, high = shown_start, shown_start + len(shown)
    for column, text in enumerate(written):
        start = min(max(at, low), high)
        rows, columns = spans.get((row, column), (1, 1)) if spans else (1, 1)
        yield Cell(Span(start, min(start + len(text), high)), line, column, rows, columns)
        at += len(text) + 3


def _take_links(text: str, targets: Sequence[str], most: int) -> tuple[str, list[tuple[Span, str]], int]:
    """The text without the marks of links, where the words of at most so many stand, and how many more."""
    bare = without_marks(text)
    if text.count(LINK_START) != len(targets):  # the text held such marks itself
        return bare, [], 0
    found: list[tuple[Span, str]] = []
    left_out = 0
    starts: list[tuple[int, str]] = []
    coming = iter(targets)
    for marks_before, mark in enumerate(LINK_MARK.finditer(text)):
        at = mark.start() - marks_before
        if mark[0] == LINK_START:
            starts.append((at, next(coming)))
        elif starts:
            start, target = starts.pop()
            if at > start and target and len(found) < most:
                found.append((Span(start, at), target))
            elif at > start and target:
                left_out += 1
    return bare, sorted(found), left_out


def _flowing(text: str) -> str:
    text = AROUND_NEWLINE.sub("\n", BLANKS.sub(" ", normalise_characters(text)))
    return MANY_NEWLINES.sub("\n\n", text).strip()


def _exact(text: str) -> str:
    """Code verbatim, without trailing spaces."""
    lines = [line.rstrip() for line in text.replace("\t", "    ").split("\n")]
    return "\n".join(lines).strip("\n")
