"""Converts documents to rows of the database and back, with checksums."""

from __future__ import annotations

import json
import sqlite3

from longdoc.documents.packing import (
    pack_boxes,
    pack_cells,
    pack_layout,
    pack_text,
    unpack_boxes,
    unpack_layout,
    unpack_text,
)
from longdoc.documents.types import Document, Page, Section, Span
from longdoc.library.fingerprint import text_sha256
from longdoc.library.seals import Value, seal
from longdoc.library.timestamps import timestamp

__all__ = [
    "ENTRY_COLUMNS", "DamagedRow", "as_text", "change_entry", "insert_document", "read_document",
    "seal_all", "storable",
]  # fmt: skip

CONTENT_COLUMNS = "sha256, title, notices, text, text_sha256, reader, layout, cells, boxes"
ENTRY_COLUMNS = "sha256, path, title, characters, tokens, ingested, added_at"
_PAGES = (
    "SELECT number, label, start_chars, end_chars, has_text FROM pages WHERE document = ? ORDER BY number"
)
_SECTIONS = "SELECT title, level, start_chars, end_chars FROM sections WHERE document = ? ORDER BY position"


class DamagedRow(Exception):
    """The stored document does not match its checksum."""


def storable(text: str) -> str | bytes:
    """The text as SQLite accepts it: file names can contain bytes that are not UTF-8."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")
    return text


def as_text(value: str | bytes) -> str:
    """The inverse of `storable`."""
    return value if isinstance(value, str) else value.decode("utf-8", "surrogatepass")


def insert_document(
    connection: sqlite3.Connection,
    document: Document,
    path: str,
    reader: str,
    *,
    ingested: bool,
    tokens: int | None = None,
) -> int:
    """Write and seal a document with its pages and sections; returns its number."""
    content: list[Value] = [
        document.sha256,
        storable(document.title),
        json.dumps(document.notices),
        pack_text(document.text),
        text_sha256(document.text),
        reader,
        pack_layout(document),
        pack_cells(document.tables),
        pack_boxes(document.character_boxes),
    ]
    pages = [
        (p.number, storable(p.label), p.span.start, p.span.end, p.has_text + 2 * p.recognised)
        for p in document.pages
    ]
    sections = [(storable(s.title), s.level, s.span.start, s.span.end) for s in document.sections]
    added_at = timestamp()
    entry = [document.sha256, storable(path), content[1], len(document.text), tokens, int(ingested), added_at]
    cursor = connection.execute(
        f"INSERT INTO documents ({CONTENT_COLUMNS}, path, characters, tokens, ingested, added_at,"
        f" content_seal, entry_seal) VALUES ({', '.join('?' * 16)})",
        [
            *content, storable(path), len(document.text), tokens, int(ingested), added_at,
            _content_seal(content, pages, sections), seal(*entry),
        ],
    )  # fmt: skip
    number = cursor.lastrowid or 0
    connection.executemany("INSERT INTO pages VALUES (?, ?, ?, ?, ?, ?)", ((number, *page) for page in pages))
    connection.executemany(
        "INSERT INTO sections VALUES (?, ?, ?, ?, ?, ?)",
        ((number, i, *section) for i, section in enumerate(sections)),
    )
    return number


def read_document(connection: sqlite3.Connection, number: int, source: str) -> Document:
    """Read the document with this number.

    Raises:
        DamagedRow: it does not match its checksum.
    """
    content, written = _content(connection, number)
    pages = connection.execute(_PAGES, [number]).fetchall()
    sections = connection.execute(_SECTIONS, [number]).fetchall()
    if _content_seal(content, pages, sections) != written:
        raise DamagedRow
    sha256, title, notices, text, _, _, layout, cells, boxes = content
    headers_footers, blocks, fields, tables, links = unpack_layout(layout, cells)
    return Document(
        text=unpack_text(text),
        pages=tuple(
            Page(n, as_text(label), Span(a, b), bool(full & 1), bool(full & 2))
            for n, label, a, b, full in pages
        ),
        sections=tuple(Section(as_text(name), level, Span(a, b)) for name, level, a, b in sections),
        title=as_text(title),
        source=source,
        sha256=sha256,
        notices=tuple(json.loads(notices)),
        headers_footers=headers_footers,
        blocks=blocks,
        tables=tables,
        fields=fields,
        links=links,
        character_boxes=unpack_boxes(boxes),
    )


def change_entry(connection: sqlite3.Connection, number: int, **changes: Value) -> None:
    """Update a document's listed fields (path, tokens, ingested) and their checksum."""
    row = connection.execute(f"SELECT {ENTRY_COLUMNS} FROM documents WHERE id = ?", [number]).fetchone()
    entry = dict(zip(ENTRY_COLUMNS.split(", "), row, strict=True)) | changes
    settings = ", ".join(f"{column} = ?" for column in changes)
    connection.execute(
        f"UPDATE documents SET {settings}{', ' if settings else ''}entry_seal = ? WHERE id = ?",
        [*changes.values(), seal(*entry.values()), number],
    )


def seal_all(connection: sqlite3.Connection) -> None:
    """Seal every document in its current state."""
    for (number,) in connection.execute("SELECT id FROM documents").fetchall():
        content, _ = _content(connection, number)
        pages = connection.execute(_PAGES, [number]).fetchall()
        sections = connection.execute(_SECTIONS, [number]).fetchall()
        connection.execute(
            "UPDATE documents SET content_seal = ? WHERE id = ?",
            [_content_seal(content, pages, sections), number],
        )
        change_entry(connection, number)


def _content(connection: sqlite3.Connection, number: int) -> tuple[list, str]:
    row = connection.execute(
        f"SELECT {CONTENT_COLUMNS}, content_seal FROM documents WHERE id = ?", [number]
    ).fetchone()
    return list(row[:-1]), row[-1]


def _content_seal(content: list[Value], pages: list[tuple], sections: list[tuple]) -> str:
    return seal(*content, repr(pages), repr(sections))
