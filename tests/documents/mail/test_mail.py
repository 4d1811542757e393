"""Mail: decoded, headers are fields, quotations are marked, nothing attached is lost untold."""

from __future__ import annotations

import base64
import contextlib
import importlib.util
import io
import quopri
import struct
import time
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from longdoc.documents.open import open_document
from longdoc.documents.types import Document, Kind
from longdoc.errors import DamagedDocument

_spec = importlib.util.spec_from_file_location("compound", Path(__file__).with_name("compound.py"))
assert _spec is not None
assert _spec.loader is not None
compound = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(compound)

WALK = "The walk-through is on Tuesday, 9 November, at half past ten – bring safety shoes."


def opened(data: bytes, name: str) -> Document:
    return open_document(io.BytesIO(data), name=name)


def mail(text: str = WALK, **headers: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Site office <office@example.org>"
    message["To"] = "team@example.org"
    message["Subject"] = "Walk‑through of the cold störe"
    message["Date"] = "Mon, 01 Nov 2027 09:00:00 +0100"
    for name, value in headers.items():
        message[name] = value
    message.set_content(text, cte="base64")
    return message


def test_a_mail_is_decoded_and_its_headers_are_fields() -> None:
    message = mail(f"Dear all,\n\n{WALK}\n")
    message.add_alternative(f"<html><body><p>{WALK}</p></body></html>", subtype="html")
    document = opened(message.as_bytes(), "walk.eml")
    assert document.text.count("half past ten") == 1
    assert document.text.endswith(f"Dear all,\n\n{WALK.replace('–', '-')}")
    assert [(field.name, field.value) for field in document.fields] == [
        ("From", "Site office <office@example.org>"),
        ("To", "team@example.org"),
        ("Date", "Mon, 01 Nov 2027 09:00:00 +0100"),
        ("Subject", "Walk-through of the cold störe"),
    ]
    assert document.quote(document.fields[2].span) == "Date: Mon, 01 Nov 2027 09:00:00 +0100"
    assert document.title == "Walk-through of the cold störe"
    assert document.notices == ()


def test_a_mail_in_html_alone_is_read_without_its_tags() -> None:
    message = EmailMessage()
    message["Subject"] = "Rent"
    message.set_content(
        "<html><head><style>p {}</style></head><body><p>The rent is <b>900</b> pounds.</p>"
        "<blockquote><p>What is the rent?</p></blockquote></body></html>",
        subtype="html",
    )
    document = opened(message.as_bytes(), "rent.eml")
    assert document.text == "Subject: Rent\n\nThe rent is 900 pounds.\n\nWhat is the rent?"
    assert document.kind_at(document.text.index("What is")) is Kind.QUOTED
    assert document.kind_at(document.text.index("The rent")) is Kind.PROSE


@pytest.mark.parametrize(
    ("header", "meta", "encoding"),
    [
        ("; charset=windows-1252", "iso-8859-1", "cp1252"),
        ("; charset=utf-8", "iso-8859-1", "utf-8"),
        ("; charset=utf-8", "utf-8", "utf-8-sig"),
        ("; charset=iso-8859-1", "utf-8", "cp1252"),
        ("; charset=unknown", "windows-1252", "cp1252"),
        ("", "iso-8859-1", "cp1252"),
    ],
)
def test_the_encoding_of_html_is_what_the_mail_or_else_the_page_says(
    header: str, meta: str, encoding: str
) -> None:
    page = f'<?xml version="1.0"?><html><head><meta charset="{meta}"></head><p>Müller pays €5</p></html>'
    data = f"Subject: Rent\nContent-Type: text/html{header}\n\n".encode() + page.encode(encoding)
    assert opened(data, "rent.eml").text == "Subject: Rent\n\nMüller pays €5"


def test_latin1_in_headers_and_text_is_what_windows_writes() -> None:
    data = (
        b"Subject: =?iso-8859-1?q?don=92t?=\nContent-Type: text/plain; charset=iso-8859-1\n\n"
        b"Pay \x8050 for pages 10\x9620."
    )
    assert opened(data, "rent.eml").text == "Subject: don’t\n\nPay €50 for pages 10-20."


@pytest.mark.parametrize(
    "history",
    [
        "> The boiler is old.\n> Who mends it?",
        "On Mon, 1 Nov 2027, Ada Finch wrote:\n> The boiler is old.",
        "-----Original Message-----\nFrom: Ada\nSent: Monday\nThe boiler is old.",
        "From: Ada Finch\nSent: Monday\nTo: Bo\nSubject: Boiler\n\nThe boiler is old.",
    ],
)
def test_what_a_reply_repeats_is_marked(history: str) -> None:
    document = opened(mail(f"Bo mends it on Friday.\n\n{history}\n").as_bytes(), "x.eml")
    assert document.kind_at(document.text.index("The boiler")) is Kind.QUOTED
    assert document.kind_at(document.text.index("Bo mends")) is Kind.PROSE


def test_the_form_that_says_more_is_read() -> None:
    message = mail("Your program shows no HTML. Open this mail in a browser.")
    message.add_alternative(f"<style>{'p {} ' * 99}</style>" + f"<p>{WALK}</p>" * 3, subtype="html")
    assert "half past ten" in opened(bytes(message), "a.eml").text
    short = mail(WALK)
    short.add_alternative("<p>Please read the plain form of this.</p>", subtype="html")
    assert "plain form" not in opened(bytes(short), "b.eml").text


def test_headers_in_plain_utf8_and_reports_of_delivery_are_read() -> None:
    raw = (
        "From: Jörg <j@example.org>\nSubject: Überweisung\nMIME-Version: 1.0\n"
        "Content-Type: multipart/report; boundary=x\n\n--x\nContent-Type: text/plain\n\nIt failed.\n"
        "--x\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.org\n\n"
        "Final-Recipient: rfc822; ann@example.org\nStatus: 5.1.1\n\n--x--\n"
    )
    document = opened(raw.encode(), "report.eml")
    assert document.title == "Überweisung"
    assert "From: Jörg <j@example.org>" in document.text
    assert "Final-Recipient: rfc822; ann@example.org" in document.text


def test_attachments_are_documents_inside_or_told() -> None:
    message = mail()
    message.add_attachment(
        b"Item,Price\nValve,12\nPump,99\n", maintype="text", subtype="csv", filename="prices.csv"
    )
    message.add_attachment(b"\x89PNG\r\n\x1a\n\x00\x00", maintype="image", subtype="png", filename="map.png")
    message.add_attachment(b"%PDF-1.4 broken", maintype="application", subtype="pdf", filename="plan.pdf")
    inner = mail("The caterer comes at noon.")
    message.add_attachment(inner)
    document = opened(message.as_bytes(), "x.eml")
    assert "Valve | 12" in document.text
    assert "The caterer comes at noon." in document.text
    assert document.section_at(document.text.index("Valve")).title == "Attachment: prices.csv"
    assert document.tables[0].header_rows == 1
    assert document.notices[0] == "1 attachment of another kind was not read: .png (1)"
    assert document.notices[1].startswith("not read: plan.pdf: ")


def test_a_mailbox_is_a_section_a_mail() -> None:
    box = b"".join(
        b"From ada@example.org Mon Nov  1 09:00:00 2027\n"
        + mail(f"Mail {number} says so.").as_bytes()
        + b"\n\n"
        for number in (1, 2, 3)
    )
    document = opened(box, "all.mbox")
    assert len(document.sections) == 3
    assert "Mail 3 says so." in document.text
    assert opened(box, "no-suffix").text == document.text


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "line",
    [
        "Rents rose.\nFrom January to March 2024\nthey fell.",
        "Rents rose.\n\nFrom January to March 2024\nthey fell.",
        "Rents rose.\n\nFrom January to March 2024\n\nNote: they fell.",
        "Rents rose.\nFrom January to March 2024\nNote: they fell.",
        "Rents rose.\n\nFrom January to March 2024\nNote: they fell.",
    ],
)
def test_a_sentence_that_begins_with_from_begins_no_mail(line: str, end: str) -> None:
    first = f"From ada@example.org Mon Nov  1 09:00:00 2027\nSubject: Rents\n\n{line}\n\n"
    second = "From - Tue Nov 02 09:00:00 2027\nSubject: Boiler\n\nIt is old.\n"
    document = opened((first + second).replace("\n", end).encode(), "all.mbox")
    assert [section.title for section in document.sections] == ["Rents", "Boiler"]
    assert "From January to March 2024" in document.text
    assert "they fell." in document.text


