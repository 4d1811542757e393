"""The identity of a text, which stored offsets refer to, and of what the network is given of a document."""

from __future__ import annotations

from hashlib import sha256
from itertools import chain, islice
from typing import TYPE_CHECKING

from longdoc.documents.span import Span

if TYPE_CHECKING:
    from longdoc.documents.types import Document

__all__ = ["network_input", "text_sha256"]

SPANS_AT_ONCE = 10_000  # written into a fingerprint


def text_sha256(text: str) -> str:
    """The digest of a document's text; stored offsets are valid only for this text."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def network_input(document: Document) -> str:
    """A digest of the network's input beside the text: the sentences, and the spans to skip."""
    parts = (document.sentences, document.headers_footers)
    spans = (f"({span.start}, {span.end})" for part in parts for span in chain(part, [Span(0, 0)]))
    digest, before = sha256(), "["
    while batch := ", ".join(islice(spans, SPANS_AT_ONCE)):
        digest.update(f"{before}{batch}".encode())
        before = ", "
    digest.update(b"]")
    return digest.hexdigest()
