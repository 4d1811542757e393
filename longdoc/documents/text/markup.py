"""reStructuredText, Org and AsciiDoc → text: decodes a file, splits it into lines and calls its parser."""

from __future__ import annotations

from longdoc.documents.extract import Extract
from longdoc.documents.source import Source
from longdoc.documents.structure.pieces import assemble, one_line, without_marks
from longdoc.documents.structure.struck import told_struck
from longdoc.documents.text.asciidoc import AsciiDocLines
from longdoc.documents.text.encodings import decode
from longdoc.documents.text.marked_lines import MarkedLines
from longdoc.documents.text.org import OrgLines
from longdoc.documents.text.rst import RstLines

__all__ = ["read_markup"]

READERS: dict[str, type[MarkedLines]] = {
    ".org": OrgLines, ".adoc": AsciiDocLines, ".asciidoc": AsciiDocLines, ".asc": AsciiDocLines,
}  # fmt: skip


def read_markup(source: Source) -> Extract:
    """Read a file; its title is the declared one or the first heading."""
    text, notices = decode(source.data)
    lines = [line.expandtabs(4).rstrip() for line in without_marks(text).split("\n")]
    reader = READERS.get(source.suffix, RstLines)(lines)
    pieces = list(reader.pieces())
    headings = [(piece.level, one_line(piece.text)) for piece in pieces if piece.level is not None]
    first = headings[0][1] if headings and headings[0][0] == min(level for level, _ in headings) else ""
    if reader.included:
        notices += (f"files that it includes were not read: {', '.join(reader.included[:20])}",)
    notices += told_struck(reader.struck_chars)
    return assemble(pieces, title=reader.title or first, notices=notices)
