"""Rows that are proposed since they stand in a relation to others, whatever the ranker prefers."""

from __future__ import annotations

import pytest

from longdoc.evaluation.table_text import table_document
from longdoc.tasks.tables.cells import CellProposal, propose_cells
from longdoc.tasks.tables.question import read_question
from longdoc.tasks.tables.view import view_of

TOWNS = [
    ["Town", "County", "Residents", "Mayor"],
    ["Arlen", "North", "4,100", "Ann Lee"],
    ["Brook", "North", "9,800", "Bo Ray"],
    ["Corin", "South", "5,300", "Cy Poe"],
    ["Delph", "North", "7,400", "N/A"],
]
DIRECTORS = [
    ["No.", "Name", "From", "Till"],
    ["3", "Rao", "1990", "1993"],
    ["2", "Sen", "1981", "1990"],
    ["1", "Das", "1976", "1981"],
]
COACHES = [["Tenure", "Coach"], ["1938–1941", "Hill"], ["1946-51", "Moss"], ["1952–present", "Shaw"]]
BUSES = [
    ["Stop", "Trip 1", "Trip 2", "Trip 3"],
    ["Market", "07:10", "08:40", "09:15"],
    ["Station", "07:40", "09:10", "09:45"],
]


def _proposed(rows: list[list[str]], question: str, kind: str) -> set[str]:
    """The texts of the proposals that have a feature."""
    document = table_document(rows)
    asked = read_question(question)
    cells: list[CellProposal] = [
        one for table in document.tables for one in propose_cells(asked, view_of(document, table))
    ]
    return {one.text for one in cells if one.evidence.get(kind)}


@pytest.mark.parametrize(
    ("question", "kind", "town"),
    [
        ("After Delph, which town has the next highest residents?", "step down", "Corin"),
        ("Which town has more residents than Delph?", "beyond up", "Brook"),
        ("Which town is not in North?", "excepting", "Corin"),
    ],
)
def test_rows_are_compared_with_a_named_one(question: str, kind: str, town: str) -> None:
    assert town in _proposed(TOWNS, question, kind)
    assert not {"Arlen", "Delph"} & _proposed(TOWNS, question, kind)


def test_the_excepted_row_is_left_out() -> None:
    proposed = _proposed(TOWNS, "Other than Brook, which town is in North?", "excepting")
    assert {"Arlen", "Delph"} <= proposed
    assert "Brook" not in proposed


def test_the_most_frequent_value_is_proposed_alone() -> None:
    assert _proposed(TOWNS, "Which county has the most towns?", "counted most") == {"North"}


def test_the_last_person_is_not_the_placeholder_in_the_last_row() -> None:
    proposed = _proposed(TOWNS, "Who is the last mayor?", "place last")
    assert "Cy Poe" in proposed
    assert "N/A" not in proposed


def test_the_longest_period_spans_two_columns() -> None:
    assert "Sen" in _proposed(DIRECTORS, "Who was director for the longest time?", "lasting longest")
    assert "Rao" in _proposed(DIRECTORS, "Who was director for the shortest time?", "lasting shortest")


def test_rows_that_fall_in_time_say_so() -> None:
    assert "Das" in _proposed(DIRECTORS, "Who was the director before Sen?", "beside falling")


@pytest.mark.parametrize(("year", "coach"), [(1940, "Hill"), (1951, "Moss"), (2003, "Shaw")])
def test_a_year_falls_into_a_period(year: int, coach: str) -> None:
    assert coach in _proposed(COACHES, f"Who was the coach in {year}?", "covering alone")


def test_the_next_departure_is_the_earliest_after_the_hour() -> None:
    question = "When is the next bus after 8 from the market?"
    assert _proposed(BUSES, question, "across early") == {"08:40"}
    assert _proposed(BUSES, "last bus from the market before 9:00", "across late") == {"08:40"}
    assert _proposed(BUSES, "first bus at the station after 9 am", "across early") == {"09:10"}


def test_only_a_cell_that_is_offered_is_an_alternative() -> None:
    question = "Which town is larger, Brook or Corin?"
    assert _proposed(TOWNS, question, "alternative") == {"Brook", "Corin"}
    assert "Arlen" in _proposed(TOWNS, question, "alternative elsewhere")
