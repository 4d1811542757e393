"""Encodings that a file names: those that documents are written in, and nothing else that Python knows."""

from __future__ import annotations

import io
import time

import pytest

from longdoc.documents.open import open_document
from longdoc.documents.text.encodings import decode_as_declared

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
        ("Shift_JIS", "①".encode("cp932"), "①"),
        ("iso-8859-8-i", "דמי".encode("iso8859-8"), "דמי"),
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
