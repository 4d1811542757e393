"""Questions about timetables: the answer is the departure that the question describes, or none."""

from __future__ import annotations

from random import Random

from longdoc.evaluation.table_text import table_document
from longdoc.tasks.tables.view import view_of
from longdoc.training.tables.timetables import timetable_lookups

PORTS = [["Port", "Ships"], ["Oban", "9"], ["Uig", "7"], ["Hull", "4"], ["Perth", "31"]]


def test_departures_are_of_the_stop_and_in_the_order_of_time() -> None:
    document = table_document(PORTS)
    view, rng = view_of(document, document.tables[0]), Random(2)
    asked = [one for _ in range(200) for one in timetable_lookups(view, rng)]
    first = [
        one for one in asked if one.question.startswith("first bus from Oban") and "after" not in one.question
    ]
    assert first
    for one in first:
        rows = [[entry.text if entry else "" for entry in row] for row in one.views[0].rows]
        times = [row[1:] for row in rows if row[0] == "Oban"] or [[row[1] for row in rows]]
        assert one.answers == (min(times[0]),)


def test_after_the_last_departure_there_is_none() -> None:
    document = table_document(PORTS)
    view, rng = view_of(document, document.tables[0]), Random(3)
    asked = [one for _ in range(200) for one in timetable_lookups(view, rng)]
    assert any(not one.answers for one in asked if "after" in one.question)
    assert all(one.answers for one in asked if "after" not in one.question and "before" not in one.question)
