"""Dates as tables write them."""

from __future__ import annotations

from time import process_time

import pytest

from longdoc.tasks.tables.dates import date_of, must_be_month, year_of


@pytest.mark.parametrize(
    "text",
    [
        "15 January 2024", "January 15, 2024", "2024-01-15", "2024/01/15", "2024/1/15", "2024.01.15",
        "2024-01-15T10:30:00", "15-Jan-2024", "15/Jan/2024", "15-JAN-24", "15-Jan-24 10:30", "Jan-15-2024",
        "15. Januar 2024", "15 janvier 2024", "15 de enero de 2024", "15 gennaio 2024", "2024年1月15日",
        "15/01/2024", "15-01-2024", "15.1.2024", "01/15/2024", "1/15/24", "15/01/24", "15.01.24",
    ],
)  # fmt: skip
@pytest.mark.parametrize("month_first", [False, True])
def test_one_date_in_many_forms(text: str, month_first: bool) -> None:
    assert date_of(text, month_first) == pytest.approx(2024 + 14 / 372)


def test_the_order_of_day_and_month_matters_where_both_are_possible() -> None:
    assert date_of("01/11/2024") == date_of("1 November 2024")
    assert date_of("01/11/2024", month_first=True) == date_of("11 January 2024")


def test_a_month_with_a_year_of_two_digits() -> None:
    assert date_of("Dec-98") == date_of("December 1998")
    assert date_of("Mar-24") == date_of("March 2024") == date_of("Mar-2024")


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("11/2023", "November 2023"), ("02/2024", "February 2024"), ("2/2024", "February 2024"),
        ("2024-03", "March 2024"), ("2024/05", "May 2024"),
        ("Q4 2022", "October 2022"), ("Q1 2024", "January 2024"), ("Q3'24", "July 2024"),
        ("Q3 24", "July 2024"), ("3Q24", "July 2024"), ("2024 Q2", "April 2024"), ("Q2 FY2024", "April 2024"),
        ("Mai 2024", "May 2024"), ("1er mars 2024", "1 March 2024"), ("5. Okt", "5 October"),
        ("décembre 2024", "December 2024"), ("2024年3月", "March 2024"),
        ("H1 2024", "January 2024"), ("2H 2024", "July 2024"), ("5月20日", "20 May"),
    ],
)  # fmt: skip
def test_a_month_a_quarter_or_a_half_of_a_year_begins_with_its_first_month(text: str, same: str) -> None:
    assert date_of(text) == pytest.approx(date_of(same))


def test_a_range_of_years_is_no_month_unless_it_would_end_before_it_begins() -> None:
    assert [must_be_month(text) for text in ("2024-03", "2007-09", "2023-24", "1999-00", "2007–03")] == [
        True, False, False, False, False,
    ]  # fmt: skip
    assert date_of("2007-09") is None
    assert date_of("2007-09", year_and_month=True) == date_of("September 2007")


def test_a_year_of_two_digits_may_be_long_past_or_lie_a_little_ahead() -> None:
    assert date_of("12/03/62") == date_of("12 March 1962")
    assert date_of("31-Dec-35") == date_of("31 December 2035")


@pytest.mark.parametrize(
    "text",
    [
        "45/13/2010", "13/13/2010", "1987", "9:15", "3/4", "1.2.24", "12 March 10:30", "3/1000", "H264", "Q4",
        "11.2023", "1-1000", "13/2023", "Marathon 2019", "Decade 2010", "2h30",
    ],
)  # fmt: skip
def test_other_cells_are_no_dates(text: str) -> None:
    assert date_of(text) is None


@pytest.mark.parametrize("text", ["$1500", "1500 €", "1500%", "-1500", "+1500", "1500 kg", "3000", "1500.5"])
def test_amounts_are_no_years(text: str) -> None:
    assert year_of(text) is None


@pytest.mark.parametrize(
    "piece",
    [" ", "-", "1/", "1-jan", "jan", "jan-", "2010-", "1/1/", "(", "20", "Q1 ", "2024-", "'"],
)
def test_any_text_takes_linear_time(piece: str) -> None:
    start = process_time()
    date_of(piece * 30_000 + "x")
    year_of(piece * 30_000 + "x")
    assert process_time() - start < 5
