"""Files embedded in Office documents. Other programs' files stand in OLE objects and are unwrapped first."""

from __future__ import annotations

import io
import posixpath
import struct
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from longdoc.documents.archive import Archive
from longdoc.documents.extract import Extract
from longdoc.documents.joining import Part, join
from longdoc.documents.source import Source
from longdoc.documents.within import Inner
from longdoc.errors import DocumentError

if TYPE_CHECKING:
    from olefile import OleFileIO

__all__ = ["EMBEDDED", "embedded_part", "with_embedded"]

EMBEDDED = ("package", "oleObject")  # types of relationships
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# streams that hold a whole file, as the programs name them
WHOLE = {"package": "", "contents": ".pdf", "embeddedodf": ".odt"}
NATIVE = "\x01Ole10Native"


def with_embedded(document: Extract, archive: Archive, paths: Iterable[str], source: Source) -> Extract:
    """A document, followed by the files embedded in it; those that cannot be read are reported."""
    inner = Inner(source)
    parts = [part for path in paths if (part := embedded_part(archive, path, inner)) is not None]
    whole = join([Part("", document), *parts]) if parts else document
    notices = (*whole.notices, *inner.notices("embedded file", "embedded files"))
    return replace(whole, title=document.title, notices=notices)


def embedded_part(archive: Archive, path: str, inner: Inner) -> Part | None:
    """Read one embedded file; None, and `inner` has the reason, if it cannot be read."""
    name = posixpath.basename(path)
    try:
        data, name = _unwrapped(archive.read(path), name)
    except DocumentError as error:
        inner.failures.append(f"{name}: {error}")
        return None
    extract = inner.read(data, name)
    return Part(f"Embedded: {name}", extract) if extract is not None else None


def _unwrapped(data: bytes, name: str) -> tuple[bytes, str]:
    """The file in an OLE object, and its name; the object itself if it holds none."""
    if not data.startswith(OLE):
        return data, name
    from olefile import OleFileIO

    try:
        with OleFileIO(io.BytesIO(data)) as file:
            return _inside(file, posixpath.splitext(name)[0]) or (data, name)
    except (OSError, struct.error, IndexError, KeyError, TypeError, AttributeError, ValueError):
        return data, name


def _inside(file: OleFileIO, stem: str) -> tuple[bytes, str] | None:
    for stream in (path[0] for path in file.listdir() if len(path) == 1):
        if stream == NATIVE:
            return _packaged(file.openstream(stream).read())
        if stream.lower() in WHOLE:
            content = file.openstream(stream).read()
            if stream.lower() != "contents" or content.startswith(b"%PDF-"):
                return content, stem + WHOLE[stream.lower()]
    return None


def _packaged(stream: bytes) -> tuple[bytes, str] | None:
    """A file that was dropped into a document: six bytes, name, path, four bytes, path, size, content.

    >>> _packaged(bytes(6) + b"a.txt\\0/a.txt\\0" + bytes(4) + b"\\2\\0\\0\\0t\\0" + b"\\5\\0\\0\\0Hello")
    (b'Hello', 'a.txt')
    """
    name, path = stream[6:].split(b"\0", 2)[:2]
    at = 6 + len(name) + 1 + len(path) + 1 + 4
    (of_path,) = struct.unpack_from("<I", stream, at)
    at += 4 + of_path
    (size,) = struct.unpack_from("<I", stream, at)
    content = stream[at + 4 : at + 4 + size]
    return (content, posixpath.basename(name.decode("latin-1").replace("\\", "/"))) if content else None
