"""A file, a stream or "-" → Document: detects the format by content, then calls its reader."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import BinaryIO

from longdoc.documents.apart import is_large, read_apart
from longdoc.documents.find import find_documents
from longdoc.documents.limits import Limits
from longdoc.documents.read import make_document
from longdoc.documents.source import Progress, Source, require_place, unreadable
from longdoc.documents.types import Document
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
    """Read one document of any format in `longdoc.documents.formats`, also compressed with gzip, bzip2 or xz.

    `source` is a path, a binary stream, or "-" for standard input. `name` is the file name of a stream that
    has none. `progress` is called with the step ("pages", then "scans" where pages are recognised by OCR),
    the pages done and their total, if the format has pages.
    Raises a DocumentError: DocumentNotFound, UnsupportedFormat, EncryptedDocument, DamagedDocument,
    EmptyDocument or DocumentLimit.
    """
    shown = _shown_name(source, name)
    named = "standard input" if shown == "-" else shown
    data = _read(source, named, limits)
    path = Path(source) if isinstance(source, (str, Path)) and str(source) != "-" else None
    given = Source(data, shown, path, limits, password, progress)
    try:
        document = read_apart(given) if is_large(given) else make_document(given)
    except DocumentError as error:
        raise _naming(error, named) from error.__cause__
    except (RecursionError, MemoryError) as error:
        raise DocumentLimit(f"{named} is too deeply nested or too large to be read here") from error
    except Exception as error:  # nothing in a file may be more than this file's error
        raise DocumentFault.of(named, error) from error
    if len(document.text) > limits.max_characters:
        raise DocumentLimit(
            f"{named} holds {len(document.text):,} characters; the limit is {limits.max_characters:,}"
        )
    if not document.text.strip():
        raise EmptyDocument(_why_empty(named, document))
    return replace(document, sha256=hashlib.sha256(data).hexdigest())


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
            data = _in_time(lambda: sys.stdin.buffer.read(limits.max_file_bytes + 1), named, limits)
        else:
            require_place(source)
            data = _read_path(Path(source), named, limits)
    except (OSError, ValueError) as error:
        raise unreadable(named, error) from None
    if len(data) > limits.max_file_bytes:
        raise DocumentLimit(f"{named} is larger than the limit of {limits.max_file_bytes / 1e6:,.0f} MB")
    if not data:
        raise EmptyDocument(f"{named} is empty")
    return data


def _read_path(path: Path, named: str, limits: Limits) -> bytes:
    def read() -> bytes:
        with path.open("rb") as file:
            return file.read(limits.max_file_bytes + 1)

    return read() if path.is_file() or not path.exists() else _in_time(read, named, limits)


def _in_time(read: Callable[[], bytes], named: str, limits: Limits) -> bytes:
    """What comes through a pipe, at whose other end there may be nobody; by default it is waited for."""
    if limits.file_seconds is None:
        return read()
    from concurrent.futures import Future, wait

    data: Future[bytes] = Future()

    def work() -> None:
        try:
            data.set_result(read())
        except BaseException as error:  # raised again below
            data.set_exception(error)

    Thread(target=work, daemon=True).start()
    if not wait([data], limits.file_seconds).done:
        raise DocumentLimit(
            f"{named} was not complete within {limits.file_seconds:g} s; --timeout raises the limit"
        )
    return data.result()


def _why_empty(named: str, document: Document) -> str:
    on_pages = " on any page" if document.pages else ""
    return "; ".join((f"{named} holds no text{on_pages}", *document.notices))


def _naming(error: DocumentError, named: str) -> DocumentError:
    """The same error, with the document's name in front if it is missing."""
    message = str(error)
    if named in message:
        return error
    return type(error)(f"{named}: {message}")
