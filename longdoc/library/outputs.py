"""Outputs of a batch: a folder with one file per document, or a single file of lines or columns."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from itertools import chain, islice
from pathlib import Path, PurePath
from typing import IO, Any, Protocol

from longdoc.errors import LibraryError, UsageError
from longdoc.library.journal import Record
from longdoc.library.manifest import Item, Shard

__all__ = [
    "FileOutput", "FolderOutput", "Output", "csv_lines", "journals_beside", "line_of", "open_output",
    "replaced", "write_parquet",
]  # fmt: skip

Results = list[dict[str, Any]]

ROWS_AT_ONCE = 1_000
LINES, COLUMNS, TABLE = ".jsonl", ".parquet", ".csv"
# As in `longdoc.cli.terminal`, characters that control a terminal are escaped.
_UNSAFE = re.compile("[\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


class Output(Protocol):
    """Where results go; the journal holds them too, unless each document has a file of its own."""

    journal: Path
    journal_name: tuple[str, str]  # before and after the number of the shard
    in_journal: bool

    def begin(self, done: Iterable[Record]) -> None:
        """Write the results of earlier runs."""

    def add(self, item: Item, results: Results) -> None:
        """Write the results of one file at once."""

    def holds(self, item: Item) -> bool:
        """Whether the results of a file that the journal lists as done still exist."""

    def finish(self, done: Iterable[Record]) -> None:
        """Write all results in the order of the manifest."""


def open_output(path: Path, shard: Shard) -> Output:
    """The output at a path: a file of lines, columns or a table, chosen by its suffix, else a folder.

    Raises:
        UsageError: a package that it needs is not installed.
    """
    if path.suffix.lower() not in (LINES, COLUMNS, TABLE):
        return FolderOutput(path, shard)
    if path.suffix.lower() == COLUMNS:
        _require_parquet(path)
    return FileOutput(path, shard)


def journals_beside(output: Output) -> list[Path]:
    """The journals of all shards of an output."""
    before, after = output.journal_name
    pattern = re.compile(rf"{re.escape(before)}(?:\.\d+-of-\d+)?{re.escape(after)}")
    folder = output.journal.parent
    found = sorted(folder.iterdir()) if folder.is_dir() else []
    return [path for path in found if pattern.fullmatch(path.name)]


class FileOutput:
    """One file: lines are appended at once and rewritten in order at the end."""

    in_journal = True

    def __init__(self, path: Path, shard: Shard) -> None:
        self.path = path.with_name(_sharded(path.name, shard))
        self.journal = self.path.with_name(f"{self.path.name}.journal")
        self.journal_name = path.stem, f"{path.suffix}.journal"

    def begin(self, done: Iterable[Record]) -> None:
        """As `Output` says."""
        if self.path.suffix.lower() == LINES:
            self.finish(done)

    def add(self, item: Item, results: Results) -> None:  # noqa: ARG002
        """As `Output` says; columns and tables are written at the end."""
        if self.path.suffix.lower() == LINES:
            lines = b"".join(map(line_of, results))
            with _writable(self.path), self.path.open("ab", buffering=0) as file:
                _append_whole(file, lines)

    def holds(self, item: Item) -> bool:  # noqa: ARG002
        """As `Output` says: the journal has them."""
        return True

    def finish(self, done: Iterable[Record]) -> None:
        """As `Output` says."""
        rows = (result for record in done for result in record.results())
        suffix = self.path.suffix.lower()
        if suffix == COLUMNS:
            write_parquet(self.path, rows)
            return
        with replaced(self.path) as file:
            lines = csv_lines(rows) if suffix == TABLE else map(line_of, rows)
            for line in lines:
                file.write(line)


class FolderOutput:
    """One file of lines per document, named after it."""

    in_journal = False

    def __init__(self, folder: Path, shard: Shard) -> None:
        self.folder = folder
        self.journal = folder / _sharded("journal.jsonl", shard)
        self.journal_name = "journal", ".jsonl"

    def begin(self, done: Iterable[Record]) -> None:  # noqa: ARG002
        """As `Output` says: they are there."""
        with _writable(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)

    def add(self, item: Item, results: Results) -> None:
        """As `Output` says."""
        with replaced(self._path(item)) as file:
            for result in results:
                file.write(line_of(result))

    def holds(self, item: Item) -> bool:
        """As `Output` says."""
        return self._path(item).is_file()

    def finish(self, done: Iterable[Record]) -> None:
        """As `Output` says: every file is in its place."""

    def _path(self, item: Item) -> Path:
        """The file for a document; documents of the same name in several folders get distinct suffixes."""
        stem = re.sub(r"[^\w.-]+", "_", PurePath(item.path).name)[:80] or "document"
        return self.folder / f"{stem}.{item.key[:8]}.jsonl"


def line_of(result: dict[str, Any]) -> bytes:
    """One line of JSON in UTF-8, with control characters escaped."""
    line = json.dumps(result, ensure_ascii=False, allow_nan=False)
    return _UNSAFE.sub(lambda sign: f"\\u{ord(sign.group()):04x}", line).encode() + b"\n"


@contextmanager
def replaced(path: Path) -> Iterator[IO[bytes]]:
    """A file to write that replaces its target atomically, once it is on disk."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    with _writable(path):
        try:
            with part.open("wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)


@contextmanager
def _writable(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise LibraryError(f"{path}: cannot be written ({error.strerror or error})") from error


def _append_whole(file: IO[bytes], lines: bytes) -> None:
    end = file.seek(0, os.SEEK_END)
    try:
        written = 0
        while written < len(lines):
            written += file.write(lines[written:])
    except OSError:
        with suppress(OSError):
            file.truncate(end)
        raise


def csv_lines(rows: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    """CSV in UTF-8 with a header line; nested values become JSON strings."""
    import csv
    import io

    def line(cells: Iterable[object]) -> bytes:
        buffer = io.StringIO(newline="")
        csv.writer(buffer, lineterminator="\n").writerow(cells)
        return buffer.getvalue().encode("utf-8", "replace")

    columns: list[str] = []
    for row in rows:
        if not columns:
            columns = list(row)
            yield line(columns)
        yield line(_plain(row.get(column)) for column in columns)


def write_parquet(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    """Write a Parquet file, which replaces its target atomically.

    Raises:
        UsageError: pyarrow is not installed.
    """
    _require_parquet(path)
    import pyarrow
    import pyarrow.parquet

    rows = iter(rows)
    first = list(islice(rows, ROWS_AT_ONCE))
    schema = _schema(first)
    with replaced(path) as file, pyarrow.parquet.ParquetWriter(file, schema) as writer:
        rows = chain(first, rows)
        while block := list(islice(rows, ROWS_AT_ONCE)):
            plain = [{name: _plain(row.get(name)) for name in schema.names} for row in block]
            writer.write_table(pyarrow.Table.from_pylist(plain, schema))


def _require_parquet(path: Path) -> None:
    if find_spec("pyarrow") is None:
        raise UsageError(f"--output {path}: Parquet needs pyarrow; pip install 'longdoc[parquet]'")


def _schema(rows: Results) -> Any:
    """Columns named after the keys of the results; nested values become JSON strings."""
    import pyarrow

    names = list(dict.fromkeys(name for row in rows for name in row))
    kinds = {bool: pyarrow.bool_(), int: pyarrow.int64(), float: pyarrow.float64()}
    fields = []
    for name in names:
        seen = {type(row[name]) for row in rows if row.get(name) is not None}
        kind = float if seen == {int, float} else next(iter(seen)) if len(seen) == 1 else str
        fields.append((name, kinds.get(kind, pyarrow.string())))
    return pyarrow.schema(fields)


def _plain(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value


def _sharded(name: str, shard: Shard) -> str:
    if shard.count == 1:
        return name
    stem, _, suffixes = name.rpartition(".")
    return f"{stem}.{shard.number}-of-{shard.count}.{suffixes}"
