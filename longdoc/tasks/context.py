"""What stands in front of a passage when it is read: its document, its section, what heads its table.

A passage cut out of a document has lost its title, its section and the header row of its table. The networks
read these before the passage; no answer is taken from them.
"""

from __future__ import annotations

from longdoc.documents.types import Document, Span, Table

__all__ = ["context_of"]

TITLE_CHARS = 90
HEADING_CHARS = 80
HEADER_CHARS = 160
SECTIONS = 2  # the innermost headings that hold the passage
SEPARATOR = " › "


def context_of(document: Document, passage: Span) -> str:
    """Title › section › subsection › caption › header row, unless the passage holds them itself."""
    parts = [_short(document.title, TITLE_CHARS), *_headings(document, passage)]
    table = document.table_at(passage.start)
    if table is not None:
        parts += _table_head(document, table, passage)
    return SEPARATOR.join(part for part in dict.fromkeys(parts) if part)


def _headings(document: Document, passage: Span) -> list[str]:
    """Of the sections that hold the passage's beginning, unless their heading stands in the passage."""
    around = [s for s in document.sections if s.span.start < passage.start < s.span.end]
    return [_short(section.title, HEADING_CHARS) for section in around[-SECTIONS:]]


def _table_head(document: Document, table: Table, passage: Span) -> list[str]:
    """Caption and header rows that end before the passage begins."""
    spans = [] if table.caption is None else [table.caption]
    spans += table.row_spans()[: table.header_rows]
    return [_short(document.quote(span), HEADER_CHARS) for span in spans if span.end <= passage.start]


def _short(text: str, most_chars: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most_chars else text[:most_chars].rsplit(" ", 1)[0]
