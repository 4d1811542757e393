"""The input of every format reader: the bytes of a file, independent of their meaning."""

from __future__ import annotations

import codecs
import hashlib
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from time import monotonic

from longdoc.documents.limits import Limits
from longdoc.errors import DocumentError, DocumentNotFound, UsageError

__all__ = [
    "Progress", "Source", "Spent", "file_sha256", "list_text", "read_list", "require_place", "unreadable",
]  # fmt: skip

Progress = Callable[[str, int, int], None]  # "pages" or "scans", done, total

STEP_BYTES = 1 << 20
MOST_LIST_BYTES = 256 << 20  # of a list of questions or files


@dataclass(slots=True)
class Spent:
    """What reading one file has cost so far, with all files inside it and inside those."""

    begun_s: float = field(default_factory=monotonic)
    files: int = 0  # inside others
    nested_files: int = 0  # those of them that are inside a file that is itself inside another

    def is_over_time(self, limits: Limits) -> bool:
        """Whether the time for the whole file has passed."""
        return monotonic() - self.begun_s > limits.seconds_for(files=self.files)


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read: its bytes, and what is known of it.

    `name` is the file's name for the user. `path` is where these very bytes are on disk, if they are. `depth`
    counts the files that contain it: archives, mails, which share `spent`. `progress` is called with the
    step, the pages done and their total.
    """

    data: bytes
    name: str = ""
    path: Path | None = None
    limits: Limits = field(default_factory=Limits)
    password: str | None = None
    progress: Progress | None = None
    depth: int = 0
    spent: Spent = field(default_factory=Spent, compare=False)

    @property
    def suffix(self) -> str:
        """The suffix of its name, lower-case, with the dot."""
        return PurePath(self.name).suffix.lower()


def file_sha256(path: str | Path) -> str:
    """The sha256 of a file's bytes, in hexadecimal.

    Raises:
        DocumentError: it cannot be read.
    """
    digest = hashlib.sha256()
    try:
        with Path(path).open("rb") as file:
            while piece := file.read(STEP_BYTES):
                digest.update(piece)
    except OSError as error:
        raise unreadable(str(path), error) from None
    return digest.hexdigest()


def require_place(path: str | Path) -> None:
    """Raise DocumentNotFound for a relative path in a folder that was deleted: it stands for no place."""
    if Path(path).is_absolute():
        return
    try:
        Path.cwd()
    except FileNotFoundError:
        raise DocumentNotFound(
            f"{path}: the current folder was deleted; change to another one, or give the whole path"
        ) from None


def read_list(file: str, option: str) -> bytes:
    """A list that the user gives with an option; "-" is standard input.

    Raises:
        UsageError: it cannot be read, or does not end within what a list may have.
    """
    try:
        if file == "-":
            raw = sys.stdin.buffer.read(MOST_LIST_BYTES + 1)
        else:
            with Path(file).open("rb") as opened:
                raw = opened.read(MOST_LIST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise UsageError(f"{option} {file}: cannot be read ({getattr(error, 'strerror', error)})") from error
    if len(raw) > MOST_LIST_BYTES:
        raise UsageError(f"{option} {file}: is larger than {MOST_LIST_BYTES / 1e6:,.0f} MB")
    return raw


def list_text(raw: bytes, errors: str = "strict") -> str:
    """The text of a list: UTF-8, or UTF-16 with its mark, as PowerShell and spreadsheets write it.

    >>> list_text("a.pdf".encode("utf-16"))
    'a.pdf'
    """
    is_utf16 = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return raw.decode("utf-16", "replace") if is_utf16 else raw.decode("utf-8-sig", errors)


def unreadable(shown: str, error: Exception) -> DocumentError:
    """The error for a file that the system does not let us read."""
    if isinstance(error, FileNotFoundError):
        return DocumentNotFound(f"{shown} does not exist")
    if isinstance(error, IsADirectoryError):
        return DocumentNotFound(f"{shown} is a folder, not a document")
    if isinstance(error, PermissionError):
        return DocumentError(f"{shown} may not be read: permission denied")
    return DocumentError(f"{shown} cannot be read: {getattr(error, 'strerror', None) or error}")
