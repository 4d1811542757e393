"""Figures of another year or month than the question names."""

from __future__ import annotations

import pytest

from longdoc.documents.types import Document, Span
from longdoc.tasks.candidates.candidate_set import CandidateSet
from longdoc.tasks.candidates.contradictions import without_contradicted
from longdoc.tasks.candidates.years import (
    figure_of_time_asked,
    is_of_other_time,
    is_of_other_years_event,
)
from longdoc.tasks.spans.candidate import Candidate

REVENUE = "Revenue in 2023 was $4.2 million, up from $3.9 million in 2022."
BALANCE = "- Mar 15: $121,460.45"
PRIZES = "The 2021 Harbour Service Award was given to Ada Lund. The prize of 2020 went to Bo Ek."
RAIN = "It rained 85 mm in May and 40 mm in June; in July there were 12 storms."


@pytest.mark.parametrize(
    ("question", "sentence", "answer", "instead"),
    [
        ("revenue 2022", REVENUE, "$4.2 million", "$3.9 million"),
        ("What was revenue in 2023?", REVENUE, "$3.9 million", "$4.2 million"),
        ("What was revenue in 2021?", REVENUE, "$3.9 million", None),
        ("How much did it rain in June?", RAIN, "85 mm", "40 mm"),
        ("How many storms were there in May?", RAIN, "12 storms", None),
        (
            "What was the profit in March 2022?",
            "The profit was $4 million in March 2023.",
            "$4 million",
            None,
        ),
        ("What were 2022 sales?", "Sales were $4 million in 2023.", "$4 million", None),
        ("How many people lived there in 1990?", "In 1890, 512 people lived there.", "512 people", None),
        ("How much was there at the end of February?", BALANCE, "$121,460.45", None),
        ("How much was there at the end of February?", BALANCE, "- Mar 15: $121,460.45", None),
        ("How much was there in 2016?", "Dec 2017: 300", "300", None),
    ],
)
def test_a_figure_of_another_time(question: str, sentence: str, answer: str, instead: str | None) -> None:
    start = sentence.index(answer)
    assert is_of_other_time(question, sentence, start, start + len(answer))
    place = figure_of_time_asked(question, sentence, start, start + len(answer))
    assert (sentence[slice(*place)] if place else None) == instead


@pytest.mark.parametrize(
    ("question", "sentence", "answer"),
    [
        ("What was revenue in 2023?", REVENUE, "$4.2 million"),
        ("What was revenue?", REVENUE, "$4.2 million"),
        ("In which year was revenue higher than in 2022?", REVENUE, "2023"),
        ("What were revenues in 2022 and 2023?", REVENUE, "$4.2 million"),
        ("How much did it rain in May 2024?", RAIN, "85 mm"),
        ("Who led the firm in 2022?", "In 2023 it was Piet Vos.", "Piet Vos"),
        ("What is the budget of 2025?", "The budget adopted in 2024 is 5 million for 2025.", "5 million"),
        ("What is the fee in 2024?", "The fee is 50 euros.", "50 euros"),
        ("How much was there in March 2017?", BALANCE, "$121,460.45"),
        ("How much was there in April?", "10:30: 25 people", "25 people"),
        ("How much was paid in May?", "Mar 15: 100 were paid in and 50 paid out in May.", "50"),
        ("What was the profit in March?", "The profit was $4 million in 2023.", "$4 million"),
        ("May the landlord charge more than $40?", "The fee was $50 in 2023.", "$50"),
        ("What is the fee for 2000 users?", "The fee was $50 in 2023.", "$50"),
    ],
)
def test_what_may_be_of_the_time_asked_about(question: str, sentence: str, answer: str) -> None:
    start = sentence.index(answer)
    assert not is_of_other_time(question, sentence, start, start + len(answer))


@pytest.mark.parametrize(
    ("answer", "asked", "other"),
    [("€4.1m", "2023", "€3.9m"), ("€3m", "2023", "€2m"), ("€3.9m", "2023", None), ("€4.1m", "2024", None)],
)
def test_the_figure_of_the_year_before_in_parentheses(answer: str, asked: str, other: str | None) -> None:
    sentence = "Revenue rose to €4.1m (2023: €3.9m), costs to €3m (2023: €2m)."
    question, start = f"What was it in {asked}?", sentence.index(answer)
    span = (start, start + len(answer))
    assert is_of_other_time(question, sentence, *span) is (other is not None)
    if other is not None:
        found = figure_of_time_asked(question, sentence, *span)
        assert found is not None
        assert sentence[slice(*found)] == other


@pytest.mark.parametrize(
    ("question", "other"),
    [
        ("What was revenue in the first half of 2024?", "£198.7 million"),
        ("What was revenue in H1 2024?", "£198.7 million"),
        ("What was revenue in the third quarter of 2024?", None),
    ],
)
def test_the_figure_of_a_part_of_the_year_before(question: str, other: str | None) -> None:
    sentence = "Revenue rose by 8 per cent to £214.6 million (H1 2024: £198.7 million)."
    span = (start := sentence.index("£214.6"), start + len("£214.6 million"))
    assert is_of_other_time(question, sentence, *span) is (other is not None)
    if other is not None:
        found = figure_of_time_asked(question, sentence, *span)
        assert found is not None
        assert sentence[slice(*found)] == other


@pytest.mark.parametrize(
    ("question", "sentence", "heading", "is_other"),
    [
        ("Who won the service award in 2020?", "The 2021 Harbour Service Award went to Ada.", "", True),
        ("Who won the service award in 2021?", "The 2021 Harbour Service Award went to Ada.", "", False),
        ("Who won the service award?", "The 2021 Harbour Service Award went to Ada.", "", False),
        ("Who won the award in 2020?", "The 2021 service award went to Ada.", "Prizes of 2020", False),
        ("Who won the award in 2020?", "The 2019 fleet lent a boat to Ada.", "", False),  # another thing
        ("Who won the awards in 2020 and 2021?", "The 2019 service award went to Ada.", "", False),
        ("When was the 2020 award given?", "The 2021 service award went to Ada.", "", False),
    ],
)
def test_an_event_of_another_year(question: str, sentence: str, heading: str, is_other: bool) -> None:
    start = sentence.index("Ada")
    assert is_of_other_years_event(question, sentence, start, start + 3, heading) is is_other


def test_the_winner_of_the_year_asked_for_comes_first() -> None:
    document = Document.from_text(PRIZES)
    ada, bo = (Span(at := PRIZES.index(name), at + len(name)) for name in ("Ada Lund", "Bo Ek"))
    found = CandidateSet((), (Candidate(4.0, ada), Candidate(1.0, bo)), (), (), 0.0)
    assert without_contradicted("Who got the award in 2020?", found, document).candidates[0].span == bo
    assert without_contradicted("Who got the award in 2021?", found, document).candidates[0].span == ada
