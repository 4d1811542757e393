"""Questions made of recurring spans: the span is masked, stands elsewhere, and only far away."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from toy import word_model

from longdoc.training.data.recurring import PieceProperties
from longdoc.training.data.recurring_questions import FarQuestion, far_group, far_question
from longdoc.training.data.segments import Segment, sentence_ranges
from longdoc.training.data.token_cache import TokenCache

TOKENIZER = word_model().tokenizer
APART = 60


@pytest.fixture(scope="module")
def segments(data: Path) -> list[Segment]:
    token_cache = TokenCache(TOKENIZER)
    texts = [json.loads(line)["text"] for line in (data / "t.jsonl").read_text().splitlines()]
    return [
        Segment(tokens.ids, sentence_ranges(text, tokens, token_cache))
        for text, tokens in zip(texts, token_cache.encode_all(texts), strict=True)
    ]


@pytest.fixture(scope="module")
def lexicon(segments: list[Segment]) -> PieceProperties:
    return PieceProperties(TOKENIZER, (segment.ids for segment in segments))


@pytest.fixture(scope="module")
def asked(segments: list[Segment], lexicon: PieceProperties) -> list[tuple[Segment, FarQuestion]]:
    rng = np.random.default_rng(3)
    made = [(s, far_question(s, TOKENIZER, lexicon, APART, rng)) for s in segments for _ in range(6)]
    return [(segment, one) for segment, one in made if one is not None]


def test_there_are_some(asked: list[tuple[Segment, FarQuestion]]) -> None:
    assert len(asked) > 10


def test_every_answer_is_the_span_that_was_masked(asked: list[tuple[Segment, FarQuestion]]) -> None:
    for segment, one in asked:
        span = segment.ids[slice(*one.masked)]
        for first, last in one.answers_A2:
            assert np.array_equal(one.ids_T[first : last + 1], span)


def test_the_sentence_is_gone_and_asks_with_two_masks(asked: list[tuple[Segment, FarQuestion]]) -> None:
    for segment, one in asked:
        first, last = one.sentence
        assert np.array_equal(one.ids_T, np.concatenate((segment.ids[:first], segment.ids[last:])))
        masks = np.flatnonzero(one.question == TOKENIZER.mask)
        assert len(masks) == 2
        assert masks[1] == masks[0] + 1
        filled = [*one.question[: masks[0]], *segment.ids[slice(*one.masked)], *one.question[masks[1] + 1 :]]
        sentence = segment.ids[first:last].tolist()
        assert any(sentence[n : n + len(filled)] == filled for n in range(len(sentence)))


def test_all_other_places_are_far(asked: list[tuple[Segment, FarQuestion]]) -> None:
    for segment, one in asked:
        (first, last), span = one.masked, segment.ids[slice(*one.masked)]
        for at in range(len(segment.ids) - len(span) + 1):
            if at != first and np.array_equal(segment.ids[at : at + len(span)], span):
                assert abs(at - first) > APART, (first, last, at)


def test_a_group_has_one_passage_with_the_span_first_and_none_beside(
    asked: list[tuple[Segment, FarQuestion]], lexicon: PieceProperties
) -> None:
    rng = np.random.default_rng(0)
    for segment, one in asked:
        group = far_group(one, lexicon, 40, 4, rng)
        assert group.kind == "far"
        assert 1 <= len(group.pairs) <= 4
        span = segment.ids[slice(*one.masked)].tolist()
        for n, pair in enumerate(group.pairs):
            assert len(pair.passage) <= 40
            assert bool(len(pair.answers_A2)) == (n == 0)
            for first, last in pair.answers_A2:
                assert pair.passage[first : last + 1].tolist() == span


def test_a_short_text_asks_for_nothing(segments: list[Segment], lexicon: PieceProperties) -> None:
    rng = np.random.default_rng(0)
    assert far_question(segments[0], TOKENIZER, lexicon, len(segments[0].ids), rng) is None
