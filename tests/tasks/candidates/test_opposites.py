"""What is said of the opposite of what a question asks about is no answer to it."""

from __future__ import annotations

import pytest

from longdoc.tasks.candidates.opposites import is_about_opposite


def _opposite(question: str, sentence: str, answer: str, context: str = "") -> bool:
    start = sentence.index(answer)
    return is_about_opposite(question, sentence, start, start + len(answer), context)


@pytest.mark.parametrize(
    ("question", "sentence", "answer"),
    [
        ("how is the weather in summer", "The valley is sunny in winter.", "sunny"),
        ("How deep is the shallow end?", "The pool is 1.8 m deep at the deep end.", "1.8 m"),
        ("Who closed the pool?", "It was opened in 1971 by Inga Lund.", "Inga Lund"),
        ("When did she die?", "She was born in Bangor in 1968.", "1968"),
        ("When was the mill demolished?", "The mill was built in 1820.", "1820"),
        ("What are the secondary aims?", "The primary aim is speed.", "speed"),
        ("What is the net salary?", "The gross salary is 4,100 euros.", "4,100 euros"),
        ("What is the maximum load?", "The minimum load is 20 kg.", "20 kg"),
        ("By how much did sales fall?", "Sales rose by 5% in May.", "5%"),
        ("What is the final dividend?", "The board declared an interim dividend of 4.5 pence.", "4.5 pence"),
        ("What were diluted earnings per share?", "Basic earnings per share were £0.31.", "£0.31"),
        ("What do adults pay?", "Entry is 4 euros for children.", "4 euros"),
        ("What is the long-term goal?", "The short-term goal is growth.", "growth"),
    ],
)
def test_the_opposite_is_told(question: str, sentence: str, answer: str) -> None:
    assert _opposite(question, sentence, answer)


@pytest.mark.parametrize(
    ("question", "sentence", "answer"),
    [
        ("How is the weather in winter?", "The valley is sunny in winter.", "sunny"),
        ("How deep is the pool?", "The pool is 1.8 m deep at the deep end.", "1.8 m"),
        ("When does the shop close?", "It is open from 9:00 to 17:00.", "17:00"),
        ("When did she die?", "Born in 1900, she died in 1980.", "1980"),
        ("When was she born?", "Born in 1900, she died in 1980.", "1900"),
        ("What is the net salary?", "The salary is 4,100 euros.", "4,100 euros"),
        ("What is the final dividend?", "The interim and the final dividend are 4.5 pence.", "4.5 pence"),
        ("Is the final dividend paid in May?", "The interim dividend is paid in May.", "in May"),
        ("How many people work full time?", "The company has 310 employees.", "310"),
        ("What is the maximum speed?", "After 10 min it reaches 80 km/h.", "80 km/h"),
        ("What limit was established?", "Dissolved oxygen must be at least 5 mg/L.", "5 mg/L"),
        ("Who was appointed manager?", "Mr Hill manages the coal-fired plant.", "Mr Hill"),
        ("Who was Rose's father?", "John Lee fell at Ypres in 1916.", "John Lee"),
    ],
)
def test_what_is_asked_for_stays(question: str, sentence: str, answer: str) -> None:
    assert not _opposite(question, sentence, answer)


def test_a_context_that_speaks_of_both_leaves_it_open() -> None:
    assert not _opposite(
        "weather in summer", "It is sunny in winter.", "sunny", "As in summer, so in winter."
    )