def test_a_mail_begins_below_an_empty_line_with_an_address_alone() -> None:
    box = "".join(f"From ada@example.org 1 Nov 2027\nSubject: Mail {n}\n\nNumber {n}.\n\n" for n in (1, 2))
    assert [section.title for section in opened(box.encode(), "all.mbox").sections] == ["Mail 1", "Mail 2"]


@pytest.mark.parametrize(
    "date", ["Mon Nov  1 09:00:00 2027", "Mon, 1 Nov 2027 09:00:00 +0100 2027", "Mon Nov  1 09:00 CET 2027"]
)
def test_a_mail_may_begin_without_an_empty_line_above_if_its_date_is_whole(date: str) -> None:
    box = "".join(f"From ada@example.org {date}\nSubject: Mail {n}\n\nNumber {n}.\n" for n in (1, 2))
    document = opened(box.encode(), "all.mbox")
    assert [section.title for section in document.sections] == ["Mail 1", "Mail 2"]


def test_a_saved_page_is_read_without_its_style_sheets_and_scripts() -> None:
    def part(kind: str, content: str, more: str = "") -> str:
        return f"--x\nContent-Type: {kind}\n{more}\n{content}\n"

    head = "Subject: Rent\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n"
    named = "Content-Disposition: attachment; filename=house.css\n"
    page = (
        head
        + part("text/html", "<p>The rent is 900 pounds.</p>")
        + part("text/css", "p { color: red }", "Content-Location: cid:a@page\n")
        + part("application/javascript", "let rent = 1", "Content-Location: http://x.y/a.js\n")
        + part("text/css", "h1 { color: blue }", named)
        + "--x--\n"
    )
    document = opened(page.encode(), "rent.mhtml")
    assert "The rent is 900 pounds." in document.text
    assert "red" not in document.text
    assert "let rent" not in document.text
    assert "blue" in document.text
    assert document.notices == ()


