"""Finds the file of a document and checks that it has not changed since it was read."""

from __future__ import annotations

from pathlib import Path

from longdoc.documents.source import file_sha256
from longdoc.documents.types import Document
from longdoc.errors import DamagedDocument, DocumentNotFound, UnsupportedFormat

__all__ = ["is_pdf", "same_file"]


def is_pdf(path: Path) -> bool:
    """Whether the file begins like a PDF."""
    try:
        with path.open("rb") as file:
            return b"%PDF" in file.read(1024)
    except OSError:
        return False


def same_file(document: Document) -> Path:
    """The PDF that the document was read from.

    Raises:
        DocumentError: the file is not a PDF, no longer exists, or has changed.
    """
    source = document.source
    if source == "-":
        raise UnsupportedFormat("standard input: pages can be shown of a file only; give its path")
    path = Path(source)
    if not path.is_file():
        raise DocumentNotFound(f"{source} no longer exists, so its pages cannot be shown")
    if not is_pdf(path):
        raise UnsupportedFormat(f"{source}: only PDFs have pages to mark; --report shows other formats")
    if file_sha256(path) != document.sha256:
        raise DamagedDocument(f"{source} has changed since it was read; ask it again")
    return path
