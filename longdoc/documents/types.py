"""A document: one string and its structure."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from longdoc.documents.parts import (
    LINE_KINDS,
    Block,
    Boxes,
    Cell,
    Field,
    Kind,
    Link,
    Page,
    Rectangle,
    Section,
    Table,
)
from longdoc.documents.span import Span, Spans

__all__ = [
    "Block", "Boxes", "Cell", "Document", "Field", "Kind", "Link", "Location", "Page", "Rectangle",
    "Section", "Span", "Spans", "Table",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Location:
    """The place of a span, in terms that a person can look up."""

    page: str | None
    section: str | None
    line: int


@dataclass(frozen=True)
class Document:
    """A document as longdoc reads it: one string and its structure.

    `source` is the path as given, or "-" for standard input. `sha256` is of the file's bytes. `pages` is
    empty if the format has none (text, HTML, Markdown). Each of `notices` says in one line what was lost or
    repaired: pages without a text layer, damaged pages, guessed encodings. They are shown to the user and
    never dropped. `headers_footers` are the page numbers, headers and footers of plain text: they are part of
    `text`, so that its offsets are the file's, but are not read. `blocks` and `tables` are in order and do
    not overlap. `character_boxes` exists for PDFs.
    """

    text: str
    pages: tuple[Page, ...]
    sections: tuple[Section, ...]
    title: str
    source: str
    sha256: str
    notices: tuple[str, ...] = ()
    headers_footers: tuple[Span, ...] = ()
    blocks: tuple[Block, ...] = ()
    tables: tuple[Table, ...] = ()
    fields: tuple[Field, ...] = ()
    character_boxes: Boxes | None = None
    links: tuple[Link, ...] = ()

    @classmethod
    def from_text(cls, text: str, name: str = "text") -> Document:
        """A document from a string, which is kept unchanged; sections are found by their headings.

        Args:
            name: its source and title.

        Example:
            >>> document = Document.from_text("1. Term\\n\\nIt ends in May.", "note")
            >>> [section.title for section in document.sections]
            ['1. Term']
        """
        from longdoc.documents.structure.sections import find_sections
        from longdoc.documents.text.headers_footers import running_lines

        digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        sections = tuple(find_sections(text))
        return cls(text, (), sections, name, name, digest, headers_footers=running_lines(text))

    @cached_property
    def sentences(self) -> Spans:
        """The document's sentences in order, without overlap, and with only white space between them.

        Each table row and form field is a sentence, and no sentence crosses the border of a block.
        """
        from longdoc.documents.sentences.split import split_sentences

        lines = [block.span for block in self.blocks if block.kind in LINE_KINDS]
        parts = (block.span for block in self.blocks)
        return split_sentences(self.text, parts=parts, lines=lines, whole=self._rows_apart())

    def recall_sentences(self, sentences: Spans) -> None:
        """Set `sentences` to what an earlier run found in the same document, as splitting it takes time."""
        self.__dict__["sentences"] = sentences  # where cached_property keeps it

    @cached_property
    def pages_without_text(self) -> tuple[Page, ...]:
        """Pages that had no text layer, or could not be read."""
        return tuple(page for page in self.pages if not page.has_text)

    def quote(self, span: Span) -> str:
        """The text of a span, verbatim."""
        return self.text[span.start : span.end]

    def page_at(self, offset_chars: int) -> Page | None:
        """The page of this character, or None if there are no pages."""
        index = bisect_right(self._page_starts, offset_chars) - 1
        return self.pages[index] if index >= 0 else None

    def section_at(self, offset_chars: int) -> Section | None:
        """The innermost section of this character."""
        index = bisect_right(self._section_starts, offset_chars) - 1
        while index >= 0:
            section = self.sections[index]
            if section.span.start <= offset_chars < section.span.end:
                return section
            index -= 1
        return None

    def locate(self, span: Span) -> Location:
        """Page label, section heading and line (from 1) of a span's first character."""
        page = self.page_at(span.start)
        section = self.section_at(span.start)
        return Location(
            page=page.label if page else None,
            section=section.title if section else None,
            line=bisect_right(self._line_starts, span.start),
        )

    def boxes(self, span: Span) -> list[tuple[Page, list[Rectangle]]]:
        """The position of a span: each of its pages with rectangles around the span's lines.

        Empty if the format has no positions, or none are known for these characters.
        """
        found = []
        for page in self.pages if self.character_boxes else ():
            if page.span.overlaps(span) and self.character_boxes:
                part = Span(max(page.span.start, span.start), min(page.span.end, span.end))
                if rectangles := self.character_boxes.rectangles(part):
                    found.append((page, rectangles))
        return found

    def kind_at(self, offset_chars: int) -> Kind:
        """The kind of text at a character."""
        index = bisect_right(self._block_starts, offset_chars) - 1
        if index >= 0 and offset_chars < self.blocks[index].span.end:
            return self.blocks[index].kind
        return Kind.PROSE

    def table_at(self, offset_chars: int) -> Table | None:
        """The table of this character."""
        index = bisect_right(self._table_starts, offset_chars) - 1
        found = self.tables[index] if index >= 0 else None
        return found if found and offset_chars < found.span.end else None

    def _rows_apart(self) -> list[Span]:
        """The rows of tables that no block marks as rows."""
        tables = (one for one in self.tables if self.kind_at(one.span.start) is not Kind.TABLE_ROW)
        return [row for table in tables for row in table.row_spans() if row]

    @cached_property
    def _table_starts(self) -> list[int]:
        return [table.span.start for table in self.tables]

    @cached_property
    def _block_starts(self) -> list[int]:
        return [block.span.start for block in self.blocks]

    @cached_property
    def _page_starts(self) -> list[int]:
        return [page.span.start for page in self.pages]

    @cached_property
    def _section_starts(self) -> list[int]:
        return [section.span.start for section in self.sections]

    @cached_property
    def _line_starts(self) -> list[int]:
        starts = [0]
        at = self.text.find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = self.text.find("\n", at + 1)
        return starts
