"""The PDF reader, with the interface that all readers share."""

from __future__ import annotations

from longdoc.documents.extract import Extract
from longdoc.documents.pdf.reader import read_pdf
from longdoc.documents.source import Source

__all__ = ["read"]


def read(source: Source) -> Extract:
    """Read a PDF from its path, so that workers can open it themselves, else from its bytes."""
    return read_pdf(
        source.path or source.data,
        password=source.password,
        limits=source.limits,
        progress=source.progress,
    )
