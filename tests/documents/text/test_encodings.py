"""Encodings that a file names: those that documents are written in, and nothing else that Python knows."""

from __future__ import annotations

import io
import time

import pytest

from longdoc.documents.open import open_document
from longdoc.documents.text.encodings import decode, decode_as_declared, decode_declared

TRICKS = [
    "punycode",
    "idna",
    "unicode_escape",
    "raw-unicode-escape",
    "undefined",
    "utf-7",
    "hex",
    "no\udcffsuch",
]


@pytest.mark.parametrize("charset", ["hex", "base64", "rot13", "zlib"])
def test_codecs_that_are_no_encodings_are_left_aside(charset):
    assert decode_declared("The fée is 5.".encode("cp1252"), charset)[0] == "The fée is 5."


@pytest.mark.parametrize("charset", TRICKS)
def test_what_no_document_is_written_in_is_not_believed(charset):
    assert decode_as_declared(b"The fee is \\ud800 5.", charset) is None


@pytest.mark.parametrize("charset", ["utf-8", "KOI8-R", "gb18030", "shift_jis", "cp1252", "utf-16-le"])
def test_what_they_are_written_in_is(charset):
    text = "The fee is 5."
    assert decode_as_declared(text.encode(charset), charset) == text


@pytest.mark.parametrize(
    ("charset", "data", "text"),
    [
        ("iso-8859-1", b"Pay \x8050, don\x92t", "Pay €50, don’t"),
        ("latin1", b"caf\xe9", "café"),
        ("GB2312", "镕基".encode("gbk"), "镕基"),
        ("gbk", "㐂".encode("gb18030"), "㐂"),
        ("iso-8859-15", b"Pay \xa450", "Pay €50"),
        ("iso-8859-1", "Die Gebühr: 40 €".encode(), "Die Gebühr: 40 €"),
        ("windows-1251", "Плата".encode("cp1251"), "Плата"),
        ("koi8-r", "Плата".encode("koi8-r"), "Плата"),
        ("iso-8859-8-i", "דמי".encode("iso8859-8"), "דמי"),
        ("Shift_JIS", "㈱髙田①".encode("cp932"), "㈱髙田①"),
        ("x-sjis", "契約".encode("cp932"), "契約"),
        ("euc-kr", "똠방각하".encode("cp949"), "똠방각하"),
        ("big5", "邨".encode("big5hkscs"), "邨"),
        ("iso-8859-9", b"\x93Kira\x94 s\xf6zle\xfemesi", "“Kira” sözleşmesi"),
        ("x-mac-roman", "café".encode("mac-roman"), "café"),
        ("win-1251", "Ключ".encode("cp1251"), "Ключ"),
    ],
)
def test_a_small_set_is_read_as_the_larger_one_that_programs_mean_by_it(charset, data, text):
    assert decode_as_declared(data, charset) == text


@pytest.mark.parametrize("charset", ["punycode", "unicode_escape", "undefined"])
def test_a_page_that_names_one_is_read_soon(charset):
    page = f'<html><head><meta charset="{charset}"></head><body><p>The fee is \\ud800 5.</p>'.encode()
    begun_s = time.process_time()
    document = open_document(io.BytesIO(page + b"<p>is it so?</p>-" * 8_000), name="fees.html")
    assert "The fee is \\ud800 5." in document.text
    assert time.process_time() - begun_s < 20


@pytest.mark.parametrize("charset", [*TRICKS[:-1], "x\udcff\udcfe"])
def test_a_mail_that_names_one_is_read(charset):
    name = charset.encode("utf-8", "surrogateescape")
    head = (
        b"From: =?%s?q?A=20person?= <a@example.com>\nSubject: Fees\nContent-Type: text/html; charset=%s\n\n"
    )
    mail = head % (name, name) + b"<p>The fee is \\ud800 5.</p>"
    document = open_document(io.BytesIO(mail), name="fees.eml")
    assert "The fee is \\ud800 5." in document.text


