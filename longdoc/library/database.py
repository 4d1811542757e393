"""The SQLite file of a library: its tables, opening it, and its errors in users' terms."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from longdoc.errors import LibraryError, LibraryNotWritable
from longdoc.library import upgrades

__all__ = ["bring_to_disk", "connect", "explained", "transaction", "use_wal"]

APPLICATION_ID = 0x6C446F63  # "lDoc" as SQLite's application id tells our databases from others
SCHEMA_VERSION = 4
BUSY_SECONDS = 30.0
LEAST_FREE_BYTES = 1 << 20
QUICK_CHECK_BYTES = 64 << 20  # a check takes 1.3 ms/MB; larger ones report damage when they meet it

SCHEMA = """
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
    reader TEXT NOT NULL,              -- DOCUMENTS_VERSION of the readers that made it
    ingested INTEGER NOT NULL,         -- 1: asked for by name; 0: only kept to save time
    added_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
    layout BLOB NOT NULL,              -- zlib of JSON: running lines, blocks, fields, tables
    cells BLOB NOT NULL,               -- zlib of int32: the cells of the tables
    boxes BLOB,                        -- zlib of int16: where each character stands on its page
    content_seal TEXT NOT NULL,        -- checksum of the content with its pages and sections
    entry_seal TEXT NOT NULL           -- checksum of the rest
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
CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
"""

_NO_LOCKS = (errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS)
_CANNOT_WRITE = ("FULL", "IOERR", "READONLY", "CANTOPEN", "PERM", "BUSY", "LOCKED")


def connect(path: Path) -> tuple[sqlite3.Connection, bool]:
    """Open the database and check that it is ours and intact; create it if there is none.

    Also returns whether it is writable: a read-only library still answers.

    Raises:
        LibraryNotWritable: there is none, and the folder cannot be created or written.
        LibraryError: it belongs to another program or a newer longdoc, is damaged, or was emptied.
    """
    try:
        held = path.is_file()
        if not held:
            _make_file(path)
        elif _has_lost_all(path):
            raise LibraryError(
                f"{path}: the file is empty, and the documents that it held are lost; restore it from a"
                " backup, or move the folder away and ingest again"
            )
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", error)
        raise LibraryNotWritable(f"{path.parent}: cannot create a library ({why})") from error
    with explained(path):
        if held and not _is_writable(path):
            return _connect_to_read(path), False
        connection = sqlite3.connect(path, BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        try:
            _prepare(connection, path)
        except BaseException:
            connection.close()
            raise
    return connection, True


def _make_file(path: Path) -> None:
    """Create an empty file that only its owner can read: texts can be private. SQLite keeps its mode."""
    if not path.parent.is_dir():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.parent.chmod(0o700)
    with suppress(FileExistsError):
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        os.close(descriptor)
        path.chmod(0o600)  # whatever the umask is


def _has_lost_all(path: Path) -> bool:
    """Whether a database of 0 bytes has an index of documents beside it; without, it is just being made."""
    return not path.stat().st_size and any(one.stat().st_size for one in path.parent.glob("index*.sqlite"))


def _is_writable(path: Path) -> bool:
    """Whether SQLite could write here: it changes the file, and creates others beside it."""
    return os.access(path, os.R_OK | os.W_OK) and os.access(path.parent, os.W_OK | os.X_OK)


def _connect_to_read(path: Path) -> sqlite3.Connection:
    """Connect read-only, with what other processes have written to the WAL if that is readable."""
    last: sqlite3.Error | None = None
    for mode in ("mode=ro", "immutable=1"):
        address = f"file:{quote(str(path.absolute()))}?{mode}"
        connection = sqlite3.connect(
            address, BUSY_SECONDS, isolation_level=None, check_same_thread=False, uri=True
        )
        try:
            _check(connection, path)
            return connection
        except sqlite3.OperationalError as error:
            connection.close()
            last = error
        except BaseException:
            connection.close()
            raise
    assert last is not None
    raise last


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    use_wal(connection)
    connection.execute("PRAGMA synchronous = NORMAL")  # with WAL: a kill loses nothing that was committed
    if _pragma(connection, "user_version") == 0:
        _make_tables(connection, path)
    if _pragma(connection, "application_id") == APPLICATION_ID:
        _upgrade_tables(connection, path)
    _check(connection, path)


def _check(connection: sqlite3.Connection, path: Path) -> None:
    if _pragma(connection, "application_id") != APPLICATION_ID:
        raise LibraryError(f"{path}: a database of another program, not a longdoc library")
    version = _pragma(connection, "user_version")
    if version > SCHEMA_VERSION:
        raise LibraryError(
            f"{path}: format {version}, and this longdoc reads {SCHEMA_VERSION}; update longdoc"
        )
    if version in upgrades.UPGRADES:
        raise LibraryError(
            f"{path}: format {version} of an older longdoc; open the library once where it is writable"
        )
    if version < SCHEMA_VERSION:
        raise LibraryError(
            f"{path}: format {version} is too old for this longdoc; move the folder away and ingest again"
        )
    small = path.stat().st_size <= QUICK_CHECK_BYTES
    if small and connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
        raise sqlite3.DatabaseError("quick_check found damage")


def use_wal(connection: sqlite3.Connection) -> None:
    """Switch to WAL; if two processes do so at once, SQLite reports "locked" without waiting."""
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if not _code(error).startswith(("BUSY", "LOCKED")) or time.monotonic() > until:
                raise
            time.sleep(0.05)


def _make_tables(connection: sqlite3.Connection, path: Path) -> None:
    with transaction(connection):
        if _pragma(connection, "user_version") != 0:  # another process was faster
            return
        if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            raise LibraryError(f"{path}: a database of another program, not a longdoc library")
        for statement in SCHEMA.split(";\n"):
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def _upgrade_tables(connection: sqlite3.Connection, path: Path) -> None:
    if not 0 < _pragma(connection, "user_version") < SCHEMA_VERSION:
        return
    with transaction(connection):
        while (version := _pragma(connection, "user_version")) in upgrades.UPGRADES:
            upgrades.UPGRADES[version](connection)
            connection.execute(f"PRAGMA user_version = {version + 1}")
    for pattern in ("library.sqlite*", "index.sqlite*", "readings", "readings/*"):
        for one in path.parent.glob(pattern):
            with suppress(OSError):  # an older longdoc created it readable for all
                one.chmod(0o700 if one.is_dir() else 0o600)


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    value: int = connection.execute(f"PRAGMA {name}").fetchone()[0]
    return value


def bring_to_disk(folder: Path) -> None:
    """Wait until what was committed in a library's databases is on the disk, safe from a power cut.

    Commits themselves do not wait (`synchronous = NORMAL`): a process that is killed loses nothing by that.
    """
    for log in folder.glob("*.sqlite-wal"):
        with suppress(FileNotFoundError):  # its last user has closed the database
            descriptor = os.open(log, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Write all of the block or none of it, after waiting for other writers."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into one line that says what is wrong and what to do about it."""
    try:
        yield
    except sqlite3.Error as error:
        code = _code(error)
        if code.startswith("FULL") or (code.startswith("IOERR") and _is_full(path.parent)):
            raise LibraryNotWritable(f"{path.parent}: no space left on the disk of the library") from error
        if code.startswith(("BUSY", "LOCKED")):
            if not _has_locks(path.parent):
                raise LibraryNotWritable(
                    f"{path.parent}: its file system supports no locks, which a library needs; name a folder"
                    " on a local disk with --library DIR"
                ) from error
            raise LibraryNotWritable(
                f"{path.parent}: another process has locked the library; try again later"
            ) from error
        if code in ("READONLY", "READONLY_DIRECTORY"):
            raise LibraryNotWritable(f"{path.parent}: the library is read-only") from error
        if code.startswith(_CANNOT_WRITE):
            raise LibraryNotWritable(f"{path.parent}: the library cannot be written ({error})") from error
        raise LibraryError(
            f"{path}: the library is damaged ({error}); move the folder away and ingest again"
        ) from error


def _is_full(folder: Path) -> bool:
    """Whether the disk has no room for what SQLite writes beside a database, which it calls an I/O error."""
    try:
        return shutil.disk_usage(folder).free < LEAST_FREE_BYTES
    except OSError:
        return False


def _has_locks(folder: Path) -> bool:
    """Whether files in this folder can be locked; SQLite calls it busy if not, as on some network disks.

    A file of its own is tried: closing one of SQLite's would drop the locks that this process has on it.
    """
    try:
        import fcntl

        with tempfile.TemporaryFile(dir=folder) as file:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except ImportError:  # on Windows
        return True
    except OSError as error:
        return error.errno not in _NO_LOCKS
    return True


def _code(error: sqlite3.Error) -> str:
    return getattr(error, "sqlite_errorname", "").removeprefix("SQLITE_")
