"""Short questions on contracts: what counts as standing in the right clause."""

from __future__ import annotations

import pytest

from longdoc.bench.quality.clauses import SHORT_QUESTIONS, is_answered
from longdoc.documents.types import Document
from longdoc.evaluation.datasets import Question
from longdoc.reading.coverage import Coverage
from longdoc.tasks.types import Alternative, Answer

TEXT = "The Supplier is liable for damages only. The fee is due in May. This Agreement ends in June."
LIABLE, LAW = SHORT_QUESTIONS[0], next(c for c in SHORT_QUESTIONS if c.question == "governing law")


def _answer(text: str | None) -> Answer:
    coverage = Coverage(0, 0, len(TEXT), 20, 20)
    best = None
    if text is not None:
        start = TEXT.index(text)
        best = Alternative(text, 0.9, "c.txt", text, None, None, start, start + len(text))
    return Answer("?", best, 0.9, "c.txt", "", (), coverage, 0.1)


@pytest.mark.parametrize(
    ("given", "right"),
    [("The Supplier is liable for damages only.", True), ("The fee is due in May.", False), (None, False)],
)
def test_an_answer_is_right_where_it_stands_in_such_a_clause(given: str | None, right: bool) -> None:
    document = Document(TEXT, (), (), "", "c.txt", "0")
    labelled = [Question("?", ((0, 40),), "cuad/c#Cap On Liability")]
    assert is_answered(LIABLE, _answer(given), document, labelled) is right


def test_a_contract_without_such_a_clause_does_not_count() -> None:
    document = Document(TEXT, (), (), "", "c.txt", "0")
    assert is_answered(LIABLE, _answer(None), document, []) is None
    assert is_answered(LAW, _answer(None), document, [Question("?", ((0, 5),), "cuad/c#Parties")]) is None


def test_there_are_twenty_questions_besides_the_first() -> None:
    assert len({clause.question for clause in SHORT_QUESTIONS}) == 21
