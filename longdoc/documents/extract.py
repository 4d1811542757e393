"""The result of a format reader: the text and its structure, before source and sha256 are known."""

from __future__ import annotations

from dataclasses import dataclass

from longdoc.documents.types import Block, Boxes, Field, Link, Page, Section, Span, Table

__all__ = ["Extract"]


@dataclass(frozen=True, slots=True)
class Extract:
    """The content of one file. All offsets are characters of `text`.

    `pages` is empty if the format has none. `sections` are the headings that the format itself marks
    (outline, Markdown, HTML, DOCX), in order; if it marks none, they are searched for in the text. `title` is
    empty if the file has none. Each of `notices` says in one line what was lost, guessed or repaired.
    `headers_footers` are headers and footers that are part of the text but are not read by the network.
    """

    text: str
    pages: tuple[Page, ...] = ()
    sections: tuple[Section, ...] = ()
    title: str = ""
    notices: tuple[str, ...] = ()
    headers_footers: tuple[Span, ...] = ()
    blocks: tuple[Block, ...] = ()
    tables: tuple[Table, ...] = ()
    fields: tuple[Field, ...] = ()
    character_boxes: Boxes | None = None
    links: tuple[Link, ...] = ()
