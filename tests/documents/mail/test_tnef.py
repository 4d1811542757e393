"""Attachments that Outlook packs into winmail.dat are read like others."""

from __future__ import annotations

import base64
import io
import struct

import pytest

from longdoc.documents.mail.tnef import unpack_tnef
from longdoc.documents.open import open_document

BODY, OF_MAIL, NEW, NAME, CONTENT, OF_ATTACHMENT = (
    0x0002800C,
    0x00069003,
    0x00069002,
    0x00018010,
    0x0006800F,
    0x00069005,
)


def attribute(kind: int, content: bytes) -> bytes:
    return (
        bytes([1])
        + struct.pack("<II", kind, len(content))
        + content
        + struct.pack("<H", sum(content) & 0xFFFF)
    )


def long_value(tag: int, of_type: int, value: bytes) -> bytes:
    padding = bytes(-len(value) % 4)
    return struct.pack("<HHII", of_type, tag, 1, len(value)) + value + padding


def packed() -> bytes:
    named = (
        struct.pack("<HH", 0x1F, 0x8001) + bytes(16) + struct.pack("<II", 1, 6) + "abc".encode("utf-16-le")
    )
    named += bytes(2) + struct.pack("<II", 1, 4) + "x\0".encode("utf-16-le")
    several = struct.pack("<HHI", 0x1003, 0x0E01, 2) + bytes(8)
    name = long_value(0x3707, 0x1F, "Berths of the harbour.txt\0".encode("utf-16-le"))
    properties = struct.pack("<I", 4) + struct.pack("<HHI", 0x03, 0x0E20, 5) + named + several + name
    return (
        struct.pack("<IH", 0x223E9F78, 1)
        + attribute(BODY, b"Dear all\0")
        + attribute(NEW, bytes(14))
        + attribute(NAME, b"BERTHS~1.TXT\0")
        + attribute(CONTENT, b"The berth number is 17.")
        + attribute(OF_ATTACHMENT, properties)
        + attribute(NEW, bytes(14))
        + attribute(NAME, b"rent.csv\0")
        + attribute(CONTENT, b"Item,Rent\nShed,9\n")
    )


def read(text: str) -> str:
    mail = (
        "From: a@example.org\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=B\n\n"
        f"{text}--B\nContent-Type: application/ms-tnef; name=winmail.dat\n"
        f"Content-Transfer-Encoding: base64\n\n{base64.encodebytes(packed()).decode()}\n--B--\n"
    )
    return open_document(io.BytesIO(mail.encode()), name="x.eml").text


def test_attachments_are_read_under_their_long_names() -> None:
    text = read("--B\nContent-Type: text/plain\n\nSee attached.\n")
    assert text.split("\n\n") == [
        "From: a@example.org",
        "See attached.",
        "Attachment: Berths of the harbour.txt",
        "The berth number is 17.",
        "Attachment: rent.csv",
        "Item | Rent\nShed | 9",
    ]


def test_its_body_is_read_where_the_mail_has_no_text() -> None:
    assert "Dear all" in read("")


@pytest.mark.parametrize("length", range(0, len(packed()), 11))
def test_damaged_data_are_read_as_far_as_they_go(length: int) -> None:
    assert len(unpack_tnef(packed()[:length]).attachments) <= 2
