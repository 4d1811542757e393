"""Tables of AsciiDoc have the columns that they declare, and cells that are merged or repeated."""

from __future__ import annotations

import time

import pytest

from longdoc.documents.extract import Extract
from longdoc.documents.read import read_source
from longdoc.documents.source import Source


def read(table: str, attributes: str = "") -> Extract:
    return read_source(Source(f"{attributes}\n|===\n{table}\n|===\n".encode(), "x.adoc"))


@pytest.mark.parametrize(
    "columns", ['cols="1,1,2"', "cols=3*", 'cols="3"', 'cols="<1;^.^2a;>s"', "cols='2*,1'"]
)
def test_cells_on_lines_of_their_own_fill_the_declared_columns(columns: str) -> None:
    extract = read("|Item\n|Place\n|Price\n\n|Valve\n|Hull\n|5", f'[{columns},options="header"]')
    assert extract.text == "Item | Place | Price\nValve | Hull | 5"


@pytest.mark.parametrize(
    ("table", "text"),
    [
        ("|A |B |C\n\n2+|both |x", "A | B | C\nboth |  | x"),
        ("|A |B |C\n\n.2+|down |1 |2\n|3 |4", "A | B | C\ndown | 1 | 2\ndown | 3 | 4"),
        ("|A |B |C\n\n2.2+|block |1\n|2\n|x |y |z", "A | B | C\nblock |  | 1\nblock |  | 2\nx | y | z"),
        ("|A |B\n\n2*|same\n2*.^|more", "A | B\nsame | same\nmore | more"),
        ("2+|Both |C\n\n|1 |2 |3", "Both |  | C\n1 | 2 | 3"),
        ("|A |B\n\na|styled ^.>s|too", "A | B\nstyled | too"),
        ("|A |B\n\n|C++|x", "A | B\nC++ | x"),
        ("|A |B\n\n|pier 5|a b c|", "A | B\npier 5 | a b c"),
        ("|A |B\n\n|one\ntwo 3 |x", "A | B\none two 3 | x"),
        ("|A |B\n\n|a \\| b |x", "A | B\na \\| b | x"),
    ],
)
def test_what_stands_before_a_cell_describes_it_and_is_no_text(table: str, text: str) -> None:
    assert read(table).text == text


@pytest.mark.parametrize(
    "line", ["|x " * 50_000, "9999*|x\n" * 300, ".1000+|x " * 1000 + "\n|y", "|" + " " * 90_000]
)
def test_large_counts_take_little_time(line: str) -> None:
    started = time.monotonic()
    read(line, "[cols=1000]")
    assert time.monotonic() - started < 20