@pytest.mark.parametrize("between", [", ", ",\n\t", ",\r\n  "])
def test_long_headers_are_read_and_longer_ones_told(between: str) -> None:
    people = [f"=?utf-8?q?J=C3=B6rg_{number}?= <j{number}@example.org>" for number in range(1500)]
    document = opened(f"To: {between.join(people)}\nSubject: Rent\n\nDue.\n".encode(), "rent.eml")
    shown = ", ".join(f"Jörg {number} <j{number}@example.org>" for number in range(1500))
    assert f"To: {shown}\n" in document.text
    assert document.notices == ()
    cut = opened(f"To: {between.join(people * 3)}\nSubject: Rent\n\nDue.\n".encode(), "rent.eml")
    assert cut.notices == ('the header "To" was read up to 100,000 characters',)


def test_hostile_headers_take_little_time() -> None:
    started = time.monotonic()
    opened(f"To: {'=?a?q?x ' * 20_000}\nSubject: {'=?' * 50_000}\n\nDue.\n".encode(), "rent.eml")
    assert time.monotonic() - started < 20


def test_broken_mails_are_read_as_far_as_they_go() -> None:
    whole = mail(WALK * 20).as_bytes()
    for end in range(0, len(whole), 97):
        with contextlib.suppress(DamagedDocument):
            assert opened(whole[:end] or b"x", "x.eml").text.strip()


def _properties(sent: datetime) -> bytes:
    ticks = int((sent - datetime(1601, 1, 1, tzinfo=UTC)) / timedelta(microseconds=1)) * 10
    return b"\x00" * 32 + struct.pack("<HHIQ", 0x40, 0x39, 6, ticks)


