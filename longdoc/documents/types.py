"""The nouns everybody shares: Document, Page, Section, Span, and where a span stands."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

__all__ = ["Document", "Location", "Page", "Section", "Span"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of character offsets into `Document.text`."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its number from 1, the label printed on it, its text, and whether it had any."""

    number: int
    label: str
    span: Span
    has_text: bool = True


@dataclass(frozen=True, slots=True)
class Section:
    """A headed part of a document; `span` begins at its heading and holds its subsections too.

    `level` is 1 for the outermost. `title` is the heading as printed, on one line.
    """

    title: str
    level: int
    span: Span


@dataclass(frozen=True, slots=True)
class Location:
    """Where a span stands, in words a person can look up."""

    page: str | None
    section: str | None
    line: int


@dataclass(frozen=True)
class Document:
    """A document as longdoc reads it: one string, and what lies where in it.

    `source` is the path as given, or "-" for standard input. `sha256` is of the file's bytes.
    `pages` is empty where the format has no pages (text, HTML, Markdown). `notices` say in one line
    each what was lost or repaired on reading: pages without a text layer, damaged pages, guessed
    encodings. They are shown to the user and never dropped. `furniture` are the running lines of plain
    text (page numbers, footers): they are part of `text`, so that its offsets are the file's, but not read.
    """

    text: str
    pages: tuple[Page, ...]
    sections: tuple[Section, ...]
    title: str
    source: str
    sha256: str
    notices: tuple[str, ...] = ()
    furniture: tuple[Span, ...] = ()

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """The document's sentences in order: never overlapping, only white space between them."""
        from longdoc.documents.sentences import split_sentences

        return tuple(split_sentences(self.text))

    @cached_property
    def pages_without_text(self) -> tuple[Page, ...]:
        """Pages that had no text layer, or could not be read."""
        return tuple(page for page in self.pages if not page.has_text)

    def quote(self, span: Span) -> str:
        """The text of a span, to the letter."""
        return self.text[span.start : span.end]

    def page_at(self, offset_chars: int) -> Page | None:
        """The page that holds this character, or None where there are no pages."""
        index = bisect_right(self._page_starts, offset_chars) - 1
        return self.pages[index] if index >= 0 else None

    def section_at(self, offset_chars: int) -> Section | None:
        """The innermost section that holds this character."""
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
