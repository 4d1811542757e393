"""The identity of a text, which stored offsets refer to."""

from __future__ import annotations

from hashlib import sha256

__all__ = ["text_sha256"]


def text_sha256(text: str) -> str:
    """The digest of a document's text; stored offsets are valid only for this text."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
