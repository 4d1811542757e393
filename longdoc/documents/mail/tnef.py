"""Unpacks winmail.dat, in which Outlook sends attachments to other programs: [MS-OXTNEF]."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from longdoc.documents.mail.compressed_rtf import unpack_rtf
from longdoc.documents.mail.page_in_rtf import page_in_rtf

__all__ = ["Unpacked", "is_tnef", "unpack_tnef"]

SIGNATURE = b"\x78\x9f\x3e\x22"
BODY, NEW_ATTACHMENT, SHORT_NAME, CONTENT = 0x0002800C, 0x00069002, 0x00018010, 0x0006800F
OF_MAIL, OF_ATTACHMENT = 0x00069003, 0x00069005  # properties
PLAIN, HTML, RTF, LONG_NAME = 0x1000, 0x1013, 0x1009, 0x3707
SIZES = {0x02: 4, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0A: 4, 0x0B: 4, 0x14: 8, 0x40: 8, 0x48: 16}
NARROW, WIDE, BINARY, OBJECT = 0x1E, 0x1F, 0x102, 0x0D
SEVERAL = 0x1000  # values of one type
MOST_VALUES = 10_000


@dataclass(slots=True)
class Unpacked:
    """The attachments, and the forms of the body, as names and contents."""

    attachments: list[tuple[str, bytes]] = field(default_factory=list)
    bodies: list[tuple[str, bytes]] = field(default_factory=list)


def is_tnef(data: bytes) -> bool:
    """Whether these are the bytes of a winmail.dat."""
    return data.startswith(SIGNATURE)


def unpack_tnef(data: bytes) -> Unpacked:
    """What is in it; in damaged data, as far as they go."""
    found = Unpacked()
    try:
        for kind, content in _attributes(data):
            if kind == BODY:
                found.bodies.append(("body.txt", content.rstrip(b"\0")))
            elif kind == OF_MAIL:
                found.bodies += _bodies(content)
            elif kind == NEW_ATTACHMENT:
                found.attachments.append(("attachment", b""))
            elif kind in (SHORT_NAME, CONTENT, OF_ATTACHMENT) and found.attachments:
                found.attachments[-1] = _changed(*found.attachments[-1], kind, content)
    except (struct.error, IndexError):
        pass
    found.attachments = [(name, content) for name, content in found.attachments if content]
    return found


def _changed(name: str, data: bytes, kind: int, content: bytes) -> tuple[str, bytes]:
    """An attachment with what an attribute says of it; its long name comes last."""
    if kind == CONTENT:
        return name, content
    if kind == SHORT_NAME:
        return content.split(b"\0")[0].decode("cp1252", "replace") or name, data
    names = [_text(of_type, value) for tag, of_type, value in _properties(content) if tag == LONG_NAME]
    return next(filter(None, names), name), data


def _bodies(content: bytes) -> Iterator[tuple[str, bytes]]:
    for tag, of_type, value in _properties(content):
        if tag == PLAIN:
            yield "body.txt", _text(of_type, value).encode("utf-8", "replace")
        elif tag == HTML:
            yield "body.html", value
        elif tag == RTF:
            rtf = unpack_rtf(value)
            page = page_in_rtf(rtf)
            yield ("body.html", page) if page else ("body.rtf", rtf)


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The attributes after signature and key: level, kind, size, content, checksum."""
    at = 6
    while at + 9 <= len(data):
        kind, size = struct.unpack_from("<II", data, at + 1)
        yield kind, data[at + 9 : at + 9 + size]
        at += 9 + size + 2


def _properties(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Properties: tag, type and value."""
    (count,) = struct.unpack_from("<I", data)
    at = 4
    for _ in range(min(count, MOST_VALUES)):
        of_type, tag = struct.unpack_from("<HH", data, at)
        at += 4
        if tag >= 0x8000:  # named: by a number, or by a text
            (by_text, size) = struct.unpack_from("<II", data, at + 16)
            at += 24 + (_padded(size) if by_text else 0)
        plain = of_type & ~SEVERAL
        is_long = plain in (NARROW, WIDE, BINARY, OBJECT)
        values = 1
        if is_long or of_type & SEVERAL:
            (values,) = struct.unpack_from("<I", data, at)
            at += 4
        for _ in range(min(values, MOST_VALUES)):
            size = SIZES.get(plain, 4)
            if is_long:
                (size,) = struct.unpack_from("<I", data, at)
                at += 4
            yield tag, plain, data[at : at + size]
            at += _padded(size)


def _padded(size: int) -> int:
    return size + -size % 4


def _text(of_type: int, value: bytes) -> str:
    return value.decode("utf-16-le" if of_type == WIDE else "cp1252", "replace").rstrip("\0")
