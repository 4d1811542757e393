"""The library: which documents were read, their text, pages and sections, and an index of their words."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import RLock

from longdoc.documents.types import Document, Page, Section, Span
from longdoc.errors import LibraryError, UsageError
from longdoc.library import database
from longdoc.library.fingerprint import code_fingerprint, text_sha256
from longdoc.library.fulltext import cut_passages, index_words, match_expression

__all__ = ["Entry", "Library"]

DATABASE = "library.sqlite"
ID_CHARS = 12  # of the sha256: enough to tell a million documents apart
_MATCHES_PER_DOCUMENT = 20  # passages looked at for each document wanted


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
    added_at: str

    @property
    def id(self) -> str:
        """What `--list` shows and `--forget` takes."""
        return self.sha256[:ID_CHARS]


class Library:
    """A folder with one SQLite database. Several threads and processes may use it at once.

    Everything is written in transactions: a process that is killed leaves what it had finished.
    """

    def __init__(self, folder: Path) -> None:
        """Open the library in this folder, made first where there is none.

        Raises:
            LibraryError: it is not ours, or damaged; LibraryNotWritable: it cannot be made or written.
        """
        self.folder = folder
        self._path = folder / DATABASE
        self._connection = database.connect(self._path)
        self._lock = RLock()

    @staticmethod
    def require(folder: Path) -> None:
        """Raise LibraryError where there is no library, for those who would only look into an empty one."""
        if not (folder / DATABASE).is_file():
            raise LibraryError(f"{folder}: no library here; `longdoc ingest PATH --library DIR` makes one")

    def close(self) -> None:
        """Give the database back; harmless when done twice."""
        self._connection.close()

    def document(self, sha256: str, source: str, *, stale: bool = False) -> Document | None:
        """The document with these bytes as it was read before, or None where it must be read anew.

        `stale` takes the text of an older longdoc too: all there is once the original is gone.
        """
        with self._using() as connection:
            row = connection.execute(
                "SELECT id, title, notices, text, text_sha256, reader, furniture FROM documents"
                " WHERE sha256 = ?",
                [sha256],
            ).fetchone()
            if row is None or not (stale or row[5] == code_fingerprint("documents")):
                return None
            pages = connection.execute(
                "SELECT number, label, start_chars, end_chars, has_text FROM pages"
                " WHERE document = ? ORDER BY number",
                [row[0]],
            ).fetchall()
            sections = connection.execute(
                "SELECT title, level, start_chars, end_chars FROM sections"
                " WHERE document = ? ORDER BY position",
                [row[0]],
            ).fetchall()
        text = _unpack(row[3])
        if text is None or text_sha256(text) != row[4]:
            return None
        return Document(
            text=text,
            pages=tuple(Page(number, label, Span(a, b), bool(full)) for number, label, a, b, full in pages),
            sections=tuple(Section(title, level, Span(a, b)) for title, level, a, b in sections),
            title=row[1],
            source=source,
            sha256=sha256,
            notices=tuple(json.loads(row[2])),
            headers_footers=tuple(Span(start, end) for start, end in json.loads(row[6])),
        )

    def keep(self, document: Document, *, path: str, ingested: bool) -> None:
        """Store a document. Once ingested it stays so, and replaces what lay at the same path before."""
        with self._writing() as connection:
            old = connection.execute(
                "SELECT id, text_sha256, reader, ingested FROM documents WHERE sha256 = ?", [document.sha256]
            ).fetchone()
            now = (text_sha256(document.text), code_fingerprint("documents"))
            ingested = ingested or bool(old and old[3])
            if ingested and path != "-":
                self._delete(connection, "path = ? AND sha256 <> ? AND ingested", [path, document.sha256])
            if old and old[1:3] == now:
                if ingested and not old[3]:
                    connection.execute(
                        "UPDATE documents SET ingested = 1, path = ? WHERE id = ?", [path, old[0]]
                    )
                    _index(connection, old[0], document.text)
                return
            self._delete(connection, "sha256 = ?", [document.sha256])
            _insert(connection, document, path, *now, ingested)

    def note_tokens(self, sha256: str, tokens: int) -> None:
        """Record how many tokens the network found in a document."""
        with self._writing() as connection:
            connection.execute("UPDATE documents SET tokens = ? WHERE sha256 = ?", [tokens, sha256])

    def is_ingested(self, sha256: str) -> bool:
        """Whether the document was ingested, and not only kept to save time."""
        return bool(self._entries("sha256 = ? AND ingested", [sha256]))

    def entries(self) -> list[Entry]:
        """What was ingested, in that order."""
        return self._entries("ingested ORDER BY id", [])

    def find(self, wanted: str) -> Entry:
        """The one document with this path, or whose id begins so.

        Raises:
            UsageError: there is none, or more than one.
        """
        found = self._entries("path = ? OR path = ?", [wanted, str(Path(wanted).resolve())])
        if not found and len(wanted) >= 4 and set(wanted) <= set("0123456789abcdef"):
            found = self._entries("sha256 LIKE ? || '%'", [wanted])
        if not found:
            raise UsageError(f"{wanted}: no such document in the library {self.folder}; --list shows what is")
        if len(found) > 1:
            raise UsageError(f"{wanted}: {len(found)} documents in the library begin so; give more of the id")
        return found[0]

    def forget(self, sha256: str) -> None:
        """Remove a document and everything known of it."""
        with self._writing() as connection:
            self._delete(connection, "sha256 = ?", [sha256])

    def best_matching(self, question: str, limit: int) -> list[Entry]:
        """The ingested documents that share most with the question's words, best first (BM25 by passage)."""
        expression = match_expression(question)
        if not expression:
            return []
        with self._using() as connection:
            rows = connection.execute(
                "SELECT passages.document FROM words JOIN passages ON passages.id = words.rowid"
                " WHERE words MATCH ? ORDER BY words.rank LIMIT ?",
                [expression, limit * _MATCHES_PER_DOCUMENT],
            ).fetchall()
        best = list(dict.fromkeys(row[0] for row in rows))[:limit]
        found = [self._entries("id = ?", [document]) for document in best]
        return [entries[0] for entries in found if entries]

    def _entries(self, condition: str, values: list[str]) -> list[Entry]:
        with self._using() as connection:
            rows = connection.execute(
                "SELECT sha256, path, title, (SELECT count(*) FROM pages WHERE document = id),"
                " (SELECT count(*) FROM sections WHERE document = id), characters, tokens, added_at"
                f" FROM documents WHERE {condition}",
                values,
            ).fetchall()
        return [Entry(*row) for row in rows]

    def _delete(self, connection: sqlite3.Connection, condition: str, values: list[str]) -> None:
        chosen = connection.execute(f"SELECT id, text FROM documents WHERE {condition}", values).fetchall()
        for document, packed in chosen:
            _unindex(connection, document, _unpack(packed) or "")
            connection.execute("DELETE FROM documents WHERE id = ?", [document])

    @contextmanager
    def _using(self) -> Iterator[sqlite3.Connection]:
        with self._lock, database.explained(self._path):
            yield self._connection

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._using() as connection, database.transaction(connection):
            yield connection


