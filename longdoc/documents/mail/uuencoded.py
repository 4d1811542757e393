"""Attachments of old mails, which stand in the text: uuencoded, between "begin 644 name" and "end"."""

from __future__ import annotations

import binascii
import re

__all__ = ["uuencoded", "without_uuencoded"]

ATTACHED = re.compile(
    rb"(?m)^begin [0-7]{3,4} (?P<name>[^\r\n]{1,200})\r?\n"
    rb"(?P<lines>(?:[ -`]{1,90}\r?\n)*?)(?:[ `]?\r?\n)?end[ \t]*\r?$"
)


def uuencoded(text: bytes) -> list[tuple[str, bytes]]:
    """The name and the content of each attachment."""
    return [
        (match["name"].decode("utf-8", "replace").strip(), data)
        for match in ATTACHED.finditer(text)
        if (data := _decoded(match["lines"])) is not None
    ]


def without_uuencoded(text: bytes) -> bytes:
    """The text without its attachments."""
    if b"begin " not in text:
        return text
    return ATTACHED.sub(lambda match: match[0] if _decoded(match["lines"]) is None else b"", text)


def _decoded(lines: bytes) -> bytes | None:
    """What the lines stand for; None where they are no such code."""
    parts: list[bytes] = []
    for line in lines.splitlines():
        try:
            parts.append(binascii.a2b_uu(line))
        except binascii.Error:
            count = ((line[0] - 32) & 63) * 4 // 3 + 5  # some programs write more than the length says
            try:
                parts.append(binascii.a2b_uu(line[:count]))
            except binascii.Error:
                return None
    return b"".join(parts) or None
