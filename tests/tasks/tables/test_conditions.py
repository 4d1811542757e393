"""Conditions on values in a question, and the values that keep them."""

from __future__ import annotations

import pytest

from longdoc.tasks.tables.conditions import conditions_in
from longdoc.tasks.tables.values import Value
from longdoc.tasks.tables.view import Column

AMOUNTS = Column("Price", frozenset(), frozenset(), "number", 1.0)
DATES = Column("Date", frozenset(), frozenset(), "date", 1.0)


def _kept(question: str, column: Column, amounts: list[float]) -> list[float]:
    values = [Value("date" if column is DATES else "number", amount) for amount in amounts]
    (condition,) = conditions_in(question)
    assert condition.fits(column)
    return [value.amount for value in values if condition.holds(value, column)]


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        ("which cost more than 20?", [30]),
        ("which cost at least 20 euros?", [20, 30]),
        ("which are under $20?", [10]),
        ("which cost no more than 20", [10, 20]),
        ("which cost between 15 and 25?", [20]),
    ],
)
def test_bounds_of_amounts(question: str, kept: list[float]) -> None:
    assert _kept(question, AMOUNTS, [10, 20, 30]) == kept


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        ("who joined after 2020?", [2021.0]),
        ("who joined before 2020?", [2019.9]),
        ("who has been here since 2020?", [2020.3, 2021.0]),
        ("who joined before 15 april 2020?", [2019.9]),
        ("who joined between 2019 and 2020?", [2019.9, 2020.3]),
    ],
)
def test_a_year_is_as_long_as_a_year(question: str, kept: list[float]) -> None:
    assert _kept(question, DATES, [2019.9, 2020.3, 2021.0]) == kept


def test_days_and_months_are_found_in_columns_of_other_formats() -> None:
    (month,) = conditions_in("whose contract ends in august 2025?")
    assert [month.holds(Value("date", 2025 + n / 12), DATES) for n in (6, 7, 8)] == [False, True, False]
    (day,) = conditions_in("what happened on may 3, 2004?")
    assert day.holds(Value("date", 2004 + 4 / 12 + 2 / 372), DATES)


def test_amounts_with_a_scale_also_mean_columns_in_millions() -> None:
    (condition,) = conditions_in("which has sales of more than 2 million?")
    assert not condition.holds(Value("number", 3.0), AMOUNTS)
    assert condition.holds(Value("number", 3.0), AMOUNTS, unscaled=True)


@pytest.mark.parametrize(
    "question", ["who won after clansman?", "which is the most expensive?", "the month before easter"]
)
def test_no_condition_without_an_amount(question: str) -> None:
    assert conditions_in(question) == ()
