"""Mails that are signed so that their text is inside the signature (opaque S/MIME) → the text."""

from __future__ import annotations

__all__ = ["OPAQUE", "is_enveloped", "signed_content"]

OPAQUE = ("application/pkcs7-mime", "application/x-pkcs7-mime")
SIGNED = bytes.fromhex("06092a864886f70d010702")
ENVELOPED = (bytes.fromhex("06092a864886f70d010703"), bytes.fromhex("060b2a864886f70d0109100117"))
DATA = bytes.fromhex("06092a864886f70d010701")
EXPLICIT, STRING, PARTS = 0xA0, 0x04, 0x24
INDEFINITE = -1


def signed_content(data: bytes) -> bytes:
    """What was signed (RFC 5652); nothing where it is encrypted or not inside."""
    begin = data.find(DATA)
    if SIGNED not in data[:100] or begin < 0:
        return b""
    tag, _, at = _head(data, begin + len(DATA))
    if tag != EXPLICIT:
        return b""
    tag, length, at = _head(data, at)
    if tag == STRING:
        return data[at : at + length]
    end = len(data) if length == INDEFINITE else at + length
    parts: list[bytes] = []
    while tag in (PARTS, STRING) and at < end:
        tag, length, at = _head(data, at)
        if tag == STRING:
            parts.append(data[at : at + length])
            at += length
    return b"".join(parts)


def is_enveloped(data: bytes) -> bool:
    """Whether the content is encrypted."""
    return any(kind in data[:100] for kind in ENVELOPED)


def _head(data: bytes, at: int) -> tuple[int, int, int]:
    """The tag and length of an element, and where its content begins."""
    tag, short = (*data[at : at + 2], 0, 0)[:2]
    if short == 0x80:
        return tag, INDEFINITE, at + 2
    if short < 0x80:
        return tag, short, at + 2
    end = at + 2 + (short & 0x7F)
    return tag, int.from_bytes(data[at + 2 : end]), end
