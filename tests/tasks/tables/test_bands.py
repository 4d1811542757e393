"""Rows and columns named by ranges answer questions about the amounts that lie in them."""

from __future__ import annotations

from math import inf
from pathlib import Path

import pytest

from longdoc.documents.open import open_document
from longdoc.evaluation.table_text import table_document
from longdoc.tasks.tables.asked_amounts import asked_amounts
from longdoc.tasks.tables.bands import Band, band_of
from longdoc.tasks.tables.lookup import probable_table_cells, table_views

LEAVE = [
    ["Length of service", "Days of leave"],
    ["Less than 2 years", "25"],
    ["2 to 5 years", "27"],
    ["6 to 10 years", "29"],
    ["More than 10 years", "32"],
]
PARCELS = [
    ["Weight", "Domestic", "EU", "World"],
    ["up to 1 kg", "€4.90", "€9.50", "€14.00"],
    ["1–5 kg", "€6.90", "€13.90", "€29.00"],
    ["5–10 kg", "€9.90", "€19.90", "€49.00"],
]
FARES = [
    ["Age", "Single", "Day ticket"],
    ["0–5", "free", "free"],
    ["6–15", "€1.20", "€3.00"],
    ["16–64", "€2.40", "€6.00"],
    ["65+", "€1.80", "€4.50"],
]
TAX = [
    ["Taxable income", "Rate"],
    ["£0 to £12,570", "0%"],
    ["£12,571 to £50,270", "20%"],
    ["£50,271 to £125,140", "40%"],
    ["over £125,140", "45%"],
]
SEASONS = [
    ["Season", "Tent", "Cabin"],
    ["1 April to 31 May", "€12", "€45"],
    ["1 June to 31 August", "€20", "€80"],
    ["November – March", "€9", "€40"],
]
BY_DISTANCE = """
| Vehicle | up to 50 km | 51 to 200 km | over 200 km |
|---|---|---|---|
| Car | €0.45 | €0.35 | €0.25 |
| Motorcycle | €0.20 | €0.15 | €0.10 |
"""


@pytest.mark.parametrize(
    ("text", "band"),
    [
        ("2 to 5 years", Band(2, 5)),
        ("€0 – €12,570", Band(0, 12570)),
        ("1 to 5 million", Band(1e6, 5e6)),
        ("more than 1 but less than 3 years", Band(1, 3, open_low=True, open_high=True)),
        ("Less than 2 years", Band(-inf, 2, open_high=True)),
        ("up to 50 km", Band(-inf, 50)),
        ("over £125,140", Band(125140, inf, open_low=True)),
        ("18 and over", Band(18, inf)),
        ("Under 16s", Band(-inf, 16, open_high=True)),
        ("5 days or less", Band(-inf, 5)),
        ("65+", Band(65, inf)),
        ("2019–2020", None),  # years
        ("09:30 to 14:00", None),
        ("3-1", None),
        ("12", None),
        ("Leeds to Hull", None),
    ],
)
def test_ranges_as_cells_write_them(text: str, band: Band | None) -> None:
    assert band_of(text) == band


@pytest.mark.parametrize(
    ("question", "amounts"),
    [
        ("How many days after 7 years?", [(7, "years", "")]),
        ("for seven years of service", [(7, "years", "")]),
        ("after sixteen years", [(16, "years", "")]),
        ("for seventy-five days", [(75, "days", "")]),
        ("What does the tenant pay often?", []),
        ("after sıx months", []),
        ("in ſeptember", []),
        ("What does a 16-year-old pay?", [(16, "year", "")]),
        ("I am 70. What do I pay?", [(70, "years", "")]),
        ("Which rate applies to £15,000?", [(15000, "", "£")]),
        ("the tax on 30k", [(30000, "", "")]),
        ("three million people", [(3e6, "people", "")]),
        ("revenue in 2024", []),
        ("between 9:30 and noon", []),
    ],
)
def test_amounts_in_questions(question: str, amounts: list[tuple[float, str, str]]) -> None:
    assert [(one.value, one.unit, one.currency) for one in asked_amounts(question)] == amounts


@pytest.mark.parametrize(
    ("rows", "question", "cell"),
    [
        (LEAVE, "How many days of leave do I get after 7 years?", "29"),
        (LEAVE, "How much leave does someone with 3 years of service have?", "27"),
        (LEAVE, "How many days of leave are there for 18 months of service?", "25"),
        (LEAVE, "How many days of leave are there after 12 years?", "32"),
        (PARCELS, "How much does a parcel of 3 kg to the EU cost?", "€13.90"),
        (PARCELS, "What does a parcel of 700 g to the EU cost?", "€9.50"),
        (FARES, "What is the price of a day ticket for a 70-year-old?", "€4.50"),
        (FARES, "How much is a single for a child aged 12?", "€1.20"),
        (TAX, "What is the tax rate for an income of £30,000?", "20%"),
        (TAX, "Which rate applies to more than £125,140?", "45%"),
        (SEASONS, "What does a cabin cost in July?", "€80"),
        (SEASONS, "How much is a tent on 15 May?", "€12"),
        (SEASONS, "How much is a cabin on February 2nd?", "€40"),
    ],
)
def test_the_range_that_contains_an_amount_names_its_row_or_column(
    rows: list[list[str]], question: str, cell: str
) -> None:
    document = table_document(rows)
    best = probable_table_cells(question, table_views(document))[0]
    assert document.quote(best.span) == cell


def test_headers_may_be_ranges(tmp_path: Path) -> None:
    (tmp_path / "rates.md").write_text(BY_DISTANCE, encoding="utf-8")
    document = open_document(tmp_path / "rates.md")
    best = probable_table_cells("What is paid for a motorcycle for 120 km?", table_views(document))[0]
    assert document.quote(best.span) == "€0.15"


@pytest.mark.parametrize(
    ("rows", "question"),
    [
        (PARCELS, "How much does a parcel of 20 kg cost?"),  # in no range
        (LEAVE, "How many days of leave are there for 3 kg?"),
        (TAX, "What is the tax rate for 3 years?"),
        (SEASONS, "What does a cabin cost on 3 October?"),
    ],
)
def test_other_amounts_name_no_row(rows: list[list[str]], question: str) -> None:
    cells = probable_table_cells(question, table_views(table_document(rows)))
    assert not cells or cells[0].probability < 0.3
