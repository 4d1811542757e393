"""Documents made by hand, and a library to put them in."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from longdoc.documents.types import Document, Page, Section, Span
from longdoc.library.cache import Cache
from longdoc.library.store import Library
from longdoc.network.torch.checkpoint import tiny_model

MakeDocument = Callable[..., Document]


def _document(text: str, name: str = "contract.txt", *, bytes_: bytes | None = None) -> Document:
    middle = len(text) // 2
    pages = (Page(1, "i", Span(0, middle)), Page(2, "1", Span(middle, len(text)), has_text=False))
    sections = (Section("1 All", 1, Span(0, len(text))), Section("1.1 Half", 2, Span(middle, len(text))))
    digest = sha256(bytes_ if bytes_ is not None else text.encode("utf-8", "surrogatepass")).hexdigest()
    return Document(text, pages, sections, f"Title of {name}", name, digest, ("page 2 has no text layer",))


@pytest.fixture(scope="session")
def make_document() -> MakeDocument:
    return _document


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library(tmp_path / "library")
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def tiny():
    return tiny_model()


@pytest.fixture
def cache(library):
    return Cache(library)


@pytest.fixture
def secret(tmp_path):
    """A PDF that only a password opens."""
    from pypdf import PdfReader, PdfWriter
    from reportlab.pdfgen.canvas import Canvas

    plain = tmp_path / "plain.pdf"
    canvas = Canvas(str(plain))
    canvas.drawString(72, 700, "The secret is liability.")
    canvas.save()
    writer = PdfWriter(clone_from=PdfReader(plain))
    writer.encrypt("open sesame", algorithm="RC4-128")
    path = tmp_path / "secret.pdf"
    with path.open("wb") as file:
        writer.write(file)
    plain.unlink()
    return path
