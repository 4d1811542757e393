"""A file, a stream or "-" → Document: its kind told by its content, then read by the reader for it."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import BinaryIO

from longdoc.documents.extract import Extract
from longdoc.documents.find import find_documents
from longdoc.documents.limits import Limits
from longdoc.documents.read import read_source
from longdoc.documents.source import Progress, Source, unreadable
from longdoc.documents.types import Document, Kind
from longdoc.errors import DocumentError, DocumentFault, DocumentLimit, EmptyDocument

__all__ = ["find_documents", "open_document"]

NO_LIMITS_GIVEN = Limits()


def open_document(
    source: str | Path | BinaryIO,
    *,
    password: str | None = None,
    limits: Limits = NO_LIMITS_GIVEN,
    name: str | None = None,
    progress: Progress | None = None,
) -> Document:
    """Read one document of any kind in `longdoc.documents.formats`, also packed with gzip.

    `source` is a path, a binary stream, or "-" for standard input. `name` stands for the file's name
    where a stream has none. `progress` is called with pages done and pages in all, where there are pages.
    Raises a DocumentError: DocumentNotFound, UnsupportedFormat, EncryptedDocument, DamagedDocument,
    EmptyDocument or DocumentLimit.
    """
    shown = _shown_name(source, name)
    named = "standard input" if shown == "-" else shown
    data = _read(source, named, limits)
    path = Path(source) if isinstance(source, (str, Path)) and str(source) != "-" else None
    try:
        extract = read_source(Source(data, shown, path, limits, password, progress))
    except DocumentError as error:
        raise _naming(error, named) from error.__cause__
    except (RecursionError, MemoryError) as error:
        raise DocumentLimit(f"{named} is too deeply nested or too large to be read here") from error
    except Exception as error:  # nothing in a file may be more than this file's error
        raise DocumentFault.of(named, error) from error
    if len(extract.text) > limits.max_characters:
        raise DocumentLimit(
            f"{named} holds {len(extract.text):,} characters; the limit is {limits.max_characters:,}"
        )
    if not extract.text.strip():
        raise EmptyDocument(_why_empty(named, extract))
    return _document(extract, shown, hashlib.sha256(data).hexdigest())


# ---- reading


def _shown_name(source: str | Path | BinaryIO, name: str | None) -> str:
    if isinstance(source, (str, Path)):
        return str(source)
    return name or str(getattr(source, "name", "") or "-")


def _read(source: str | Path | BinaryIO, named: str, limits: Limits) -> bytes:
    try:
        if not isinstance(source, (str, Path)):
            data = source.read(limits.max_file_bytes + 1)
        elif str(source) == "-":
            data = sys.stdin.buffer.read(limits.max_file_bytes + 1)
        else:
            with Path(source).open("rb") as file:
                data = file.read(limits.max_file_bytes + 1)
    except (OSError, ValueError) as error:
        raise unreadable(named, error) from None
    if len(data) > limits.max_file_bytes:
        raise DocumentLimit(f"{named} is larger than the limit of {limits.max_file_bytes / 1e6:,.0f} MB")
    if not data:
        raise EmptyDocument(f"{named} is empty")
    return data


def _document(extract: Extract, shown: str, sha256: str) -> Document:
    from longdoc.documents.structure.kinds import mark_kinds
    from longdoc.documents.structure.sections import merge_sections
    from longdoc.documents.structure.titles import title_of

    sections = merge_sections(extract.text, extract.sections, within=extract.blocks)
    blocks = mark_kinds(
        extract.text,
        sections,
        extract.blocks,
        extract.headers_footers,
        marked=any(block.kind is Kind.HEADING for block in extract.blocks),
    )
    return Document(
        text=extract.text,
        pages=extract.pages,
        sections=sections,
        title=title_of(extract, shown),
        source=shown,
        sha256=sha256,
        notices=extract.notices,
        headers_footers=extract.headers_footers,
        blocks=blocks,
        tables=extract.tables,
        fields=extract.fields,
        character_boxes=extract.character_boxes,
        links=extract.links,
    )


def _why_empty(named: str, extract: Extract) -> str:
    if extract.pages:
        return (
            f"{named} holds no text: {len(extract.pages):,} pages without a text layer (a scan?); "
            "run it through OCR first"
        )
    return f"{named} holds no text"


def _naming(error: DocumentError, named: str) -> DocumentError:
    """The same error with the name of the document in front, where it is not there."""
    message = str(error)
    if named in message:
        return error
    return type(error)(f"{named}: {message}")
