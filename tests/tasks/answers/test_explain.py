"""An explanation lists what was read, and its evidence adds up to the confidence that it explains."""

from __future__ import annotations

from math import log

import pytest

from longdoc.documents.types import Span
from longdoc.tasks.answers.answer import answer_questions

QUESTION = "Which law governs the agreement?"


@pytest.fixture
def answer(read, english, pointing):
    document, reading = read(english * 6)
    model = pointing("State of Delaware")
    answers = answer_questions([QUESTION], document, reading, model, min_confidence=0.0, explain=True)
    return document, answers[0]


def test_without_being_asked_nothing_is_explained(read, english, model):
    document, reading = read(english)
    (answer,) = answer_questions([QUESTION], document, reading, model)
    assert answer.explanation is None
    assert "explain" not in answer.to_json()


def test_the_answer_is_the_first_span_explained(answer):
    document, found = answer
    first = found.explanation.passages[0]
    assert (first.answer_start, first.answer_end) == (found.start, found.end)
    assert first.answer == document.text[found.start : found.end] == found.answer
    assert first.confidence == pytest.approx(found.confidence, abs=1e-4)
    assert first.start <= found.start < found.end <= first.end


def test_the_evidence_adds_up_to_the_confidence(answer):
    _, found = answer
    with_spans = [one for one in found.explanation.passages if one.evidence]
    assert with_spans
    for one in with_spans:
        total = sum(part.logits for part in one.evidence)
        if 0.001 < one.confidence < 0.999:
            assert total == pytest.approx(log(one.confidence / (1 - one.confidence)), abs=0.1)


def test_other_words_than_the_user_s_are_told(read, english, model):
    document, reading = read(english.replace("Customer", "Lessee"))
    questions = ["What fee does the Lessee pay each year?", "Which fee does the tenant pay each year?"]
    same, other = answer_questions(questions, document, reading, model, explain=True)
    assert same.explanation.wording is None
    assert other.explanation.wording == "Which fee does the lessee pay each year?"
    assert other.explanation.to_json()["wording"] == other.explanation.wording


def test_the_threshold_explained_is_the_one_that_the_question_was_held_to(read, pointing):
    text = (
        "The Supplier is liable for direct damages. The fee is 90 euros. The parties hereto shall be bound by"
        " this Agreement."
    )
    document, reading = read(text)
    questions, model = ["Who is liable?", "What is the fee in euros?"], pointing("The Supplier")
    short, full = answer_questions(questions, document, reading, model, explain=True)
    assert 0 < short.explanation.threshold < full.explanation.threshold
    chosen = answer_questions(questions, document, reading, model, explain=True, min_confidence=0.4)
    assert [one.explanation.threshold for one in chosen] == [0.4, 0.4]


def test_ranks_are_the_order_of_the_scores(answer):
    _, found = answer
    why = found.explanation
    assert why.passages_read == len(why.passages) <= why.passages_in_all
    by_rank = sorted(why.passages, key=lambda one: one.rank)
    assert [one.score for one in by_rank] == sorted((one.score for one in why.passages), reverse=True)
    assert all(1 <= one.words_rank <= why.passages_in_all for one in why.passages)
    most = max(why.passages, key=lambda one: one.by_words)
    assert most.words_rank == min(one.words_rank for one in why.passages)


def test_every_passage_of_the_document_is_on_the_map_of_the_search(answer):
    document, found = answer
    likely = found.explanation.likely
    assert len(likely) == found.explanation.passages_in_all
    assert [span.start for span, _ in likely] == sorted(span.start for span, _ in likely)
    covered = Span(likely[0][0].start, likely[-1][0].end)
    assert covered.contains(Span(found.start, found.end))
    assert covered.end >= len(document.text.rstrip())
    assert max(score for _, score in likely) == pytest.approx(
        max(one.score for one in found.explanation.passages), abs=1e-3
    )


def test_reading_everything_is_explained_too(read, english, model):
    document, reading = read(english * 30)
    (answer,) = answer_questions([QUESTION], document, reading, model, exhaustive=True, explain=True)
    why = answer.explanation
    assert why.passages_read == why.passages_in_all > len(why.passages)
    assert any(one.evidence for one in why.passages)


def test_an_empty_document_is_explained_by_nothing(read, model):
    document, reading = read("")
    (answer,) = answer_questions([QUESTION], document, reading, model, explain=True)
    assert (answer.explanation.passages_in_all, answer.explanation.passages) == (0, ())
