"""The journal of a batch: one line per processed file, so that the same command can resume.

The journal is the only record of what was done; outputs are derived from it and can be rewritten. A line is
appended whole or not at all. A killed process leaves at most an unfinished last line, which the next run
removes.
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Literal, Self

from longdoc.errors import LibraryError, ResultsNotWritten, UsageError
from longdoc.library.timestamps import timestamp

__all__ = ["Journal", "Record", "Status", "read_journal", "read_results"]

Status = Literal["done", "failed", "refused", "skipped"]
FORMAT = 1
_BEGINNING = b'{"journal": 1,'  # of every journal


@dataclass(frozen=True, slots=True)
class Record:
    """The outcome of one row of the manifest, with the content, model and options it is valid for."""

    key: str
    path: str
    status: Status
    sha256: str | None
    size_bytes: int | None
    modified_ns: int | None
    model: str
    options: str
    error: str | None = None  # the class of the error
    message: str | None = None
    seconds: float = 0.0
    kind: str = ""
    pages: int = 0
    tokens: int = 0
    at: tuple[Path, int] | None = None  # journal and byte offset of the line with the results


FIELDS = tuple(name for name in Record.__dataclass_fields__ if name != "at")


class Journal:
    """An open journal, locked by this process."""

    def __init__(self, path: Path) -> None:
        """Open and lock the journal; create it if there is none.

        Raises:
            UsageError: another run is writing to it.
            ResultsNotWritten: it cannot be written.
            LibraryError: it is not a journal.
        """
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file: BinaryIO = path.open("a+b")
        except OSError as error:
            raise ResultsNotWritten(f"{path}: cannot be written ({error.strerror})") from error
        _lock(self._file, path)
        try:
            self._end, self.begun_at = _whole_lines(self._file, path)
        except LibraryError:
            self._file.close()
            raise
        if self._end == 0:
            self.begun_at = timestamp()
            self._append(json.dumps({"journal": FORMAT, "begun_at": self.begun_at}).encode() + b"\n")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._file.close()

    def add(self, record: Record, results: Iterable[dict[str, Any]] = ()) -> Record:
        """Append a record; returns it with its position in the journal.

        Raises:
            ResultsNotWritten: it cannot be written; the journal is unchanged.
        """
        fields = {name: getattr(record, name) for name in FIELDS}
        line = json.dumps({**fields, "results": list(results)}, ensure_ascii=False)
        offset = self._end
        self._append(line.encode("utf-8", "surrogatepass") + b"\n")
        return Record(**fields, at=(self.path, offset))

    def sync(self) -> None:
        """Sync to disk, so that a power failure loses nothing."""
        os.fsync(self._file.fileno())

    def _append(self, line: bytes) -> None:
        try:
            written = 0
            while written < len(line):
                written += os.write(self._file.fileno(), line[written:])
        except OSError as error:
            with suppress(OSError):
                os.ftruncate(self._file.fileno(), self._end)
            raise _cannot_write(self.path, error) from error
        self._end += len(line)


def read_journal(path: Path) -> Iterator[Record]:
    """The records of a journal in the order they were written; later ones replace earlier ones."""
    with suppress(FileNotFoundError), path.open("rb") as file:
        offset = 0
        for line in file:
            begin, offset = offset, offset + len(line)
            if not line.endswith(b"\n"):
                return
            fields = _fields(line)
            if fields is not None and "key" in fields:
                yield Record(**{name: fields[name] for name in FIELDS}, at=(path, begin))


def read_results(records: Iterable[Record]) -> Iterator[dict[str, Any]]:
    """The results of these records, read from their journals."""
    with ExitStack() as stack:
        files: dict[Path, BinaryIO] = {}
        for record in records:
            if record.at is None:
                continue
            path, offset = record.at
            if path not in files:
                files[path] = stack.enter_context(path.open("rb"))
            files[path].seek(offset)
            yield from json.loads(files[path].readline()).get("results", [])


def _fields(line: bytes) -> dict[str, Any] | None:
    try:
        fields = json.loads(line.decode("utf-8", "surrogatepass"))
    except ValueError:
        return None
    return fields if isinstance(fields, dict) else None


def _whole_lines(file: BinaryIO, path: Path) -> tuple[int, str]:
    """Remove an unfinished last line; returns the length, and when the batch first began."""
    file.seek(0)
    end, begun_at = 0, ""
    for line in file:
        is_whole = line.endswith(b"\n")
        if end == 0:
            header = _fields(line) or {}
            cut_short = not is_whole and line[: len(_BEGINNING)] == _BEGINNING[: len(line)]
            if header.get("journal") != FORMAT and not cut_short:
                raise LibraryError(f"{path}: not a journal of this version of longdoc; name another output")
            begun_at = str(header.get("begun_at", ""))
        if not is_whole:
            break
        end += len(line)
    os.ftruncate(file.fileno(), end)
    return end, begun_at


def _lock(file: BinaryIO, path: Path) -> None:
    try:
        import fcntl
    except ImportError:  # on Windows, the user has to avoid two runs with one output
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in (errno.EWOULDBLOCK, errno.EACCES):
            file.close()
            raise UsageError(
                f"{path}: another run is writing to it; wait for it, or give another output"
            ) from None


def _cannot_write(path: Path, error: OSError) -> ResultsNotWritten:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return ResultsNotWritten(
            f"{path}: no space left on the disk; finished work is kept, and the same command resumes"
        )
    return ResultsNotWritten(f"{path}: cannot be written ({error.strerror})")
