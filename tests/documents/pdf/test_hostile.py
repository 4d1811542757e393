"""PDFs that are damaged, encrypted, empty, scanned, huge or hostile: a clear outcome each, and soon."""

from __future__ import annotations

import io
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, StreamObject
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from longdoc.documents.limits import Limits
from longdoc.documents.pdf.reader import read_pdf
from longdoc.errors import DamagedDocument, DocumentLimit, EmptyDocument, EncryptedDocument, UnsupportedFormat


def book(pages: int, lines: int = 12) -> bytes:
    """Pages of unlike lines."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=1)
    for page in range(1, pages + 1):
        for index in range(lines):
            canvas.drawString(
                72, 760 - 14 * index, f"On leaf {page} the word {page * 31 + index * 17} is said."
            )
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def with_content(data: bytes, page: int, content: bytes) -> bytes:
    """The same PDF with other content on one page (from 0)."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    stream = DecodedStreamObject()
    stream.set_data(content)
    writer.pages[page][NameObject("/Contents")] = writer._add_object(stream.flate_encode())
    return written(writer)


def written(writer: PdfWriter) -> bytes:
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def encrypted(user: str, owner: str, algorithm: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(book(2))))
    writer.encrypt(user, owner, algorithm=algorithm)
    return written(writer)


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-256"])
def test_an_empty_password_opens_by_itself(algorithm: str) -> None:
    assert "leaf 2" in read_pdf(encrypted("", "owner", algorithm)).text


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-256"])
def test_a_password_is_asked_for_checked_and_used(algorithm: str) -> None:
    data = encrypted("open sesame", "owner", algorithm)
    with pytest.raises(EncryptedDocument, match="--password"):
        read_pdf(data)
    with pytest.raises(EncryptedDocument, match="wrong"):
        read_pdf(data, password="sesame")
    for password in ("open sesame", "owner"):
        assert "leaf 2" in read_pdf(data, password=password).text


def test_a_needless_password_does_no_harm() -> None:
    assert "leaf 1" in read_pdf(book(1), password="x").text


