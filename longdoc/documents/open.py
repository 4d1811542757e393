"""A file, a stream or "-" → Document: its kind told by its content, then read by the reader for it."""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path, PurePath
from typing import BinaryIO

from longdoc.documents.extract import Extract
from longdoc.documents.find import find_documents
from longdoc.documents.limits import Limits
from longdoc.documents.sniff import Format, sniff
from longdoc.documents.source import unreadable
from longdoc.documents.structure.headings import find_candidates
from longdoc.documents.types import Document
from longdoc.errors import (
    DamagedDocument,
    DocumentError,
    DocumentLimit,
    EmptyDocument,
)

__all__ = ["find_documents", "open_document"]

Progress = Callable[[int, int], None]

NO_LIMITS_GIVEN = Limits()
MAX_GZIP_DEPTH = 3
TITLE_CHARS = 100
CONTRACT = re.compile(
    r"(?:(?:EXECUTION|CONFORMED|COMPOSITE) (?:COPY|VERSION) +)?"
    r"(?P<title>(?:\b[A-Z][A-Z&,'’/-]* {1,2}){1,9}?(?:AGREEMENT|CONTRACT|LEASE|INDENTURE)\b)"
)


def open_document(
    source: str | Path | BinaryIO,
    *,
    password: str | None = None,
    limits: Limits = NO_LIMITS_GIVEN,
    name: str | None = None,
    progress: Progress | None = None,
) -> Document:
    """Read one document: PDF, DOCX, EPUB, HTML, Markdown or text, also packed with gzip.

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
        extract = _extract(data, path, shown, password, limits, progress)
    except DocumentError as error:
        raise _naming(error, named) from error.__cause__
    except (RecursionError, MemoryError) as error:
        raise DocumentLimit(f"{named} is too deeply nested or too large to be read here") from error
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


def _extract(
    data: bytes,
    path: Path | None,
    shown: str,
    password: str | None,
    limits: Limits,
    progress: Progress | None,
) -> Extract:
    notices: tuple[str, ...] = ()
    name = PurePath(shown)
    for _ in range(MAX_GZIP_DEPTH + 1):
        kind = sniff(data, str(name))
        if kind is not Format.GZIP:
            break
        from longdoc.documents.archive import gunzip

        data, whole = gunzip(data, limits)
        path = None  # what was unpacked is no longer what lies on disk
        name = name.with_suffix("") if name.suffix.lower() == ".gz" else name
        if not data:
            raise EmptyDocument("it is empty") if whole else DamagedDocument("its gzip data is damaged")
        if not whole:
            notices = ("the gzip data is damaged or cut short: only what could be unpacked was read",)
    else:
        raise DocumentLimit(f"it is packed with gzip more than {MAX_GZIP_DEPTH} times over")
    extract = _read_as(kind, data, path, password, limits, progress)
    return replace(extract, notices=notices + extract.notices)


def _read_as(
    kind: Format,
    data: bytes,
    path: Path | None,
    password: str | None,
    limits: Limits,
    progress: Progress | None,
) -> Extract:
    if kind is Format.PDF:
        from longdoc.documents.pdf.reader import read_pdf

        return read_pdf(path or data, password=password, limits=limits, progress=progress)
    if kind is Format.DOCX:
        from longdoc.documents.office.docx import read_docx

        return read_docx(data, limits)
    if kind is Format.EPUB:
        from longdoc.documents.web.epub import read_epub

        return read_epub(data, limits)
    if kind is Format.HTML:
        from longdoc.documents.web.html import read_html

        return read_html(data, limits)
    from longdoc.documents.text.plain import read_markdown, read_text

    return read_markdown(data) if kind is Format.MARKDOWN else read_text(data)


def _document(extract: Extract, shown: str, sha256: str) -> Document:
    from longdoc.documents.structure.sections import merge_sections

    return Document(
        text=extract.text,
        pages=extract.pages,
        sections=merge_sections(extract.text, extract.sections),
        title=_title(extract, shown),
        source=shown,
        sha256=sha256,
        notices=extract.notices,
        headers_footers=extract.headers_footers,
        blocks=extract.blocks,
        tables=extract.tables,
        fields=extract.fields,
        character_boxes=extract.character_boxes,
    )


def _title(extract: Extract, shown: str) -> str:
    """The title that the file gives itself, else a first line that looks like one, else the file's name."""
    if title := " ".join(extract.title.split())[: 2 * TITLE_CHARS]:
        return title
    first = extract.text.lstrip().split("\n", 1)[0].strip()
    is_heading = 3 <= len(first) <= TITLE_CHARS and first[-1] not in ".,;:!?。，；：" and first[0].isalnum()
    if is_heading and not first[0].islower() and not find_candidates(first):
        return " ".join(first.split())
    if contract := CONTRACT.search(extract.text[:2000]):
        return " ".join(contract["title"].split())
    return PurePath(shown).name.removesuffix(".gz").rsplit(".", 1)[0] or shown


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
