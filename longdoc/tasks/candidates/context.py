"""The context that the reader gets before a passage: document title, section headings, table header.

A passage cut out of a document lacks these. No answer is taken from them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from longdoc.documents.types import Document, Kind, Span, Table

__all__ = ["context_of"]

TITLE_CHARS = 90
HEADING_CHARS = 80
HEADER_CHARS = 160
SECTIONS = 2  # innermost sections whose headings are given
SEPARATOR = " › "


def context_of(document: Document, passage: Span) -> str:
    """Title › sections › caption › header row or lead-in of a list, without what the passage contains."""
    parts = [_short(document.title, TITLE_CHARS), *_headings(document, passage)]
    table = document.table_at(passage.start)
    if table is not None:
        parts += _table_head(document, table, passage)
    elif lead_in := _lead_in(document, passage):
        parts.append(_short(lead_in, HEADER_CHARS))
    return SEPARATOR.join(part for part in dict.fromkeys(parts) if part)


def _headings(document: Document, passage: Span) -> list[str]:
    """Headings of the sections in the middle of which the passage begins."""
    around = [s for s in document.sections if s.span.start < passage.start < s.span.end]
    return [_short(section.title, HEADING_CHARS) for section in around[-SECTIONS:]]


def _table_head(document: Document, table: Table, passage: Span) -> list[str]:
    """Caption and header rows that end before the passage begins."""
    spans = [] if table.caption is None else [table.caption]
    spans += table.row_spans()[: table.header_rows]
    return [_short(document.quote(span), HEADER_CHARS) for span in spans if span.end <= passage.start]


def _lead_in(document: Document, passage: Span) -> str:
    """The sentence before the list in the middle of which a passage begins; empty if there is no list."""
    at = bisect_right(document.blocks, passage.start, key=lambda block: block.span.start) - 1
    if (
        at < 0
        or document.blocks[at].kind is not Kind.LIST_ITEM
        or document.blocks[at].span.end <= passage.start
    ):
        return ""
    while at > 0 and _continues(document, at):
        at -= 1
    first = document.blocks[at].span.start
    before = bisect_left(document.sentences, first, key=lambda sentence: sentence.end) - 1
    sentences = document.sentences[max(0, before) : before + 2]
    led = [s for s in sentences if s.end <= first and s.start < passage.start]
    return document.quote(led[-1]) if led else ""


def _continues(document: Document, at: int) -> bool:
    """Whether the block before is a list item too, with only white space between."""
    before, item = document.blocks[at - 1], document.blocks[at]
    between = document.text[before.span.end : item.span.start]
    return before.kind is Kind.LIST_ITEM and not between.strip()


def _short(text: str, most_chars: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most_chars else text[:most_chars].rsplit(" ", 1)[0]
