"""Answers: always a span of the document, quoted with its sentence, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from longdoc.documents.types import Document, Span
from longdoc.reading.types import Reading
from longdoc.tasks.answers.answer import answer_questions, answers_from
from longdoc.tasks.answers.quoting import MAX_QUOTE_CHARS, quote_around
from longdoc.tasks.candidates.candidate_set import CandidateSet
from longdoc.tasks.confidence.calibration import Calibration, Logistic
from longdoc.tasks.spans.candidate import Candidate
from longdoc.tasks.types import Answer, Passage

Read = Callable[[str], tuple[Document, Reading]]
KEYS = [
    "question", "answer", "confidence", "document", "title", "quote", "page", "section", "start", "end",
    "also", "alternatives", "coverage", "seconds", "unsure",
]  # fmt: skip
TEXTS = st.text(
    alphabet=st.sampled_from(list("abcdeXYZ 0123.,;:!?()\n“”'$%é") + list("供水管理条例，。；（）中文法")),
    max_size=400,
)


def check(answer: Answer, document: Document) -> None:
    """Everything that holds for any answer to any question."""
    assert [key for key in answer.to_json() if not key.endswith("left_out")] == KEYS
    assert 0 <= answer.confidence <= 1
    found = [*answer.alternatives] + ([answer] if answer.answer is not None else [])
    for one in found:
        assert one.start is not None
        assert document.text[one.start : one.end] == one.answer
        assert one.answer == one.answer.strip() != ""
        assert one.quote in document.text
        assert one.answer in one.quote
        assert list(one.to_json())[-2:] == ["start", "end"] or one is answer
    if answer.answer is None:
        assert answer.quote is answer.start is answer.end is answer.page is answer.section is None


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXTS, st.text(min_size=1, max_size=30).filter(str.strip), st.booleans(), st.booleans())
def test_whatever_is_answered_stands_in_the_document(read, model, text, question, all_spans, exhaustive):
    document, reading = read(text)
    for least in (0.0, None):
        answers = answer_questions(
            [question, "供水"], document, reading, model,
            all_spans=all_spans, exhaustive=exhaustive, min_confidence=least,
        )  # fmt: skip
        assert [answer.question for answer in answers] == [question, "供水"]
        for answer in answers:
            check(answer, document)


def test_the_answer_comes_with_its_sentence_page_and_section(read, pointing, english):
    document, reading = read(english)
    answer = answer_questions(
        ["Which law governs?"], document, reading, pointing("State of Delaware"), exhaustive=True
    )[0]
    assert answer.answer == "State of Delaware"
    assert answer.quote == "This Agreement is governed by the laws of the State of Delaware."
    assert answer.section is not None
    assert "Governing Law" in answer.section
    assert answer.page == "3"
    assert answer.confidence > 0.9
    check(answer, document)


def test_numbers_come_whole(read, pointing, english):
    document, reading = read(english)
    asked = answer_questions(["What is the fee?"], document, reading, pointing("250"), exhaustive=True)
    answer = asked[0]
    assert answer.answer == "$1,250,000.50"


def test_chinese(read, pointing, chinese):
    document, reading = read(chinese)
    # the tiny vocabulary has no Chinese: every character is the unknown piece, so the first run is found
    answer = answer_questions(["谁主管供水？"], document, reading, pointing("市水务局"), min_confidence=0.0)[
        0
    ]
    check(answer, document)
    assert answer.answer is not None


def test_no_answer_is_an_answer(read, pointing, english):
    document, reading = read(english)
    answer = answer_questions(["Who won?"], document, reading, pointing("zebra crossing"))[0]
    assert answer.answer is None
    assert answer.confidence < 0.5
    check(answer, document)


def test_min_confidence_decides(read, model, english):
    document, reading = read(english)
    assert answer_questions(["fee?"], document, reading, model, min_confidence=0.0)[0].answer
    assert answer_questions(["fee?"], document, reading, model, min_confidence=1.0)[0].answer is None


def test_all_spans_are_given_in_document_order_and_once(read, pointing):
    text = "".join(f"Clause {n} says that the Supplier must pay item {n}. " for n in range(30))
    document, reading = read(text)
    answer = answer_questions(
        ["Who pays?"], document, reading, pointing("the Supplier"), all_spans=True, exhaustive=True
    )[0]
    starts = [other.start for other in answer.alternatives]
    assert starts == sorted(set(starts))
    assert len(starts) == 29
    check(answer, document)


@pytest.mark.parametrize(
    ("phrases", "best", "others"),
    [
        (["considerable sums", "much", "several payments"], "considerable sums", ["several payments"]),
        (["much", "several payments", "considerable sums"], "several payments", ["considerable sums"]),
        (["much", "tax"], None, []),
        ([], None, []),
    ],
)
def test_all_spans_are_those_above_the_threshold_whatever_their_margins(read, phrases, best, others):
    text = "They owe considerable sums. They paid much. They made several payments. They avoid tax."
    document, reading = read(text)
    spans = [Span(at := text.index(phrase), at + len(phrase)) for phrase in phrases]
    candidates = tuple(Candidate(9.0 - n, span) for n, span in enumerate(spans))
    found = CandidateSet((Passage(Span(0, len(text)), (0, 1), 1.0),), candidates, (), (), 0.0)
    longer_is_likelier = Logistic(-2.3, {"length": 1.0})
    calibration = Calibration(longer_is_likelier, longer_is_likelier)
    answer = answers_from(["what?"], [found], document, reading, calibration, all_spans=True)[0]
    assert answer.answer == best
    assert [other.answer for other in answer.alternatives] == others
    assert (answer.confidence >= calibration.threshold) == (best is not None)
    check(answer, document)


def test_many_alternatives_hold_the_sentences_of_a_span_below_it(read, pointing):
    text = "It is on. So be it. "  # one passage of the tiny network
    document, reading = read(text)
    pointer = pointing("is on. So be")
    few, many = (
        answer_questions(["When?"], document, reading, pointer, top_alternatives=top, exhaustive=True)[0]
        for top in (3, 12)
    )
    places = [(one.start, one.end) for one in few.alternatives]
    assert all(a_end <= b_start for (_, a_end), (b_start, _) in pairwise(sorted(places)))
    assert many.answer == few.answer
    texts = [one.answer for one in many.alternatives]
    assert "It is on" in texts
    assert "So be it" in texts
    confidences = [many.confidence, *(one.confidence for one in many.alternatives)]
    assert confidences == sorted(confidences, reverse=True)
    check(many, document)


def test_search_reads_some_passages_and_exhaustive_reads_all(read, pointing):
    filler = "Nothing of interest happened on that day either. " * 200
    text = filler + "It was hidden under xylophone seven. " + filler
    document, reading = read(text)
    pointer = pointing("xylophone seven")
    assert answer_questions(["What happened?"], document, reading, pointer)[0].answer is None
    found = answer_questions(["What happened?"], document, reading, pointer, exhaustive=True)[0]
    assert found.answer == "xylophone seven"


def test_many_questions_give_the_same_as_each_alone(read, model, english):
    document, reading = read(english)
    questions = ["What is the fee?", "Which law governs?"]
    together = answer_questions(questions, document, reading, model, min_confidence=0.0)
    alone = [answer_questions([q], document, reading, model, min_confidence=0.0)[0] for q in questions]
    assert [(a.answer, a.start) for a in together] == [(a.answer, a.start) for a in alone]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 5000), st.integers(1, 900))
def test_a_quote_holds_its_span_and_keeps_to_its_length(read, start, length):
    text = "word " * 300 + "\n\n" + "供水管理" * 300 + "\n\n" + "Short one. Another one here."
    document, reading = _read_once(read, text)
    start = min(start, len(text) - 1)
    span = Span(start, min(len(text), start + length))
    quote = quote_around(document, reading, span)
    assert quote.contains(span)
    assert len(quote) <= max(MAX_QUOTE_CHARS, len(span)) or len(span) > MAX_QUOTE_CHARS


def test_coverage_is_handed_on(read, model, english):
    document, reading = read(english)
    partly = replace(reading, coverage=replace(reading.coverage, tokens_read=5))
    assert answer_questions(["fee?"], document, partly, model)[0].coverage.tokens_read == 5


_KEPT: dict[str, tuple[Document, Reading]] = {}


def _read_once(read: Read, text: str) -> tuple[Document, Reading]:
    if text not in _KEPT:
        _KEPT[text] = read(text)
    return _KEPT[text]


def test_the_quote_of_a_denied_item_says_that_it_is_denied(read: Read) -> None:
    document, reading = read(
        "5. Use\nThe Tenant may not:\n(a) sublet the rooms;\n(b) keep animals.\n\n"
        "The Tenant shall:\n(a) sweep the stairs; and\n(b) lock the door.\n"
    )
    for part, quote in (
        ("keep animals", "The Tenant may not:\n(a) sublet the rooms;\n(b) keep animals."),
        ("lock the door", "(b) lock the door."),
    ):
        start = document.text.index(part)
        found = quote_around(document, reading, Span(start, start + len(part)))
        assert document.quote(found) == quote
