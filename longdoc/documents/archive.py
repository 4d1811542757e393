"""Unpacks zip, gzip, bzip2 and xz within limits, and parses the XML in them safely."""

from __future__ import annotations

import bz2
import io
import lzma
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from longdoc.documents.limits import NEEDS_PASSWORD, PASSWORD_IS_WRONG, Limits
from longdoc.documents.mended_xml import mended_xml, write_entities
from longdoc.documents.packed.decryption import AES, WrongPassword, decrypted
from longdoc.errors import DamagedDocument, DocumentLimit, EncryptedDocument

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["ZIP_ERRORS", "Archive", "check_nesting", "parse_xml", "recover_xml", "unpack"]

RATIO_FREE_BYTES = 8 << 20  # so much may come out of any file, however well packed
STEP_BYTES = 1 << 20
XZ_MEMORY_BYTES = 256 << 20
# what zipfile and the decompressors behind it raise on damaged data
ZIP_ERRORS = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error,
    EOFError, NotImplementedError, RuntimeError, ValueError, OSError,
)  # fmt: skip
HARMLESS = ("ERR_UNDECLARED_ENTITY", "ERR_RESERVED_XML_NAME")  # errors in XML that lose no text
LOST, MENDED = "text may be missing or changed from there on", "text was mended there"
MOST_REASON_CHARS = 200
ENCRYPTED, SAYS_UTF8 = 1, 0x800  # flags of a member; the second is about its name
LATIN_END = "\u0250"
NAMELESS = "unnamed"  # a member whose name is empty


