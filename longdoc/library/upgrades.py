"""Lossless migrations from one database format to the next.

The last 0.1.0 wrote format 2, the first 0.2.0 format 3. Format 1 lasted a day, and no version had it.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Callable

from longdoc.library.rows import seal_all

__all__ = ["UPGRADES"]


def _layout_and_seals(connection: sqlite3.Connection) -> None:
    for column in (
        "layout BLOB NOT NULL DEFAULT x''",
        "cells BLOB NOT NULL DEFAULT x''",
        "boxes BLOB",
        "content_seal TEXT NOT NULL DEFAULT ''",
        "entry_seal TEXT NOT NULL DEFAULT ''",
    ):
        connection.execute(f"ALTER TABLE documents ADD COLUMN {column}")
    for document, furniture in connection.execute("SELECT id, furniture FROM documents").fetchall():
        layout = {"headers_footers": json.loads(furniture), "blocks": [], "fields": [], "tables": []}
        packed = zlib.compress(json.dumps(layout, separators=(",", ":")).encode("ascii"), 6)
        connection.execute("UPDATE documents SET layout = ? WHERE id = ?", [packed, document])
    connection.execute("CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID")
    seal_all(connection)


def _no_words(connection: sqlite3.Connection) -> None:
    """Drop the full-text tables, which moved to index.sqlite."""
    connection.execute("DROP TABLE words")
    connection.execute("DROP TABLE passages")
    connection.execute(
        "DELETE FROM meta WHERE name IN ('index generation', 'sealed generation', 'index checksum')"
    )


UPGRADES: dict[int, Callable[[sqlite3.Connection], None]] = {
    2: _layout_and_seals,
    3: _no_words,
}
