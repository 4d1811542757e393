"""ZIP and TAR archives → the documents in them, a section each, within the limits on what may come out."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from longdoc.documents.archive import Archive
from longdoc.documents.extract import Extract
from longdoc.documents.joining import Part, join
from longdoc.documents.source import Source
from longdoc.documents.within import Inner
from longdoc.errors import DamagedDocument, DocumentError, DocumentLimit, EmptyDocument

__all__ = ["read_archive"]

TAR_ERRORS = (tarfile.TarError, EOFError, ValueError, OSError, OverflowError)


def read_archive(source: Source) -> Extract:
    """All documents of an archive in the order of their names; what else lies in it is told."""
    inner = Inner(source)
    parts = [Part(name, extract) for name, extract in _documents(source, inner)]
    notices = tuple(inner.notices("file in it", "files in it"))
    if not parts:
        raise EmptyDocument("; ".join(("no file in the archive is a document", *notices[:3])))
    whole = join(parts)
    return replace(whole, notices=notices + whole.notices)


def _documents(source: Source, inner: Inner) -> Iterator[tuple[str, Extract]]:
    members = _zipped(source, inner) if source.data[:2] == b"PK" else _tarred(source)
    for name, data in members:
        if data and not _is_hidden(name) and (extract := inner.read(data, name)) is not None:
            yield " ".join(name.split()), extract


def _zipped(source: Source, inner: Inner) -> Iterator[tuple[str, bytes]]:
    archive = Archive(source.data, source.limits)
    for name in sorted(archive.names):
        if _is_hidden(name):
            continue
        try:
            yield name, archive.read(name)
        except DocumentLimit:
            raise
        except DocumentError as error:
            inner.failures.append(f"{name}: {error}")


def _tarred(source: Source) -> Iterator[tuple[str, bytes]]:
    """The regular files; links and devices in it are never followed."""
    left = min(source.limits.max_unpacked_bytes, len(source.data))
    try:
        with tarfile.open(fileobj=io.BytesIO(source.data), mode="r:") as archive:
            for count, member in enumerate(archive):
                if count >= source.limits.max_members:
                    raise DocumentLimit(f"the archive holds more than {source.limits.max_members:,} files")
                if not member.isfile() or (file := archive.extractfile(member)) is None:
                    continue
                data = file.read(left + 1)
                left -= len(data)
                if left < 0:
                    raise DocumentLimit("its files are larger together than the archive itself")
                yield member.name, data
    except TAR_ERRORS as error:
        raise DamagedDocument(f"the tar archive is damaged: {error}") from None


def _is_hidden(name: str) -> bool:
    """Hidden files, and what macOS puts beside every file of an archive."""
    return any(part.startswith((".", "__MACOSX", "~$")) for part in PurePosixPath(name).parts)
