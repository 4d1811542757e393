"""Libraries as older versions of longdoc wrote them."""

from __future__ import annotations

import json
import sqlite3
import zlib
from pathlib import Path

from longdoc.documents.types import Document
from longdoc.library.fingerprint import text_sha256
from longdoc.library.rows import insert_document

APPLICATION_ID = 0x6C446F63
PASSAGE_CHARS = 2000
SCHEMA_2 = """
CREATE TABLE documents (
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE,       -- of the file's bytes
    path TEXT NOT NULL,                -- absolute, or "-" for standard input
    title TEXT NOT NULL,
    notices TEXT NOT NULL,             -- JSON array of lines
    text BLOB NOT NULL,                -- zlib of UTF-8
    text_sha256 TEXT NOT NULL,
    characters INTEGER NOT NULL,
    tokens INTEGER,
    reader TEXT NOT NULL,              -- fingerprint of the code that made the text
    ingested INTEGER NOT NULL,         -- 1: asked for by name; 0: only kept to save time
    added_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
    furniture TEXT NOT NULL DEFAULT '[]'  -- JSON array of [start, end] in characters
);
CREATE INDEX documents_by_path ON documents (path);
CREATE TABLE pages (
    document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    number INTEGER NOT NULL, label TEXT NOT NULL,
    start_chars INTEGER NOT NULL, end_chars INTEGER NOT NULL, has_text INTEGER NOT NULL,
    PRIMARY KEY (document, number)
) WITHOUT ROWID;
CREATE TABLE sections (
    document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    position INTEGER NOT NULL, title TEXT NOT NULL, level INTEGER NOT NULL,
    start_chars INTEGER NOT NULL, end_chars INTEGER NOT NULL,
    PRIMARY KEY (document, position)
) WITHOUT ROWID;
CREATE TABLE passages (
    id INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    start_chars INTEGER NOT NULL, end_chars INTEGER NOT NULL
);
CREATE INDEX passages_by_document ON passages (document);
CREATE VIRTUAL TABLE words USING fts5(text, content='', tokenize='unicode61');
"""

SCHEMA_3 = (
    SCHEMA_2.replace(
        "furniture TEXT NOT NULL DEFAULT '[]'  -- JSON array of [start, end] in characters",
        "layout BLOB NOT NULL, cells BLOB NOT NULL, boxes BLOB,"
        " content_seal TEXT NOT NULL, entry_seal TEXT NOT NULL",
    )
    + "CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;"
)


def write_old_library(folder: Path, version: int, documents: dict[str, Document]) -> None:
    """A library of format 2 or 3 with these documents by path, all ingested, as it was made."""
    folder.mkdir(parents=True)
    connection = sqlite3.connect(folder / "library.sqlite")
    connection.executescript(SCHEMA_3 if version == 3 else SCHEMA_2)
    for path, document in documents.items():
        (_insert_as_3 if version == 3 else _insert)(connection, path, document)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {version}")
    connection.commit()
    connection.close()
    (folder / "readings").mkdir()
    for made in (folder, folder / "readings"):
        made.chmod(0o755)
    (folder / "library.sqlite").chmod(0o644)


def _insert(connection: sqlite3.Connection, path: str, document: Document) -> None:
    number = connection.execute(
        "INSERT INTO documents (sha256, path, title, notices, text, text_sha256, characters, tokens, reader,"
        " ingested, furniture, added_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, 7, '0123456789abcdef', 1, ?, '2026-01-01')",
        [
            document.sha256,
            path,
            document.title,
            json.dumps(document.notices, ensure_ascii=False),
            zlib.compress(document.text.encode(), 6),
            text_sha256(document.text),
            len(document.text),
            json.dumps([(span.start, span.end) for span in document.headers_footers]),
        ],
    ).lastrowid
    for p in document.pages:
        page = (number, p.number, p.label, p.span.start, p.span.end, p.has_text)
        connection.execute("INSERT INTO pages VALUES (?, ?, ?, ?, ?, ?)", page)
    for i, s in enumerate(document.sections):
        section = (number, i, s.title, s.level, s.span.start, s.span.end)
        connection.execute("INSERT INTO sections VALUES (?, ?, ?, ?, ?, ?)", section)
    _insert_words(connection, number or 0, document.text)


def _insert_words(connection: sqlite3.Connection, number: int, text: str) -> None:
    for start in range(0, len(text), PASSAGE_CHARS):
        end = min(start + PASSAGE_CHARS, len(text))
        passage = connection.execute(
            "INSERT INTO passages (document, start_chars, end_chars) VALUES (?, ?, ?)", (number, start, end)
        ).lastrowid
        connection.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", (passage, text[start:end]))


def _insert_as_3(connection: sqlite3.Connection, path: str, document: Document) -> None:
    number = insert_document(connection, document, path, "0123456789abcdef", ingested=True, tokens=7)
    _insert_words(connection, number, document.text)
    for name in ("index generation", "sealed generation", "index checksum"):
        connection.execute("REPLACE INTO meta VALUES (?, 1)", [name])
