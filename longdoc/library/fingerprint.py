"""The identity of a text, in which every stored offset counts."""

from __future__ import annotations

from hashlib import sha256

__all__ = ["text_sha256"]


def text_sha256(text: str) -> str:
    """The digest of a document's text: offsets only mean something in the text they were counted in."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
