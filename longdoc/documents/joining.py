"""Joins documents inside a document: attachments, and files in archives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from longdoc.documents.extract import Extract
from longdoc.documents.structure.nesting import nest_sections
from longdoc.documents.types import Block, Cell, Kind, Link, Page, Section, Span, Table

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
    whole = Extract("")
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
        whole = _added(whole, part, start, at, pages)
        at += len(part.extract.text)
    text = "".join(texts)
    return replace(whole, text=text, sections=nest_sections(len(text), headings))


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


def _added(whole: Extract, part: Part, start: int, at: int, pages: tuple[Page, ...]) -> Extract:
    one = part.extract
    heading = (Block(Span(start, start + len(part.heading)), Kind.HEADING),) if part.heading else ()
    named = f"{part.heading}: " if part.heading else ""
    return replace(
        whole,
        pages=whole.pages + pages,
        notices=whole.notices + tuple(f"{named}{notice}" for notice in one.notices),
        headers_footers=whole.headers_footers + tuple(span.shifted(at) for span in one.headers_footers),
        blocks=whole.blocks
        + heading
        + tuple(Block(block.span.shifted(at), block.kind) for block in one.blocks),
        tables=whole.tables + tuple(_table(table, at) for table in one.tables),
        fields=whole.fields + tuple(replace(field, span=field.span.shifted(at)) for field in one.fields),
        links=whole.links + tuple(Link(link.span.shifted(at), link.target) for link in one.links),
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
