"""Questions in everyday words find headers that are abbreviated or say the same in another word."""

from __future__ import annotations

import pytest

from longdoc.evaluation.table_text import table_document
from longdoc.tasks.tables.header_words import in_header_words
from longdoc.tasks.tables.question import read_question
from longdoc.tasks.tables.view import TableView, stems_of, view_of

TEAMS = [["Team", "Pts", "Avg. crowd", "GF", "Opened"], ["Ashby", "42", "900", "38", "1990"]]


def _view() -> TableView:
    document = table_document([*TEAMS, ["Kelby", "29", "700", "27", "1984"]])
    return view_of(document, document.tables[0])


@pytest.mark.parametrize(
    ("question", "header"),
    [
        ("How many points does Ashby have?", "pts"),
        ("What is the average of Ashby?", "avg"),
        ("How many times did Kelby score?", "gf"),
    ],
)
def test_words_become_those_of_the_header(question: str, header: str) -> None:
    assert stems_of(header) <= in_header_words(read_question(question), _view()).terms


@pytest.mark.parametrize(
    ("question", "named", "other"),
    [
        ("How many goals did Ashby score?", "gf", "ga"),
        ("How many goals did Ashby have?", "gf", "ga"),
        ("How many goals did Ashby concede?", "ga", "gf"),
        ("How many goals were scored against Ashby?", "ga", ""),
    ],
)
def test_goals_are_those_scored_unless_the_question_says_otherwise(
    question: str, named: str, other: str
) -> None:
    league = table_document([["Team", "GF", "GA"], ["Ashby", "38", "21"], ["Kelby", "27", "30"]])
    terms = in_header_words(read_question(question), view_of(league, league.tables[0])).terms
    assert stems_of(named) <= terms
    assert not stems_of(other) & terms


def test_words_that_the_table_has_stay() -> None:
    question = read_question("When was Ashby opened?")
    assert in_header_words(question, _view()) == question


def test_the_role_in_a_film_is_not_its_title() -> None:
    films = table_document([["Title", "Character", "Year"], ["Plebs", "Cynthia", "2013"]])
    roles = table_document([["Name", "Title"], ["Ada Noor", "Engineer"]])
    question = read_question("What role did she have in Plebs?")
    assert "titl" not in in_header_words(question, view_of(films, films.tables[0])).asked
    assert stems_of("title") <= in_header_words(question, view_of(roles, roles.tables[0])).asked


def test_headers_that_mean_a_word_alike_share_it() -> None:
    parts = table_document([["Part", "Net price", "Price"], ["Hinge", "1.20", "1.44"]])
    asked = in_header_words(read_question("What is the cost of the hinge?"), view_of(parts, parts.tables[0]))
    assert stems_of("price") <= asked.terms


def test_words_that_narrow_nothing_are_left_out_unless_the_table_has_them() -> None:
    question = read_question("What is the unit price of the hinge?")
    plain = table_document([["Part", "Quantity", "Price"], ["Hinge", "40", "1.20"]])
    said = table_document([["Part", "Unit price"], ["Hinge", "1.20"]])
    assert in_header_words(question, view_of(plain, plain.tables[0])).terms == stems_of("price hinge")
    assert "unit" in in_header_words(question, view_of(said, said.tables[0])).terms


def test_games_that_are_won_are_no_games_played() -> None:
    league = table_document([["Club", "Played", "Won"], ["Ashby", "22", "14"], ["Kelby", "22", "9"]])
    view = view_of(league, league.tables[0])
    assert (
        stems_of("played") <= in_header_words(read_question("How many games has Ashby played?"), view).terms
    )
    won = in_header_words(read_question("How many games did Ashby win?"), view).terms
    assert stems_of("won") <= won
    assert not stems_of("played games") & won


def test_per_cent_is_said_by_the_sign_in_a_header() -> None:
    survey = table_document([["Statement", "Agree (%)", "Disagree (%)"], ["Buses run on time", "29", "53"]])
    question = read_question("What percentage agree that buses run on time?")
    assert "percentag" not in in_header_words(question, view_of(survey, survey.tables[0])).terms
    assert in_header_words(question, _view()).terms >= stems_of("percentage")
