"""Opening: by content first, name second; every failure is an error that says what and what to do."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import io
import os
import sys
import tarfile
import time
import zipfile
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from longdoc.documents.formats import Format
from longdoc.documents.limits import Limits
from longdoc.documents.open import find_documents, open_document
from longdoc.documents.sniff import SNIFF_BYTES, is_pdf, sniff
from longdoc.documents.source import file_sha256
from longdoc.documents.types import Document
from longdoc.errors import (
    DamagedDocument,
    DocumentError,
    DocumentLimit,
    DocumentNotFound,
    EmptyDocument,
    EncryptedDocument,
    UnsupportedFormat,
)

LIMITS = Limits()
TEXT = "The parties agree on the fees.\n\nThey sign.\n"


def opened(data: bytes, name: str = "x", limits: Limits = LIMITS) -> Document:
    return open_document(io.BytesIO(data), name=name, limits=limits)


def zipped(*names: str, content: str = "content") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, content)
    return buffer.getvalue()


def test_a_file_keeps_its_text_source_and_hash(tmp_path: Path) -> None:
    path = tmp_path / "fees.txt"
    path.write_bytes(TEXT.encode())
    document = open_document(path)
    assert document.text == TEXT
    assert document.source == str(path)
    assert document.sha256 == hashlib.sha256(TEXT.encode()).hexdigest() == file_sha256(path)
    assert document.title == "fees"
    assert document.quote(document.sentences[0]) == "The parties agree on the fees."


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    document = open_document("-")
    assert (document.text, document.source) == (TEXT, "-")


@pytest.mark.parametrize(
    ("data", "name", "text"),
    [
        (b"<!DOCTYPE html><p>Hello there</p>", "page.txt", "Hello there"),
        (b"\xef\xbb\xbf <html><p>Hello there</p>", "x", "Hello there"),
        (b"<p>Hello <b>there</b></p>", "page.html", "Hello there"),
        (b"a < b, and no tags", "page.html", "a < b, and no tags"),
        (b"<p>as it is</p>", "notes.txt", "<p>as it is</p>"),
        (b"Write <html> first.", "notes.txt", "Write <html> first."),
        (b'{"page": "<html> <p>"}', "x.json", "page: <html> <p>"),
        (b"<!-- made by hand --><div></div><html><p>Hello there</p>", "x", "Hello there"),
        (b"// a remark\n<html><p>Hello there</p>", "page.html", "// a remark\n\nHello there"),
        (gzip.compress(b"packed", mtime=0), "x.txt.gz", "packed"),
        (gzip.compress(gzip.compress(b"<html><p>twice</p></html>", mtime=0), mtime=0), "x", "twice"),
        ("<html><p>wide</p></html>".encode("utf-16"), "x", "wide"),
    ],
)
def test_content_comes_before_the_name(data: bytes, name: str, text: str) -> None:
    assert opened(data, name).text == text


@pytest.mark.parametrize("start", [b"<!---->", b"<!--", b"<?xml ?>", b"\n", b"\t"])
def test_the_format_of_hostile_text_is_known_soon(start: bytes) -> None:
    begun_s = time.process_time()
    sniff(start * (SNIFF_BYTES // len(start)) + b"x", "x")
    assert time.process_time() - begun_s < 1


def tarred(*contents: bytes) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for number, content in enumerate(contents):
            member = tarfile.TarInfo(f"{number}.pdf")
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (tarred(b"%PDF-1.7\n", b"%PDF-1.7\n"), "x.tar", Format.ARCHIVE),
        (zipped("a.pdf", content="%PDF-1.7\n"), "x.zip", Format.ARCHIVE),
        (gzip.compress(b"%PDF-1.7\n", 0, mtime=0), "x.pdf.gz", Format.GZIP),
        (b"%PDF-1.7\n\x00", "x.tar", Format.PDF),
        (b"junk before it\n%PDF-1.7\n", "x", Format.PDF),
    ],
)
def test_an_archive_that_begins_with_a_pdf_is_none(data: bytes, name: str, kind: Format) -> None:
    assert sniff(data, name) is kind
    assert is_pdf(data[:1024], Path(name).suffix) is (kind is Format.PDF)


def test_markdown_by_name_or_by_clear_signs() -> None:
    text = b"# One\n\nwith **bold** words\n\n## Two\n\ntext\n"
    for name in ("x.md", "x.txt", "x"):
        assert [section.title for section in opened(text, name).sections] == ["One", "Two"]
    assert opened(b"# a comment\nx = 1\n# another\n", "x.py").sections == ()


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00", "PNG picture"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "JPEG picture"),
        (b"\x7fELF\x02\x01\x01\x00", "program"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "old Office format"),
        (b"AT&TFORM\x00\x00\x01\x02DJVM", "DjVu document .*ddjvu"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"),
            "Word document .*save it as DOCX",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "PowerPoint Document".encode("utf-16-le"), "PPTX or PDF"),
        (zipped("visio/document.xml"), "Visio drawing"),
        (zipped("Index/Document.iwa"), "Pages; export|Pages, which"),
        (bytes(range(256)) * 20, "binary"),
        (gzip.compress(b"7z\xbc\xaf\x27\x1c" + bytes(range(256)), mtime=0), "7-Zip archive"),
    ],
)
def test_what_is_no_document_is_named(data: bytes, what: str) -> None:
    with pytest.raises(UnsupportedFormat, match=what) as caught:
        opened(data, "thing")
    assert str(caught.value).startswith("thing")
    assert "\n" not in str(caught.value)


def test_failures_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(DocumentNotFound, match="does not exist"):
        open_document(tmp_path / "no.pdf")
    with pytest.raises(DocumentNotFound, match="folder"):
        open_document(tmp_path)
    with pytest.raises(EmptyDocument, match="is empty"):
        opened(b"")
    with pytest.raises(EmptyDocument, match="no text"):
        opened(b" \n\n ")
    with pytest.raises(EncryptedDocument, match="encrypted Office"):
        opened(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"))
    with pytest.raises(DamagedDocument):
        opened(zipped("word/document.xml")[:60])
    with pytest.raises(DocumentLimit, match="larger than"):
        opened(b"x" * 100, limits=Limits(max_file_bytes=99))
    with pytest.raises(DocumentLimit, match="characters"):
        opened(b"x" * 100, limits=Limits(max_characters=99))
    with pytest.raises(DocumentLimit, match="zip bomb"):
        opened(gzip.compress(b"x" * 40_000_000, mtime=0))


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="permissions do not bind this user")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "secret.txt"
    path.write_text(TEXT)
    path.chmod(0)
    with pytest.raises(DocumentError, match="permission denied"):
        open_document(path)


def test_gzip_that_is_cut_short_gives_what_it_has() -> None:
    packed = gzip.compress(os.urandom(50_000).hex().encode())
    document = opened(packed[: len(packed) // 2], "x.gz")
    assert len(document.text) > 1000
    assert "cut short" in document.notices[0]


@pytest.mark.parametrize(
    ("text", "name", "title"),
    [
        ("SERVICES AGREEMENT\n\ntext", "a.txt", "SERVICES AGREEMENT"),
        ("Exhibit 4.14 SERVICE AGREEMENT This Service Agreement is made.", "a.txt", "SERVICE AGREEMENT"),
        ("1 Introduction\nWe study it.", "my-paper.txt", "my-paper"),
        ("it begins in the middle of a sentence,\nand goes on.", "letters.txt.gz", "letters"),
        ("# The Guide\n\n## One\n\ntext", "x.md", "The Guide"),
        ("河南省气象条例\n\n第一条 为了", "x.txt", "河南省气象条例"),
    ],
)
def test_titles(text: str, name: str, title: str) -> None:
    assert opened(text.encode(), name).title == title


def test_finding_files_folders_and_patterns(tmp_path: Path) -> None:
    for name in ("b.txt", "a.pdf", "c.png", ".hidden.txt", "NOTES", "sub/d.md", "e.tar.gz"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(TEXT)

    def found(*paths: str, recursive: bool = False) -> list[str]:
        places = find_documents(
            [path if path == "-" else str(tmp_path / path) for path in paths], recursive=recursive
        )
        return [place if place == "-" else str(Path(place).relative_to(tmp_path)) for place in places]

    assert found("") == ["NOTES", "a.pdf", "b.txt", "e.tar.gz"]
    assert found("", recursive=True) == ["NOTES", "a.pdf", "b.txt", "e.tar.gz", "sub/d.md"]
    assert found("*.txt", "-", "c.png", "b.txt") == ["b.txt", "-", "c.png"]
    assert found("**/*.md") == ["sub/d.md"]
    for nothing in ("no.txt", "*.docx"):
        with pytest.raises(DocumentNotFound):
            found(nothing)
    (tmp_path / "empty").mkdir()
    with pytest.raises(DocumentNotFound, match="holds no document"):
        found("empty")


@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from(
        [b"", b"PK\x03\x04", b"\x1f\x8b\x08", b"<html>", b"\xff\xfe", b"# A\n\n", "第一条 ".encode("gbk")]
    ),
    st.binary(max_size=300),
    st.sampled_from(["x", "x.html", "x.md", "x.docx", "x.txt.gz"]),
)
def test_any_bytes_are_a_document_or_a_document_error(start: bytes, rest: bytes, name: str) -> None:
    message = ""
    try:
        document = opened(start + rest, name)
    except DocumentError as error:
        message = str(error)
    else:
        assert document.text.strip()
    assert "\n" not in message


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 10_000), st.integers(0, 255))
def test_a_damaged_archive_is_a_document_or_a_document_error(place: int, value: int) -> None:
    buffer = io.BytesIO()
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    with zipfile.ZipFile(buffer, "w") as archive:
        body = "<w:p><w:r><w:t>text</w:t></w:r></w:p>" * 3
        archive.writestr(
            "word/document.xml", f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'
        )
    data = bytearray(buffer.getvalue())
    data[place % len(data)] = value
    with contextlib.suppress(DocumentError):
        assert opened(bytes(data)).text


def test_texts_and_pdfs_of_real_contracts() -> None:
    folder = os.environ.get("LONGDOC_DATA")
    if not folder:
        pytest.skip("LONGDOC_DATA does not name the folder of the real documents")
    paths = sorted(Path(folder, "contracts").glob("*.txt"))
    assert paths
    headed = 0
    for path in paths:
        document = open_document(path)
        headed += bool(document.sections)
        for sentence in document.sentences:
            assert document.quote(sentence).strip() == document.quote(sentence)
    assert headed >= 0.9 * len(paths)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_waited_for_as_long_as_the_time_limit(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    begun_s = time.monotonic()
    with pytest.raises(DocumentLimit, match=r"was not complete within 0\.3 s"):  # nobody writes
        open_document(pipe, limits=Limits(file_seconds=0.3))
    assert time.monotonic() - begun_s < 5
    writer = os.open(pipe, os.O_WRONLY)  # for the reader above, which still waits
    os.close(writer)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_that_ends_in_time_is_read(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    Thread(target=pipe.write_text, args=("The rent is 5 euros.",), daemon=True).start()
    assert open_document(pipe, limits=Limits(file_seconds=30)).text == "The rent is 5 euros."
