"""What a format reader hands back: text, and what lies where in it, before source and sha256 are known."""

from __future__ import annotations

from dataclasses import dataclass

from longdoc.documents.types import Block, Boxes, Field, Link, Page, Section, Span, Table

__all__ = ["Extract"]


@dataclass(frozen=True, slots=True)
class Extract:
    """The content of one file. All offsets are characters of `text`.

    `pages` is empty where the format has none. `sections` are the headings that the format itself
    marks (outline, Markdown, HTML, DOCX), in order; empty where it marks none, and then they are
    looked for in the text. `title` is empty where the file names none. `notices` say in one line each
    what was lost, guessed or repaired. `headers_footers` are running lines that the text
    holds and the network shall not read.
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
