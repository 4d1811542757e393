"""Records that have other numbers of cells than the rest are read as they were meant."""

from __future__ import annotations

import pytest

from longdoc.documents.read import read_source
from longdoc.documents.source import Source

COUNTRIES = "Country,Population,Area\nNorway,5379000,385207\nSweden,10350000,450295\n"
ROWS = "Country | Population | Area\nNorway | 5379000 | 385207\nSweden | 10350000 | 450295"


def read(text: str) -> str:
    return read_source(Source(text.encode(), "x.csv")).text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"# census, table 4\n# of 2024\n{COUNTRIES}", f"# census, table 4\n\n# of 2024\n{ROWS}"),
        (f"Report, of 2024\n\n{COUNTRIES}", f"Report, of 2024\n\n{ROWS}"),
        (f"{COUNTRIES}\nSource: an office, 2023\n", f"{ROWS}\n\nSource: an office, 2023"),
        (f"{COUNTRIES}Source: an office, 2023\n", f"{ROWS}\n\nSource: an office, 2023"),
    ],
)
def test_lines_of_words_around_the_records_stay_whole(text: str, shown: str) -> None:
    assert read(text) == shown


def test_a_comma_before_a_blank_parts_no_cells_too_many() -> None:
    people = "Name,City,Age\nBerg, Anna,Oslo,31\nDiaz,Hull,22\nEck,Bath,33\n"
    assert read(people) == "Name | City | Age\nBerg, Anna | Oslo | 31\nDiaz | Hull | 22\nEck | Bath | 33"
    assert read("Name, City, Age\nAnna, Oslo, 31\nBen, York\n").endswith("Ben | York |")


@pytest.mark.parametrize("quote", ['"', ""])
def test_row_names_without_a_header_shift_no_column(quote: str) -> None:
    cars = "mpg,cyl\nMazda,21.4,6\nDatsun,22.8,4\nFiat,32.4,4\n"
    text = "\n".join(",".join(f"{quote}{cell}{quote}" for cell in line.split(",")) for line in cars.split())
    assert read(text) == "| mpg | cyl\nMazda | 21.4 | 6\nDatsun | 22.8 | 4\nFiat | 32.4 | 4"


def test_names_of_columns_may_stand_below_a_line_of_words() -> None:
    text = "Notes: in euros; audited\n2022;2023\nSales;10;12\nCosts;7;8\n"
    shown = "Notes: in euros; audited\n| 2022 | 2023\nSales | 10 | 12\nCosts | 7 | 8"
    assert read(text) == shown


@pytest.mark.parametrize("end", [",", ",\n1,2,3,x"])
def test_a_delimiter_at_the_ends_of_records_shifts_no_column(end: str) -> None:
    assert read(f"a,b,c\n4,5,6,\n7,8,9{end}").startswith("a | b | c")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Item,Price\nPipe,3,50\nValve,25,00\n", "Item | Price\nPipe | 3,50\nValve | 25,00"),
        (
            "Item,Net,Tax\nPipe,3,50,0,95\nTap,2,00,0,38\n",
            "Item | Net | Tax\nPipe | 3,50 | 0,95\nTap | 2,00 | 0,38",
        ),
        ("Item,Stock,Rank\nPipe,35,12\nTap,20,38\n", "Item | Stock | Rank\nPipe | 35 | 12\nTap | 20 | 38"),
    ],
)
def test_amounts_that_commas_part_are_joined_where_a_column_has_no_name(text: str, shown: str) -> None:
    assert read(text) == shown
