"""EML, MBOX and MHTML → mails: headers as fields, the body decoded, attachments as documents inside."""

from __future__ import annotations

import binascii
import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import replace
from email.message import Message

from longdoc.documents.extract import Extract
from longdoc.documents.joining import Part, join
from longdoc.documents.mail.alternatives import chosen, inner_messages, payload_of
from longdoc.documents.mail.body import Flow, body_pieces
from longdoc.documents.mail.headers import MOST_CHARS, SHOWN_HEADERS, cut_headers, decoded
from longdoc.documents.mail.openpgp import ENCRYPTED, unsigned, without_encrypted
from longdoc.documents.mail.saved_page import is_saved_page, read_saved_page
from longdoc.documents.mail.signed import OPAQUE, is_enveloped, signed_content
from longdoc.documents.mail.tnef import is_tnef, unpack_tnef
from longdoc.documents.mail.uuencoded import uuencoded, without_uuencoded
from longdoc.documents.source import Source
from longdoc.documents.structure.pieces import Piece, assemble, one_line
from longdoc.documents.text.encodings import decode
from longdoc.documents.within import Inner
from longdoc.errors import DamagedDocument, DocumentLimit

__all__ = ["read_mail"]

# between the mails of a mailbox; the first header of the next mail follows
MBOX_LINE = re.compile(
    rb"(?m)^From (?P<sender>\S{1,300}) (?P<date>[^\n]{0,100}\d{4}[^\n]{0,20})\r?\n"
    rb"(?=[!-9;-~]{1,100}[ \t]{0,20}:|>From )"
)
MBOX_DATE = re.compile(rb"\s*[A-Z][a-z]{2},? +(?:[A-Z][a-z]{2} +\d{1,2}|\d{1,2} +[A-Z][a-z]{2}) .*\d:\d\d")
# some programs put a blank line above the line that tells of a mail's parts
GAP = re.compile(
    rb"(?<=\S)[ \t\r]*+\n[ \t\r]*+\n\s*+(?<=\n)"
    rb"(?=Content-Type:[ \t]*multipart/[^\n]{0,200}(?:\n[ \t][^\n]{0,200}){0,4}boundary=)",
    re.I,
)
ENVELOPE = re.compile(rb"(?P<bytes>\d{1,10})[ \t]*\r?\n(?=[!-9;-~]{1,100}:)")
ESCAPED_FROM = re.compile(rb"(?m)^>(>*From )")
HEADER = re.compile(rb"\s*[!-9;-~]{1,100}[ \t]{0,20}:")
MOST_PARTS = 10_000
WIDE_BYTES = 200
SUFFIXES = {"text/calendar": "ics", "text/vcard": "vcf", "text/x-vcard": "vcf"}
TEXT_KINDS = ("text/plain", "text/html", "text/enriched", "text/richtext")
# what mail programs send along that nobody reads
TECHNICAL = ("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature")
# what a saved web page needs beside its text; as a named attachment it is a document
OF_PAGES = (
    "text/css", "text/javascript", "text/ecmascript",
    "application/javascript", "application/x-javascript", "application/ecmascript",
)  # fmt: skip


def read_mail(source: Source) -> Extract:
    """One mail, or a mailbox with a section per mail."""
    if b"\x00" in source.data[:WIDE_BYTES]:  # saved anew as UTF-16, in which no mail is sent
        source = replace(source, data=decode(source.data)[0].encode("utf-8", "replace"))
    mails = list(_mails(_without_envelope(source.data)))
    if len(mails) == 1:
        page = email.message_from_bytes(mails[0], policy=email.policy.compat32)
        if is_saved_page(page, source.name):
            return read_saved_page(page, source)
    inner = Inner(source)
    parts: list[Part] = []
    titles: list[str] = []
    cut: dict[str, None] = {}  # names of headers
    for number, data in enumerate(mails, 1):
        message = email.message_from_bytes(data, policy=email.policy.compat32)
        if message.get("Content-Type") is None and (gap := GAP.search(data)):
            whole_head = data[: gap.start()] + b"\n" + data[gap.end() :]
            message = email.message_from_bytes(whole_head, policy=email.policy.compat32)
        subject = decoded(message, "Subject")
        titles.append(subject)
        cut.update(dict.fromkeys(cut_headers(message)))
        heading = (subject or f"Mail {number}") if len(mails) > 1 else ""
        parts += _parts(message, source, inner, heading)
    if not parts:
        raise DamagedDocument("no mail was found in it")
    whole = join(parts)
    title = titles[0] if len(titles) == 1 else ""
    told = [f'the header "{name}" was read up to {MOST_CHARS:,} characters' for name in cut]
    notices = (*told, *inner.notices("attachment", "attachments"), *whole.notices)
    return replace(whole, title=title, notices=notices)


def _without_envelope(data: bytes) -> bytes:
    """A mail without what Apple Mail writes around it: its length before it, and a property list after it."""
    counted = ENVELOPE.match(data)
    return data[counted.end() : counted.end() + int(counted["bytes"])] if counted else data


def _mails(data: bytes) -> Iterator[bytes]:
    """The mails of a mailbox, or the one mail that the data are."""
    starts = [match.span() for match in MBOX_LINE.finditer(data) if _begins_mail(data, match)]
    if not starts or starts[0][0] != 0:
        yield data.lstrip()
        return
    ends = [start for start, _ in starts[1:]] + [len(data)]
    for (_, begin), end in zip(starts, ends, strict=True):
        yield ESCAPED_FROM.sub(rb"\1", data[begin:end])


