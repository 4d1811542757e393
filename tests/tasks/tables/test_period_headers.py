"""Headers that count periods or compare them."""

from __future__ import annotations

import pytest

from longdoc.evaluation.table_text import table_document
from longdoc.tasks.tables.lookup import probable_table_cells, table_views

QUARTERS = [
    ["", "First", "Second", "Third", "Fourth"],
    ["Net sales", "117,625", "120,684", "115,651", "115,040"],
    ["Gross margin", "40,615", "41,204", "37,057", "38,700"],
    ["Net earnings", "11,419", "11,943", "2,722", "10,062"],
]
YEARS = [
    ["", "2019", "2018", "2019 vs. 2018"],
    ["Product", "39,005", "36,709", "2,296"],
    ["Service", "12,899", "12,621", "278"],
    ["Licences", "2,112", "1,904", "208"],
]

HALVES = [
    ["£ million", "H1 2025", "H1 2024", "Change"],
    ["Revenue", "214.6", "198.7", "+8.0%"],
    ["Gross profit", "88.1", "84.0", "+4.9%"],
    ["Net debt", "57.3", "49.8", "+15.1%"],
]


def _best(rows: list[list[str]], question: str) -> str:
    document = table_document(rows)
    return document.quote(probable_table_cells(question, table_views(document))[0].span)


@pytest.mark.parametrize(
    ("question", "cell"),
    [
        ("What were the net sales in the third quarter?", "115,651"),
        ("net earnings in Q3", "2,722"),
        ("What was the gross margin in the first quarter?", "40,615"),
        ("What was the gross margin in the fourth quarter?", "38,700"),
    ],
)
def test_an_ordinal_names_a_column_if_the_headers_count(question: str, cell: str) -> None:
    assert _best(QUARTERS, question) == cell


@pytest.mark.parametrize(
    ("question", "cell"),
    [
        ("What was the service revenue in 2018?", "12,621"),
        ("What was the change of product from 2018 to 2019?", "2,296"),
    ],
)
def test_a_year_names_no_column_that_compares_it_with_another(question: str, cell: str) -> None:
    assert _best(YEARS, question) == cell


@pytest.mark.parametrize(
    ("question", "cell"),
    [
        ("What was revenue in the first half of 2024?", "198.7"),
        ("What was the net debt in the first half of 2025?", "57.3"),
        ("gross profit H1 2024", "84.0"),
    ],
)
def test_the_first_half_of_a_year_is_h1(question: str, cell: str) -> None:
    assert _best(HALVES, question) == cell
