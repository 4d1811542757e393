"""What cells amount to, so that rows can be put in order."""

from __future__ import annotations

import pytest

from longdoc.tasks.tables.values import value_of


@pytest.mark.parametrize(
    ("text", "kind", "amount"),
    [
        ("$1,452.4", "number", 1452.4), ("(1,236)", "number", -1236), ("-7 °C", "number", -7),
        ("12%", "number", 12), ("c. 900", "number", 900),
        ("3.5 million", "number", 3.5e6), ("EUR 40", "number", 40), ("2nd", "number", 2),
        ("420 kg", "number", 420),
        ("1:02:03", "time", 3723), ("2:03.5", "time", 123.5), ("1987", "date", 1987),
        ("1987–88", "date", 1987), ("(1995)", "date", 1995),
        ("-1500", "number", -1500), ("−1500", "number", -1500), ("$1500", "number", 1500),
        ("1500 €", "number", 1500), ("1500%", "number", 1500),
        ("9:15 am", "time", 33300), ("10:30 AM", "time", 37800), ("2:00 pm", "time", 50400),
        ("2h30", "time", 9000), ("2 h 30 min", "time", 9000), ("1 hr, 5 mins", "time", 3900),
        ("6'6\"", "number", 6.5), ("5 ft 9 in", "number", 5.75), ("325 BC", "date", -325),
        ("(001) 6.40", "number", 1), ("(350) EUR", "number", -350), ("2,356 (34%)", "number", 2356),
        ("12:05 a.m.", "time", 300), ("12 pm", "time", 43200), ("9 am to 5 pm", "time", 32400),
    ],
)  # fmt: skip
def test_amounts(text: str, kind: str, amount: float) -> None:
    value = value_of(text)
    assert value is not None
    assert (value.kind, value.amount) == (kind, pytest.approx(amount))


@pytest.mark.parametrize("text", ["", "Leeds", "—", "n/a", "Highway 61", "Northern Line extension 2"])
def test_words_have_no_value(text: str) -> None:
    assert value_of(text) is None


def test_dates_come_in_the_order_of_time() -> None:
    dates = ["3 May 1998", "May 4, 1998", "1998-05-05", "6.5.1998", "June 1998", "1 July 1999"]
    values = [value_of(text) for text in dates]
    assert all(value is not None and value.kind == "date" for value in values)
    amounts = [value.amount for value in values if value]
    assert amounts == sorted(amounts)
    assert len(set(amounts)) == len(amounts)