def test_a_file_cut_short_yields_its_first_pages() -> None:
    data = book(30)
    extract = read_pdf(data[: len(data) * 6 // 10])
    assert "leaf 1 " in extract.text
    assert "leaf 5 " in extract.text
    assert extract.notices[0].startswith("the file is damaged or cut short: only the 30 pages found in it")
    assert not any("cut short" in notice for notice in read_pdf(data).notices)


def test_a_file_of_which_no_text_is_left_is_damaged_rather_than_scanned() -> None:
    data = book(2)
    first_text = data.index(b"stream")  # after the pages, which say what they consist of
    with pytest.raises(DamagedDocument, match="damaged or cut short: the PDF holds no text on 2 pages"):
        read_pdf(data[:first_text], limits=Limits(ocr="never"))


def test_garbage_in_a_page_costs_that_page() -> None:
    data = with_content(book(5), 2, b"BT (x) Tj ET")
    start = data.rindex(b"stream\n", 0, data.rindex(b"endstream")) + 7
    data = data[:start] + b"\x00garbage" + data[start + 8 :]
    extract = read_pdf(data)
    assert "leaf 2 " in extract.text
    assert "leaf 4 " in extract.text
    assert not extract.pages[2].has_text
    assert any("page 3" in notice for notice in extract.notices)


def test_what_is_no_pdf_is_said_to_be_none() -> None:
    for data in (b"", b"hello", b"PK\x03\x04" + bytes(100)):
        with pytest.raises(UnsupportedFormat):
            read_pdf(data)


def test_a_header_alone_is_damaged() -> None:
    with pytest.raises((DamagedDocument, EmptyDocument)):
        read_pdf(b"%PDF-1.7\n%%EOF\n")


def test_no_pages() -> None:
    with pytest.raises((EmptyDocument, DamagedDocument)):
        read_pdf(written(PdfWriter()))


def scanned(pages: int, with_text: tuple[int, ...] = ()) -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    picture = ImageReader(Image.new("L", (50, 70), 128))
    for page in range(pages):
        canvas.drawImage(picture, 0, 0, *A4)
        if page in with_text:
            canvas.drawString(72, 700, "A page with a text layer.")
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def test_scanned_pages_are_counted_and_named() -> None:
    extract = read_pdf(scanned(6, with_text=(0, 3)))
    assert [page.has_text for page in extract.pages] == [True, False, False, True, False, False]
    empty, pictured = extract.notices
    assert empty.startswith("no text on 4 pages of 6 (scanned or empty): pages 2-3, 5-6; pip install")
    told = "2 pages of 6 mostly a picture: only the text beside it was read: pages 1, 4; pip install"
    assert pictured.startswith(told)


@pytest.mark.parametrize(
    ("share", "lines", "mode"),
    [(0.5, 1, 0), (0.9, 20, 0), (0.9, 1, 3)],
    ids=["a small picture", "much text", "an OCR layer"],
)
def test_a_picture_with_text_of_its_own_is_no_scan_without_text(share: float, lines: int, mode: int) -> None:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    canvas.drawImage(ImageReader(Image.new("L", (50, 70), 255)), 0, 0, A4[0], share * A4[1])
    text = canvas.beginText(72, 700)
    text.setTextRenderMode(mode)
    text.textLines(["The dividend was fixed at six per cent."] * lines)
    canvas.drawText(text)
    canvas.save()
    assert not any("mostly a picture" in notice for notice in read_pdf(file.getvalue()).notices)


def test_a_scan_without_any_text_is_empty() -> None:
    with pytest.raises(EmptyDocument, match="OCR"):
        read_pdf(scanned(3))


def test_a_page_that_unpacks_too_far_is_reported() -> None:
    data = with_content(book(4), 1, b" " * 40_000_000)
    assert len(data) < 200_000
    extract = read_pdf(data, limits=Limits(max_page_decompressed_bytes=4 << 20))
    assert "leaf 3 " in extract.text
    assert not extract.pages[1].has_text
    assert any("page 2" in notice for notice in extract.notices)


def test_a_bomb_within_a_bomb_does_not_take_the_memory() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(book(3))))
    bomb = StreamObject()
    bomb._data = zlib.compress(zlib.compress(bytes(1 << 26), 9), 9)
    bomb[NameObject("/Filter")] = ArrayObject([NameObject("/FlateDecode"), NameObject("/FlateDecode")])
    writer.pages[1][NameObject("/Contents")] = writer._add_object(bomb)
    extract = read_pdf(written(writer), limits=Limits(max_page_decompressed_bytes=8 << 20))
    assert "leaf 3 " in extract.text
    assert not extract.pages[1].has_text


def test_a_page_that_takes_too_long_is_given_up() -> None:
    endless = b"BT /F1 10 Tf " + b"1 0 0 1 1 1 Tm (a) Tj " * 3_000_000 + b"ET"
    data = with_content(book(4), 1, endless)
    started = time.monotonic()
    page_seconds = 2  # PDFium comes to the end of this page in about three
    extract = read_pdf(data, limits=Limits(page_seconds=page_seconds))
    assert time.monotonic() - started < 60
    assert "leaf 1 " in extract.text
    assert "leaf 4 " in extract.text
    assert not extract.pages[1].has_text
    assert any("page 2" in notice for notice in extract.notices)


def test_forms_that_draw_each_other_without_end() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(book(3))))
    page = writer.pages[1]
    form = DecodedStreamObject()
    form.set_data(b"/A Do /A Do")
    form[NameObject("/Type")] = NameObject("/XObject")
    form[NameObject("/Subtype")] = NameObject("/Form")
    reference = writer._add_object(form)
    resources = DictionaryObject({NameObject("/XObject"): DictionaryObject({NameObject("/A"): reference})})
    form[NameObject("/Resources")] = resources
    page[NameObject("/Resources")] = resources
    content = DecodedStreamObject()
    content.set_data(b"/A Do")
    page[NameObject("/Contents")] = writer._add_object(content)
    extract = read_pdf(written(writer), limits=Limits(page_seconds=4))
    assert "leaf 3 " in extract.text


def test_too_many_pages_and_too_many_bytes() -> None:
    with pytest.raises(DocumentLimit, match="pages"):
        read_pdf(book(3), limits=Limits(max_pages=2))
    with pytest.raises(DocumentLimit, match="bytes"):
        read_pdf(book(1), limits=Limits(max_file_bytes=100))
    with pytest.raises(DocumentLimit, match="characters"):
        read_pdf(book(1), limits=Limits(max_characters=100))


