"""Questions about the order of rows and about conditions: each answer is right, sums and counts have none."""

from __future__ import annotations

from random import Random

import pytest

from longdoc.evaluation.table_text import table_document
from longdoc.tasks.tables.view import TableView, view_of
from longdoc.training.tables.lookups import Lookup
from longdoc.training.tables.orders import ordered_lookups

PORTS = [
    ["Port", "Country", "Ships"],
    ["Oban", "Scotland", "9"],
    ["Uig", "Scotland", "7"],
    ["Hull", "England", "4"],
    ["Dover", "England", "31"],
]


@pytest.fixture(scope="module")
def asked() -> list[Lookup]:
    document = table_document(PORTS)
    views: list[TableView] = [view_of(document, table) for table in document.tables]
    rng = Random(1)
    return [one for _ in range(500) for one in ordered_lookups(views, rng)]


@pytest.mark.parametrize(
    ("inside", "answers"),
    [
        ("which port has the highest ships", ("Dover",)),
        ("what is the lowest ships", ("4",)),
        ("which port has the second highest ships", ("Oban",)),
        ("which port in scotland has the highest ships", ("Oban",)),
        ("which has the lower ships, oban or hull", ("Hull",)),
        ("which port has ships more than 20", ("Dover",)),
    ],
)
def test_answers_are_right(asked: list[Lookup], inside: str, answers: tuple[str, ...]) -> None:
    found = {one.answers for one in asked if one.question.casefold().startswith(inside)}
    assert found == {answers}


@pytest.mark.parametrize("start", ["how many", "what is the difference", "what is the average"])
def test_what_no_cell_holds_has_no_answer(asked: list[Lookup], start: str) -> None:
    found = [one for one in asked if one.question.casefold().startswith(start)]
    assert found
    assert not any(one.answers for one in found if "were there in" not in one.question.casefold())
