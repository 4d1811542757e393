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


def test_of_a_field_only_its_result_is_shown() -> None:
    city = rb"{\field{\*\fldinst MERGEFIELD City}{\fldrslt Paris}}"
    field = rb"{\field{\*\fldinst IF " + city + rb' = "Paris" "a" "b"}{\fldrslt a}}'
    assert read(rb"\pard It is " + field + rb" day.\par").text == "It is a day."


def test_what_older_programs_show_in_place_of_a_shape_is_left_out() -> None:
    shape = rb"{\shp{\*\shpinst{\shptxt \pard Box\par}}{\shprslt{\pard Box{\footnote Note}\par}}}"
    assert read(rb"\pard Text " + shape + rb"\par").text == "Text\n\nBox"


def test_a_cell_that_continues_the_one_above_has_its_text() -> None:
    def row(cover: bytes, first: bytes, second: bytes) -> bytes:
        return (
            rb"\trowd"
            + cover
            + rb"\cellx100\cellx200\pard\intbl "
            + first
            + rb"\cell "
            + second
            + rb"\cell\row"
        )

    rows = row(b"", b"Region", b"Rent") + row(rb"\clvmgf", b"North", b"12") + row(rb"\clvmrg", b"", b"13")
    assert read(rows + row(b"", b"", b"14")).text == "Region | Rent\nNorth | 12\nNorth | 13\n| 14"


@pytest.mark.parametrize(
    ("page", "encoding"), [(rb"\mac", "mac_roman"), (rb"\pc", "cp437"), (rb"\pca", "cp850"),
                           (rb"\ansi\ansicpg10007", "mac_cyrillic")],
)  # fmt: skip
def test_characters_are_those_of_the_page(page: bytes, encoding: str) -> None:
    word = "Привет" if encoding == "mac_cyrillic" else "Größe"
    written = b"".join(rb"\'%02x" % byte for byte in word.encode(encoding))
    extract = read_source(Source(rb"{\rtf1" + page + rb"\pard " + written + rb"\par}", "x.rtf"))
    assert extract.text == word


def test_equations_are_told() -> None:
    extract = read(rb"\pard It is {\mmath{\*\moMath{\mr x=2}}}.\par")
    assert (extract.text, extract.notices) == ("It is .", ("1 equation was not read",))