def _begins_mail(data: bytes, line: re.Match[bytes]) -> bool:
    """Whether a line of a mailbox begins a mail rather than a sentence.

    It does with the whole date that programs write, or else below an empty line and with an address or time.
    """
    above = data[max(0, line.start() - 3) : line.start()]
    if not above or MBOX_DATE.match(line["date"]):
        return True
    is_technical = b"@" in line["sender"] or line["sender"] == b"-" or b":" in line["date"]
    return is_technical and above.endswith((b"\n\n", b"\n\r\n"))


def _parts(message: Message, source: Source, inner: Inner, heading: str) -> Iterator[Part]:
    level = 1
    fields = [
        Piece.of_field(name, value)
        for name in SHOWN_HEADERS
        if (value := decoded(message, name)) and value.strip()
    ]
    texts, attachments, is_locked = _contents(message)
    bodies = [_body(text, source) for text in texts]
    pieces = [*fields, *(piece for found, _ in bodies for piece in found)]
    told = tuple(notice for _, notices in bodies for notice in notices) + ((ENCRYPTED,) if is_locked else ())
    yield Part(heading, assemble(pieces, notices=told), level)
    for name, data in attachments:
        if (extract := inner.read(data, name)) is not None:
            yield Part(f"Attachment: {one_line(name)}", extract, level + 1 if heading else 1)


def _body(text: Message, source: Source) -> tuple[list[Piece], tuple[str, ...]]:
    """The paragraphs of one text of a mail, and notices."""
    kind = text.get_content_type()
    if kind == "message/delivery-status":
        return body_pieces("text/plain", text.as_bytes().partition(b"\n\n")[2], "", source)
    is_flowed = str(text.get_param("format", "")).lower() == "flowed"
    flow = Flow(str(text.get_param("delsp", "")).lower() == "yes") if is_flowed else None
    data, is_locked = payload_of(text), False
    if kind != "text/html":
        data, is_locked = without_encrypted(unsigned(without_uuencoded(data)))
    pieces, told = body_pieces(kind, data, text.get_content_charset("") or "", source, flow)
    return pieces, (*told, ENCRYPTED) if is_locked else told


def _contents(message: Message) -> tuple[list[Message], list[tuple[str, bytes]], bool]:
    """The texts to read, the attachments (name, bytes), and whether something is encrypted."""
    is_locked = False
    texts: list[Message] = []
    attachments: list[tuple[str, bytes]] = []
    bodies: list[tuple[str, bytes]] = []  # beside the text, which they repeat if there is one
    stack: list[Message] = [message]
    for _ in range(MOST_PARTS):
        if not stack:
            return texts, [*(bodies if not texts else ()), *attachments], is_locked
        part = stack.pop()
        kind = part.get_content_type()
        name = decoded_name(part)
        if kind == "message/rfc822" and part.is_multipart():
            for one in inner_messages(part):
                attachments.append((name or f"{decoded(one, 'Subject') or 'mail'}.eml", _mail(part, one)))
        elif kind == "message/delivery-status":
            texts.append(part)
        elif kind == "multipart/alternative":
            stack += chosen(inner_messages(part))
        elif kind == "multipart/encrypted":
            is_locked = True
        elif part.is_multipart():
            stack += reversed(inner_messages(part))
        elif kind in TEXT_KINDS and part.get_content_disposition() != "attachment" and not name:
            texts.append(part)
            attachments += [] if kind == "text/html" else uuencoded(payload_of(part))
        elif kind in OF_PAGES and part.get_content_disposition() != "attachment" and not name:
            continue
        elif kind in OPAQUE and (signed := signed_content(payload_of(part))):
            stack.append(email.message_from_bytes(signed, policy=email.policy.compat32))
        elif kind in OPAQUE and is_enveloped(payload_of(part)):
            is_locked = True
        elif is_tnef(data := payload_of(part)):
            unpacked = unpack_tnef(data)
            attachments += unpacked.attachments
            bodies += unpacked.bodies[:1]
        elif kind not in TECHNICAL and data:
            attachments.append((name or f"part.{SUFFIXES.get(kind, kind.rsplit('/', 1)[-1])}", data))
    raise DocumentLimit(f"the mail has more than {MOST_PARTS:,} parts")


def _mail(part: Message, inner: Message) -> bytes:
    """The bytes of an attached mail, which some programs encode against the rules."""
    data = inner.as_bytes()
    encoding = str(part.get("Content-Transfer-Encoding", "")).strip().lower()
    try:
        if encoding == "base64":
            unpacked = binascii.a2b_base64(data.split(b"\n\n", 1)[-1])
        elif encoding == "quoted-printable":
            unpacked = binascii.a2b_qp(data)
        else:
            return data
    except binascii.Error:  # cut short, or not encoded at all
        return data
    return unpacked if HEADER.match(unpacked) else data


def decoded_name(part: Message) -> str:
    """The decoded name of an attachment."""
    try:
        name = part.get_filename()
    except (ValueError, LookupError, TypeError):
        name = None
    from longdoc.documents.mail.headers import decode_words

    return one_line(decode_words(str(name)))[:200] if name else ""
