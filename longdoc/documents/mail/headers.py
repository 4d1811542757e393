"""The headers of mails: which ones are shown, and decoding."""

from __future__ import annotations

from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message

from longdoc.documents.structure.pieces import one_line
from longdoc.documents.text.encodings import decode, decode_as_declared

__all__ = ["SHOWN_HEADERS", "decode_words", "decoded"]

SHOWN_HEADERS = ("From", "To", "Cc", "Bcc", "Reply-To", "Date", "Subject")
MOST_CHARS = 10_000


def decoded(message: Message, name: str) -> str:
    """A header in one line; "" if it is missing."""
    # as written: the library replaces bytes that are not ASCII, which many programs send all the same
    written = [str(value) for key, value in message.raw_items() if key.lower() == name.lower()]
    return one_line(decode_words(", ".join(written)))


def decode_words(written: str) -> str:
    """Decode encoded words ("=?utf-8?B?…?=")."""
    written = written[:MOST_CHARS]
    try:
        pieces = decode_header(written)
    except (HeaderParseError, ValueError):
        return written
    return "".join(_decode(piece, charset) for piece, charset in pieces)


def _decode(piece: bytes | str, charset: str | None) -> str:
    if isinstance(piece, str):
        return piece.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    text = decode_as_declared(piece, charset or "utf-8")
    return decode(piece)[0] if text is None else text
