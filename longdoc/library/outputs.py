"""Outputs of a batch: a folder with one file per document, or a single file of lines or columns."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path, PurePath
from typing import IO, Any, Protocol

from longdoc.errors import UsageError
from longdoc.library.columns import csv_lines, require_parquet, write_parquet
from longdoc.library.journal import Record, read_results
from longdoc.library.manifest import Item, Shard
from longdoc.library.replacing import replaced, writable

__all__ = [
    "FileOutput", "FolderOutput", "Output", "journals_beside", "line_of", "open_output", "shortened",
]  # fmt: skip

Results = list[dict[str, Any]]

NAME_BYTES = 160  # of a file's name that are taken over; systems allow 255
LINES, COLUMNS, TABLE = ".jsonl", ".parquet", ".csv"
NO_FOLDERS = (".json", ".ndjson", ".tsv", ".txt", ".md", ".html", ".xlsx", ".pdf")  # names of files
_SHARD = r"(?:\.\d+-of-\d+)?"
# As in `longdoc.cli.terminal`, characters that control a terminal are escaped.
_UNSAFE = re.compile("[\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")

_IN_FOLDER = re.compile(rf"(?:journal{_SHARD}|.+\.[0-9a-f]{{8}})\.jsonl")


class Output(Protocol):
    """Where results go; the journal holds them too, unless each document has a file of its own."""

    journal: Path
    journal_name: tuple[str, str]  # before and after the number of the shard
    in_journal: bool

    def require_own(self) -> None:
        """Raise UsageError if something that no batch has written would be replaced."""

    def wrote(self, path: str) -> bool:
        """Whether a file is one of the results or journals: they may lie in a folder that is processed."""

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
        UsageError: a package that it needs is not installed, or the name is one of another kind of file.
    """
    if path.suffix.lower() not in (LINES, COLUMNS, TABLE):
        if str(path) == "-" or (path.suffix.lower() in NO_FOLDERS and not path.is_dir()):
            raise UsageError(f"--output {path}: give a folder, or a file in .jsonl, .csv or .parquet")
        return FolderOutput(path, shard)
    if path.suffix.lower() == COLUMNS:
        require_parquet(path)
    return FileOutput(path, shard)


def journals_beside(output: Output) -> list[Path]:
    """The journals of all shards of an output."""
    before, after = output.journal_name
    pattern = re.compile(rf"{re.escape(before)}{_SHARD}{re.escape(after)}")
    folder = output.journal.parent
    found = sorted(folder.iterdir()) if folder.is_dir() else []
    return [path for path in found if pattern.fullmatch(path.name)]


class FileOutput:
    """One file: lines are appended at once and rewritten in order at the end."""

    in_journal = True

    def __init__(self, path: Path, shard: Shard) -> None:
        self.path = path.with_name(_sharded(path.name, shard))
        self._written = re.compile(rf"{re.escape(path.stem)}{_SHARD}{re.escape(path.suffix)}(?:\.journal)?")
        self.journal = self.path.with_name(f"{self.path.name}.journal")
        self.journal_name = path.stem, f"{path.suffix}.journal"

    def require_own(self) -> None:
        """As `Output` says."""
        if self.path.is_file() and self.path.stat().st_size and not journals_beside(self):
            raise UsageError(
                f"--output {self.path}: the file exists, and no journal of a batch is beside it;"
                " name another file, or remove this one"
            )

    def wrote(self, path: str) -> bool:
        """As `Output` says."""
        return _is_one_of(path, self.path.parent, self._written)

    def begin(self, done: Iterable[Record]) -> None:
        """As `Output` says."""
        if self.path.suffix.lower() == LINES:
            self.finish(done)

    def add(self, item: Item, results: Results) -> None:  # noqa: ARG002
        """As `Output` says; columns and tables are written at the end."""
        if self.path.suffix.lower() == LINES:
            lines = b"".join(map(line_of, results))
            with writable(self.path), self.path.open("ab", buffering=0) as file:
                _append_whole(file, lines)

    def holds(self, item: Item) -> bool:  # noqa: ARG002
        """As `Output` says: the journal has them."""
        return True

    def finish(self, done: Iterable[Record]) -> None:
        """As `Output` says."""
        rows = partial(read_results, list(done))
        suffix = self.path.suffix.lower()
        if suffix == COLUMNS:
            write_parquet(self.path, rows)
            return
        with replaced(self.path) as file:
            lines = csv_lines(rows) if suffix == TABLE else map(line_of, rows())
            for line in lines:
                file.write(line)


class FolderOutput:
    """One file of lines per document, named after it."""

    in_journal = False

    def __init__(self, folder: Path, shard: Shard) -> None:
        self.folder = folder
        self.journal = folder / _sharded("journal.jsonl", shard)
        self.journal_name = "journal", ".jsonl"

    def require_own(self) -> None:
        """As `Output` says: every file in the folder is named after its document and row."""

    def wrote(self, path: str) -> bool:
        """As `Output` says."""
        return _is_one_of(path, self.folder, _IN_FOLDER)

    def begin(self, done: Iterable[Record]) -> None:  # noqa: ARG002
        """As `Output` says: they are there."""
        with writable(self.folder):
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
        stem = shortened(re.sub(r"[^\w.-]+", "_", PurePath(item.path).name)) or "document"
        return self.folder / f"{stem}.{item.key[:8]}.jsonl"


def shortened(name: str) -> str:
    """The beginning of a name, such that a file can have it with an ending and while it is written.

    Systems limit the bytes of a name, of which a Chinese character takes three. Line breaks and what could
    control a terminal become "_".
    """
    shown = "".join(sign if sign.isprintable() else "_" for sign in name)
    return shown.encode()[:NAME_BYTES].decode("utf-8", "ignore")


def line_of(result: dict[str, Any]) -> bytes:
    """One line of JSON in UTF-8, with control characters escaped."""
    line = json.dumps(result, ensure_ascii=False, allow_nan=False)
    return _UNSAFE.sub(lambda sign: f"\\u{ord(sign.group()):04x}", line).encode() + b"\n"


def _is_one_of(path: str, folder: Path, names: re.Pattern[str]) -> bool:
    """Whether a file has such a name and lies in that folder."""
    if not names.fullmatch(PurePath(path).name):
        return False
    try:
        return Path(path).parent.resolve() == folder.resolve()
    except (OSError, ValueError):  # a name that no file can have
        return False


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


def _sharded(name: str, shard: Shard) -> str:
    if shard.count == 1:
        return name
    stem, _, suffixes = name.rpartition(".")
    return f"{stem}.{shard.number}-of-{shard.count}.{suffixes}"
