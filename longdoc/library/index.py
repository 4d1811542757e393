"""The index over all passages of a library: their words, and a vector for each, in one SQLite file.

A passage carries the title of its document and the heading of its section. The index can be rebuilt from the
documents and their Readings at any time, except for the tags, which are stored only here.

Axes: P passages, V search-vector width.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from threading import RLock

import numpy as np

from longdoc.documents.types import Document, Span
from longdoc.errors import LibraryError
from longdoc.library import database
from longdoc.library.fingerprint import text_sha256
from longdoc.library.fulltext import index_words, match_expression
from longdoc.library.index_file import open_index
from longdoc.library.index_seal import has_seal, is_as_sealed, note_change, seal_index
from longdoc.reading.types import Reading
from longdoc.tasks.search.lexicon import Lexicon
from longdoc.tasks.search.passages import windows_of

__all__ = ["INDEX", "Hit", "LibraryIndex", "passage_vectors"]

INDEX = "index.sqlite"
PASSAGE_BITS = 20  # of a row's number; the higher bits are the document's
ROWS_AT_ONCE = 65_536  # passages from which on a block of documents is searched; bounds memory
WINDOW_BYTES = 16  # of a passage: its place in tokens and characters
HEADING_CHARS = 200


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found by search: its document, and its place there."""

    sha256: str
    tokens: tuple[int, int]
    span: Span