def _insert(
    connection: sqlite3.Connection, document: Document, path: str, text_id: str, reader: str, ingested: bool
) -> None:
    notices = json.dumps(document.notices, ensure_ascii=False)
    headers_footers = json.dumps([(span.start, span.end) for span in document.headers_footers])
    packed = zlib.compress(document.text.encode("utf-8", "surrogatepass"), 6)
    cursor = connection.execute(
        "INSERT INTO documents"
        " (sha256, path, title, notices, text, text_sha256, characters, reader, ingested, furniture)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            document.sha256,
            path,
            document.title,
            notices,
            packed,
            text_id,
            len(document.text),
            reader,
            ingested,
            headers_footers,
        ],
    )
    number = cursor.lastrowid or 0
    connection.executemany(
        "INSERT INTO pages VALUES (?, ?, ?, ?, ?, ?)",
        ((number, p.number, p.label, p.span.start, p.span.end, p.has_text) for p in document.pages),
    )
    connection.executemany(
        "INSERT INTO sections VALUES (?, ?, ?, ?, ?, ?)",
        ((number, i, s.title, s.level, s.span.start, s.span.end) for i, s in enumerate(document.sections)),
    )
    if ingested:
        _index(connection, number, document.text)


def _index(connection: sqlite3.Connection, document: int, text: str) -> None:
    for span in cut_passages(text):
        cursor = connection.execute(
            "INSERT INTO passages (document, start_chars, end_chars) VALUES (?, ?, ?)",
            [document, span.start, span.end],
        )
        connection.execute(
            "INSERT INTO words (rowid, text) VALUES (?, ?)",
            [cursor.lastrowid, index_words(text[span.start : span.end])],
        )


def _unindex(connection: sqlite3.Connection, document: int, text: str) -> None:
    """The index keeps no text of its own, so that it must be told what to take out."""
    passages = connection.execute(
        "SELECT id, start_chars, end_chars FROM passages WHERE document = ?", [document]
    ).fetchall()
    for passage, start, end in passages:
        connection.execute(
            "INSERT INTO words (words, rowid, text) VALUES ('delete', ?, ?)",
            [passage, index_words(text[start:end])],
        )


def _unpack(packed: bytes) -> str | None:
    try:
        return zlib.decompress(packed).decode("utf-8", "surrogatepass")
    except (zlib.error, UnicodeDecodeError):
        return None