@pytest.mark.parametrize(("kind", "encoding"), [("001F", "utf-16-le"), ("0102", "cp1252")])
def test_the_html_of_an_outlook_mail_is_text_or_bytes(kind: str, encoding: str) -> None:
    page = '<html><head><meta charset="iso-8859-1"></head><body><p>Müller pays €5</p></body></html>'
    data = compound.compound(
        {
            "__properties_version1.0": _properties(datetime(2027, 11, 1, 8, 0, tzinfo=UTC)),
            "__substg1.0_0037001F": "Rent".encode("utf-16-le"),
            f"__substg1.0_1013{kind}": page.encode(encoding),
        }
    )
    assert opened(data, "rent.msg").text.endswith("Müller pays €5")


TABLE_RTF = r"""{\rtf1\ansi Dear all,\par see the fees.\par
\trowd\cellx2000\cellx4000\intbl Berth\cell Fee\cell\row
\trowd\cellx2000\cellx4000\intbl North\cell 120\cell\row \pard Regards\par}"""
PAGE_RTF = r"""{\rtf1\ansi\ansicpg1252\fromhtml1 \deff0{\fonttbl{\f0\fswiss Arial;}}{\*\htmltag19 <html>}
{\*\htmltag50 <body>}{\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 Dear all,{\*\htmltag116 <br>}\htmlrtf\line\htmlrtf0
see the fees \'fcber\u8364 ? 100{\*\htmltag84 &amp;}\htmlrtf &\htmlrtf0  up.\htmlrtf\par}\htmlrtf0
{\*\htmltag72 </p>}{\*\htmltag0 <table><tr><th>}Berth{\*\htmltag0 </th><th>}Fee{\*\htmltag0 </th></tr>}
{\*\htmltag0 <tr><td>}North{\*\htmltag0 </td><td>}120{\*\htmltag0 </td></tr></table>}
{\*\htmltag64 <p>}Regards{\*\htmltag72 </p>}}"""


def _with_rtf(rtf: str, plain: str) -> bytes:
    raw = rtf.encode("latin-1")
    head = struct.pack("<IIII", len(raw) + 12, len(raw), 0x414C454D, 0)  # not compressed
    streams = {
        "__properties_version1.0": _properties(datetime(2027, 11, 1, 8, 0, tzinfo=UTC)),
        "__substg1.0_0037001F": "Fees".encode("utf-16-le"),
        "__substg1.0_10090102": head + raw,
    }
    if plain:
        streams["__substg1.0_1000001F"] = plain.encode("utf-16-le")
    return compound.compound(streams)


@pytest.mark.parametrize(
    "plain", ["", "Dear all,\r\nsee the fees.\r\nBerth\tFee\r\nNorth\t120\r\nRegards\r\n"]
)
@pytest.mark.parametrize("rtf", [TABLE_RTF, PAGE_RTF])
def test_the_table_of_an_outlook_mail_in_rtf_is_a_table(rtf: str, plain: str) -> None:
    document = opened(_with_rtf(rtf, plain), "fees.msg")
    cells = [document.quote(cell.span) for cell in document.tables[0].cells]
    assert cells == ["Berth", "Fee", "North", "120"]
    assert document.text.endswith("North | 120\n\nRegards")
    if rtf is PAGE_RTF:
        assert "Dear all,\nsee the fees über€ 100& up." in document.text


def test_the_plain_text_of_an_outlook_mail_comes_before_rtf_without_tables() -> None:
    document = opened(_with_rtf(r"{\rtf1\ansi Dear all,\par see you.\par}", "Dear all,\r\nsee me."), "x.msg")
    assert document.text.endswith("Dear all,\nsee me.")


