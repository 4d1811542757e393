"""Mails as few programs write them: with an envelope, enriched, uuencoded, or inside their signature."""

from __future__ import annotations

import base64
import binascii
import io

import pytest

from longdoc.documents.open import open_document
from longdoc.documents.types import Document

HEADERS = "From: a@b.c\nSubject: Lease\n"


def opened(data: bytes, name: str) -> Document:
    return open_document(io.BytesIO(data), name=name)


def test_what_apple_mail_writes_around_a_mail_is_no_text() -> None:
    data = f"{HEADERS}\nIt ends in May.\n".encode()
    written = str(len(data)).encode() + b"      \n" + data + b"<?xml version='1.0'?><plist></plist>"
    assert opened(written, "lease.emlx").text == "From: a@b.c\nSubject: Lease\n\nIt ends in May."


def test_uuencoded_attachments_are_documents_inside() -> None:
    lease = b"The lease runs five years.\n" * 3
    lines = b"".join(binascii.b2a_uu(lease[at : at + 45]) for at in range(0, len(lease), 45))
    data = f"{HEADERS}\nHere it is.\n\n".encode() + b"begin 644 lease.txt\n" + lines + b"`\nend\n\nBye.\n"
    document = opened(data, "lease.eml")
    assert document.text.split("\n\n")[1:] == [
        "Here it is.", "Bye.", "Attachment: lease.txt", lease.decode()
    ]  # fmt: skip
    prose = f"{HEADERS}\nWe\nbegin 644 days after\nthe\nend\n".encode()
    assert "begin 644 days after" in opened(prose, "lease.eml").text


def test_enriched_text_is_read_without_its_commands() -> None:
    text = "<bold>Now</bold> is\nthe time.\n\n<color><param>red</param>Ends</color> at <<5>."
    document = opened(f"{HEADERS}Content-Type: text/enriched\n\n{text}\n".encode(), "now.eml")
    assert document.text.split("\n\n")[1] == "Now is the time.\nEnds at <5>."


@pytest.mark.parametrize("is_in_parts", [False, True])
def test_a_text_inside_a_signature_is_read(is_in_parts: bool) -> None:
    text = b"Content-Type: text/plain\r\n\r\nThe lease ends in May.\r\n"

    def element(tag: int, content: bytes) -> bytes:
        return bytes([tag, 0x82]) + len(content).to_bytes(2) + content

    kinds = [bytes.fromhex(f"06092a864886f70d01070{n}") for n in (2, 1)]
    string = element(4, text)
    if is_in_parts:
        string = b"\x24\x80" + element(4, text[:30]) + element(4, text[30:]) + b"\0\0"
    within = element(0x30, kinds[1] + element(0xA0, string))
    signed = element(0x30, kinds[0] + element(0xA0, element(0x30, b"\x02\x01\x01" + within)))
    data = f"{HEADERS}Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\n"
    body = base64.encodebytes(signed).decode()
    document = opened(f"{data}Content-Transfer-Encoding: base64\n\n{body}".encode(), "lease.eml")
    assert document.text == "From: a@b.c\nSubject: Lease\n\nThe lease ends in May."
    assert document.notices == ()


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_mail_saved_as_utf16_is_one(encoding: str) -> None:
    mail = (
        "MIME-Version: 1.0\nFrom: Ida Quist <ida@example.org>\nTo: Bo <bo@example.org>\nSubject: The quay\n"
        'Content-Type: multipart/alternative; boundary="b1"\n\n--b1\nContent-Type: text/plain\n\n'
        "It is closed.\n\n--b1\nContent-Type: text/html\n\n<div>It is closed.</div>\n--b1--\n"
    )
    document = opened(mail.encode(encoding), "saved.eml")
    assert document.title == "The quay"
    assert document.text.endswith("It is closed.")
    assert "--b1" not in document.text
    assert "<div>" not in document.text


def test_an_attached_mail_that_is_cut_short_in_base64_costs_nothing_else() -> None:
    data = (
        b"From: a@b.c\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nThe lease.\n"
        b"--x\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nRnJvbTogYUBiLmM\n--x--\n"
    )
    assert "The lease." in opened(data, "cut.eml").text


PACKED = base64.encodebytes("Die Gebühr beträgt fünf Euro.\n".encode()).decode()
FOOTER = "_______________\nTown mailing list\nhttps://lists.example.org/town\n"


@pytest.mark.parametrize(
    ("body", "parts"),
    [
        (f"{PACKED}\n{FOOTER}", ["Die Gebühr beträgt fünf Euro.", "Town mailing list"]),
        (f"{PACKED}Town mailing list\n", ["Die Gebühr beträgt fünf Euro.", "Town mailing list"]),
        ("The fee is five euros.\nIt is due in May.\n", ["The fee is five euros.", "It is due in May."]),
        ("Die Gebühr beträgt fünf Euro.\n", ["Die Gebühr beträgt fünf Euro."]),
    ],
)
def test_lines_that_are_no_base64_are_read_as_they_are(body: str, parts: list[str]) -> None:
    kind = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n"
    text = opened(f"{HEADERS}{kind}\n{body}".encode(), "lease.eml").text
    assert [part for part in parts if part in text] == parts
    assert len(text) < len(HEADERS) + len(body) + 40