class LibraryIndex:
    """The index beside a library; threads and processes may share it."""

    def __init__(self, folder: Path) -> None:
        """Open the index; create it if there is none.

        Raises:
            LibraryError: it cannot be created, or is damaged.
        """
        self._path = folder / INDEX
        self._lock = RLock()
        with database.explained(self._path):
            self._connection = open_index(self._path)
        self._is_changed = False

    def close(self) -> None:
        """Seal what was written and close the file; calling it twice is harmless."""
        if self._is_changed and self._is_small():
            with suppress(LibraryError), self._using() as connection, database.transaction(connection):
                seal_index(connection)
        self._is_changed = False
        self._connection.close()

    def put_aside(self) -> None:
        """Close the file and rename it, so that a new one is created."""
        self._is_changed = False
        self.close()
        for path in self._path.parent.glob(f"{self._path.name}*"):
            if not path.name.endswith(".damaged"):
                path.replace(path.with_name(f"{path.name}.damaged"))

    def add(self, document: Document, reading: Reading) -> None:
        """Index the passages of a document, replacing its earlier ones."""
        if self._holds(document, reading.model_sha256):
            return
        windows_P4 = _windows(document, reading)
        headings = list(_headings(document, windows_P4))
        vectors_PV = passage_vectors(reading, windows_P4[:, :2])
        self._put(document, reading.model_sha256, windows_P4, headings, vectors_PV)

    def copy_from(self, other: LibraryIndex, document: Document) -> None:
        """Copy the passages of this text from another index, if it has them and this one has not."""
        with other._using() as connection:
            row = connection.execute(
                "SELECT model, windows, headings, vectors FROM documents"
                " WHERE sha256 = ? AND text_sha256 = ?",
                [document.sha256, text_sha256(document.text)],
            ).fetchone()
        if row is not None and not self._holds(document, row[0]):
            model, windows, headings, vectors = row
            windows_P4 = np.frombuffer(windows, "<i4").reshape(-1, 4)
            vectors_PV = np.frombuffer(vectors, np.int8)
            self._put(document, model, windows_P4, json.loads(headings), vectors_PV)

    def _put(
        self,
        document: Document,
        model: str,
        windows_P4: np.ndarray,
        headings: Sequence[Sequence],
        vectors_PV: np.ndarray,
    ) -> None:
        with self._writing() as connection:
            self._delete(connection, document.sha256, document.text)
            cursor = connection.execute(
                "INSERT INTO documents (sha256, text_sha256, model, windows, headings, vectors)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                [
                    document.sha256, text_sha256(document.text), model,
                    windows_P4.astype("<i4").tobytes(), json.dumps(headings), vectors_PV.tobytes(),
                ],
            )  # fmt: skip
            rows = _rows(cursor.lastrowid or 0, document.text, windows_P4, headings)
            connection.executemany("INSERT INTO words (rowid, heading, text) VALUES (?, ?, ?)", rows)

    def remove(self, sha256: str, text: str | None) -> None:
        """Remove a document and its tags; needs its text, which the index does not store.

        If the text is lost (None), its words remain without a document.
        """
        with self._writing() as connection:
            self._delete(connection, sha256, text)
            connection.execute("DELETE FROM tags WHERE sha256 = ?", [sha256])

    def missing(self, ingested: Iterable[str], model: str) -> set[str]:
        """Which of these documents are not indexed with this network's vectors."""
        with self._using() as connection:
            held = connection.execute("SELECT sha256 FROM documents WHERE model = ?", [model]).fetchall()
        return set(ingested) - {row[0] for row in held}

    def tag(self, sha256: str, tags: Iterable[tuple[str, str]]) -> None:
        """Tag a document; tags of the same names are replaced."""
        with self._writing() as connection:
            connection.executemany(
                "REPLACE INTO tags VALUES (?, ?, ?)", [(sha256, name, value) for name, value in tags]
            )

    def tags(self) -> dict[str, dict[str, str]]:
        """The tags of all tagged documents."""
        found: dict[str, dict[str, str]] = {}
        with self._using() as connection:
            for sha256, name, value in connection.execute("SELECT sha256, name, value FROM tags"):
                found.setdefault(sha256, {})[name] = value
        return found

    def tags_of(self, sha256: str) -> dict[str, str]:
        """The tags of one document."""
        with self._using() as connection:
            found = connection.execute("SELECT name, value FROM tags WHERE sha256 = ?", [sha256])
            return dict(found.fetchall())

    def is_as_sealed(self) -> bool:
        """Whether the content matches its seal; a large index is not checked.

        Damage in a large one shows when SQLite meets it, or by `is_whole`.
        """
        return not self._is_small() or self._matches_seal()

    def _is_small(self) -> bool:
        try:
            return self._path.stat().st_size <= database.QUICK_CHECK_BYTES
        except OSError:
            return False

    def _matches_seal(self) -> bool:
        try:
            with self._lock:
                if not self._connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone():
                    return True  # of an older longdoc, and read-only
                self._connection.execute("BEGIN")  # a snapshot, whatever others write meanwhile
                try:
                    if has_seal(self._connection):
                        return is_as_sealed(self._connection)
                    self._is_changed = True  # written by a process that was killed before it sealed
                    return True
                finally:
                    self._connection.execute("COMMIT")
        except sqlite3.OperationalError:  # busy; using it reports that
            return True
        except sqlite3.DatabaseError:
            return False

    def is_whole(self) -> bool:
        """Whether SQLite's check and the checksum both find the file intact."""
        try:
            with self._lock:
                found = self._connection.execute("PRAGMA integrity_check(1)").fetchone()
                self._connection.execute("SELECT count(*) FROM words_idx").fetchone()
            return found == ("ok",) and self._matches_seal()
        except sqlite3.DatabaseError:
            return False

    def duplicates(self) -> list[list[str]]:
        """Groups of documents with the same text, in the order in which they were indexed."""
        with self._using() as connection:
            rows = connection.execute(
                "SELECT group_concat(sha256) FROM (SELECT sha256, text_sha256 FROM documents ORDER BY id)"
                " GROUP BY text_sha256 HAVING count(*) > 1"
            ).fetchall()
        return [row[0].split(",") for row in rows]

    def by_words(
        self, question: str, top: int, among: set[int] | None = None, lexicon: Lexicon | None = None
    ) -> dict[int, float]:
        """The rows that best match the question's words, with BM25 scores, best first.

        Args:
            among: numbers of the documents to search; None for all.
            lexicon: related words that count beside the question's.
        """
        expression = match_expression(question, lexicon)
        if not expression:
            return {}
        with self._using() as connection:
            if among is not None:
                self._choose(connection, among)
            rows = connection.execute(
                f"SELECT rowid, -rank FROM words WHERE words MATCH ? AND rowid >> {PASSAGE_BITS}"
                f" IN (SELECT id FROM {'documents' if among is None else 'chosen'}) ORDER BY rank LIMIT ?",
                [expression, top],
            ).fetchall()
        return dict(rows)

    def by_vectors(self, asked_V: np.ndarray, top: int, among: set[int] | None = None) -> dict[int, float]:
        """The rows whose vectors are most similar to the question's, with cosines, best first."""
        best: dict[int, float] = {}
        for rows_P, vectors_PV in self._vectors(len(asked_V), among):
            alike_P = vectors_PV.astype(np.float32) @ (asked_V / 127)
            chosen = np.argpartition(-alike_P, top - 1)[:top] if len(alike_P) > top else slice(None)
            best |= dict(zip(rows_P[chosen].tolist(), alike_P[chosen].tolist(), strict=True))
        order = sorted(best, key=lambda row: -best[row])[:top]
        return {row: best[row] for row in order}

    def hits(self, rows: Sequence[int]) -> dict[int, Hit]:
        """The passages of these rows, without those that another process has removed in the meantime."""
        first = (1 << PASSAGE_BITS) - 1
        held = {}
        with self._using() as connection:
            for number in {row >> PASSAGE_BITS for row in rows}:
                found = connection.execute(
                    "SELECT sha256, windows FROM documents WHERE id = ?", [number]
                ).fetchone()
                if found is not None:
                    held[number] = found[0], np.frombuffer(found[1], "<i4").reshape(-1, 4)
        hits = {}
        for row in rows:
            if row >> PASSAGE_BITS in held:
                sha256, windows_P4 = held[row >> PASSAGE_BITS]
                begin, end, start, stop = windows_P4[row & first].tolist()
                hits[row] = Hit(sha256, (begin, end), Span(start, stop))
        return hits

    def numbers_of(self, documents: Iterable[str], model: str) -> set[int]:
        """The numbers of these documents, one for each text, if they have this network's vectors."""
        wanted = set(documents)
        seen: set[str] = set()
        numbers = set()
        with self._using() as connection:
            for number, sha256, text in connection.execute(
                "SELECT id, sha256, text_sha256 FROM documents WHERE model = ? ORDER BY id", [model]
            ):
                if sha256 in wanted and text not in seen:
                    seen.add(text)
                    numbers.add(number)
        return numbers

    def _vectors(self, width: int, among: set[int] | None) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Blocks of row numbers [P] and vectors [P, V], of documents with vectors of this width."""
        numbers: list[int] = []
        counts: list[int] = []
        blobs: list[bytes] = []
        with self._using() as connection:
            for number, windows, vectors in connection.execute(
                "SELECT id, length(windows), vectors FROM documents"
                " WHERE length(windows) AND length(vectors) * ? = length(windows) * ?",
                [WINDOW_BYTES, width],
            ):
                if among is not None and number not in among:
                    continue
                numbers.append(number)
                counts.append(windows // WINDOW_BYTES)
                blobs.append(vectors)
                if sum(counts) >= ROWS_AT_ONCE:
                    yield _block(numbers, counts, blobs, width)
                    numbers, counts, blobs = [], [], []
        if blobs:
            yield _block(numbers, counts, blobs, width)

    @staticmethod
    def _choose(connection: sqlite3.Connection, numbers: Iterable[int]) -> None:
        connection.execute("CREATE TEMP TABLE IF NOT EXISTS chosen (id INTEGER PRIMARY KEY)")
        connection.execute("DELETE FROM chosen")
        connection.executemany("INSERT INTO chosen VALUES (?)", ((number,) for number in numbers))

    def _holds(self, document: Document, model: str) -> bool:
        """Whether the passages of this text are indexed with this network's vectors."""
        with self._using() as connection:
            row = connection.execute(
                "SELECT text_sha256, model FROM documents WHERE sha256 = ?", [document.sha256]
            ).fetchone()
        return row == (text_sha256(document.text), model)

    def _delete(self, connection: sqlite3.Connection, sha256: str, text: str | None) -> None:
        found = connection.execute(
            "SELECT id, windows, headings, text_sha256 FROM documents WHERE sha256 = ?", [sha256]
        ).fetchone()
        if found is None:
            return
        number, windows, headings, text_id = found
        windows_P4 = np.frombuffer(windows, "<i4").reshape(-1, 4)
        for row in (
            _rows(number, text, windows_P4, json.loads(headings))
            if text is not None and text_sha256(text) == text_id
            else ()
        ):
            connection.execute(
                "INSERT INTO words (words, rowid, heading, text) VALUES ('delete', ?, ?, ?)", row
            )
        connection.execute("DELETE FROM documents WHERE id = ?", [number])

    @contextmanager
    def _using(self) -> Iterator[sqlite3.Connection]:
        with self._lock, database.explained(self._path):
            yield self._connection

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._using() as connection, database.transaction(connection):
            note_change(connection)
            self._is_changed = True
            yield connection