def test_an_outlook_mail_with_its_attachments() -> None:
    def text(words: str) -> bytes:
        return words.encode("utf-16-le")

    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("terms.txt", "Payment is due in thirty days.")
    embedded = "__attach_version1.0_#00000001/__substg1.0_3701000D"
    data = compound.compound(
        {
            "__properties_version1.0": _properties(datetime(2027, 11, 1, 8, 0, tzinfo=UTC)),
            "__substg1.0_0037001F": text("Cold store"),
            "__substg1.0_1000001F": text(f"Dear all,\r\n\r\n{WALK}\r\n"),
            "__substg1.0_0C1A001F": text("Site office"),
            "__substg1.0_5D01001F": text("office@example.org"),
            "__substg1.0_0E04001F": text("team@example.org"),
            "__attach_version1.0_#00000000/__substg1.0_3707001F": text("terms.zip"),
            "__attach_version1.0_#00000000/__substg1.0_37010102": archive.getvalue(),
            "__attach_version1.0_#00000001/__substg1.0_3707001F": text("Older mail"),
            f"{embedded}/__properties_version1.0": b"\x00" * 24,
            f"{embedded}/__substg1.0_0037001F": text("Catering"),
            f"{embedded}/__substg1.0_1000001F": text("Seventeen people come."),
        }
    )
    document = opened(data, "cold.msg")
    fields = {field.name: field.value for field in document.fields}
    assert fields["From"] == "Site office <office@example.org>"
    assert fields["Date"] == "Mon, 01 Nov 2027 08:00 UTC"
    assert document.title == "Cold store"
    assert "half past ten" in document.text
    assert "Seventeen people come." in document.text
    assert "Payment is due in thirty days." in document.text
    titles = [section.title for section in document.sections]
    assert "Attachment: terms.zip" in titles
    assert "Attachment: Older mail" in titles


HEAD = b"From: a@example.org\nSubject: Berth\nMIME-Version: 1.0\n"


@pytest.mark.parametrize(
    ("encoding", "encode"), [("base64", base64.encodebytes), ("Quoted-Printable", quopri.encodestring)]
)
def test_an_attached_mail_may_be_encoded(encoding: str, encode: Callable[[bytes], bytes]) -> None:
    inner = "Subject: Inner\nContent-Type: text/plain; charset=utf-8\n\nBerth 17 = the größte.\n".encode()
    about = f"--B\nContent-Type: message/rfc822\nContent-Transfer-Encoding: {encoding}\n\n".encode()
    parts = b"Content-Type: multipart/mixed; boundary=B\n\n" + about + encode(inner) + b"\n--B--\n"
    text = opened(HEAD + parts, "x.eml").text
    assert text.endswith("Subject: Inner\n\nBerth 17 = the größte.")


def test_flowing_lines_continue_and_others_end() -> None:
    lines = (
        "The board of the harbour company will meet in the small hall on ",
        "Tuesday at nine.",
        "Bring the minutes of the last meeting, the plans, and the list.",
        "Short",
        "> It was the berth ",
        "> with the crane.",
        ">> Deeper",
        "-- ",
        "Ann",
    )
    kind = b"Content-Type: text/plain; charset=utf-8; format=Flowed\n\n"
    document = opened(HEAD + kind + "\n".join(lines).encode(), "x.eml")
    assert document.text.split("\n")[3:] == [
        "The board of the harbour company will meet in the small hall on Tuesday at nine.",
        "Bring the minutes of the last meeting, the plans, and the list.",
        "Short",
        "",
        "It was the berth with the crane.",
        "Deeper",
        "",
        "--",
        "Ann",
    ]
    kind = b"Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes\n\n"
    text = opened(HEAD + kind + "会议在 \n星期二。\nan agree \nment of  \ntwo\n".encode(), "x.eml").text
    assert text.endswith("会议在星期二。\nan agreement of two")


@pytest.mark.parametrize("charset", ["; charset=iso-8859-1", ""])
def test_headers_without_an_encoding_are_read_like_the_text(charset: str) -> None:
    head = f"From: a@example.org\nSubject: Größe\nContent-Type: text/plain{charset}\n\n"
    text = opened((head + "Die Größe ist 30 cm.").encode("latin-1"), "x.eml").text
    assert text.endswith("Subject: Größe\n\nDie Größe ist 30 cm.")


def test_struck_text_is_left_out_and_told() -> None:
    message = EmailMessage()
    message["Subject"] = "Rent"
    message.set_content(
        '<p>Due <s>Monday</s> <span style="text-decoration:line-through">Friday</span> today.</p>',
        subtype="html",
    )
    document = opened(message.as_bytes(), "rent.eml")
    assert document.text == "Subject: Rent\n\nDue today."
    assert document.notices == ("text marked as deleted was left out (12 characters)",)
