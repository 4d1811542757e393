"""Texts that are signed or encrypted with OpenPGP in the line (RFC 9580, 7) → what was signed."""

from __future__ import annotations

import re

__all__ = ["ENCRYPTED", "unsigned", "without_encrypted"]

ENCRYPTED = "encrypted text was not read: decrypt it in the mail program and save it from there"
SIGNED = re.compile(
    rb"(?m)^-----BEGIN PGP SIGNED MESSAGE-----[ \t]*\r?\n(?:[A-Za-z]+: [^\n]*\n)*[ \t]*\r?\n"
    rb"(?P<text>(?:(?!-----BEGIN PGP)[^\n]*\n)*)"
    rb"-----BEGIN PGP SIGNATURE-----(?:(?!-----BEGIN PGP).)*?^-----END PGP SIGNATURE-----[ \t]*\r?$",
    re.S | re.M,
)
ESCAPED = re.compile(rb"(?m)^- ")
MESSAGE = re.compile(
    rb"^-----BEGIN PGP MESSAGE-----[ \t]*\r?$(?:(?!-----BEGIN PGP).)*?^-----END PGP MESSAGE-----[ \t]*\r?$",
    re.S | re.M,
)


def unsigned(data: bytes) -> bytes:
    """A text without its signature and the marks around what is signed."""
    return SIGNED.sub(lambda match: ESCAPED.sub(b"", match["text"]), data)


def without_encrypted(data: bytes) -> tuple[bytes, bool]:
    """A text without what is encrypted in it, and whether there was any."""
    left, count = MESSAGE.subn(b"", data)
    return left, count > 0
