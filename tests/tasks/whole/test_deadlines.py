"""Dates and periods by which something is due are deadlines, others are not."""

from __future__ import annotations

from time import process_time

import pytest

from longdoc.tasks.whole.deadlines import deadlines
from longdoc.tasks.whole.things import find_things
from longdoc.tasks.whole.types import Thing


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The plan is due on 30 June 2024. It was signed on 6 May 2024.", ["30 June 2024"]),
        ("Send it no later than March 14, 2025, or by 5:00 pm on 2 April 2025.",
         ["March 14, 2025", "2 April 2025"]),
        ("Discovery closes on September 30, 2025.", ["September 30, 2025"]),
        ("Pay within thirty (30) days of notice; the term is 5 years.", ["thirty (30) days"]),
        ("Give at least 2 months' notice; it takes at least 3 hours to cure.", ["2 months'"]),
        ("Ask not later than 11.00 a.m. three Business Days before the day.", ["three Business Days"]),
        ("Die Lieferung erfolgt bis zum 15.3.2025.", ["15.3.2025"]),
        ("应于2025年6月30日前交付。", ["2025年6月30日"]),
        ("Founded in May 2001.", []),
    ],
)  # fmt: skip
def test_what_is_due(text: str, found: list[str]) -> None:
    assert [name for _, name in deadlines(text)] == found


def test_time_is_linear_in_the_text() -> None:
    begun = process_time()
    assert not list(deadlines("within the by no later than " * 20_000))
    assert process_time() - begun < 10


def test_many_dates_and_periods_take_linear_time() -> None:
    text = "3 May 2020, 5 days. " * 20_000
    begun = process_time()
    assert len(list(find_things(text, Thing.DURATIONS))) == 20_000
    assert process_time() - begun < 20  # linear: 3 s; quadratic: minutes
