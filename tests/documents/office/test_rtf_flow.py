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


def test_a_starred_footnote_is_read() -> None:
    extract = read(rb"\pard It ends{\super\chftn{\*\footnote\chftn\pard Unless renewed.}}.\par")
    assert extract.text == "It ends[1].\n\n[1] Unless renewed."


def test_the_formats_of_a_number_are_not_those_of_its_paragraph() -> None:
    heading = rb"{\stylesheet{\s1\outlinelevel0 Heading 1;}}\pard\s1{\listtext\pard\plain 1.\tab}Term\par"
    extract = read(heading + rb"\pard It ends in May.\par")
    assert [section.title for section in extract.sections] == ["1. Term"]
    item = rb"\pard\intbl{\listtext\pard\plain \u8226 ?\tab}%s\par"
    assert read(ROW % (b"Fruit", item % b"ripe" + item % b"red")).text == "Fruit | • ripe • red"


def test_cells_over_several_columns_are_recognised_by_their_edges() -> None:
    def row(edges: tuple[int, ...], *cells: bytes) -> bytes:
        forms = b"".join(rb"\cellx%d" % edge for edge in edges)
        return (
            rb"\trowd" + forms + rb"\pard\intbl " + b"".join(rb"%s\cell " % cell for cell in cells) + rb"\row"
        )

    head = row((100, 305, 400), b"Item", b"Rent", b"Due")
    body = row((100, 200, 300, 400), b"Port", b"10", b"12", b"May")
    extract = read(head + body + rb"\pard Done.\par")
    assert extract.text == "Item | Rent |  | Due\nPort | 10 | 12 | May\n\nDone."
    assert [(cell.column, cell.columns) for cell in extract.tables[0].cells[:2]] == [(0, 1), (1, 2)]


def test_cells_merged_with_the_one_on_their_left_are_one() -> None:
    head = rb"\trowd\cellx100\clmgf\cellx200\clmrg\cellx300\pard\intbl Item\cell Rent\cell\cell\row"
    body = rb"\trowd\cellx100\cellx200\cellx300\pard\intbl Port\cell 10\cell 12\cell\row"
    extract = read(head + body + rb"\pard Done.\par")
    assert extract.text == "Item | Rent |\nPort | 10 | 12\n\nDone."
    assert extract.tables[0].cells[1].columns == 2


def test_pictures_are_told_once() -> None:
    picture = rb"{\pict\pngblip 89504e47}"
    extract = read(rb"\pard Text {\*\shppict" + picture + rb"}{\nonshppict" + picture + rb"}\par")
    assert extract.notices == ("1 picture has no description: what it shows is not in the text",)


def test_a_cell_ends_where_the_nearest_of_the_widest_row_does() -> None:
    narrow = rb"\trowd\cellx1000\cellx2010\cellx3000\pard\intbl A\cell B\cell C\cell\row"
    wide = rb"\trowd\cellx2000\cellx3000\pard\intbl Both\cell D\cell\row"
    (table,) = read(narrow + wide).tables
    assert [(cell.row, cell.column, cell.columns) for cell in table.cells if cell.row] == [
        (1, 0, 2), (1, 1, 1), (1, 2, 1),
    ]  # fmt: skip
