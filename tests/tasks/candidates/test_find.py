"""Which passages are read for a question, and when reading ends."""

from __future__ import annotations

from longdoc.tasks.candidates.candidate_set import FIRST_PASSAGES, CandidateSet
from longdoc.tasks.candidates.find import PASSAGES, find_candidates, passages_for

MARGIN = 2.0


def stop_rule(question: str, found: CandidateSet) -> bool:
    """A best span so many logits above "no answer" ends the reading."""
    return bool(found.candidates) and found.candidates[0].margin >= MARGIN


TEXT = "".join(
    f"Section {n} is about apples, pears and the weather of week {n}. The Supplier pays item {n}. "
    for n in range(60)
)
QUESTION = "Which item is it that the Supplier pays?"


def test_a_sure_answer_ends_the_reading(read, pointing):
    document, reading = read(TEXT)
    sure, unsure = pointing("Supplier pays"), pointing("zebra crossing")
    (found,) = find_candidates([QUESTION], document, reading, sure, stop=stop_rule)
    assert len(found.passages) == FIRST_PASSAGES
    assert document.quote(found.candidates[0].span) == "Supplier pays"
    (found,) = find_candidates([QUESTION], document, reading, unsure, stop=stop_rule)
    assert len(found.passages) == PASSAGES
    (found,) = find_candidates([QUESTION], document, reading, sure)
    assert len(found.passages) == PASSAGES


def test_each_question_is_read_for_as_long_as_it_needs(read, pointing):
    text = TEXT + "Nothing else is known about the zebra. "
    document, reading = read(text)
    questions = [QUESTION, "What is known about the zebra?", "Who pays?"]
    together = find_candidates(questions, document, reading, pointing("the zebra"), stop=stop_rule)
    assert len({len(found.passages) for found in together}) > 1
    alone = [
        find_candidates([question], document, reading, pointing("the zebra"), stop=stop_rule)[0]
        for question in questions
    ]
    assert together == alone


def test_ending_early_gives_what_the_first_passages_alone_give(read, model, pointing):
    document, reading = read(TEXT)
    for network in (model, pointing("Supplier pays"), pointing("week 7"), pointing("zebra crossing")):
        questions = [QUESTION, "week 7?", "What is the weather?"]
        early = find_candidates(questions, document, reading, network, stop=stop_rule)
        whole = find_candidates(questions, document, reading, network)
        for ended, full in zip(early, whole, strict=True):
            cut = full.within(len(ended.passages))
            assert ended.passages == cut.passages
            assert [c.span for c in ended.candidates] == [c.span for c in cut.candidates]


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
    (found,) = find_candidates([QUESTION], document, reading, sure, exhaustive=True, stop=stop_rule)
    assert len(found.passages) > PASSAGES


def test_how_many_passages_are_read_is_bounded():
    assert [passages_for(k) for k in (0, 3, 9, 10, 19, 30, 500)] == [12, 12, 12, 24, 24, 30, 48]
    assert passages_for(3, all_spans=True) == 48
