"""Columns in several units are compared by what their amounts are, not by their figures."""

from __future__ import annotations

import pytest

from longdoc.evaluation.table_text import table_document
from longdoc.tasks.tables.conditions import conditions_in
from longdoc.tasks.tables.units import factors_of
from longdoc.tasks.tables.view import TableView, view_of

SERVICES = [
    ["Service", "Processing time", "Pages"],
    ["Birth certificate", "4 working days", "2"],
    ["Marriage licence", "28 days", "5"],
    ["Name change", "6 weeks", "3"],
    ["Citizenship", "3 months", "9"],
]


def _view() -> TableView:
    document = table_document(SERVICES)
    return view_of(document, document.tables[0])


def test_the_longest_of_days_weeks_and_months_is_found() -> None:
    times = [row[1] for row in _view().rows]
    longest = max((time for time in times if time and time.value), key=lambda time: time.value.amount)
    assert longest.text == "3 months"
    assert [column.mixed_units for column in _view().columns] == [False, True, False]


@pytest.mark.parametrize(
    ("asked", "kept"),
    [("longer than 5 weeks", ["6 weeks", "3 months"]), ("less than 1 month", ["4 working days", "28 days"])],
)
def test_a_condition_with_a_unit_is_compared_with_every_unit(asked: str, kept: list[str]) -> None:
    view, (condition,) = _view(), conditions_in(f"which service takes {asked}?")
    column = view.columns[1]
    assert condition.fits(column)
    times = [time for row in view.rows if (time := row[1])]
    assert [time.text for time in times if time.value and condition.holds(time.value, column)] == kept


def test_a_condition_without_a_unit_says_nothing_about_a_column_of_several() -> None:
    (condition,) = conditions_in("which service has more than 3 pages?")
    assert [condition.fits(column) for column in _view().columns] == [False, False, True]


@pytest.mark.parametrize(
    "texts", [["5 kg", "7 kg"], ["5 m", "2 h"], ["5", "2 kg"], ["5 chairs", "2 kg"], ["Oslo", "Bergen"]]
)
def test_columns_in_one_unit_or_without_units_are_left_as_they_are(texts: list[str]) -> None:
    assert factors_of(texts) is None
