"""RTF: where tables begin and end."""

from __future__ import annotations

import pytest

from longdoc.documents.extract import Extract
from longdoc.documents.read import read_source
from longdoc.documents.source import Source

ROW = rb"\trowd\pard\intbl %s\cell %s\cell\row"


def read(body: bytes) -> Extract:
    return read_source(Source(rb"{\rtf1\ansi " + body + b"}", "x.rtf"))


@pytest.mark.parametrize("between", [rb"\pard\par", rb"\pard\par\par", rb"\pard \par"])
def test_an_empty_paragraph_parts_two_tables(between: bytes) -> None:
    extract = read(ROW % (b"Item", b"Price") + between + ROW % (b"Port", b"Boats") + rb"\pard Done.\par")
    assert extract.text == "Item | Price\n\nPort | Boats\n\nDone."
    assert len(extract.tables) == 2


@pytest.mark.parametrize("between", [b"", rb"\pard", rb"\pard\intbl\par"])
def test_rows_without_a_paragraph_between_them_are_one_table(between: bytes) -> None:
    extract = read(ROW % (b"Item", b"Price") + between + ROW % (b"Valve", b"5") + rb"\pard Done.\par")
    assert extract.text == "Item | Price\nValve | 5\n\nDone."


def test_an_empty_paragraph_in_a_cell_ends_no_table() -> None:
    first = ROW % (b"Item", b"Price")
    extract = read(first + rb"\trowd\pard\intbl Valve\cell\pard\par 5\cell\row\pard Done.\par")
    assert extract.text == "Item | Price\nValve | 5\n\nDone."