@pytest.mark.parametrize(
    ("charset", "text", "is_told"),
    [
        ("iso-8859-1", "Le loyer est payé à l’avance.", True),
        ("gb2312", "会议于四月三日在北京举行。", True),
        ("koi8-r", "Ключ", True),
        ("utf-16", "Le loyer est payé.", False),
        ("nonsense", "Le loyer est payé.", False),
    ],
)
def test_utf8_is_read_as_such_whatever_it_declares(charset: str, text: str, is_told: bool) -> None:
    read, notices = decode_declared(text.encode(), charset)
    assert read == text
    assert len(notices) == is_told


def test_few_characters_of_two_bytes_are_no_utf8() -> None:
    both = "鄄".encode("gbk")
    assert both.decode("utf-8", "ignore") != ""
    assert decode_declared(both, "gbk") == ("鄄", ())


def test_a_declared_encoding_is_kept_where_a_byte_is_invalid_in_it() -> None:
    written = "Арендатор платит. ".encode("cp1251") + b"\x98" + "Срок истекает.".encode("cp1251")
    read, (told,) = decode_declared(written, "windows-1251")
    assert read == "Арендатор платит. \ufffdСрок истекает."
    assert told == "1 place is not valid CP1251 and is shown as \ufffd"


def test_text_that_declares_utf8_and_holds_none_is_decoded_by_its_content() -> None:
    assert decode("Договор аренды".encode("cp1251"), says_utf8=True)[0] == "Договор аренды"


def test_byte_order_marks_inside_a_text_are_no_part_of_it() -> None:
    assert decode("one\n".encode("utf-8-sig") + "two".encode("utf-8-sig"))[0] == "one\ntwo"


KOREAN = "임대차 계약\n\n임대 기간은 2031년 12월 31일에 끝난다. 월세는 90만 원이다."
THAI = "สัญญาเช่า\n\nสัญญาเช่าสิ้นสุดวันที่ 31 ธันวาคม 2031"
HINDI = "किराया अनुबंध\n\nअनुबंध 31 दिसंबर 2031 को समाप्त होता है।"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (KOREAN, "iso2022_kr"), (KOREAN, "euc-kr"), (THAI, "utf-16-le"), (THAI, "utf-16-be"),
        (HINDI, "utf-16-le"), (HINDI, "utf-16-be"), ("ხელშეკრულება იწყება 2031 წელს.", "utf-16-le"),
    ],
)  # fmt: skip
def test_a_file_that_does_not_say_its_encoding_is_read(text: str, encoding: str) -> None:
    assert open_document(io.BytesIO(text.encode(encoding)), name="lease.txt").text == text


@pytest.mark.parametrize("first", ["utf-8", "cp1252"])
def test_lines_in_utf16_that_were_appended_to_a_file_are_read(first: str) -> None:
    written = "Die Gebühr ist fünf.\n".encode(first) + "Später: 10 €.\n".encode("utf-16-le")
    document = open_document(io.BytesIO(written), name="log.txt")
    assert document.text == "Die Gebühr ist fünf.\nSpäter: 10 €.\n"
    assert document.notices[-1] == "its end is in UTF-16, and was read so"


def test_chinese_in_utf16_with_latin_words_is_one_text() -> None:
    text = "租赁合同编号三二一月租金四千五百元 Service Agreement 至十二月三十一日止。"
    assert decode(text.encode("utf-16-le"))[0] == text


FRENCH = "Propriétaire : Hélène Œillet, à côté de l'église. Le bail prend fin en décembre."


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (FRENCH.encode() + "\nL'été à Orléans".encode("cp1252"), f"{FRENCH}\nL'été à Orléans"),
        (b"\xef\xbb\xbf" + "Die Gebühr ist 5 €.".encode("cp1252"), "Die Gebühr ist 5 €."),
        (b"\xef\xbb\xbf" + "Срок аренды истекает.".encode("cp1251"), "Срок аренды истекает."),
        ("ï»¿The fee is 5 €.".encode(), "The fee is 5 €."),
    ],
)
def test_text_that_is_only_in_part_in_utf8_is_read(written: bytes, text: str) -> None:
    assert decode(written)[0] == text