def passage_vectors(reading: Reading, windows_P2: np.ndarray) -> np.ndarray:
    """One vector per passage, int8 [P, V]: the mean of its tokens' search vectors."""
    vectors_PV = np.zeros((len(windows_P2), reading.vectors_TV.shape[1]), np.float32)
    for p, (begin, end) in enumerate(windows_P2.tolist()):
        vectors_PV[p] = reading.vectors_TV[begin:end].astype(np.float32).mean(0)
    length_P1 = np.maximum(np.linalg.norm(vectors_PV, axis=1, keepdims=True), 1e-9)
    return np.rint(127 * vectors_PV / length_P1).astype(np.int8)


def _block(
    numbers: Sequence[int], counts: Sequence[int], blobs: Sequence[bytes], width: int
) -> tuple[np.ndarray, np.ndarray]:
    """Rows [P] and vectors [P, V] of several documents."""
    count_D = np.array(counts)
    first_D = np.array(numbers, np.int64) << PASSAGE_BITS
    begin_D = np.concatenate(([0], count_D.cumsum()[:-1]))
    rows_P = np.repeat(first_D - begin_D, count_D) + np.arange(int(count_D.sum()))
    return rows_P, np.frombuffer(b"".join(blobs), np.int8).reshape(-1, width)


def _windows(document: Document, reading: Reading) -> np.ndarray:
    windows_P2 = windows_of(document, reading)
    if not len(windows_P2):
        return np.zeros((0, 4), np.int64)
    start_P = reading.token_spans_T2[windows_P2[:, 0], 0]
    end_P = reading.token_spans_T2[windows_P2[:, 1] - 1, 1]
    return np.concatenate((windows_P2, np.stack((start_P, end_P), 1)), 1)


def _headings(document: Document, windows_P4: np.ndarray) -> Iterator[tuple[int, str]]:
    """Title and section heading, with the first passage that each applies to."""
    before = None
    for passage, start in enumerate(windows_P4[:, 2].tolist()):
        section = document.section_at(start)
        heading = document.title[:HEADING_CHARS]
        if section is not None and section.title != document.title:
            heading += f" › {section.title[:HEADING_CHARS]}"
        if heading != before:
            yield passage, heading
        before = heading


def _rows(
    number: int, text: str, windows_P4: np.ndarray, headings: Sequence[Sequence]
) -> Iterator[tuple[int, str, str]]:
    """Number, heading and words of every passage; the result is deterministic."""
    bounds = pairwise([*headings, (len(windows_P4), "")])
    heading_of = [index_words(heading) for (first, heading), (end, _) in bounds for _ in range(first, end)]
    for passage, (start, end) in enumerate(windows_P4[:, 2:].tolist()):
        yield (number << PASSAGE_BITS) + passage, heading_of[passage], index_words(text[start:end])
