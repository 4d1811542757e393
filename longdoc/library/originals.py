"""The files that the documents of a library were read from, which may change or vanish."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from longdoc.documents.source import file_sha256
from longdoc.errors import DocumentError
from longdoc.library.timestamps import timestamp_of, to_the_second

if TYPE_CHECKING:
    from longdoc.library.store import Entry

__all__ = ["has_changed", "sha256_of"]


def sha256_of(source: str) -> str | None:
    """The digest of a regular file; None for standard input, pipes, and what cannot be opened."""
    try:
        if source == "-" or not Path(source).is_file():
            return None
        return file_sha256(Path(source))
    except (OSError, ValueError, DocumentError):  # opening the document reports it
        return None


def has_changed(entry: Entry) -> bool:
    """Whether the file has another content than when it was ingested; one that is gone has not."""
    try:
        stat = os.stat(entry.path)  # noqa: PTH116 - names in any bytes
        touched_at = to_the_second(timestamp_of(max(stat.st_mtime, stat.st_ctime)))
    except (OSError, ValueError, OverflowError):  # no such file, or a time beyond the year 9999
        return False
    return touched_at >= entry.added_at and sha256_of(entry.path) not in (None, entry.sha256)
