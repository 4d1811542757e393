"""Amounts in a unit that a question does not ask for."""

from __future__ import annotations

import pytest

from longdoc.tasks.candidates.measures import is_other_measure, is_other_rate


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("How many lanes does the large pool have?", "33 m"),
        ("how many people live there", "at least 12 km"),
        ("How deep is the harbour?", "£3,560"),
        ("How deep is the harbour?", "nine months"),
        ("How old is the bridge?", "12 metres"),
        ("How old is the bridge?", "seventy metres"),
        ("How old is the bridge?", "₹500"),
        ("How old is the bridge?", "500 rupees"),
        ("How heavy is the bell?", "twenty-five hours"),
        ("How heavy is the bell?", "two hours"),
        ("What percentage of the fee is kept?", "30 days"),
        ("How much does a ticket cost?", "90 minutes"),
        ("How hot does the oven get?", "14 kg"),
    ],
)
def test_an_amount_of_something_else(question: str, answer: str) -> None:
    assert is_other_measure(question, answer)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("How many metres long is the large pool?", "33 m"),
        ("How many months is the café closed?", "nine (9) months"),
        ("How many parameters does the model have?", "125M"),
        ("How many residents came from Istanbul?", "28 percent"),
        ("How far may an order exceed the forecast?", "110%"),
        ("How high is the deposit?", "£3,560"),
        ("How heavy is the bell?", "12 pounds"),
        ("How long does the lease run?", "two years"),
        ("How quickly does it go?", "30 km/h"),
        ("How long is the quay?", "120 m"),
        ("What is the notice period?", "30 days"),
        ("How many lanes are there?", "six"),
        ("How many lanes are there?", "six lanes of 33 m"),
        ("How much does a ticket cost?", "nothing for children"),
    ],
)
def test_an_amount_that_may_answer(question: str, answer: str) -> None:
    assert not is_other_measure(question, answer)


def test_letters_that_equal_others_only_where_case_is_ignored_make_no_dimension() -> None:
    assert not is_other_measure("How hıgh is it?", "33 m", " wİde")


def test_the_word_behind_an_amount_tells_which_dimension_it_is() -> None:
    assert is_other_measure("How deep is the pool?", "33 m", " long and")
    assert not is_other_measure("How long is the pool?", "33 m", " long and")
    assert not is_other_measure("How tall is the tower?", "33 m", " high")
    assert not is_other_measure("How deep is the pool?", "33 m", " at most")


@pytest.mark.parametrize(
    ("question", "answer", "following", "other"),
    [
        ("What is the rent per week?", "£1,450 per month", "", True),
        ("what is the weekly rent", "£1,450", " a month, payable", True),
        ("How much does she earn a year?", "$20", " per hour", True),
        ("What is the rent per month?", "£1,450 per month", "", False),
        ("What is the monthly rent?", "£1,450", " each month", False),
        ("What is the rent?", "£1,450 per month", "", False),
        ("What is the weekly rent?", "£1,450", ", payable", False),
        ("What is the yearly rent?", "every month", "", False),
        ("How much did it cost a year later?", "$20", " a day", False),
        ("How many days of annual leave do I get?", "2.5 days", " per month", False),
    ],
)
def test_an_amount_for_another_time_is_another_amount(
    question: str, answer: str, following: str, other: bool
) -> None:
    assert is_other_rate(question, answer, following) is other


@pytest.mark.parametrize(
    ("question", "answer", "preceding", "other"),
    [
        ("What is the annual rent?", "EUR 4,680", "The monthly rent is ", True),
        ("What is the monthly rent?", "EUR 4,680", "The monthly rent is ", False),
        ("What is the annual rent?", "EUR 4,680 a year", "The monthly part of the rent is ", False),
        ("What is the monthly pay?", "$96,000, in semi-monthly parts", "The annual pay is ", True),
        ("What is the rent?", "EUR 4,680", "The monthly rent is ", False),
    ],
)
def test_the_words_in_front_name_the_time_too(
    question: str, answer: str, preceding: str, other: bool
) -> None:
    assert is_other_rate(question, answer, "", preceding) is other
