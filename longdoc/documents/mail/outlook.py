"""MSG (Outlook) → headers as fields, body, attachments. [MS-OXMSG] names the streams."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from longdoc.documents.extract import Extract
from longdoc.documents.joining import Part, join
from longdoc.documents.mail.alternatives import page_says_more
from longdoc.documents.mail.body import body_pieces, with_history
from longdoc.documents.mail.compressed_rtf import unpack_rtf
from longdoc.documents.mail.page_in_rtf import page_in_rtf
from longdoc.documents.source import Source
from longdoc.documents.structure.pieces import Piece, assemble, one_line
from longdoc.documents.text.encodings import decode
from longdoc.documents.within import Inner
from longdoc.errors import DamagedDocument, DocumentLimit

if TYPE_CHECKING:
    from olefile import OleFileIO

__all__ = ["read_outlook"]

SUBJECT, BODY, HTML, RTF = "0037", "1000", "1013", "1009"
SENDER_NAME, SENDER_ADDRESS, SENDER_SMTP, TO, CC, BCC = "0C1A", "0C1F", "5D01", "0E04", "0E03", "0E02"
LONG_NAME, SHORT_NAME, DATA, METHOD_EMBEDDED = "3707", "3704", "3701", "3701000D"
SENT, DELIVERED = 0x0039, 0x0E06
FILE_TIME = 0x0040
EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
MOST_STREAMS = 50_000


def read_outlook(source: Source) -> Extract:
    """A mail with its attachments, including attached mails."""
    from olefile import OleFileIO

    try:
        with OleFileIO(io.BytesIO(source.data)) as file:
            if len(file.direntries) > MOST_STREAMS:
                raise DocumentLimit(f"the mail holds more than {MOST_STREAMS:,} streams")
            inner = Inner(source)
            parts = list(_Mail(file, "", source).parts(inner))
    except (OSError, struct.error, IndexError, KeyError, TypeError, AttributeError, ValueError) as error:
        raise DamagedDocument(f"the Outlook mail is damaged: {error}") from None
    whole = join(parts)
    title = next((field.value for field in whole.fields if field.name == "Subject"), "")
    notices = (*inner.notices("attachment", "attachments"), *whole.notices)
    return replace(whole, title=title, notices=notices)


@dataclass(frozen=True, slots=True)
class _Mail:
    """A mail in a compound file: at its root, or in the storage of an attachment."""

    file: OleFileIO
    folder: str
    source: Source
    depth: int = 0

    def parts(self, inner: Inner, heading: str = "") -> Iterator[Part]:
        """The mail, followed by its attachments."""
        if self.depth > 4:
            raise DocumentLimit("mails are attached to each other more than 4 deep")
        pieces = [Piece.of_field(name, value) for name, value in self._fields() if value]
        body, told = self._body()
        yield Part(heading, assemble([*pieces, *body], notices=told), self.depth + 1)
        for attachment in self._folders("__attach_version1.0_"):
            name = self._string(LONG_NAME, attachment) or self._string(SHORT_NAME, attachment) or "attachment"
            embedded = f"{attachment}/__substg1.0_{METHOD_EMBEDDED}"
            if self.file.exists(embedded):
                mail = _Mail(self.file, f"{embedded}/", self.source, self.depth + 1)
                yield from mail.parts(inner, f"Attachment: {one_line(name)}")
                continue
            data = self._stream(f"{attachment}/__substg1.0_{DATA}0102")
            if data and (extract := inner.read(data, name)) is not None:
                yield Part(f"Attachment: {one_line(name)}", extract, self.depth + 1)

    def _fields(self) -> Iterator[tuple[str, str]]:
        address = self._string(SENDER_SMTP) or self._string(SENDER_ADDRESS)
        name = self._string(SENDER_NAME)
        shown = f"{name} <{address}>" if name and "@" in address and address != name else name or address
        yield "From", shown
        for label, tag in (("To", TO), ("Cc", CC), ("Bcc", BCC)):
            yield label, self._string(tag)
        yield "Date", self._date()
        yield "Subject", self._string(SUBJECT)

    def _body(self) -> tuple[list[Piece], tuple[str, ...]]:
        plain = self._string(BODY).encode("utf-8", "replace")
        html, charset = self._stream(self._name(HTML, "0102")), ""
        if not html:
            html, charset = self._string(HTML).encode("utf-8", "replace"), "utf-8"
        rtf = b"" if html else unpack_rtf(self._stream(self._name(RTF, "0102")))
        html = html or page_in_rtf(rtf)
        if html and (not plain.strip() or page_says_more(html, plain)):
            return body_pieces("text/html", html, charset, self.source)
        if not html and rtf.strip():
            from longdoc.documents.office.rtf import rtf_pieces

            pieces, notices = rtf_pieces(Source(rtf, limits=self.source.limits))
            if any(piece.grid for piece in pieces):  # which plain text does not show
                return with_history(pieces), notices
            if not plain.strip():
                text = assemble(pieces).text
                return body_pieces("text/plain", text.encode(), "utf-8", self.source)[0], notices
        return body_pieces("text/plain", plain, "utf-8", self.source)

    def _date(self) -> str:
        """The date it was sent, from the fixed-length properties: 16-byte entries after the header."""
        data = self._stream(f"{self.folder}__properties_version1.0")
        found = {}
        for at in range(32 if not self.folder else 24, len(data) - 15, 16):
            kind, tag = struct.unpack_from("<HH", data, at)
            if kind == FILE_TIME and tag in (SENT, DELIVERED):
                found[tag] = struct.unpack_from("<Q", data, at + 8)[0]
        ticks = found.get(SENT) or found.get(DELIVERED)
        if not ticks or ticks > 2**62:
            return ""
        try:
            return (EPOCH + timedelta(microseconds=ticks // 10)).strftime("%a, %d %b %Y %H:%M UTC")
        except OverflowError:
            return ""

    def _folders(self, begin: str) -> list[str]:
        depth = self.folder.count("/")
        found = {
            "/".join(entry[: depth + 1])
            for entry in self.file.listdir(streams=True, storages=False)
            if len(entry) > depth + 1
            and entry[depth].startswith(begin)
            and "/".join(entry).startswith(self.folder)
        }
        return sorted(found)

    def _name(self, tag: str, kind: str) -> str:
        return f"{self.folder}__substg1.0_{tag}{kind}"

    def _string(self, tag: str, folder: str | None = None) -> str:
        before = self.folder if folder is None else f"{folder}/"
        wide = self._stream(f"{before}__substg1.0_{tag}001F")
        if wide:
            return _without_end(wide.decode("utf-16-le", "replace"))
        return _without_end(decode(self._stream(f"{before}__substg1.0_{tag}001E"))[0])

    def _stream(self, name: str) -> bytes:
        return bytes(self.file.openstream(name).read()) if self.file.exists(name) else b""


def _without_end(text: str) -> str:
    """Text without the zeros that end it, its lines ended by "\n"."""
    return text.rstrip("\x00").replace("\r\n", "\n")
