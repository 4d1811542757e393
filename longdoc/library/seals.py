"""Checksums of what a library holds, so that a byte that changed on the disk is noticed when it is read.

A row carries the seal of its values. The full-text index, whose rows SQLite writes itself, carries one seal
for all of it, taken when a process that wrote to it is done; `generation` tells whether it still holds.
"""

from __future__ import annotations

import sqlite3
import zlib
from hashlib import sha256

__all__ = ["INDEX_TABLES", "index_is_whole", "note_index_change", "seal", "seal_index"]

INDEX_TABLES = ("passages", "words_data", "words_idx", "words_docsize")
SEAL_CHARS = 32
_GENERATION, _SEALED, _CHECKSUM = "index generation", "sealed generation", "index checksum"

Value = str | bytes | int | float | None


def seal(*values: Value) -> str:
    """The checksum of values as SQLite holds them: their types, lengths and bytes."""
    digest = sha256()
    for value in values:
        raw = value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")
        digest.update(b"%s %d " % (type(value).__name__.encode(), len(raw)))
        digest.update(raw)
    return digest.hexdigest()[:SEAL_CHARS]


def note_index_change(connection: sqlite3.Connection) -> None:
    """Part of every transaction that writes to the index: from now on its seal no longer holds."""
    connection.execute(
        "INSERT INTO meta VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET value = value + 1", [_GENERATION]
    )


def seal_index(connection: sqlite3.Connection) -> None:
    """Seal the index as it is now; in a transaction."""
    numbers = _numbers(connection)
    for name, value in ((_SEALED, numbers.get(_GENERATION, 0)), (_CHECKSUM, _checksum(connection))):
        connection.execute("REPLACE INTO meta VALUES (?, ?)", [name, value])


def index_is_whole(connection: sqlite3.Connection) -> bool:
    """Whether the index is what was sealed; also where a process that was killed left it without a seal."""
    numbers = _numbers(connection)
    if numbers.get(_GENERATION, 0) != numbers.get(_SEALED, 0):
        return True
    return _CHECKSUM not in numbers or numbers[_CHECKSUM] == _checksum(connection)


def _numbers(connection: sqlite3.Connection) -> dict[str, int]:
    return dict(connection.execute("SELECT name, value FROM meta").fetchall())


def _checksum(connection: sqlite3.Connection) -> int:
    checksum = 0
    for table in INDEX_TABLES:
        for row in connection.execute(f"SELECT * FROM {table}"):
            checksum = zlib.crc32(repr(row).encode(), checksum)
    return checksum
