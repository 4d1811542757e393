"""Markdown → headings, paragraphs, lists, tables and code as rendered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import chain, takewhile

from longdoc.characters import CJK
from longdoc.documents.extract import Extract
from longdoc.documents.source import Source
from longdoc.documents.structure.headings import is_title
from longdoc.documents.structure.pieces import Grid, Piece, assemble, noting_headings
from longdoc.documents.structure.run_in import run_in_title
from longdoc.documents.structure.struck import told_struck
from longdoc.documents.text.aligned_columns import ruled
from longdoc.documents.text.encodings import decode
from longdoc.documents.text.front_matter import take_front_matter
from longdoc.documents.text.inline import Inline
from longdoc.documents.text.lettered import LETTERED, MOST_LINES_APART, follows, numbers_after
from longdoc.documents.text.marked_lines import without_closing_marks
from longdoc.documents.text.mdx import plain_markdown
from longdoc.documents.text.pandoc_tables import TABLE_RULE, caption_below, headless_table, multiline_table
from longdoc.documents.text.rst_grid import grid_of
from longdoc.documents.text.templates import without_templates
from longdoc.documents.types import Kind

__all__ = ["MarkdownReader", "read_markdown"]

FENCE = re.compile(r" {0,3}(?P<fence>`{3,}+|~{3,}+)(?P<info>[^`\n]*)$")
ATX = re.compile(r" {0,3}(?P<marks>#{1,6})(?:[ \t]+(?P<title>.*)|#*[ \t]*)$")
RULE = re.compile(r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$")
UNDERLINE = re.compile(r" {0,3}(?:=+|-+)[ \t]*$")
ITEM = re.compile(r"(?P<indent>[ \t]*)(?P<mark>[-*+]|\d{1,9}[.)])(?:[ \t]+(?P<words>.*)|$)")
TASK = re.compile(r"\[(?P<tick>[ xX])\][ \t]+")
QUOTE = re.compile(r" {0,3}(?:>[ \t]?)+")
ALERT = re.compile(r"\[!\w{1,20}\][ \t]*$")
DELIMITER_ROW = re.compile(r" {0,3}\|?[ \t]*:?-+:?[ \t]*+(?:\|[ \t]*:?-+:?[ \t]*+)*\|?[ \t]*$")
DEFINITION = re.compile(r" {0,3}\[(?!\^)[^\]\n]{1,200}\]:[ \t]*\S")
NOTE = re.compile(r" {0,3}\[\^(?P<name>[^\]\s]{1,60})\]:[ \t]*(?P<words>.*)$")
COLUMN_RULE = re.compile(r" *-{2,}(?: +-{2,})+ *$")
CONTAINER = re.compile(r"\s*:{3,}(?:[ \t]*[\w-]+(?:[ \t]+|\[)(?P<title>[^{\]]*))?.*$")
ADMONITION = re.compile(
    r" {0,3}(?:!!!|\?\?\?\+?|===\+?)[ \t]+[\w -]{0,40}(?:\"(?P<title>[^\"\n]{0,200})\")?[ \t]*$"
)
MEANING = re.compile(r" {0,3}:[ \t]+(?P<words>\S.*)$")
GRID = re.compile(r" {0,3}\+(?:[-=:]{2,}\+){1,100}[ \t]*$")
LINE_OF_BLOCK = re.compile(r" {0,3}\|(?:[ \t]+[^|\n]*)?$")
HTML_TABLE = re.compile(r"\s*<table\b", re.I)
BAR_OR_CODE = re.compile(r"(\\\||[|`])")
SOFT_BREAK = re.compile(rf"(?<=[{CJK}，。；：、！？”）])\n(?!\x1f)(?=[{CJK}“（])")


def read_markdown(source: Source) -> Extract:
    """Read Markdown; the title is that of the front matter or the first heading."""
    text, notices = decode(source.data)
    front, start, told = take_front_matter(text)
    headings: list[tuple[int, str]] = []
    is_mdx = source.suffix == ".mdx"
    reader = MarkdownReader(plain_markdown(text[start:]) if is_mdx else text[start:], source)
    pieces = noting_headings(reader.pieces(), headings)
    extract = assemble(chain(front.pieces(), pieces), notices=(*notices, *told))
    notices = (*extract.notices, *told_struck(reader.struck_chars))
    return replace(extract, title=front.title or _title(headings), notices=notices)


def _title(headings: list[tuple[int, str]]) -> str:
    """The first heading of the outermost level, where it is alone there or the first "#"."""
    if not headings:
        return ""
    top = min(level for level, _ in headings)
    outermost = [written for level, written in headings if level == top]
    # several of the outermost level are chapters; none of them is the title, unless it is the first "#"
    return outermost[0] if len(outermost) == 1 or top == 1 else ""


@dataclass(slots=True)
class _Open:
    """A paragraph or list item whose lines are still being collected."""

    lines: list[str] = field(default_factory=list)
    mark: str = ""
    kind: Kind = Kind.PROSE
    indent: int = 0
    number: tuple[int, ...] = ()  # of an item of numbered lists inside each other
    holds_items: bool = False  # numbered ones, from the next line on


class MarkdownReader:
    """Parses the lines of a text in one pass."""

    def __init__(self, text: str, source: Source) -> None:
        text = without_templates(text)
        self._lines = text.split("\n")
        self._inline = Inline(text)
        self._source = source
        self._at = 0
        self._open = _Open()
        self._in_list = False
        self._lettered: set[tuple[str, ...]] = set()  # what the next item of a lettered list may be
        self._numbers: dict[int, int] = {}  # of the last item in each list that is open, by its indent
        self._clause = 0  # the number of the item that is a heading of the items in it
        self._level = 0  # of the last heading

    @property
    def struck_chars(self) -> int:
        """The characters that are left out because they are struck out."""
        return self._inline.struck_chars

    def pieces(self) -> Iterator[Piece]:
        """All pieces, in order."""
        while self._at < len(self._lines):
            line = self._lines[self._at].expandtabs(4)
            self._at += 1
            yield from self._line(line)
        yield from self._close()

    def _line(self, line: str) -> Iterator[Piece]:
        if quote := QUOTE.match(line):
            line = line[quote.end() :]
            if ALERT.match(line):
                line = ""
        if not line.strip():
            yield from self._close()
        elif fence := FENCE.match(line.lstrip() if self._in_list else line):
            yield from self._close()
            yield from self._code(fence["fence"], quoted=quote is not None)
        elif self._is_indented_code(line):
            yield from self._indented_code(line)
        elif heading := ATX.match(line):
            yield from self._close()
            self._in_list = False
            yield from self._heading(
                without_closing_marks(heading["title"] or "", "#"), len(heading["marks"])
            )
        elif UNDERLINE.match(line) and self._open.lines and not self._open.mark:
            title = " ".join(self._open.lines)
            self._open = _Open()
            yield from self._heading(title, 1 if "=" in line else 2)
        elif (
            COLUMN_RULE.match(line)
            and not self._open.lines
            and (rows := headless_table(self._lines, self._at - 1)) is not None
        ):
            self._at = rows.end
            yield self._captioned(Grid([[self._cell(cell) for cell in row] for row in rows.rows], 0))
        elif COLUMN_RULE.match(line) and (table := self._simple_table()) is not None:
            self._open = _Open()
            yield table
        elif (
            TABLE_RULE.match(line)
            and not self._open.lines
            and (rows := multiline_table(self._lines, self._at - 1)) is not None
        ):
            self._at = rows.end
            yield self._captioned(Grid([[self._cell(cell) for cell in row] for row in rows.rows]))
        elif rule := RULE.match(line) or CONTAINER.match(line):
            yield from self._close()
            self._in_list = False
            yield Piece(self._cell(rule.groupdict().get("title") or ""))
        elif "|" in line and not self._open.lines and self._is_table():
            yield from self._close()
            yield from self._table(line)
        elif GRID.match(line) and not self._open.lines:
            yield self._grid(line)
        elif HTML_TABLE.match(line) and not self._open.lines:
            yield from self._html_table(line)
        elif admonition := ADMONITION.match(line):
            yield from self._close()
            self._in_list = True  # what is indented is no code
            yield Piece(admonition["title"] or "")
        elif (meaning := MEANING.match(line)) and self._may_be_defined():
            yield from self._close()
            self._open = _Open([meaning["words"]])
            self._in_list = True
        elif DEFINITION.match(line) and not self._open.lines:
            return
        elif note := NOTE.match(line):
            yield from self._close()
            self._open = _Open([note["words"]], f"[{note['name']}] ", Kind.NOTE)
        elif (item := ITEM.match(line)) and self._may_begin(item):
            yield from self._close()
            self._begin_item(item)
        elif (lettered := LETTERED.match(line)) and self._may_be_lettered(lettered):
            yield from self._close()
            self._begin_lettered(lettered)
        elif LINE_OF_BLOCK.match(line) and not self._open.lines and LINE_OF_BLOCK.match(self._peek()):
            yield self._line_block(line)
        else:
            if not self._open.lines:
                self._in_list = self._in_list and line.startswith(" ")
                self._open.indent = len(line) - len(line.lstrip())
            self._open.lines.append(line.strip() if not line.endswith("  ") else line.strip() + "  ")

    def _may_begin(self, item: re.Match[str]) -> bool:
        """Inside a paragraph, only a list that starts at 1 can begin, not "1986. A great year"."""
        if self._in_list and self._open.indent > len(item["indent"]):
            return True  # the paragraph belongs to the item before
        if not self._open.lines or self._open.mark or item["words"] is None:
            return item["words"] is not None or not self._open.lines
        return not item["mark"][0].isdigit() or item["mark"][:-1] == "1"

    def _begin_item(self, item: re.Match[str]) -> None:
        mark = self._item_mark(item["mark"], len(item["indent"]))
        words = item["words"] or ""
        if task := TASK.match(words):
            mark += " ☐" if task["tick"] == " " else " ☒"
            words = words[task.end() :]
        below = ITEM.match(self._peek().expandtabs(4))
        self._open = _Open(
            [words.rstrip() if not words.endswith("  ") else words], f"{mark} ", Kind.LIST_ITEM,
            number=tuple(self._numbers.values()) if mark[0].isdigit() else (),
            holds_items=bool(below and below["mark"][0].isdigit() and below["indent"] > item["indent"]),
        )  # fmt: skip
        self._in_list = True

    def _may_be_lettered(self, item: re.Match[str]) -> bool:
        """Whether an item is the next of a list, or the first of several."""
        if item.group("open", "number", "close") in self._lettered:
            return True
        begins = not self._open.lines or self._open.kind is Kind.LIST_ITEM
        return begins and follows(item, self._lines[self._at : self._at + MOST_LINES_APART])

    def _begin_lettered(self, item: re.Match[str]) -> None:
        opening, number, closing = item.group("open", "number", "close")
        self._lettered = {(opening, after, closing) for after in numbers_after(number)}
        if number == "#":
            number = self._item_mark(f"1{closing}", len(item["indent"]))[:-1]
        self._open = _Open([item["words"].rstrip()], f"{opening}{number}{closing} ", Kind.LIST_ITEM)
        self._in_list = True

    def _line_block(self, line: str) -> Piece:
        """Take lines that begin with "|" and are kept as they are, such as those of an address or a poem."""
        lines = [line]
        while LINE_OF_BLOCK.match(self._peek()):
            lines.append(self._peek())
            self._at += 1
        return Piece("\n".join(self._cell(one.strip().lstrip("|").strip()) for one in lines))

    def _peek(self) -> str:
        return self._lines[self._at] if self._at < len(self._lines) else ""

    def _item_mark(self, mark: str, indent: int) -> str:
        """The mark of an item; numbers that do not rise, as where all are "1.", are those that are shown."""
        if not self._in_list:
            self._numbers.clear()
        self._numbers = {column: number for column, number in self._numbers.items() if column <= indent}
        if not mark[0].isdigit():
            self._numbers.pop(indent, None)
            return "-"
        before = self._numbers.get(indent)
        number = int(mark[:-1]) if before is None else max(int(mark[:-1]), before + 1)
        self._numbers[indent] = number
        return f"{number}{mark[-1]}"

    def _may_be_defined(self) -> bool:
        """Whether the lines before are a term, or the meaning before this one."""
        return len(self._open.lines) == 1 and not self._open.mark

    def _grid(self, line: str) -> Piece:
        """Take a table whose cells have borders of "+", "-" and "|"."""
        lines = [line.strip()]
        while self._at < len(self._lines) and (line := self._lines[self._at].strip()).startswith(("|", "+")):
            lines.append(line)
            self._at += 1
        grid = grid_of(lines)
        rows = [[self._cell(cell) for cell in row] for row in grid.rows]
        return self._captioned(replace(grid, rows=rows))

    def _cell(self, written: str) -> str:
        return self._inline.plain(written).replace("\x1f", "")

    def _captioned(self, grid: Grid) -> Piece:
        """A table with the caption that stands below it."""
        caption, self._at = caption_below(self._lines, self._at)
        return Piece("", grid=replace(grid, caption=self._cell(caption)) if caption else grid)

    def _simple_table(self) -> Piece | None:
        """Take a table whose columns a rule below the header shows, as Pandoc writes it."""
        if len(self._open.lines) != 1 or self._open.mark:
            return None
        coming = (self._lines[at] for at in range(self._at - 2, len(self._lines)))
        lines = [*takewhile(str.strip, coming)]
        columns = ruled(lines, 1)
        if columns is None or columns.rows[-1][0] < len(lines) - 1:  # all of the paragraph, or it is none
            return None
        self._at += len(lines) - 2
        rows = [[self._cell(lines[n][start:end]) for start, end in cells] for n, cells in columns.rows]
        return self._captioned(Grid(rows, columns.headers))

    def _close(self) -> Iterator[Piece]:
        """End the paragraph or item being collected."""
        opened, self._open = self._open, _Open()
        source = "\n".join(opened.lines)
        if not source.strip():
            return
        words, links = self._inline.words(source)
        words = SOFT_BREAK.sub("", words)
        words = re.sub(r"\n(?!\x1f)", " ", words).replace("\x1f", "")
        is_picture = source.lstrip().startswith("![") and source.rstrip().endswith(")") and "](" in source
        kind = Kind.CAPTION if is_picture and source.count("](") == 1 else opened.kind
        if words.strip():
            piece = Piece(opened.mark + words.strip(), kind=kind, links=links)
            yield self._as_clause(piece, opened, words.strip())

    def _as_clause(self, piece: Piece, opened: _Open, words: str) -> Piece:
        """An item as a heading, or as a section of its own: "8. Liability" with the items 8.1 and 8.2."""
        number = opened.number
        if len(number) == 1:
            is_heading = opened.holds_items and is_title(words)
            self._clause = number[0] if is_heading else 0
            return replace(piece, level=self._level + 1) if is_heading else piece
        if len(number) != 2 or number[0] != self._clause:
            return piece
        label = ".".join(map(str, number))
        bare = words.rstrip(".:")
        title = f"{label} {bare}" if is_title(bare) else run_in_title(f"{label} {words}") or label
        return replace(piece, level=self._level + 2, title=title)

    def _heading(self, title: str, level: int) -> Iterator[Piece]:
        words, links = self._inline.words(title)
        if words.strip():
            self._level = level
            yield Piece(" ".join(words.replace("\x1f", "").split()), level, links=links)

    def _code(self, fence: str, *, quoted: bool) -> Iterator[Piece]:
        lines = []
        while self._at < len(self._lines):
            line = self._lines[self._at]
            self._at += 1
            if quoted and (quote := QUOTE.match(line)):
                line = line[quote.end() :]
            if line.strip().startswith(fence) and not line.strip(" `~"):
                break
            lines.append(line)
        yield Piece.of_code("\n".join(lines))

    def _is_indented_code(self, line: str) -> bool:
        may_be = not self._open.lines and not self._in_list and self._source.suffix != ".mdx"
        return may_be and line.startswith("    ")

    def _indented_code(self, line: str) -> Iterator[Piece]:
        lines = [line[4:]]
        while self._at < len(self._lines):
            following = self._lines[self._at].expandtabs(4)
            if following.strip() and not following.startswith("    "):
                break
            lines.append(following[4:])
            self._at += 1
        yield Piece.of_code("\n".join(lines))

    def _is_table(self) -> bool:
        """Whether the next line is the delimiter row of a table."""
        following = self._peek()
        return "-" in following and "|" in following and DELIMITER_ROW.match(following) is not None

    def _table(self, line: str) -> Iterator[Piece]:
        rows = [self._row(line)]
        self._at += 1
        while self._at < len(self._lines) and "|" in (line := self._lines[self._at]) and line.strip():
            rows.append(self._row(line))
            self._at += 1
        yield self._captioned(Grid(rows))

    def _row(self, line: str) -> list[str]:
        if quote := QUOTE.match(line):
            line = line[quote.end() :]
        return [self._cell(cell) for cell in split_row(line)]

    def _html_table(self, line: str) -> Iterator[Piece]:
        from longdoc.documents.web.blocks import html_pieces
        from longdoc.documents.web.html import parse_html

        lines = [line]
        while self._at < len(self._lines) and "</table" not in lines[-1].lower():
            lines.append(self._lines[self._at])
            self._at += 1
        root, _ = parse_html("\n".join(lines).encode())
        yield from html_pieces(root.find("body"), self._source.limits)


def split_row(line: str) -> list[str]:
    """The cells of a row, separated by "|", except where it is escaped or in code."""
    line = line.strip().removeprefix("|")
    cells = [""]
    in_code = False
    for part in BAR_OR_CODE.split(line):
        in_code = in_code != (part == "`")
        if part == "|" and not in_code:
            cells.append("")
        else:
            cells[-1] += "|" if part == "\\|" else part
    if not cells[-1].strip() and len(cells) > 1:
        cells.pop()
    return [cell.strip() for cell in cells]
