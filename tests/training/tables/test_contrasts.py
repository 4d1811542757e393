"""Questions that set rows against each other have right answers; qualities without a column have none."""

from __future__ import annotations

from random import Random

import pytest

from longdoc.evaluation.table_text import table_document
from longdoc.tasks.tables.view import TableView, view_of
from longdoc.training.tables.contrasts import contrasting_lookups
from longdoc.training.tables.lookups import Lookup

PORTS = [
    ["Port", "Country", "Ships", "Length (m)"],
    ["Oban", "Scotland", "9", "120"],
    ["Uig", "Scotland", "7", "80"],
    ["Hull", "England", "4", "310"],
    ["Perth", "Scotland", "31", "95"],
]


@pytest.fixture(scope="module")
def asked() -> list[Lookup]:
    rng = Random(1)
    document = table_document(PORTS)
    views: list[TableView] = [view_of(document, table) for table in document.tables]
    return [one for _ in range(400) for one in contrasting_lookups(views, rng)]


@pytest.mark.parametrize(
    ("question", "answers"),
    [
        ("which port has the next highest ships after oban?", ("Uig",)),
        ("which port has a higher ships than oban?", ("Perth",)),
        ("which port is not scotland?", ("Hull",)),
        ("what is the most common country?", ("Scotland",)),
        ("how long is hull?", ("310",)),
    ],
)
def test_answers_are_right(asked: list[Lookup], question: str, answers: tuple[str, ...]) -> None:
    assert {one.answers for one in asked if one.question.casefold() == question} == {answers}


@pytest.mark.parametrize("quality", ["weigh", "colour", "phone", "warranty"])
def test_a_quality_that_no_header_tells_has_no_answer(asked: list[Lookup], quality: str) -> None:
    found = [one for one in asked if quality in one.question.casefold()]
    assert found
    assert not any(one.answers for one in found)
