"""The store of documents: their text, pages, sections and metadata."""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from threading import RLock
from typing import Any

from longdoc.documents.source import file_sha256
from longdoc.documents.types import Document
from longdoc.documents.version import DOCUMENTS_VERSION
from longdoc.errors import LibraryError, LibraryNotWritable, UsageError
from longdoc.library import database, rows, seals
from longdoc.library.fingerprint import text_sha256
from longdoc.library.timestamps import to_the_second

__all__ = ["Entry", "Library"]

DATABASE = "library.sqlite"
ID_CHARS = 12  # characters of the sha256: enough to distinguish a million documents
_READER = str(DOCUMENTS_VERSION)

log = logging.getLogger("longdoc")


@dataclass(frozen=True, slots=True)
class Entry:
    """One document in the library. `tokens` is None until the network has read it."""

    sha256: str
    path: str
    title: str
    pages: int
    sections: int
    characters: int
    tokens: int | None
    added_at: str  # to the second

    @property
    def id(self) -> str:
        """The id that `--list` shows and `--forget` takes."""
        return self.sha256[:ID_CHARS]


class Library:
    """A folder with one SQLite database, which threads and processes may share.

    All writes are transactions: a killed process leaves what it had finished.
    """

    def __init__(self, folder: Path) -> None:
        """Open the library in this folder; create it if there is none.

        Raises:
            LibraryError: it is not ours, or damaged; LibraryNotWritable: it cannot be created or written.
        """
        self.folder = folder
        self._path = folder / DATABASE
        self._connection, self.is_writable = database.connect(self._path)
        self._lock = RLock()
        self._damaged: set[str] = set()  # sha256 of documents to be written again
        self._told: set[str] = set()

    @staticmethod
    def require(folder: Path) -> None:
        """Raise LibraryError if there is no library, instead of creating one."""
        try:
            held = (folder / DATABASE).is_file()
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", error)
            raise LibraryError(f"{folder}: the library cannot be opened ({why})") from error
        if not held:
            raise LibraryError(f"{folder}: no library here; `longdoc ingest PATH --library DIR` makes one")

    def close(self) -> None:
        """Close the database; calling it twice is harmless."""
        self._connection.close()

    def require_writable(self) -> None:
        """Raise LibraryNotWritable if nothing can be stored."""
        if not self.is_writable:
            raise LibraryNotWritable(f"{self.folder}: the library is read-only")

    def document(self, sha256: str, source: str, *, stale: bool = False) -> Document | None:
        """The stored document with this content, or None if it must be read again.

        `stale` also accepts text extracted by an older longdoc, for when the original is gone.
        """
        with self._using() as connection:
            row = connection.execute("SELECT id, reader FROM documents WHERE sha256 = ?", [sha256]).fetchone()
            if row is None or not (stale or row[1] == _READER):
                return None
            try:
                return rows.read_document(connection, row[0], source)
            except rows.DamagedRow:
                self._damaged.add(sha256)
                self._tell(source, "its entry in the library is damaged; reading it again")
                return None

    def keep(
        self, document: Document, *, path: str, ingested: bool, tokens: int | None = None,
        version: str | None = None,
    ) -> None:  # fmt: skip
        """Store a document; once ingested it stays so, and replaces earlier content of the same path.

        Of several paths with the same content, the last one is kept; but opening a copy of an ingested file
        changes nothing while that file is there.

        Args:
            tokens: how many the network found in it, if it has read it.
            version: of the readers that extracted its text, if it comes from another library.
        """
        version = version or _READER
        if not ingested:
            document = _titled_by(document, path)
            if self._is_copy(document, path):
                return
        if self._holds(document, path, ingested, tokens, version):
            return
        with self._writing() as connection:
            old = connection.execute(
                "SELECT id, text_sha256, reader, title, ingested, tokens FROM documents WHERE sha256 = ?",
                [document.sha256],
            ).fetchone()
            ingested = ingested or bool(old and old[4])
            if ingested and path != "-":
                other = [rows.storable(path), document.sha256]
                self._delete(connection, "path = ? AND sha256 <> ? AND ingested", other)
            if tokens is None and old and old[1] == text_sha256(document.text):
                tokens = old[5]
            if old and self._is_current(document, version, *old[1:4]):
                if ingested:
                    place = {} if path == "-" and old[4] else {"path": rows.storable(path), "ingested": 1}
                    rows.change_entry(connection, old[0], **place, tokens=tokens)
                return
            self._delete(connection, "sha256 = ?", [document.sha256])
            rows.insert_document(connection, document, path, version, ingested=ingested, tokens=tokens)
        self._damaged.discard(document.sha256)

    def _holds(self, document: Document, path: str, ingested: bool, tokens: int | None, version: str) -> bool:
        """Whether storing a document would change nothing, so that no write lock is needed."""
        with self._using() as connection:
            old = connection.execute(
                "SELECT text_sha256, reader, title, ingested, path, tokens FROM documents WHERE sha256 = ?",
                [document.sha256],
            ).fetchone()
        if old is None or not self._is_current(document, version, *old[:3]):
            return False
        if tokens is not None and tokens != old[5]:
            return False
        return not ingested or (bool(old[3]) and rows.as_text(old[4]) == path)

    def _is_copy(self, document: Document, path: str) -> bool:
        """Whether the same text was ingested from another file that is still there."""
        with self._using() as connection:
            old = connection.execute(
                "SELECT text_sha256, reader, path FROM documents WHERE sha256 = ? AND ingested",
                [document.sha256],
            ).fetchone()
        if old is None or document.sha256 in self._damaged:
            return False
        place = rows.as_text(old[2])
        is_there = place != path and os.path.isfile(place)  # noqa: PTH113 - never raises
        return is_there and (text_sha256(document.text), _READER) == old[:2]

    def _is_current(
        self, document: Document, version: str, text_id: str, reader: str, title: str
    ) -> bool:  # fmt: skip
        whole = document.sha256 not in self._damaged
        stored = (text_sha256(document.text), version, rows.storable(document.title))
        return whole and (text_id, reader, title) == stored

    def note_tokens(self, sha256: str, tokens: int) -> None:
        """Record the number of tokens of a document."""
        with self._writing() as connection:
            row = connection.execute("SELECT id FROM documents WHERE sha256 = ?", [sha256]).fetchone()
            if row:
                rows.change_entry(connection, row[0], tokens=tokens)

    def version_of(self, sha256: str) -> str | None:
        """The version of the readers that extracted a stored text; None if it is not stored."""
        with self._using() as connection:
            row = connection.execute("SELECT reader FROM documents WHERE sha256 = ?", [sha256]).fetchone()
        return row[0] if row else None

    def path_of(self, sha256: str) -> str | None:
        """Where a stored document was read from."""
        entries = self._entries("sha256 = ?", [sha256])
        return entries[0].path if entries else None

    def is_ingested(self, sha256: str) -> bool:
        """Whether the document was ingested, not only cached."""
        return sha256 not in self._damaged and bool(self._entries("sha256 = ? AND ingested", [sha256]))

    def is_damaged(self, sha256: str) -> bool:
        """Whether this document was found damaged and must be written again."""
        return sha256 in self._damaged

    def count(self) -> int:
        """How many documents were ingested."""
        with self._using() as connection:
            return int(connection.execute("SELECT count(*) FROM documents WHERE ingested").fetchone()[0])

    def added_at(self, sha256: str) -> str:
        """When a document was added (UTC, ISO 8601, to the microsecond); "" if it is not in the library."""
        with self._using() as connection:
            row = connection.execute("SELECT added_at FROM documents WHERE sha256 = ?", [sha256]).fetchone()
        return str(row[0]) if row else ""

    def others_at(self, path: str, sha256: str) -> list[Entry]:
        """Documents ingested from a path before its content changed."""
        return self._entries("path = ? AND sha256 <> ? AND ingested", [rows.storable(path), sha256])

    def entry(self, sha256: str) -> Entry | None:
        """The ingested document with this content."""
        found = self._entries("sha256 = ? AND ingested", [sha256])
        return found[0] if found else None

    def entries(self) -> list[Entry]:
        """All ingested documents, in order."""
        return self._entries("ingested ORDER BY id", [])

    def find(self, wanted: str) -> Entry:
        """The one document with this path, start of an id, or content of the file at this path.

        One that was ingested comes before the others.

        Raises:
            UsageError: there is none, or more than one.
            DocumentError: the file at this path cannot be read.
        """
        resolved = str(Path(wanted.replace("\0", "")).resolve())
        found = self._entries("path = ? OR path = ?", [rows.storable(wanted), rows.storable(resolved)])
        if not found and len(wanted) >= 4 and set(wanted) <= set("0123456789abcdef"):
            found = self._entries("sha256 LIKE ? || '%'", [wanted])
        if not found and Path(wanted.replace("\0", "")).is_file():  # it was moved, or is a copy
            found = self._entries("sha256 = ?", [file_sha256(wanted)])
        if len(found) > 1:  # a path of which earlier or later content was only asked
            found = [one for one in found if self.is_ingested(one.sha256)] or found
        if not found:
            raise UsageError(
                f"{wanted}: no such document in the library {self.folder}; `longdoc library list` shows all"
            )
        if len(found) > 1:
            raise UsageError(f"{wanted}: {len(found)} documents in the library match; give more of the id")
        return found[0]

    def forget(self, sha256: str) -> None:
        """Remove a document and everything stored about it."""
        with self._writing() as connection:
            self._delete(connection, "sha256 = ?", [sha256])

    def forget_uningested(self, sha256: str) -> bool:
        """Remove a document unless it was ingested, maybe by another process just now; whether it is gone."""
        with self._writing() as connection:
            self._delete(connection, "sha256 = ? AND NOT ingested", [sha256])
            found = connection.execute("SELECT 1 FROM documents WHERE sha256 = ?", [sha256]).fetchone()
        return found is None

    def add_unswept(self, size_bytes: int) -> int:
        """Add to the bytes written since the last sweep; returns the sum."""
        with self._writing() as connection:
            connection.execute(
                "INSERT INTO meta VALUES ('unswept bytes', ?)"
                " ON CONFLICT (name) DO UPDATE SET value = value + excluded.value",
                [size_bytes],
            )
            row = connection.execute("SELECT value FROM meta WHERE name = 'unswept bytes'").fetchone()
        return int(row[0])

    def ingested_ids(self) -> set[str]:
        """The sha256 of every document that was ingested."""
        with self._using() as connection:
            found = connection.execute("SELECT sha256 FROM documents WHERE ingested").fetchall()
        return {row[0] for row in found}

    def _entries(self, condition: str, values: Sequence[str | bytes | int]) -> list[Entry]:
        with self._using() as connection:
            found = connection.execute(
                f"SELECT entry_seal, {rows.ENTRY_COLUMNS},"
                " (SELECT count(*) FROM pages WHERE document = id),"
                " (SELECT count(*) FROM sections WHERE document = id)"
                f" FROM documents WHERE {condition}",
                values,
            ).fetchall()
        return [self._entry(*row) for row in found]

    def _entry(self, written: str, *row: Any) -> Entry:
        *content, pages, sections = row
        sha256, path, title, characters, tokens, _, added_at = content
        if seals.seal(*content) != written:
            self._damaged.add(sha256)
            self._tell(
                rows.as_text(path), "its entry in the library is damaged; `longdoc ingest` restores it"
            )
        return Entry(
            sha256, rows.as_text(path), rows.as_text(title), pages, sections, characters, tokens,
            to_the_second(added_at),
        )  # fmt: skip

    def _tell(self, source: str, what: str) -> None:
        if source not in self._told:
            log.warning("%s: %s", source, what)
        self._told.add(source)

    def _delete(self, connection: sqlite3.Connection, condition: str, values: Sequence[str | bytes]) -> None:
        connection.execute(f"DELETE FROM documents WHERE {condition}", values)

    @contextmanager
    def _using(self) -> Iterator[sqlite3.Connection]:
        with self._lock, database.explained(self._path):
            yield self._connection

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        self.require_writable()
        with self._using() as connection, database.transaction(connection):
            yield connection


def _titled_by(document: Document, path: str) -> Document:
    """The document with the title that its path gives, if its title is the name of a link or a pipe."""
    from longdoc.documents.structure.titles import titled_after

    if document.title != titled_after(document.source):
        return document
    return replace(document, title=titled_after(path))
