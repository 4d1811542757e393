"""Which sentences may be in a summary, and what they score."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from longdoc.documents.types import Block, Kind, Section, Span
from longdoc.tasks.summaries.focus import relevance
from longdoc.tasks.summaries.scoring import (
    candidate_sentences,
    eligible,
    eligible_in_passages,
    utilities,
)
from longdoc.tasks.summaries.selection import Weights
from longdoc.tasks.summaries.term_weights import sentence_terms
from longdoc.tasks.terms import word_count

TEXT = (
    "The harbour was built by the town in spring. Rain. The old orchard was sold to a widow in May. "
    "The railway came to the north of the county later. The library was closed by the mayor in winter."
)


@pytest.fixture
def given(read: Any) -> Any:
    document, reading = read(TEXT)
    assert len(reading.sentence_spans_M2) == 5
    return document, reading


def _texts(document: Any, reading: Any) -> list[str]:
    return [document.text[a:b] for a, b in reading.sentence_spans_M2.tolist()]


def _eligible(document: Any, reading: Any, texts: list[str]) -> Any:
    return eligible(document, reading, texts, np.array([word_count(text) for text in texts], np.float64))


def test_sentences_that_are_incomplete_headings_or_unread_are_not_eligible(given: Any) -> None:
    document, reading = given
    texts = _texts(document, reading)
    assert _eligible(document, reading, texts).tolist() == [True, False, True, True, True]
    titled = replace(document, sections=(Section(texts[2].replace(" was", "  was"), 1, Span(0, 10)),))
    assert _eligible(titled, reading, texts).tolist() == [True, False, False, True, True]
    table = replace(document, blocks=(Block(Span(*map(int, reading.sentence_spans_M2[3])), Kind.TABLE_ROW),))
    assert _eligible(table, reading, texts).tolist() == [True, False, True, False, True]
    tokens_M2 = reading.sentence_tokens_M2.copy()
    tokens_M2[4, 1] = tokens_M2[4, 0]
    unread = replace(reading, sentence_tokens_M2=tokens_M2)
    assert _eligible(document, unread, texts).tolist() == [True, False, True, True, False]
    assert eligible_in_passages(document, unread).tolist() == [True, True, True, True, False]


def test_all_are_eligible_where_none_reads_like_a_sentence(read: Any) -> None:
    document, reading = read("Rain. Snow.")
    assert _eligible(document, reading, _texts(document, reading)).tolist() == [True, True]
    heading = replace(document, blocks=(Block(Span(0, 5), Kind.HEADING),))
    assert _eligible(heading, reading, _texts(document, reading)).tolist() == [False, True]
    both = replace(document, blocks=(Block(Span(0, len(document.text)), Kind.NOTE),))
    assert eligible_in_passages(both, reading).tolist() == [True, True]


def test_in_a_passage_may_be_everything_but_headings_and_no_prose(given: Any) -> None:
    document, reading = given
    starts = reading.sentence_spans_M2[:, 0].tolist()
    marked = replace(
        document,
        blocks=(Block(Span(starts[1], starts[2]), Kind.NOTE),),
        sections=(Section("The railway", 1, Span(starts[3], len(document.text))),),
    )
    assert eligible_in_passages(marked, reading).tolist() == [True, False, True, False, True]


def _scored(given: Any, model: Any, salience: list[float], lead: float, focus: str | None = None) -> Any:
    document, reading = given
    reading = replace(reading, salience_M=np.array(salience, np.float32))
    eligible_M = np.array([True, False, True, True, True])
    texts, terms = _texts(document, reading), sentence_terms(reading, model)
    weights = Weights(lead=lead, centrality=0.0)
    return utilities(document, reading, model, texts, terms, eligible_M, focus, weights)


def test_salience_is_in_standard_deviations_of_the_logits_of_eligible_sentences(
    given: Any, model: Any
) -> None:
    half, more, less = 0.5, 1 / (1 + np.exp(-1)), 1 / (1 + np.exp(1))  # logits 0, 1 and -1
    utility_M, score_M = _scored(given, model, [more, 0.9999, less, more, less], 0.0)
    # mean 0 and deviation 1; the one that is not eligible has the logit 9.21, clipped
    assert utility_M == pytest.approx([1, 3, -1, 1, -1], abs=1e-5)
    assert score_M == pytest.approx([more, 0.9999, less, more, less])
    utility_M, _ = _scored(given, model, [more, 0.0, less, more, less], 0.0)
    assert utility_M == pytest.approx([1, -3, -1, 1, -1], abs=1e-5)
    # mean 0.5 and deviation 0.5
    utility_M, _ = _scored(given, model, [half, half, half, more, more], 0.0)
    assert utility_M == pytest.approx([-1, -1, -1, 1, 1], abs=1e-5)


def test_a_salience_of_0_or_1_is_taken_as_within_a_ten_thousandth(given: Any, model: Any) -> None:
    extreme, _ = _scored(given, model, [0.0, 0.5, 1.0, 0.5, 0.5], 0.0)
    almost, _ = _scored(given, model, [1e-4, 0.5, 1 - 1e-4, 0.5, 0.5], 0.0)
    assert extreme == pytest.approx([-np.sqrt(2), 0, np.sqrt(2), 0, 0], abs=1e-3)
    assert extreme == pytest.approx(almost, abs=1e-3)


def test_the_bonus_for_the_lead_decays_over_thirty_eligible_sentences(given: Any, model: Any) -> None:
    utility_M, _ = _scored(given, model, [0.4] * 5, 2.0)  # no deviation: nothing but the bonus
    assert utility_M == pytest.approx([2.0 * np.exp(-n / 30) for n in (0, 0, 1, 2, 3)])


def test_definitions_count_less_and_decisions_count_at_least_so_much(read: Any, model: Any) -> None:
    document, reading = read(
        "“Owner” means the owner of the ship. The ship sailed to Norway in May. We affirm the judgment below."
    )
    reading = replace(reading, salience_M=np.full(3, 0.5, np.float32))
    terms, eligible_M = sentence_terms(reading, model), np.ones(3, bool)
    weights = Weights(lead=0.0, centrality=0.0, definition=0.7, decision=1.9)
    utility_M, _ = utilities(
        document, reading, model, _texts(document, reading), terms, eligible_M, None, weights
    )
    assert utility_M == pytest.approx([-0.7, 0.0, 1.9])


def test_a_focus_of_blanks_is_none(given: Any, model: Any) -> None:
    none, blank = (_scored(given, model, [0.1, 0.2, 0.3, 0.4, 0.5], 1.0, focus) for focus in (None, "  "))
    assert none[0].tolist() == blank[0].tolist()
    assert none[1].tolist() == blank[1].tolist()


def test_a_focus_is_three_quarters_of_the_score_and_counts_double_in_the_choice(
    given: Any, model: Any
) -> None:
    document, reading = given
    relevance_M = relevance("the orchard", document, reading, model)
    among = relevance_M[[0, 2, 3, 4]]
    deviations_M = (relevance_M - among.mean()) / among.std()
    salience = [1 / (1 + np.exp(-logit)) for logit in (3, 1, 1, -1, -3)]  # deviates by the root of 5
    utility_M, score_M = _scored(given, model, salience, 5.0, "the orchard")
    salient_M = np.array([3, 1, 1, -1, -3]) / np.sqrt(5)
    assert utility_M == pytest.approx(1.5 * deviations_M + 0.25 * salient_M, abs=1e-5)
    assert score_M == pytest.approx(0.75 * relevance_M + 0.25 * np.array(salience), abs=1e-6)


def test_candidates_carry_their_section_terms_and_references(read: Any, model: Any) -> None:
    document, reading = read("The owner left the keys. He took the boat.\n\nThey are lost in the harbour.")
    texts = _texts(document, reading)
    starts = reading.sentence_spans_M2[:, 0].tolist()
    sections = (Section("one", 1, Span(starts[1], starts[2])), Section("two", 2, Span(starts[1], starts[2])),
                Section("three", 1, Span(starts[2], len(document.text))))  # fmt: skip
    document = replace(document, sections=sections)
    utility_M, words_M = np.array([1.0, 2.0, 3.0]), np.array([5.0, 4.0, 6.0])
    terms = sentence_terms(reading, model)
    made = candidate_sentences(document, reading, texts, terms, utility_M, words_M, np.ones(3, bool))
    assert made.section_M.tolist() == [0, 1, 2]
    assert made.dangling_M is not None
    assert made.dangling_M.tolist() == [0, 1, 2]
    assert made.utility_M is utility_M
    assert made.words_M is words_M
    assert len(made.bounds_M1) == 4
    assert made.vectors_ME.tolist() == reading.sentence_vectors_ME.astype(np.float32).tolist()
