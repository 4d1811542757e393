"""What a question leaves out, compares with, and offers."""

from __future__ import annotations

import pytest

from longdoc.tasks.tables.contrasts import alternatives_in, compared_in, excepted_in
from longdoc.tasks.tables.view import stems_of


@pytest.mark.parametrize(
    ("text", "excepted"),
    [
        ("besides the mill, which house is old?", "mill"),
        ("which player is not from york?", "york"),
        ("who won?", ""),
        ("what is the notice period for managers?", ""),
        ("which notebook costs least?", ""),
        ("which room isn't on the ground floor?", "ground floor"),
        ("which is a non-smoking room?", "smoking room"),
    ],
)
def test_what_is_left_out(text: str, excepted: str) -> None:
    assert excepted_in(text)[0] == stems_of(excepted)


@pytest.mark.parametrize(
    ("text", "compared"),
    [
        ("which player's average is higher than ann's?", "ann"),
        ("which is more than 30?", ""),
        ("which one other than ann?", ""),
    ],
)
def test_what_stands_behind_than(text: str, compared: str) -> None:
    assert compared_in(text) == stems_of(compared)


def test_both_names_beside_or_are_offered() -> None:
    assert {"dick mcgowen", "john hill"} <= alternatives_in("was dick mcgowen or john hill the coach?")
    assert {"1994", "1997"} <= alternatives_in("did it come out in 1994 or 1997?")
    assert alternatives_in("which is the oldest?") == frozenset()
