"""Joins documents inside a document: attachments, and files in archives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from longdoc.documents.extract import Extract
from longdoc.documents.structure.nesting import nest_sections
from longdoc.documents.types import Block, Cell, Field, Kind, Link, Page, Section, Span, Table

__all__ = ["Part", "join"]

BETWEEN = "\n\n"


@dataclass(frozen=True, slots=True)
class Part:
    """One inner document: its heading ("" for none), the level of that heading, and its content."""

    heading: str
    extract: Extract
    level: int = 1


def join(parts: Sequence[Part]) -> Extract:
    """Join the parts. If one of them has pages, each of the others becomes a page named after its heading."""
    any_pages = any(part.extract.pages for part in parts)
    texts: list[str] = []
    headings: list[tuple[int, int, str]] = []
    whole = _Whole()
    at = 0
    for part in parts:
        if at:
            texts.append(BETWEEN)
            at += len(BETWEEN)
        start = at
        if part.heading:
            headings.append((at, part.level, part.heading))
            texts += [part.heading, BETWEEN]
            at += len(part.heading) + len(BETWEEN)
        texts.append(part.extract.text)
        headings += _sections(part, at)
        pages = _pages(part, start, at, len(whole.pages)) if any_pages else ()
        whole.add(part, start, at, pages)
        at += len(part.extract.text)
    text = "".join(texts)
    return whole.extract(text, nest_sections(len(text), headings))


def _sections(part: Part, at: int) -> list[tuple[int, int, str]]:
    outer = part.level if part.heading else 0
    sections: Sequence[Section] = part.extract.sections
    return [(section.span.start + at, section.level + outer, section.title) for section in sections]


def _pages(part: Part, start: int, at: int, before: int) -> tuple[Page, ...]:
    if not part.extract.pages:
        span = Span(start, at + len(part.extract.text))
        return (Page(before + 1, part.heading or "1", span, bool(part.extract.text.strip())),)
    return tuple(
        replace(
            page,
            number=before + number,
            label=f"{part.heading}, p. {page.label}" if part.heading else page.label,
            span=Span(start if number == 1 else page.span.start + at, page.span.end + at),
        )
        for number, page in enumerate(part.extract.pages, 1)
    )


@dataclass(slots=True)
class _Whole:
    """The structure of the parts so far."""

    pages: list[Page] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    headers_footers: list[Span] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)

    def add(self, part: Part, start: int, at: int, pages: tuple[Page, ...]) -> None:
        """Add a part that begins with its heading at `start`, and whose text begins at `at`."""
        one = part.extract
        if part.heading:
            self.blocks.append(Block(Span(start, start + len(part.heading)), Kind.HEADING))
        named = f"{part.heading}: " if part.heading else ""
        self.pages += pages
        self.notices += (f"{named}{notice}" for notice in one.notices)
        self.headers_footers += (span.shifted(at) for span in one.headers_footers)
        self.blocks += (Block(block.span.shifted(at), block.kind) for block in one.blocks)
        self.tables += (_table(table, at) for table in one.tables)
        self.fields += (replace(one, span=one.span.shifted(at)) for one in part.extract.fields)
        self.links += (Link(link.span.shifted(at), link.target) for link in one.links)

    def extract(self, text: str, sections: tuple[Section, ...]) -> Extract:
        """The parts as one, with their text and sections."""
        return Extract(
            text,
            tuple(self.pages),
            sections,
            notices=tuple(self.notices),
            headers_footers=tuple(self.headers_footers),
            blocks=tuple(self.blocks),
            tables=tuple(self.tables),
            fields=tuple(self.fields),
            links=tuple(self.links),
        )


def _table(table: Table, at: int) -> Table:
    return replace(
        table,
        span=table.span.shifted(at),
        cells=tuple(
            Cell(cell.span.shifted(at), cell.row, cell.column, cell.rows, cell.columns)
            for cell in table.cells
        ),
        caption=table.caption.shifted(at) if table.caption else None,
    )