def test_a_thousand_pages() -> None:
    extract = read_pdf(book(1000, lines=4))
    assert len(extract.pages) == 1000
    for number in (1, 500, 1000):
        page = extract.pages[number - 1]
        assert f"leaf {number} " in extract.text[page.span.start : page.span.end]


def test_a_path_is_read_as_its_bytes_are(tmp_path: Path) -> None:
    data = book(3)
    path = tmp_path / "book with blanks.pdf"
    path.write_bytes(data)
    assert read_pdf(path).text == read_pdf(str(path)).text == read_pdf(data).text


def test_the_worker_loads_nothing_heavy() -> None:
    code = (
        "import sys, longdoc.documents.pdf.worker;"
        "print([m for m in ('torch', 'numpy', 'typer', 'rich', 'tokenizers', 'lxml') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def _slow_page(seconds_worth: int) -> bytes:
    return b"BT /F1 12 Tf (slow) Tj ET " + b"0 0 m 1 1 l S " * (400_000 * seconds_worth)


def test_a_file_that_takes_too_long_keeps_what_was_read() -> None:
    data = book(12)
    for page in range(2, 12):
        data = with_content(data, page, _slow_page(20))
    begun = time.monotonic()
    extract = read_pdf(data, limits=Limits(file_seconds=5, page_seconds=60))
    assert time.monotonic() - begun < 30
    assert "leaf 2 " in extract.text
    assert len(extract.pages) == 12
    assert any("not read within the time for the whole file" in notice for notice in extract.notices)


def test_characters_are_counted_while_pages_come() -> None:
    with pytest.raises(DocumentLimit, match="characters"):
        read_pdf(book(40), limits=Limits(max_characters=600))


@pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
def test_a_worker_ends_with_its_parent(tmp_path: Path) -> None:
    path = tmp_path / "slow.pdf"
    path.write_bytes(with_content(book(1), 0, _slow_page(40)))
    code = "import sys; from longdoc.documents.open import open_document; open_document(sys.argv[1])"
    parent = subprocess.Popen([sys.executable, "-c", code, path])
    workers = _wait_for(lambda: _children(parent.pid))
    assert workers
    parent.kill()
    parent.wait()
    assert _wait_for(lambda: not any(map(_lives, workers)))


def _wait_for(found: Callable[[], Any], seconds: float = 20.0) -> Any:
    until = time.monotonic() + seconds
    while not (result := found()) and time.monotonic() < until:
        time.sleep(0.1)
    return result


def _children(process: int) -> list[int]:
    listed = subprocess.run(
        ["ps", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True
    ).stdout
    rows = [line.split(None, 2) for line in listed.splitlines()]
    return [int(row[0]) for row in rows if row[1] == str(process) and "pdf.worker" in row[2]]


def _lives(process: int) -> bool:
    listed = subprocess.run(["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True).stdout
    return bool(listed.strip()) and not listed.startswith("Z")


def crowded(pages: int, crowded_pages: int) -> bytes:
    """A book whose first pages hold more characters than any page that is meant to be read."""
    from longdoc.documents.pdf.page_text import MOST_CHARACTERS

    lines = b"".join(b"1 0 0 1 20 %d Tm (%s) Tj " % (20 + i, b"w" * 30_000) for i in range(20))
    assert MOST_CHARACTERS < 20 * 30_000
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(book(pages))))
    stream = DecodedStreamObject()
    stream.set_data(b"BT /F1 1 Tf " + lines + b"ET")
    content = writer._add_object(stream.flate_encode())
    for page in range(crowded_pages):
        writer.pages[page][NameObject("/Contents")] = content
    return written(writer)


def test_a_page_with_too_many_characters_is_told_and_the_others_read():
    extract = read_pdf(crowded(3, 1))
    assert "On leaf 3 the word" in extract.text
    assert any("page 1 (too many characters)" in notice for notice in extract.notices)


def test_many_such_pages_end_the_reading_soon():
    with pytest.raises(DocumentLimit, match="characters"):
        read_pdf(crowded(40, 40))


def test_their_characters_count_towards_the_limit_of_the_file():
    with pytest.raises(DocumentLimit, match="more than 1,000,000 characters"):
        read_pdf(crowded(5, 3), limits=Limits(max_characters=1_000_000))
