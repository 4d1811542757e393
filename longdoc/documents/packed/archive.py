"""ZIP and TAR archives → the documents in them, one section each, within the limits on unpacking."""

from __future__ import annotations

import io
import tarfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from operator import itemgetter
from pathlib import PurePosixPath

from longdoc.documents.archive import Archive
from longdoc.documents.extract import Extract
from longdoc.documents.joining import Part, join
from longdoc.documents.limits import NEEDS_PASSWORD, PASSWORD_IS_WRONG
from longdoc.documents.source import Source
from longdoc.documents.within import Inner
from longdoc.errors import DamagedDocument, DocumentError, DocumentLimit, EmptyDocument, EncryptedDocument
from longdoc.plurals import counted

__all__ = ["read_archive"]

TAR_ERRORS = (tarfile.TarError, EOFError, ValueError, OSError, OverflowError)


def read_archive(source: Source) -> Extract:
    """All documents of an archive in the order of their names; other content is reported."""
    inner = Inner(source)
    passed_over: Counter[str] = Counter()
    parts = [Part(name, extract) for name, extract in _documents(source, inner, passed_over)]
    notices = (*inner.notices("file in it", "files in it"), *_told(passed_over))
    if not parts and inner.locked:
        locked = counted(
            inner.locked, "file in the archive is encrypted", "files in the archive are encrypted"
        )
        raise EncryptedDocument(f"{locked}{PASSWORD_IS_WRONG if source.password else f': {NEEDS_PASSWORD}'}")
    if not parts:
        raise EmptyDocument("; ".join(("no file in the archive is a document", *notices[:3])))
    whole = join(parts)
    return replace(whole, notices=notices + whole.notices)


def _told(passed_over: Counter[str]) -> Iterator[str]:
    for what, count in sorted((+passed_over).items()):
        yield f"{counted(count, f'{what} in it was', f'{what}s in it were')} not read"


def _documents(source: Source, inner: Inner, passed_over: Counter[str]) -> Iterator[tuple[str, Extract]]:
    members = _zipped(source, inner) if source.data[:2] == b"PK" else _tarred(source, inner, passed_over)
    for name, data in members:
        if _is_hidden(name):
            passed_over["hidden file"] += not _is_of_macos(name)
        elif data and (extract := inner.read(data, name)) is not None:
            yield " ".join(name.split()), extract


def _zipped(source: Source, inner: Inner) -> Iterator[tuple[str, bytes]]:
    archive = Archive(source.data, source.limits, source.password)
    for name, info in sorted(archive.entries, key=itemgetter(0)):
        try:
            yield name, b"" if _is_hidden(name) else archive.content(name, info)
        except DocumentLimit:
            raise
        except DocumentError as error:
            inner.note_failure(name, error)


def _tarred(source: Source, inner: Inner, passed_over: Counter[str]) -> Iterator[tuple[str, bytes]]:
    """The regular files, up to where the archive is damaged; links and devices are never followed."""
    left = min(source.limits.max_unpacked_bytes, len(source.data))
    last = ""
    try:
        with tarfile.open(fileobj=io.BytesIO(source.data), mode="r:") as archive:
            for count, member in enumerate(archive):
                if count >= source.limits.max_members:
                    raise DocumentLimit(f"the archive holds more than {source.limits.max_members:,} files")
                passed_over["link"] += member.issym() or member.islnk()
                if not member.isfile() or (file := archive.extractfile(member)) is None:
                    continue
                data = file.read(left + 1)
                left -= len(data)
                if left < 0:
                    raise DocumentLimit("its files are larger together than the archive itself")
                last = member.name
                yield last, data
    except TAR_ERRORS as error:
        if not last:
            raise DamagedDocument(f"the tar archive is damaged: {error}") from None
        inner.failures.append(f"what comes after {last} in the archive, which is damaged there: {error}")


def _is_hidden(name: str) -> bool:
    parts = (part for part in PurePosixPath(name).parts if part != "..")
    return any(part.startswith((".", "~$")) for part in parts) or _is_of_macos(name)


def _is_of_macos(name: str) -> bool:
    """Whether this is a metadata file that macOS adds to archives."""
    parts = PurePosixPath(name).parts
    return parts[0] == "__MACOSX" or parts[-1].startswith("._") or parts[-1] == ".DS_Store"
