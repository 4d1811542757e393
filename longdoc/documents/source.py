"""The bytes behind a path, apart from what they mean: of a document that is known nothing else is needed."""

from __future__ import annotations

import hashlib
from pathlib import Path

from longdoc.errors import DocumentError, DocumentNotFound

__all__ = ["file_sha256", "unreadable"]

STEP_BYTES = 1 << 20


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


def unreadable(shown: str, error: Exception) -> DocumentError:
    """What to say of a file that the system does not let us read."""
    if isinstance(error, FileNotFoundError):
        return DocumentNotFound(f"{shown} does not exist")
    if isinstance(error, IsADirectoryError):
        return DocumentNotFound(f"{shown} is a folder, not a document")
    if isinstance(error, PermissionError):
        return DocumentError(f"{shown} may not be read: permission denied")
    return DocumentError(f"{shown} cannot be read: {getattr(error, 'strerror', None) or error}")
