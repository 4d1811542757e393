"""The file of the index: its tables, opening it, and recovery if it is unusable."""

from __future__ import annotations

import logging
import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

from longdoc.errors import LibraryError
from longdoc.library import database

__all__ = ["open_index"]

APPLICATION_ID = 0x6C446978  # "lDix"
FORMAT = 2

META = "CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID"
SCHEMA = """
CREATE TABLE documents (
    id INTEGER PRIMARY KEY AUTOINCREMENT,  -- words without a document may stay, and never get one again
    sha256 TEXT NOT NULL UNIQUE,
    text_sha256 TEXT NOT NULL,
    model TEXT NOT NULL,               -- sha256 of the network that made the vectors
    windows BLOB NOT NULL,             -- int32 [P, 4]: first and last token, first and last character
    headings TEXT NOT NULL,            -- JSON array of [first passage, title and section]
    vectors BLOB NOT NULL              -- int8 [P, V]
);
CREATE INDEX documents_by_text ON documents (text_sha256);
CREATE TABLE tags (
    sha256 TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (sha256, name)
) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5(heading, text, content='', tokenize='unicode61');
"""

log = logging.getLogger("longdoc")


def open_index(path: Path) -> sqlite3.Connection:
    """Open the index at a path; create it if there is none.

    A damaged one is set aside and replaced. If the folder is read-only, a missing one is created in memory.

    Raises:
        LibraryError: it belongs to a newer longdoc or another program.
    """
    writable = os.access(path.parent, os.W_OK | os.X_OK) and (not path.exists() or os.access(path, os.W_OK))
    if not writable:
        return _to_read(path)
    try:
        return _to_write(path)
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):  # busy, full or not permitted; the file may be intact
            raise
        log.warning("%s: damaged; it is rebuilt, and tags are lost", path)
        for part in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
            with suppress(FileNotFoundError):
                part.replace(part.with_name(f"{part.name}.damaged"))
        return _to_write(path)


def _to_write(path: Path) -> sqlite3.Connection:
    with suppress(FileExistsError):  # readable only by its owner, since texts can be private
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    connection = _connected(path)
    try:
        database.use_wal(connection)
        connection.execute("PRAGMA synchronous = NORMAL")
        _make_tables(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def _to_read(path: Path) -> sqlite3.Connection:
    for mode in ("mode=ro", "immutable=1") if path.is_file() else ():
        connection = _connected(f"file:{quote(str(path.absolute()))}?{mode}")
        try:
            connection.execute("SELECT count(*) FROM documents").fetchone()
            return connection
        except sqlite3.Error:
            connection.close()
    connection = _connected(":memory:")
    _make_tables(connection, path)
    return connection


def _connected(address: Path | str) -> sqlite3.Connection:
    return sqlite3.connect(
        address, database.BUSY_SECONDS, isolation_level=None, check_same_thread=False,
        uri=isinstance(address, str),
    )  # fmt: skip


def _make_tables(connection: sqlite3.Connection, path: Path) -> None:
    if _version(connection) == (APPLICATION_ID, FORMAT):
        return
    with database.transaction(connection):
        found = _version(connection)
        if found == (APPLICATION_ID, FORMAT):  # another process was faster
            return
        if found == (APPLICATION_ID, 1):  # had no checksum
            connection.execute(META)
            connection.execute(f"PRAGMA user_version = {FORMAT}")
            return
        if found[1] or connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            raise LibraryError(
                f"{path}: not an index of this version of longdoc; move it away to have it rebuilt"
            )
        for statement in (META, *SCHEMA.split(";\n")):
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {FORMAT}")


def _version(connection: sqlite3.Connection) -> tuple[int, int]:
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    return int(application), int(connection.execute("PRAGMA user_version").fetchone()[0])
