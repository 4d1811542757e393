"""Question sets: which questions are asked of which document, and where their answers are."""

from __future__ import annotations

from pathlib import Path

import pytest

from longdoc.documents.types import Document
from longdoc.evaluation.datasets import Context, Question
from longdoc.evaluation.questions import (
    QuestionSet,
    all_questions,
    answerable,
    ask,
    for_markdown_file,
    for_table_file,
    paired_with_another,
    passage_alone,
    reworded,
    without_answer_columns,
)
from longdoc.evaluation.rewording import other_words
from longdoc.evaluation.session import Session
from longdoc.network.torch.checkpoint import tiny_model

TABLE = "Port | Ships | Country\nOban | 9 | Scotland\nUig | 7 | Skye"


def _asked(text: str, answer: str | None, id: str = "1") -> Question:
    spans = () if answer is None else ((at := text.index(answer), at + len(answer)),)
    return Question(f"{answer}?", spans, id)


def _context(text: str, *answers: str | None, document: str = "cuad/a") -> Context:
    questions = tuple(_asked(text, answer, str(n)) for n, answer in enumerate(answers))
    return Context(text, document, "en", questions, (0, len(text)))


def _said(asked: QuestionSet) -> list[list[str]]:
    return [[asked.text[a:b] for a, b in question.answers] for question in asked.questions]


def test_all_questions_or_those_with_an_answer() -> None:
    context = _context(TABLE, "Oban", None, "9")
    assert all_questions(context) == QuestionSet(TABLE, "cuad/a", context.questions)
    assert answerable(context) == QuestionSet(TABLE, "cuad/a", (context.questions[0], context.questions[2]))


def test_only_questions_with_a_known_rewording_are_reworded() -> None:
    known = Question("The date of the contract, please", ((0, 1),), "3")
    asked = reworded(QuestionSet("5 May", "a", (Question("Why?", ()), known)))
    assert asked == QuestionSet(
        "5 May", "a", (Question("What is the date of this agreement?", ((0, 1),), "3"),)
    )


def test_rewordings_are_found_by_how_a_question_begins_whatever_its_white_space() -> None:
    assert other_words("The  date of\nthe contract?") == (
        "What is the date of this agreement?",
        "When was the contract signed?",
        "On which day was the agreement made?",
    )
    assert other_words("And the date of the contract?") == other_words("") == ()


def test_a_table_in_text_form_is_asked_as_a_file() -> None:
    asked = for_table_file(_context("Counted in May.\n" + TABLE, "May", "Oban", "9", None))
    assert _said(asked) == [["Oban"], ["9"], []]  # the line above is no part of the file
    assert asked.document == "cuad/a"
    assert asked.opened is not None
    assert asked.opened.text == asked.text
    assert Path(asked.opened.source).name == "table.csv"


def test_paragraphs_and_a_table_are_asked_as_a_markdown_file() -> None:
    asked = for_markdown_file(_context("Ships of May.\n" + TABLE, "May", "Skye"))
    assert _said(asked) == [["May"], ["Skye"]]
    assert asked.opened is not None
    assert len(asked.opened.tables) == 1


def test_a_question_to_a_table_without_the_columns_of_its_answer_has_none() -> None:
    asked = list(without_answer_columns(_context(TABLE, "9", "Oban")))
    assert [one.questions for one in asked] == [(Question("9?", (), "0"),), (Question("Oban?", (), "1"),)]
    assert [one.text for one in asked] == [
        "Port | Country\nOban | Scotland\nUig | Skye", "Ships | Country\n9 | Scotland\n7 | Skye",
    ]  # fmt: skip
    assert [one.document for one in asked] == ["cuad/a", "cuad/a"]
    assert [one.opened.text for one in asked if one.opened] == [one.text for one in asked]


def test_a_column_that_says_the_answer_in_other_letters_goes_as_well() -> None:
    text = "Port | Old | Ships | Rain\nOban | 4 | 9 | 3\nUig | oban | 7 | 1"
    [one] = without_answer_columns(_context(text, "Oban"))
    assert one.text == "Ships | Rain\n9 | 3\n7 | 1"


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (TABLE, None),
        (TABLE, "ban"),  # is no cell, so that no column would go
        ("Port | Ships\nOban | 9", "9"),  # one column would be left
        ("Port | Pier | Ships\nOban | OBAN quay | 3", "Oban"),  # another cell still says it
    ],
)
def test_a_question_is_not_asked_where_it_would_be_unfair(text: str, answer: str | None) -> None:
    assert list(without_answer_columns(_context(text, answer))) == []


def test_a_passage_alone_has_its_answers_at_their_places_in_it() -> None:
    text = "Before it. The keeper is Ann. After."
    context = Context(text, "a/1", "en", (_asked(text, "Ann"), _asked(text, None, "2")), (11, 29))
    asked = passage_alone(context)
    assert asked.text == "The keeper is Ann."
    assert _said(asked) == [["Ann"], []]
    assert [question.id for question in asked.questions] == ["1", "2"]
    assert asked.document == "a/1"


def test_a_context_is_paired_with_the_next_of_another_document_of_its_kind() -> None:
    names = ["cuad/a", "cuad/a", "cuad/b", "plos/1", "plos/1"]
    contexts = [_context(f"Text {n}.", document=name) for n, name in enumerate(names)]
    pairs = [(contexts.index(one), contexts.index(other)) for one, other in paired_with_another(contexts)]
    assert pairs == [(0, 2), (1, 2), (2, 0)]


def test_asking_gives_one_answer_to_each_question_with_the_texts_of_the_right_ones(tmp_path: Path) -> None:
    session = Session(tmp_path, tiny_model())
    text = "The keeper is Ann. The lamp is old. Nobody saw the boat. It came in May, after the storm."
    asked = ask(session, QuestionSet(text, "a", (_asked(text, "Ann"), _asked(text, None))))
    assert [one.right for one in asked] == [("Ann",), ()]
    assert [one.given.question for one in asked] == ["Ann?", "None?"]
    assert all(one.given.best is not None for one in asked)  # of any confidence
    assert max(len(one.given.alternatives) for one in asked) == 3
    [one] = ask(session, QuestionSet(text, "a", (_asked(text, "Ann"),)), top_alternatives=1)
    assert len(one.given.alternatives) == 1
    assert ask(session, QuestionSet(text, "a", ())) == []


def test_a_document_that_is_more_than_its_text_is_read_as_it_is(tmp_path: Path) -> None:
    session = Session(tmp_path, tiny_model())
    opened = for_table_file(_context(TABLE, "Oban")).opened
    assert opened is not None
    assert QuestionSet("other", "a", (), opened).read(session)[0] is opened
    plain, _ = QuestionSet("A text.", "a", ()).read(session)
    assert (plain.text, plain.source) == ("A text.", Document.from_text("A text.", "a").source)
