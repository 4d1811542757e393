"""Plain questions to a table: by the names of a row and of a column, and where the column is missing."""

from __future__ import annotations

from random import Random

from longdoc.evaluation.table_text import table_document
from longdoc.tasks.tables.view import TableView, view_of
from longdoc.training.tables.lookups import MODIFIERS, asked_name, is_price, lookups

PORTS = [
    ["Port", "Ships", "Country"],
    ["Oban", "9", "Scotland"],
    ["Uig", "7", "Skye"],
    ["Hull", "4", "England"],
]
PLANETS = [["Planet", "Moons"], ["Mars", "2"], ["Earth", "1"]]


def _views(rows: list[list[str]]) -> list[TableView]:
    document = table_document(rows)
    return [view_of(document, table) for table in document.tables]


def test_a_question_names_the_row_and_the_column_of_its_answer() -> None:
    ports, rng = _views(PORTS), Random(1)
    asked = [one for _ in range(20) for one in lookups(ports, _views(PLANETS), rng)]
    answered = [one for one in asked if one.answers]
    assert answered
    for one in answered:
        row = next(row for row in PORTS[1:] if row[0].lower() in one.question.lower())
        assert (
            one.answers[0] == row[PORTS[0].index("Ships" if "ships" in one.question.lower() else "Country")]
        )


def test_a_question_without_an_answer_names_a_column_that_its_tables_lack() -> None:
    ports, rng = _views(PORTS), Random(1)
    asked = [one for _ in range(20) for one in lookups(ports, _views(PLANETS), rng)]
    unanswered = [
        one for one in asked if not one.answers and not set(MODIFIERS) & set(one.question.lower().split())
    ]
    assert unanswered
    for one in unanswered:
        heads = [column.head.lower() for view in one.views for column in view.columns]
        named = next(head for head in ("ships", "country", "planet", "moons") if head in one.question.lower())
        assert named not in heads


PRICES = [
    ["Article", "Net price EUR", "Delivery days"],
    ["Jigsaw", "84.50", "10"],
    ["Router", "189.00", "5"],
    ["Workbench", "240.00", "14"],
]


def test_a_header_is_named_at_times_by_a_word_that_no_other_header_has() -> None:
    (view,), rng = _views(PRICES), Random(1)
    named = {asked_name(view, 1, rng) for _ in range(60)}
    assert {"Net price EUR", "price", "Net price"} <= named <= {"Net price EUR", "price", "Net price"}


def test_the_only_column_of_prices_is_asked_for_by_what_a_row_costs() -> None:
    prices, rng = _views(PRICES), Random(1)
    assert [is_price(prices[0], n) for n in range(3)] == [False, True, False]
    asked = [one for _ in range(60) for one in lookups(prices, _views(PLANETS), rng)]
    costs = [one for one in asked if one.question.lower() == "how much does router cost?"]
    assert costs
    assert {one.answers for one in costs} <= {("189.00",), ()}


def test_something_narrower_than_a_column_is_unanswerable() -> None:
    document = table_document([["Name", "Days of leave"], ["Ann Lee", "29"], ["Bo Tran", "25"]])
    views, rng = [view_of(document, document.tables[0])], Random(4)
    asked = [one for _ in range(300) for one in lookups(views, views, rng)]
    narrower = [one for one in asked if any(word in one.question.lower().split() for word in MODIFIERS)]
    assert narrower
    assert not any(one.answers for one in narrower)
    assert any("of " + word + " leave" in one.question.lower() for one in narrower for word in MODIFIERS)
