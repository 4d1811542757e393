"""Repairs a PDF whose end or page tree is lost: puts the remaining objects under a new root.

The old bytes are kept; new objects, a cross-reference table and a trailer are appended. Pages are ordered as
in the file.
"""

from __future__ import annotations

import re
import zlib

__all__ = ["repaired"]

_OBJECT = re.compile(rb"(?<![0-9])(\d{1,9})[ \t\r\n]+(\d{1,5})[ \t\r\n]+obj\b")
_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
_OBJECT_STREAM = re.compile(rb"/Type\s*/ObjStm\b")
_FIRST = re.compile(rb"/First\s+(\d+)")
_STREAM = re.compile(rb"stream\r?\n")
_ENCRYPT = re.compile(rb"/Encrypt\s+\d+\s+\d+\s+R")
_ID = re.compile(rb"/ID\s*\[[^\]]*\]")
MAX_OBJECTS = 2_000_000
MAX_UNPACKED_BYTES = 256 << 20
HEAD_BYTES = 4_096  # of an object: where its dictionary's type is looked for


def repaired(data: bytes) -> bytes | None:
    """The file with a new page tree appended, or None if it has no page at all."""
    data = data if data.startswith(b"%PDF") else b"%PDF-1.7\n" + data
    places = _places(data)
    added = bytearray(b"\n")
    _unpack(data, places, added)
    body = data + bytes(added)
    pages = [
        number for number, start in sorted(places.items(), key=lambda item: item[1]) if _is_page(body, start)
    ]
    if not pages:
        return None
    root = max(places) + 1
    kids = b" ".join(b"%d 0 R" % number for number in pages)
    for number, content in (
        (root, b"<</Type/Catalog/Pages %d 0 R>>" % (root + 1)),
        (root + 1, b"<</Type/Pages/Count %d/MediaBox[0 0 612 792]/Kids[%s]>>" % (len(pages), kids)),
    ):
        places[number] = len(body)
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    return body + _trailer(data, places, root, len(body))


def _places(data: bytes) -> dict[int, int]:
    """By object number: the offset of its last version."""
    places: dict[int, int] = {}
    for count, match in enumerate(_OBJECT.finditer(data)):
        if count >= MAX_OBJECTS:
            break
        places[int(match[1])] = match.start()
    return places


def _unpack(data: bytes, places: dict[int, int], added: bytearray) -> None:
    """Write out the objects in object streams."""
    for start in sorted(places.values()):
        head = data[start : start + HEAD_BYTES]
        stream = _STREAM.search(head)
        first = _FIRST.search(head)
        if (
            not _OBJECT_STREAM.search(head)
            or stream is None
            or first is None
            or len(added) > MAX_UNPACKED_BYTES
        ):
            continue
        try:
            packed = zlib.decompressobj().decompress(data[start + stream.end() :], MAX_UNPACKED_BYTES)
        except zlib.error:
            continue
        numbers = [int(number) for number in packed[: int(first[1])].split() if number.isdigit()]
        offsets = [int(first[1]) + offset for offset in numbers[1::2]]
        for number, begin, end in zip(numbers[::2], offsets, [*offsets[1:], len(packed)], strict=False):
            places[number] = len(data) + len(added)
            added += b"%d 0 obj\n%s\nendobj\n" % (number, packed[begin:end])


def _is_page(body: bytes, start: int) -> bool:
    head = body[start : start + HEAD_BYTES]
    end = head.find(b"endobj")
    stream = _STREAM.search(head)
    stop = min(end if end >= 0 else len(head), stream.start() if stream else len(head))
    return _PAGE.search(head, 0, stop) is not None


def _trailer(data: bytes, places: dict[int, int], root: int, start: int) -> bytes:
    table = bytearray(b"xref\n0 1\n0000000000 65535 f \n")
    for number in sorted(places):
        if number:
            table += b"%d 1\n%010d 00000 n \n" % (number, places[number])
    keys = b"".join(match[0] for pattern in (_ENCRYPT, _ID) if (match := pattern.search(data)))
    return bytes(table) + b"trailer\n<</Size %d/Root %d 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (
        root + 2,
        root,
        keys,
        start,
    )
