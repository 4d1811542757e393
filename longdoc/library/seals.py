"""Checksums of a library's content, so that a byte that changed on disk is noticed when it is read."""

from __future__ import annotations

from hashlib import sha256

__all__ = ["seal"]

SEAL_CHARS = 32

Value = str | bytes | int | float | None


def seal(*values: Value) -> str:
    """The checksum of values as SQLite holds them: their types, lengths and bytes."""
    digest = sha256()
    for value in values:
        raw = value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")
        digest.update(b"%s %d " % (type(value).__name__.encode(), len(raw)))
        digest.update(raw)
    return digest.hexdigest()[:SEAL_CHARS]
