"""Which form of a mail is read, where an earlier mail begins in it, and what is signed or encrypted."""

from __future__ import annotations

import io

import pytest

from longdoc.documents.open import open_document
from longdoc.documents.types import Document, Kind

HEADERS = "From: a@b.c\nSubject: Order\n"
ENCRYPTED = "encrypted text was not read: decrypt it in the mail program and save it from there"


def opened(data: str) -> Document:
    return open_document(io.BytesIO(data.encode()), name="order.eml")


def body(data: str) -> str:
    return opened(data).text.partition("\n\n")[2]


def alternative(plain: str, page: str) -> str:
    parts = f"--x\nContent-Type: text/plain\n\n{plain}\n--x\nContent-Type: text/html\n\n{page}\n--x--\n"
    return f"{HEADERS}Content-Type: multipart/alternative; boundary=x\n\n{parts}"


def test_the_rich_form_is_read_where_the_plain_one_is_another_text() -> None:
    plain = "Your mail program does not support HTML. View this mail online: https://example.com/x"
    page = "<h1>Order 4711</h1><p>Thanks, Anna. Five boxes of green pencils leave on Monday.</p>"
    assert body(alternative(plain, page)).startswith("Order 4711\n\nThanks, Anna.")


def test_the_rich_form_is_read_where_it_has_a_table() -> None:
    cells = [["Item", "Price"], ["Pen", "3.00"], ["Ink", "4.00"]]
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in cells)
    mail = alternative("Hello\n\nItem\n\nPrice\n\nPen\n\n3.00\n\nInk\n\n4.00", f"Hello<table>{rows}</table>")
    assert body(mail) == "Hello\n\nItem | Price\nPen | 3.00\nInk | 4.00"
    quoted = f"Hello<blockquote><table>{rows}</table></blockquote>"
    assert body(alternative("Hello\n\n> Item Price\n> Pen 3.00\n> Ink 4.00", quoted)).startswith(
        "Hello\n\nItem Price"
    )


def test_the_rich_form_is_read_where_words_are_struck() -> None:
    mail = alternative("The fee is 900 950 EUR.", "<p>The fee is <s>900</s> 950 EUR.</p>")
    assert body(mail) == "The fee is 950 EUR."
    assert body(alternative("The fee is *950 EUR*.", "<p>The fee is <b>950 EUR</b>.</p>")).endswith(
        "*950 EUR*."
    )


@pytest.mark.parametrize(
    "header",
    [
        "<b>From:</b> Ann &lt;ann@b.c&gt;<br><b>Sent:</b> Monday<br><b>To:</b> Bob<br><b>Subject:</b> Order",
        "<b>Von:</b> Ann<br><b>Gesendet:</b> Montag<br><b>An:</b> Bob<br><b>Betreff:</b> Order",
        "<b>Da:</b> Ann<br><b>Inviato:</b> lunedì<br><b>A:</b> Bob<br><b>Oggetto:</b> Order",
        "发件人: Ann<br>发送时间: 2026<br>收件人: Bob<br>主题: Order",
    ],
)
def test_the_earlier_mail_in_a_page_is_marked(header: str) -> None:
    page = f"<p>It is 24 months.</p><p>Bob</p><div><p>{header}</p></div><p>I think it is 6 months.</p>"
    document = opened(f"{HEADERS}Content-Type: text/html; charset=utf-8\n\n{page}")
    quoted = [block for block in document.blocks if block.kind is Kind.QUOTED]
    assert len(quoted) == 2
    assert document.text[quoted[1].span.start : quoted[1].span.end] == "I think it is 6 months."


def test_what_is_signed_in_the_line_is_read_without_its_signature() -> None:
    signed = (
        "Note:\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nThe deadline is 5 May.\n- -- Bob\n"
        "-----BEGIN PGP SIGNATURE-----\nVersion: x\n\niQEcBAEB\n=abcd\n-----END PGP SIGNATURE-----\nBye.\n"
    )
    assert body(f"{HEADERS}\n{signed}") == "Note:\nThe deadline is 5 May.\n-- Bob\n\nBye."


@pytest.mark.parametrize(
    "mail",
    [
        "\n-----BEGIN PGP MESSAGE-----\n\nhQEMA5vJ\n=abcd\n-----END PGP MESSAGE-----\n",
        'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary=x\n\n--x\n'
        "Content-Type: application/pgp-encrypted\n\nVersion: 1\n--x\nContent-Type: application/octet-stream\n"
        "\n-----BEGIN PGP MESSAGE-----\n\nhQEMA5vJ\n-----END PGP MESSAGE-----\n--x--\n",
        "Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\n"
        "Content-Transfer-Encoding: base64\n\nMIAGCSqGSIb3DQEHA6CAMIACAQAxggFAMIIBPAIBADAk\n",
    ],
)
def test_what_is_encrypted_is_told(mail: str) -> None:
    document = opened(HEADERS + mail)
    assert document.text == "From: a@b.c\nSubject: Order"
    assert document.notices == (ENCRYPTED,)


def test_a_blank_line_above_the_type_of_a_mail_hides_no_part() -> None:
    kind = 'Content-type: multipart/mixed;\n boundary="x"'
    mail = f"{HEADERS}\n\n{kind}\n\n--x\nContent-Type: text/plain\n\nTen pumps.\n--x--\n"
    assert body(mail) == "Ten pumps."


def test_a_file_among_the_forms_of_a_text_is_read() -> None:
    data = alternative("See the file.", "<p>See the file.</p>").removesuffix("--x--\n")
    file = 'Content-Type: application/json; name="fees.json"\n\n{"fee": 5}\n'
    assert "Attachment: fees.json\n\nfee: 5" in opened(f"{data}--x\n{file}--x--\n").text


def test_the_only_form_of_a_text_is_read_whatever_it_is() -> None:
    part = "--x\nContent-Type: text/enriched\n\n<bold>Closed</bold> on Monday.\n--x--\n"
    assert body(f"{HEADERS}Content-Type: multipart/alternative; boundary=x\n\n{part}") == "Closed on Monday."


@pytest.mark.parametrize(
    "text",
    [
        "Your journey:\n\nFrom: London\nTo: Paris\nDate: 3 May\n\nBring your passport.",
        f"News of May\n\n{'_' * 40}\n\nThe pool opens at nine.\n\nBring your passport.",
        "| Item | Fee |\n| Boat | 5 |\n\nBring your passport.",
    ],
)
def test_a_journey_a_rule_and_a_table_are_no_earlier_mail(text: str) -> None:
    document = opened(f"{HEADERS}\n{text}\n")
    assert all(block.kind is not Kind.QUOTED for block in document.blocks)
    assert "Bring your passport." in document.text
    assert ("| Item | Fee |" in document.text) == ("| Item" in text)


@pytest.mark.parametrize("rule", ["_" * 32 + "\n", ""])
def test_the_headers_that_outlook_writes_begin_an_earlier_mail(rule: str) -> None:
    earlier = f"{rule}From: Ann\nSent: Monday\nTo: Bo\nSubject: Boat\n\nIs it free?"
    document = opened(f"{HEADERS}\nYes.\n\n{earlier}\n")
    assert document.kind_at(document.text.index("Is it free?")) is Kind.QUOTED
    assert document.kind_at(document.text.index("Yes.")) is Kind.PROSE