class Archive:
    """The members of a zip file, which share one limit on their unpacked size."""

    def __init__(self, data: bytes, limits: Limits, password: str | None = None) -> None:
        self._data = data
        self._password = None if password is None else password.encode("utf-8", "surrogateescape")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except ZIP_ERRORS as error:
            raise DamagedDocument(f"the zip archive is damaged: {error}") from None
        if len(self._zip.infolist()) > limits.max_members:
            raise DocumentLimit(f"the archive holds more than {limits.max_members:,} files")
        self._budget = _Budget(len(data), limits)
        members = [info for info in self._zip.infolist() if not info.filename.endswith("/")]
        names = [_normal(name or NAMELESS) for name in _decoded_names(members)]
        self.entries = tuple(zip(names, members, strict=True))  # two may have one name
        self._members = dict(self.entries)
        self._spelled = {name.casefold(): name for name in reversed(self._members)}

    def __contains__(self, name: str) -> bool:
        return _normal(name).casefold() in self._spelled

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all files in the archive."""
        return tuple(self._members)

    def check_size(self) -> None:
        """Raise DocumentLimit if all members together unpack to more than the limits allow.

        For libraries that unpack the archive themselves.
        """
        self._budget.spend(sum(info.file_size for _, info in self.entries))
        self._budget.restore()

    def read(self, name: str) -> bytes:
        """The content of one member, the last of this name; raises KeyError if there is none."""
        exact = _normal(name)
        return self.content(
            name, self._members[exact if exact in self._members else self._spelled[exact.casefold()]]
        )

    def content(self, name: str, info: zipfile.ZipInfo) -> bytes:
        """The content of one of the `entries`."""
        if info.flag_bits & ENCRYPTED and self._password is None:
            raise EncryptedDocument(f"{name} is encrypted in the archive: {NEEDS_PASSWORD}")
        pieces = []
        try:
            for piece in self._unpacked(info):
                self._budget.spend(len(piece))
                pieces.append(piece)
        except WrongPassword:
            raise EncryptedDocument(f"{name} is encrypted in the archive{PASSWORD_IS_WRONG}") from None
        except NotImplementedError as error:
            raise DamagedDocument(f"{name} in the archive cannot be unpacked: {error}") from None
        except ZIP_ERRORS as error:
            raise DamagedDocument(f"{name} in the archive is damaged: {error}") from None
        return b"".join(pieces)

    def _unpacked(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        if info.compress_type == AES and info.flag_bits & ENCRYPTED:
            yield from _inflated(*decrypted(self._packed(info), info.extra, self._password or b""))
            return
        try:
            member = self._zip.open(info, pwd=self._password if info.flag_bits & ENCRYPTED else None)
        except RuntimeError as error:
            raise WrongPassword from error
        with member:
            while piece := member.read(STEP_BYTES):
                yield piece

    def _packed(self, info: zipfile.ZipInfo) -> memoryview:
        """The bytes of a member as they are in the archive."""
        name_bytes, extra_bytes = struct.unpack_from("<HH", self._data, info.header_offset + 26)
        start = info.header_offset + 30 + name_bytes + extra_bytes
        return memoryview(self._data)[start : start + info.compress_size]


def _inflated(method: int, packed: Iterator[bytes]) -> Iterator[bytes]:
    if method == zipfile.ZIP_STORED:
        yield from packed
        return
    unpacker = None
    for feed in packed:  # to its end, where its authentication code is checked
        if unpacker is None:
            unpacker, feed = _unpacker_of(method, feed)
        while not unpacker.eof:
            piece, feed = _step(unpacker, feed)
            if not piece and not feed:
                break
            yield piece


def _unpacker_of(method: int, head: bytes) -> tuple[Any, bytes]:
    """A decompressor for a member of a zip archive, and what comes after the head that names its settings."""
    if method == zipfile.ZIP_DEFLATED:
        return zlib.decompressobj(-zlib.MAX_WBITS), head
    if method == zipfile.ZIP_BZIP2:
        return bz2.BZ2Decompressor(), head
    if method == zipfile.ZIP_LZMA:
        _, size, settings, dictionary_bytes = struct.unpack_from("<HHBI", head)
        if dictionary_bytes > XZ_MEMORY_BYTES:
            raise NotImplementedError("its dictionary is too large")
        rest, literals = divmod(settings, 9)
        known = {"lc": literals, "lp": rest % 5, "pb": rest // 5, "dict_size": dictionary_bytes}
        filters = [{"id": lzma.FILTER_LZMA1, **known}]
        return lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=filters), head[4 + size :]
    raise NotImplementedError("its compression is not supported")


def unpack(data: bytes, limits: Limits) -> tuple[bytes, bool]:
    """Unpack a gzip, bzip2 or xz file, as far as it goes; also returns whether it was complete."""
    budget = _Budget(len(data), limits)
    pieces: list[bytes] = []
    while unpacker := _unpacker(data):
        feed = data
        try:
            while not unpacker.eof:
                piece, feed = _step(unpacker, feed)
                if not piece and not feed and not unpacker.eof:
                    break
                budget.spend(len(piece))
                pieces.append(piece)
        except (zlib.error, lzma.LZMAError, OSError, EOFError, ValueError):
            return b"".join(pieces), False
        if not unpacker.eof:
            return b"".join(pieces), False
        data = unpacker.unused_data
    return b"".join(pieces), True


def _unpacker(data: bytes) -> Any:
    """A decompressor for the data, by their magic bytes; None for unknown formats."""
    if data[:2] == b"\x1f\x8b":
        return zlib.decompressobj(wbits=31)
    if data[:3] == b"BZh":
        return bz2.BZ2Decompressor()
    if data[:6] == b"\xfd7zXZ\x00":
        return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=XZ_MEMORY_BYTES)
    return None


def _step(unpacker: Any, feed: bytes) -> tuple[bytes, bytes]:
    """The next piece of output, and the input that remains."""
    piece = unpacker.decompress(feed, STEP_BYTES)
    return piece, getattr(unpacker, "unconsumed_tail", b"")  # the others keep what they have not used


def parse_xml(data: bytes, limits: Limits) -> _Element:
    """The root of an XML document, parsed without external entities, network or document type."""
    return recover_xml(data, limits)[0]


def recover_xml(data: bytes, limits: Limits) -> tuple[_Element, tuple[str, ...]]:
    """The root of an XML document as `parse_xml` gives it, and a notice if text was lost in damaged places.

    Raises:
        DamagedDocument: there is no element in it.
        DocumentLimit: its elements are nested too deeply.
    """
    root, log = _parsed(data)
    told = _damage(log)
    if told and (mended := mended_xml(data)) != data:
        again, log = _parsed(mended)
        if again is not None:
            root = again
            told = told if _damage(log) else told.replace(LOST, MENDED)
    if root is None:
        raise DamagedDocument("its XML is damaged: no element in it")
    check_nesting(root, limits)
    if b"<!ENTITY" in data or any(one.type_name == "ERR_UNDECLARED_ENTITY" for one in log):
        write_entities(root)
    return root, (told,) if told else ()


def _parsed(data: bytes) -> tuple[_Element | None, Any]:
    """The root, None if there is no element, and the errors after which the parser went on."""
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
        return etree.fromstring(data, parser), parser.error_log
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DamagedDocument(f"its XML is damaged: {error}") from None


def _damage(log: Any) -> str:
    """A notice of the places at which a parser went on after an error; "" if there are none."""
    from lxml.etree import ErrorLevels

    found = [one for one in log if one.level == ErrorLevels.FATAL and one.type_name not in HARMLESS]
    if not found:
        return ""
    lines = sorted({one.line for one in found})
    first = f"line {lines[0]:,} ({' '.join(found[0].message.split())[:MOST_REASON_CHARS]})"
    more = f" and {len(lines) - 1:,} more {'line' if len(lines) == 2 else 'lines'}" if lines[1:] else ""
    return f"the XML is damaged in {first}{more}: {LOST}"


def check_nesting(root: Any, limits: Limits) -> None:
    """Raise DocumentLimit if elements are nested too deeply."""
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
    """How much may still be unpacked from a file."""

    def __init__(self, packed_bytes: int, limits: Limits) -> None:
        by_ratio = max(RATIO_FREE_BYTES, int(packed_bytes * limits.max_unpack_ratio))
        self._most = min(limits.max_unpacked_bytes, by_ratio)
        self._left = self._most

    def restore(self) -> None:
        """Reset the count after a trial run."""
        self._left = self._most

    def spend(self, count: int) -> None:
        self._left -= count
        if self._left < 0:
            raise DocumentLimit(
                f"it unpacks to more than {self._most / 1e6:,.0f} MB, which looks like a zip bomb"
            )


def _decoded_names(members: list[zipfile.ZipInfo]) -> list[str]:
    """The names of the members; those that do not say their encoding are in CP437 if they look like it."""
    names = [info.filename for info in members]
    unsaid = [
        place
        for place, (info, name) in enumerate(zip(members, names, strict=True))
        if not info.flag_bits & SAYS_UTF8 and not name.isascii()
    ]
    signs = {char for place in unsaid for char in names[place] if not char.isascii()}
    if all(char.isalpha() and char < LATIN_END for char in signs):
        return names
    from longdoc.documents.text.encodings import decode

    guessed = decode("\n".join(names[place] for place in unsaid).encode("cp437", "replace"))[0].split("\n")
    if len(guessed) == len(unsaid):
        for place, name in zip(unsaid, guessed, strict=True):
            names[place] = name
    return names


def _normal(name: str) -> str:
    return posixpath.normpath(name.replace("\\", "/")).lstrip("/")
