"""Documents made by hand, and a library to put them in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from longdoc.documents.types import Document, Page, Section, Span
from longdoc.library.store import Library

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
