"""Which passages are read for a question, and when reading ends."""

from __future__ import annotations

import math

from longdoc.tasks.calibration import Calibration
from longdoc.tasks.candidates import (
    FIRST,
    PASSAGES,
    SURE,
    Found,
    find_candidates,
    passages_for,
    sure_margin,
)

MARGIN = 2.0

TEXT = "".join(
    f"Section {n} is about apples, pears and the weather of week {n}. The Supplier pays item {n}. "
    for n in range(60)
)
QUESTION = "Which item is it that the Supplier pays?"


def test_a_sure_answer_ends_the_reading(read, pointing):
    document, reading = read(TEXT)
    sure, unsure = pointing("Supplier pays"), pointing("zebra crossing")
    (found,) = find_candidates([QUESTION], document, reading, sure, sure=MARGIN)
    assert len(found.passages) == FIRST
    assert document.quote(found.candidates[0].span) == "Supplier pays"
    (found,) = find_candidates([QUESTION], document, reading, unsure, sure=MARGIN)
    assert len(found.passages) == PASSAGES
    (found,) = find_candidates([QUESTION], document, reading, sure)
    assert len(found.passages) == PASSAGES


def test_each_question_is_read_for_as_long_as_it_needs(read, pointing):
    text = TEXT + "Nothing else is known about the zebra. "
    document, reading = read(text)
    questions = [QUESTION, "What is known about the zebra?", "Who pays?"]
    together = find_candidates(questions, document, reading, pointing("the zebra"), sure=MARGIN)
    assert len({len(found.passages) for found in together}) > 1
    alone = [
        find_candidates([question], document, reading, pointing("the zebra"), sure=MARGIN)[0]
        for question in questions
    ]
    assert together == alone


def test_reading_until_sure_gives_what_cutting_all_that_was_read_gives(read, model, pointing):
    document, reading = read(TEXT)
    for network in (model, pointing("Supplier pays"), pointing("week 7"), pointing("zebra crossing")):
        questions = [QUESTION, "week 7?", "What is the weather?"]
        early = find_candidates(questions, document, reading, network, sure=MARGIN)
        whole = find_candidates(questions, document, reading, network)
        for ended, full in zip(early, whole, strict=True):
            cut = full.until_sure(MARGIN)
            assert ended.passages == cut.passages
            assert [c.span for c in ended.candidates] == [c.span for c in cut.candidates]
            assert sorted(c.span for c in ended.every) == sorted(c.span for c in cut.every)


def test_fewer_passages_are_what_would_have_been_read_with_a_lower_limit(read, model):
    document, reading = read(TEXT)
    (full,) = find_candidates([QUESTION], document, reading, model)
    for top in (1, 2, 5, PASSAGES, PASSAGES + 1):
        part = full.within(top)
        assert part.passages == full.passages[:top]
        assert all(candidate.passage < top for candidate in part.candidates)
        assert part.within(PASSAGES) == part
    assert full.within(PASSAGES) is full


def test_exhaustive_reading_never_ends_early(read, pointing):
    document, reading = read(TEXT)
    sure = pointing("Supplier pays")
    (found,) = find_candidates([QUESTION], document, reading, sure, exhaustive=True, sure=MARGIN)
    assert len(found.passages) > PASSAGES


def test_nothing_read_is_not_sure():
    assert not Found.of((), (), 0.3).surely(-100.0)


def test_what_is_sure_has_the_confidence_for_it_in_a_document_of_any_length():
    calibration = Calibration(temperature=1.7, bias=2.2, per_doubling=0.4, threshold=0.5)
    for tokens in (10, 3_000, 250_000):
        for wanted in (None, 0.2, 0.95):
            margin = sure_margin(calibration, tokens, 3, min_confidence=wanted)
            assert math.isclose(calibration.confidence(margin, tokens), max(SURE, wanted or 0))
    assert sure_margin(calibration, 3_000, 3, min_confidence=1.0) == math.inf


def test_who_wants_many_alternatives_has_all_passages_read():
    assert sure_margin(Calibration(), 3_000, 3) < math.inf
    assert (
        sure_margin(Calibration(), 3_000, 4)
        == sure_margin(Calibration(), 3_000, 0, all_spans=True)
        == math.inf
    )


def test_how_many_passages_are_read_is_bounded():
    assert [passages_for(k) for k in (0, 3, 9, 10, 19, 30, 500)] == [12, 12, 12, 24, 24, 30, 48]
    assert passages_for(3, all_spans=True) == 48
