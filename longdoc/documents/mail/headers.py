"""The headers of mails: which ones are shown, and decoding."""

from __future__ import annotations

from collections.abc import Iterator
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message

from longdoc.documents.structure.pieces import one_line
from longdoc.documents.text.encodings import decode, decode_as_declared

__all__ = ["MOST_CHARS", "SHOWN_HEADERS", "cut_headers", "decode_words", "decoded"]

SHOWN_HEADERS = ("From", "To", "Cc", "Bcc", "Reply-To", "Date", "Subject")
MOST_CHARS = 100_000  # of a header
STRETCH_CHARS = 10_000  # decoded at once: the library takes quadratic time


def decoded(message: Message, name: str) -> str:
    """A header in one line, cut at 100,000 characters; "" if it is missing."""
    return one_line(decode_words(_with_characters(_written(message, name), message)))


def cut_headers(message: Message) -> list[str]:
    """The names of the shown headers that are too long to be read whole."""
    return [name for name in SHOWN_HEADERS if len(_written(message, name)) > MOST_CHARS]


def decode_words(written: str) -> str:
    """Decode encoded words ("=?utf-8?B?…?=")."""
    unfolded = " ".join(written[:MOST_CHARS].splitlines())
    return "".join(map(_decode_stretch, _stretches(unfolded)))


def _written(message: Message, name: str) -> str:
    # as written: the library replaces bytes that are not ASCII, which many programs send all the same
    return ", ".join(str(value) for key, value in message.raw_items() if key.lower() == name.lower())


def _with_characters(written: str, message: Message) -> str:
    """A header with its bytes that are not ASCII decoded: as UTF-8, or else like the text of the mail."""
    if not any("\ud800" <= char <= "\udfff" for char in written):
        return written
    data = written[:MOST_CHARS].encode("utf-8", "surrogateescape")
    texts = [part for part in message.walk() if part.get_content_type() == "text/plain"]
    charsets = ["utf-8", *(charset for part in texts if (charset := part.get_content_charset()))]
    found = (decode_as_declared(data, charset) for charset in charsets)
    if (text := next((one for one in found if one is not None), None)) is not None:
        return text
    body = texts[0].get_payload(decode=True) if texts else b""
    sample = body[:MOST_CHARS] if isinstance(body, bytes) else b""
    lines = data.count(b"\n") + 1
    return "\n".join(decode(data + b"\n" + sample)[0].split("\n")[:lines])


def _stretches(written: str) -> Iterator[str]:
    """A long header in several parts, which end between the entries of a list if it is one."""
    while len(written) > STRETCH_CHARS:
        # a comma within an encoded word has no blank after it
        end = written.rfind(", ", 0, STRETCH_CHARS) + len(", ")
        end = end if end > 1 else STRETCH_CHARS
        yield written[:end]
        written = written[end:]
    yield written


def _decode_stretch(written: str) -> str:
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
