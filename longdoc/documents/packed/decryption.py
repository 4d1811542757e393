"""Decrypts the members of zip archives that are encrypted with AES, as WinZip and 7-Zip do it.

https://www.winzip.com/en/support/aes-encryption/ describes the format (AE-1 and AE-2).
"""

from __future__ import annotations

import hashlib
import hmac
import struct
from collections.abc import Iterator

__all__ = ["AES", "WrongPassword", "decrypted"]

AES = 99  # the method of compression that such members name
EXTRA = 0x9901  # the extra field with the strength of the key, and how the member is compressed
KEY_BYTES = {1: 16, 2: 24, 3: 32}  # by strength
ROUNDS, CHECK_BYTES, CODE_BYTES, BLOCK_BYTES = 1000, 2, 10, 16
PIECE_BYTES = 1 << 20


class WrongPassword(Exception):
    """The password does not open the member."""


def decrypted(content: memoryview, extra: bytes, password: bytes) -> tuple[int, Iterator[bytes]]:
    """The method by which a member is compressed, and its bytes before that was undone.

    Args:
        content: the encrypted member.
        extra: the extra fields of its entry in the archive's directory.

    Raises:
        WrongPassword: the password is another one.
        ValueError: the member is damaged; also while its bytes are read.
    """
    strength, method = _strength_and_method(extra)
    key_bytes = KEY_BYTES[strength]
    salt, rest = bytes(content[: key_bytes // 2]), content[key_bytes // 2 :]
    made = hashlib.pbkdf2_hmac("sha1", password, salt, ROUNDS, 2 * key_bytes + CHECK_BYTES)
    if len(rest) < CHECK_BYTES + CODE_BYTES:
        raise ValueError("it is cut short")
    if not hmac.compare_digest(made[2 * key_bytes :], bytes(rest[:CHECK_BYTES])):
        raise WrongPassword
    code = hmac.new(made[key_bytes : 2 * key_bytes], digestmod="sha1")
    body, end = rest[CHECK_BYTES:-CODE_BYTES], bytes(rest[-CODE_BYTES:])
    return method, _pieces(body, made[:key_bytes], code, end)


def _strength_and_method(extra: bytes) -> tuple[int, int]:
    at = 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        if kind == EXTRA and size >= 7:
            strength, method = struct.unpack_from("<BH", extra, at + 8)
            if strength in KEY_BYTES:
                return strength, method
        at += 4 + size
    raise ValueError("it does not say how it is encrypted")


def _pieces(body: memoryview, key: bytes, code: hmac.HMAC, end: bytes) -> Iterator[bytes]:
    """The body in clear; its counter begins at 1 and grows from its first byte, unlike those of libraries."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    # single blocks, of the counter alone
    cipher = Cipher(algorithms.AES(key), modes.ECB()).encryptor()  # nosec B305
    for at in range(0, len(body), PIECE_BYTES):
        piece = body[at : at + PIECE_BYTES]
        code.update(piece)
        first = at // BLOCK_BYTES + 1
        blocks = range(first, first + -(-len(piece) // BLOCK_BYTES))
        stream = cipher.update(b"".join(count.to_bytes(BLOCK_BYTES, "little") for count in blocks))
        mixed = int.from_bytes(piece, "little") ^ int.from_bytes(stream[: len(piece)], "little")
        yield mixed.to_bytes(len(piece), "little")
    if not hmac.compare_digest(code.digest()[:CODE_BYTES], end):
        raise ValueError("its authentication code is wrong")
