"""Zip archives (DOCX, EPUB) and gzip, unpacked within limits, and the XML in them read without risk."""

from __future__ import annotations

import io
import lzma
import posixpath
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

from longdoc.documents.limits import Limits
from longdoc.errors import DamagedDocument, DocumentLimit, EncryptedDocument

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["ZIP_ERRORS", "Archive", "gunzip", "parse_xml"]

RATIO_FREE_BYTES = 8 << 20  # so much may come out of any file, however well packed
STEP_BYTES = 1 << 20
# what zipfile and the decompressors behind it raise on damaged data
ZIP_ERRORS = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error,
    EOFError, NotImplementedError, RuntimeError, ValueError, OSError,
)  # fmt: skip


class Archive:
    """The members of a zip file, each read at most up to the limits on all of them together."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except ZIP_ERRORS as error:
            raise DamagedDocument(f"the zip archive is damaged: {error}") from None
        if len(self._zip.infolist()) > limits.max_members:
            raise DocumentLimit(f"the archive holds more than {limits.max_members:,} files")
        self._budget = _Budget(len(data), limits)
        self._members = {_normal(info.filename): info for info in self._zip.infolist() if not info.is_dir()}

    def __contains__(self, name: str) -> bool:
        return _normal(name) in self._members

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all files in it."""
        return tuple(self._members)

    def read(self, name: str) -> bytes:
        """The content of one member; KeyError where there is none."""
        info = self._members[_normal(name)]
        if info.flag_bits & 1:
            raise EncryptedDocument(f"{name} in the archive is encrypted")
        pieces = []
        try:
            with self._zip.open(info) as member:
                while piece := member.read(STEP_BYTES):
                    self._budget.spend(len(piece))
                    pieces.append(piece)
        except ZIP_ERRORS as error:
            raise DamagedDocument(f"{name} in the archive is damaged: {error}") from None
        return b"".join(pieces)


def gunzip(data: bytes, limits: Limits) -> tuple[bytes, bool]:
    """What a gzip file holds, and whether all of it came out: a file cut short gives what it has."""
    budget = _Budget(len(data), limits)
    pieces: list[bytes] = []
    while data[:2] == b"\x1f\x8b":
        unpacker = zlib.decompressobj(wbits=31)
        feed = data
        try:
            while feed and not unpacker.eof:
                piece = unpacker.decompress(feed, STEP_BYTES)
                feed = unpacker.unconsumed_tail
                budget.spend(len(piece))
                pieces.append(piece)
        except zlib.error:
            return b"".join(pieces), False
        if not unpacker.eof:
            return b"".join(pieces), False
        data = unpacker.unused_data
    return b"".join(pieces), True


def parse_xml(data: bytes, limits: Limits) -> _Element:
    """The root of an XML document: no external entities, no network, no document type taken in."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        recover=True,
        huge_tree=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DamagedDocument(f"its XML is damaged: {error}") from None
    if root is None:
        raise DamagedDocument("its XML is damaged: no element in it")
    check_nesting(root, limits)
    return root


def check_nesting(root: Any, limits: Limits) -> None:
    """Raise DocumentLimit where elements lie deeper in each other than the limit."""
    depth = 0
    element = root
    while element is not None:
        if len(element):
            element, depth = element[0], depth + 1
            if depth > limits.max_nesting:
                raise DocumentLimit(f"its elements are nested more than {limits.max_nesting} deep")
            continue
        while element is not root and element.getnext() is None:
            element, depth = element.getparent(), depth - 1
        element = element.getnext() if element is not root else None


class _Budget:
    """How much may still come out of a packed file."""

    def __init__(self, packed_bytes: int, limits: Limits) -> None:
        by_ratio = max(RATIO_FREE_BYTES, int(packed_bytes * limits.max_unpack_ratio))
        self._most = min(limits.max_unpacked_bytes, by_ratio)
        self._left = self._most

    def spend(self, count: int) -> None:
        self._left -= count
        if self._left < 0:
            raise DocumentLimit(
                f"it unpacks to more than {self._most / 1e6:,.0f} MB, which looks like a zip bomb"
            )


def _normal(name: str) -> str:
    return posixpath.normpath(name.replace("\\", "/")).lstrip("/")
