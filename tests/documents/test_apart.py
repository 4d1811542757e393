"""A large file is read in a process of its own: the same document, within its time and memory."""

from __future__ import annotations

import io
import subprocess
import sys
import time

import pytest

from longdoc.documents import apart, apart_worker
from longdoc.documents.limits import Limits
from longdoc.documents.open import open_document
from longdoc.documents.source import Source
from longdoc.documents.types import Document, Page, Span
from longdoc.errors import DamagedDocument, DocumentLimit, UnsupportedFormat

PAGE = (
    "<html><body><h1>Fees</h1><p>The fee is 5 euros, due in May.</p><table><tr><th>Who</th><th>Fee</th></tr>"
    "<tr><td>A</td><td>5</td></tr></table><ul><li>one</li></ul></body></html>"
)


def test_it_gives_the_same_document(monkeypatch):
    here = open_document(io.BytesIO(PAGE.encode()), name="fees.html")
    monkeypatch.setattr(apart, "LARGE_BYTES", 10)
    there = open_document(io.BytesIO(PAGE.encode()), name="fees.html")
    assert there == here
    assert there.tables
    assert there.sections


@pytest.mark.parametrize(("begin", "large"), [(b"%PDF-1.7", False), (b"PK\x03\x04a.pdf%PDF-1.7", True)])
def test_an_archive_that_begins_with_a_pdf_is_read_apart_but_no_pdf(begin, large):
    assert apart.is_large(Source(begin + bytes(apart.LARGE_PACKED_BYTES), "x")) is large


@pytest.mark.parametrize(
    ("raw", "name", "expected"),
    [
        (b"PK\x03\x04 cut short", "a.docx", DamagedDocument),
        (b"\xff\xd8\xff\xe0" + bytes(range(256)), "a.jpg", UnsupportedFormat),
    ],
)
def test_errors_come_back_as_what_they_are(monkeypatch, raw, name, expected):
    monkeypatch.setattr(apart, "LARGE_BYTES", 1)
    monkeypatch.setattr(apart, "LARGE_PACKED_BYTES", 1)
    with pytest.raises(expected, match=name):
        open_document(io.BytesIO(raw), name=name)


def test_it_takes_no_more_time_than_it_may():
    raw = b"a line that is read.\n" * 400_000
    begun_s = time.monotonic()
    with pytest.raises(DocumentLimit, match="--timeout"):
        open_document(io.BytesIO(raw), name="long.txt", limits=Limits(file_seconds=0.2))
    assert time.monotonic() - begun_s < 30


def test_it_takes_no_more_memory_than_it_may():
    raw = b"<p>a line</p>" * 400_000
    with pytest.raises(DocumentLimit, match="memory"):
        open_document(io.BytesIO(raw), name="long.html", limits=Limits(max_memory_bytes=100_000_000))


@pytest.mark.skipif(sys.platform == "win32", reason="limits of Unix")
def test_a_process_that_may_not_write_makes_no_file_grow(tmp_path):
    code = (
        "import sys; from pathlib import Path; from longdoc.documents.process import limit_memory;"
        "limit_memory(1 << 32, may_write=False); Path(sys.argv[1]).write_text('taken over')"
    )
    run = subprocess.run([sys.executable, "-c", code, tmp_path / "file"], capture_output=True, text=True)
    assert run.returncode
    assert "File too large" in run.stderr
    assert not (tmp_path / "file").read_bytes()


def test_it_tells_which_pages_were_recognised():
    page = Page(1, "1", Span(0, 5), recognised=True)
    answer = io.BytesIO()
    apart_worker._write(answer, Source(b""), lambda _: Document("Words", (page,), (), "", "", ""))
    assert apart._unpacked(answer.getvalue(), "scan.zip").pages == (page,)
