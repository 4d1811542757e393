"""Office documents that are locked by a password → the zip archives within. [MS-OFFCRYPTO] describes them."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import io
import struct
from dataclasses import dataclass
from typing import Any

from longdoc.documents.limits import NEEDS_PASSWORD, PASSWORD_IS_WRONG
from longdoc.documents.source import Source
from longdoc.errors import DamagedDocument, DocumentLimit, EncryptedDocument

__all__ = ["is_locked_package", "unlocked"]

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PACKAGE, ABOUT = "EncryptedPackage", "EncryptionInfo"
AGILE, STANDARD = (4, 4), 2  # versions; of the second the minor one alone
HASHES = {"SHA1": "sha1", "SHA256": "sha256", "SHA384": "sha384", "SHA512": "sha512"}
# what the hash of the password is mixed with for each of its keys
OF_INPUT, OF_HASH, OF_KEY = (
    bytes.fromhex(key) for key in ("fea7d2763b4b9e79", "d7aa0f6d3061344e", "146e0be7abacd0d6")
)
SEGMENT_BYTES, BLOCK_BYTES, FILLER = 4096, 16, b"\x36"
STANDARD_ROUNDS, MOST_ROUNDS = 50_000, 10_000_000
IS_LOCKED = "it is an encrypted Office document"


def is_locked_package(data: bytes) -> bool:
    """Whether a file is an Office document of 2007 or later that is locked by a password."""
    return data.startswith(OLE) and PACKAGE.encode("utf-16-le") in data


def unlocked(source: Source) -> bytes:
    """The document as a zip archive.

    Raises:
        EncryptedDocument: the password is missing or another one.
        DamagedDocument: it is not locked in a way that Office does it.
    """
    from olefile import OleFileIO

    if source.password is None:
        raise EncryptedDocument(f"{IS_LOCKED}: {NEEDS_PASSWORD}")
    try:
        with OleFileIO(io.BytesIO(source.data)) as file:
            about, package = (file.openstream(name).read() for name in (ABOUT, PACKAGE))
        size = int(struct.unpack_from("<Q", package)[0])
        lock = _lock(about)
        return lock.opened(memoryview(package)[8:], source.password.encode("utf-16-le", "replace"))[:size]
    except (OSError, struct.error, ValueError, KeyError, IndexError, TypeError, binascii.Error) as error:
        raise DamagedDocument(f"{IS_LOCKED}, and damaged: {error}") from None


def _lock(about: bytes) -> _Agile | _Standard:
    major, minor = struct.unpack_from("<HH", about)
    if (major, minor) == AGILE:
        return _Agile.of(about[8:])
    if minor == STANDARD:
        return _Standard.of(about)
    raise ValueError(f"version {major}.{minor} of its encryption is not known")


@dataclass(frozen=True, slots=True)
class _Agile:
    """The way since Office 2010, which names its hash and its cipher in XML."""

    data: dict[str, str]
    key: dict[str, str]

    @classmethod
    def of(cls, about: bytes) -> _Agile:
        from longdoc.documents.archive import parse_xml
        from longdoc.documents.limits import Limits

        root = parse_xml(about.rstrip(b"\x00"), Limits())
        data, key = (next(root.iter(f"{{*}}{name}"), None) for name in ("keyData", "encryptedKey"))
        if data is None or key is None:
            raise ValueError("it does not say how it is encrypted")
        for one in (data, key):
            if one.get("cipherAlgorithm") != "AES" or one.get("cipherChaining") != "ChainingModeCBC":
                raise ValueError("its cipher is not supported")
        return cls(*({str(name): str(value) for name, value in one.items()} for one in (data, key)))

    def opened(self, package: memoryview, password: bytes) -> bytes:
        secret = self._secret(password)
        salt, kind = base64.b64decode(self.data["saltValue"]), HASHES[self.data["hashAlgorithm"]]
        parts = []
        for number, at in enumerate(range(0, len(package) // BLOCK_BYTES * BLOCK_BYTES, SEGMENT_BYTES)):
            segment = package[at : at + SEGMENT_BYTES]
            start = _sized(_digest(kind, salt + struct.pack("<I", number)), BLOCK_BYTES)
            parts.append(_decrypted(segment[: len(segment) // BLOCK_BYTES * BLOCK_BYTES], secret, start))
        return b"".join(parts)

    def _secret(self, password: bytes) -> bytes:
        """The key of the document, which is encrypted with ones made from the password."""
        kind, rounds = HASHES[self.key["hashAlgorithm"]], int(self.key["spinCount"])
        salt, key_bytes = base64.b64decode(self.key["saltValue"]), int(self.key["keyBits"]) // 8
        made = _hashed(kind, salt + password, rounds)

        def value(name: str, of: bytes) -> bytes:
            key = _sized(_digest(kind, made + of), key_bytes)
            return _decrypted(base64.b64decode(self.key[name]), key, _sized(salt, BLOCK_BYTES))

        given = value("encryptedVerifierHashInput", OF_INPUT)[: len(salt)]
        digest = _digest(kind, given)
        _check(digest, value("encryptedVerifierHashValue", OF_HASH)[: len(digest)])
        return value("encryptedKeyValue", OF_KEY)[:key_bytes]


@dataclass(frozen=True, slots=True)
class _Standard:
    """The way of Office 2007: SHA-1 and AES."""

    key_bytes: int
    salt: bytes
    verifier: bytes
    verifier_hash: bytes

    @classmethod
    def of(cls, about: bytes) -> _Standard:
        (header_bytes,) = struct.unpack_from("<I", about, 8)
        (key_bits,) = struct.unpack_from("<I", about, 12 + 16)
        salt, verifier, _, verifier_hash = struct.unpack_from("<16s16sI32s", about, 12 + header_bytes + 4)
        return cls(key_bits // 8, salt, verifier, verifier_hash)

    def opened(self, package: memoryview, password: bytes) -> bytes:
        made = _digest("sha1", _hashed("sha1", self.salt + password, STANDARD_ROUNDS) + bytes(4)).ljust(
            64, b"\0"
        )
        mixed = (bytes(one ^ sign for one in made) for sign in (0x36, 0x5C))
        key = b"".join(_digest("sha1", one) for one in mixed)[: self.key_bytes]
        digest = _digest("sha1", _decrypted(self.verifier, key))
        _check(digest, _decrypted(self.verifier_hash, key)[: len(digest)])
        return _decrypted(package[: len(package) // BLOCK_BYTES * BLOCK_BYTES], key)


def _digest(kind: str, data: bytes) -> bytes:
    return hashlib.new(kind, data, usedforsecurity=False).digest()


def _check(digest: bytes, right: bytes) -> None:
    if not hmac.compare_digest(digest, right):
        raise EncryptedDocument(f"{IS_LOCKED}{PASSWORD_IS_WRONG}")


def _hashed(kind: str, salted: bytes, rounds: int) -> bytes:
    """The hash of the salt and the password, hashed again so many times."""
    if rounds > MOST_ROUNDS:
        raise DocumentLimit(f"{IS_LOCKED} with more than {MOST_ROUNDS:,} rounds of hashing")
    hashed: Any = getattr(hashlib, kind)
    made: bytes = hashed(salted).digest()
    for number in range(rounds):
        made = hashed(struct.pack("<I", number) + made).digest()
    return made


def _sized(value: bytes, size: int) -> bytes:
    return value[:size].ljust(size, FILLER)


def _decrypted(data: bytes | memoryview, key: bytes, start: bytes | None = None) -> bytes:
    """AES in chains of blocks; without a `start`, each block by itself, as Office 2007 has it."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    chained = modes.ECB() if start is None else modes.CBC(start)  # nosec B305
    cipher = Cipher(algorithms.AES(key), chained).decryptor()
    return cipher.update(data) + cipher.finalize()
