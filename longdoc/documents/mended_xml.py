"""Mends XML with common faults: stray "&" and "<", a wrong encoding, undeclared entities."""

from __future__ import annotations

import html
import re
from typing import Any

__all__ = ["mended_xml", "write_entities"]

DECLARATION = re.compile(rb"\s*<\?xml[^>]{0,200}\?>")
ENCODING = re.compile(rb"encoding\s*=\s*[\"']([\w.:-]{2,40})")
UNIVERSAL = (b"utf", b"ucs", b"unicode")
# comments and the like, in which both are allowed; then those that begin neither an entity nor a tag
STRAY = re.compile(
    rb"(?P<kept><!\[CDATA\[.*?\]\]>|<!--.*?-->|<\?.*?\?>)"
    rb"|&(?!(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z_][\w.-]{0,40});)|<(?![A-Za-z_:/!?\x80-\xff])",
    re.DOTALL,
)
ESCAPED = {b"&": b"&amp;", b"<": b"&lt;"}
MOST_ENTITY_CHARS = 200  # of one that a document declares
MOST_ADDED_CHARS = 1_000_000  # by all entities of a document


def mended_xml(data: bytes) -> bytes:
    """The data with stray "&" and "<" escaped, in UTF-8 if its encoding is not the one that it declares.

    >>> mended_xml(b"<a>R & D, 5 < 6, Fish &amp; chips</a>")
    b'<a>R &amp; D, 5 &lt; 6, Fish &amp; chips</a>'
    """
    if b"\x00" in data[:4096] or b"\x1b" in data:  # in these encodings "&" may be half a character
        return data
    return STRAY.sub(lambda match: match["kept"] or ESCAPED[match[0]], _in_its_encoding(data))


def _in_its_encoding(data: bytes) -> bytes:
    from longdoc.documents.text.encodings import decode

    start = DECLARATION.match(data.removeprefix(b"\xef\xbb\xbf")[:300])
    declared = ENCODING.search(start[0]) if start else None
    if declared and not declared[1].lower().startswith(UNIVERSAL):
        return data
    text, _ = decode(data, says_utf8=declared is not None)
    return DECLARATION.sub(b"", text.encode("utf-8", "replace"), count=1)


def write_entities(root: Any) -> None:
    """Replace the entities that the document declares as plain text, and those of HTML, by their text."""
    from lxml import etree

    dtd = root.getroottree().docinfo.internalDTD
    declared = {one.name: one.content or "" for one in dtd.iterentities()} if dtd is not None else {}
    spare = MOST_ADDED_CHARS
    for entity in list(root.iter(etree.Entity)):
        text = html.unescape(declared.get(entity.name, entity.text))
        parent = entity.getparent()
        if parent is None or len(text) > MOST_ENTITY_CHARS or re.search("[<&]", text) or len(text) > spare:
            continue
        spare -= len(text)
        before = entity.getprevious()
        if before is None:
            parent.text = f"{parent.text or ''}{text}{entity.tail or ''}"
        else:
            before.tail = f"{before.tail or ''}{text}{entity.tail or ''}"
        entity.tail = None
        parent.remove(entity)
