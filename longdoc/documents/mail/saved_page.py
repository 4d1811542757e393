"""MHTML: a web page that a browser saved as a mail, with its style sheets, frames and pictures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from email.message import Message
from pathlib import PurePath

from longdoc.documents.extract import Extract
from longdoc.documents.joining import Part, join
from longdoc.documents.mail.alternatives import payload_of
from longdoc.documents.mail.headers import decoded
from longdoc.documents.source import Source
from longdoc.documents.structure.pieces import Piece, assemble
from longdoc.documents.text.encodings import decode_as_declared

__all__ = ["is_saved_page", "read_saved_page"]

SUFFIXES = (".mht", ".mhtml")
ADDRESS = "Snapshot-Content-Location"
SHOWN = {ADDRESS: "Address", "Date": "Saved"}


def is_saved_page(message: Message, name: str) -> bool:
    """Whether a mail is a page: its first part is HTML, and a browser or its name says so."""
    is_said = message.get(ADDRESS) is not None or PurePath(name).suffix.lower() in SUFFIXES
    is_attached = any(part.get_content_disposition() == "attachment" for part in message.walk())
    return is_said and not is_attached and _page(message) is not None


def read_saved_page(message: Message, source: Source) -> Extract:
    """The main text of the page, like that of any page; its address and date as fields."""
    from longdoc.documents.web.html import read_html

    addresses: dict[str, Message] = {}
    for part in message.walk():
        for address in _addresses(part):
            addresses.setdefault(address, part)
    read: list[Message] = []

    def linked(address: str) -> bytes | None:
        part = addresses.get(address.strip())
        if part is None or part.is_multipart():
            return None
        read.append(part)
        return _decoded(part)

    fields = [Piece.of_field(name, value) for key, name in SHOWN.items() if (value := decoded(message, key))]
    parts = [Part("", assemble(fields))] if fields else []
    title = ""
    for page in _pages(message):
        if page not in read:  # frames of a frameset follow the page, others are in their place
            extract = read_html(replace(source, data=_decoded(page)), linked)
            parts.append(Part("", extract))
            title = title or extract.title
    return replace(join(parts), title=title or decoded(message, "Subject"))


def _pages(message: Message) -> Iterator[Message]:
    return (part for part in message.walk() if part.get_content_type() == "text/html")


def _page(message: Message) -> Message | None:
    texts = (part for part in message.walk() if not part.is_multipart())
    first = next(texts, None)
    return first if first is not None and first.get_content_type() == "text/html" else None


def _addresses(part: Message) -> Iterator[str]:
    if location := str(part.get("Content-Location") or "").strip():
        yield location
    if name := str(part.get("Content-ID") or "").strip():
        yield f"cid:{name.strip('<>')}"


def _decoded(part: Message) -> bytes:
    """The bytes of a part, as UTF-8 if it says in which charset it is."""
    data, charset = payload_of(part), part.get_content_charset()
    text = decode_as_declared(data, charset) if charset else None
    return data if text is None else text.removeprefix("\ufeff").encode("utf-8-sig")
