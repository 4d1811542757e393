"""Which first rows name the columns of a table."""

from __future__ import annotations

import pytest

from longdoc.documents.web.tables import looks_headed


@pytest.mark.parametrize(
    "text",
    [
        "Region,Q1,Q2,Q3/North,120,130,125",
        "Region,2023–24,2024–25/North,1,2",
        "Account,31.12.2023,31.12.2022/Cash,5,6",
        "Item,Jan 2024,Feb 2024/Rent,5,6",
        "Country,FY2022,FY2023/Norway,5,6",
        "Country,0-14,15-64,65+/Norway,5,6,7",
        "Site,CO2,PM2.5/Hull,5,6",
        "Size,5 kg,10 kg/Small,1,2",
        "Zone,24h,48h/Inner,1,2",
        "Class,5%,95%/Low,2,4",
        ",2022,2023/Rent,1,2",
    ],
)
def test_periods_ranges_and_units_above_numbers_name_columns(text: str) -> None:
    assert looks_headed([row.split(",") for row in text.split("/")])


@pytest.mark.parametrize(
    "text",
    [
        "Leeds,420,200/Hull,18,25",
        "1,Anna,1984-05-02/2,Ben,1990-11-12",
        "Q1,Leeds/Q2,Hull",
        "0-14,5,6/15-64,7,8",
        "A1,Leeds,5/B2,Hull,6",
        "5 kg,10 kg/7 kg,12 kg",
        "5%,Leeds/7%,Hull",
        "Invoice,INV-2024-017/Date,2024-03-05",
        "Account:,Savings/Branch:,Leeds",
    ],
)
def test_data_like_that_below_names_no_columns(text: str) -> None:
    assert not looks_headed([row.split(",") for row in text.split("/")])


@pytest.mark.parametrize(
    ("text", "headed"),
    [
        ("Employer|Sandpiper Ltd, 9 Castle Street/Employee|Rowan Adeyemi", False),
        ("Policyholder|Desmond Achebe/Policy|HG-4482/Start|3 June 2024/Premium|£412.36", False),
        ("Field|Value/Policy|HG-4482/Start|3 June 2024/Premium|£412.36", True),
        ("Item|Price/Coffee|3.50/Tea|2.50/Cake|on request", True),
        ("Country|Capital/Norway|Oslo/Chile|Santiago", True),
    ],
)
def test_labels_and_their_values_have_no_header(text: str, headed: bool) -> None:
    assert looks_headed([row.split("|") for row in text.split("/")]) is headed


LONG = "Percentage of drivers in fatal collisions who were not speeding at the time"


@pytest.mark.parametrize(
    ("rows", "headed"),
    [
        ([["State", LONG], ["Ohio", "28"]], True),
        ([["Name", f"{LONG}?"], ["Ann", "I do not know"]], True),
        ([["Name", LONG], ["Ann", "I do not know"]], False),
    ],
)
def test_long_headers_are_questions_or_stand_above_figures(rows: list[list[str]], headed: bool) -> None:
    assert looks_headed(rows) is headed
