"""One checksum over the content of an index, so that a byte that changed on disk is noticed.

SQLite writes the full-text rows itself, so they cannot carry seals of their own. A process computes the
checksum when it has finished writing; a counter of changes tells whether it is still valid. If a process was
killed, the next one seals what it finds.
"""

from __future__ import annotations

import sqlite3
import zlib

__all__ = ["has_seal", "is_as_sealed", "note_change", "seal_index"]

TABLES = ("documents", "tags", "words_data", "words_idx", "words_docsize")
_CHANGES, _SEALED, _CHECKSUM = "changes", "sealed changes", "checksum"


def note_change(connection: sqlite3.Connection) -> None:
    """Mark the seal as invalid; part of every transaction that writes to the index."""
    connection.execute(
        "INSERT INTO meta VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET value = value + 1", [_CHANGES]
    )


def seal_index(connection: sqlite3.Connection) -> None:
    """Seal the current content; call it in a transaction."""
    numbers = _numbers(connection)
    for name, value in ((_SEALED, numbers.get(_CHANGES, 0)), (_CHECKSUM, _checksum(connection))):
        connection.execute("REPLACE INTO meta VALUES (?, ?)", [name, value])


def has_seal(connection: sqlite3.Connection) -> bool:
    """Whether the index is unchanged since it was sealed."""
    numbers = _numbers(connection)
    return _CHECKSUM in numbers and numbers.get(_CHANGES, 0) == numbers.get(_SEALED)


def is_as_sealed(connection: sqlite3.Connection) -> bool:
    """Whether the content matches the seal; call it in a transaction."""
    return _numbers(connection)[_CHECKSUM] == _checksum(connection)


def _numbers(connection: sqlite3.Connection) -> dict[str, int]:
    return dict(connection.execute("SELECT name, value FROM meta").fetchall())


def _checksum(connection: sqlite3.Connection) -> int:
    checksum = 0
    for table in TABLES:
        for row in connection.execute(f"SELECT * FROM {table}"):
            for value in row:
                raw = value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")
                checksum = zlib.crc32(b"%d " % len(raw), checksum)
                checksum = zlib.crc32(raw, checksum)
    return checksum
