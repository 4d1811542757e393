"""Exercises on texts without labels: what is missing is labelled with what stood there."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from toy import word_model

from longdoc.training.data.exercises import gap_labels, make_exercise
from longdoc.training.data.recurring import PieceProperties, recurring_spans
from longdoc.training.data.segments import Segment, sentence_ranges
from longdoc.training.data.token_cache import TokenCache

TOKENIZER = word_model().tokenizer


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


def test_each_pointer_stands_for_the_span_it_points_to(
    segments: list[Segment], lexicon: PieceProperties
) -> None:
    rng = np.random.default_rng(0)
    for segment in segments[:3]:
        found = recurring_spans(segment.ids, np.zeros(len(segment.ids), bool), lexicon, 48, rng)
        assert found
        for one in found:
            span = segment.ids[one.kept : one.kept + one.length]
            for at in one.masked:
                assert np.array_equal(segment.ids[at : at + one.length], span)
                assert abs(at - one.kept) >= one.length
            everywhere = [
                at
                for at in range(len(segment.ids) - one.length + 1)
                if np.array_equal(segment.ids[at : at + one.length], span)
            ]
            assert sorted(everywhere) == sorted([one.kept, *one.masked])
        covered = np.concatenate([np.arange(at, at + o.length) for o in found for at in (o.kept, *o.masked)])
        assert len(np.unique(covered)) == len(covered)


def test_masks_replace_all_places_but_one(segments: list[Segment], lexicon: PieceProperties) -> None:
    for seed, segment in enumerate(segments[:4]):
        made = make_exercise(segment, {"recurring"}, TOKENIZER, lexicon, 48, np.random.default_rng(seed))
        assert len(made.pointers_P)
        for at, (start, last) in zip(made.pointers_P, made.sources_P2, strict=True):
            assert (made.ids[at : at + 2] == TOKENIZER.mask).all()
            span = made.ids[start : last + 1]
            assert TOKENIZER.mask not in span
            again = [a for a in range(len(made.ids)) if np.array_equal(made.ids[a : a + len(span)], span)]
            assert again == [start]


def test_far_recurrences_come_first() -> None:
    words = [n for n in range(5, len(TOKENIZER)) if str(TOKENIZER.fast.id_to_token(n)).isalpha()]
    rare, filler = words[:12], words[12]
    ids = np.full(1_600, filler)
    for n, word in enumerate(rare):  # six recur nearby, six a thousand tokens on
        ids[100 + 20 * n] = ids[(110 if n % 2 else 1100) + 20 * n] = word
    lexicon = PieceProperties(TOKENIZER, [ids])
    first_far = 0
    for seed in range(12):
        found = recurring_spans(ids, np.zeros(len(ids), bool), lexicon, 384, np.random.default_rng(seed))
        first_far += abs(found[0].kept - found[0].masked[0]) > 384
    assert first_far >= 9


def test_a_cloze_sentence_is_gone_and_its_chunk_is_known(
    segments: list[Segment], lexicon: PieceProperties
) -> None:
    gone = 0
    for seed, segment in enumerate(segments):
        made = make_exercise(segment, {"cloze"}, TOKENIZER, lexicon, 48, np.random.default_rng(seed))
        assert made.questions
        assert made.questions_for == "cloze"
        for question, place in zip(made.questions, made.places, strict=True):
            at = int(place[0, 0])
            assert 0 <= at < len(made.ids)
            stays = np.array_equal(made.ids[at : at + len(question)], question)
            gone += not stays
        missing, asked = len(segment.ids) - len(made.ids), sum(map(len, made.questions))
        assert 0.5 * asked < missing <= asked
    assert gone > 20


def test_gap_labels_choose_what_the_rest_repeats() -> None:
    ids = np.array([1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3, 4, 20, 21, 22, 23, 1, 2, 3, 4])
    sentences = np.array([[0, 4], [4, 9], [9, 13], [13, 17], [17, 21]])
    assert set(np.flatnonzero(gap_labels(ids, sentences))) <= {0, 2, 4}
    assert gap_labels(ids, sentences).sum() == 1
    assert gap_labels(ids, sentences[:0]).shape == (0,)


def test_masked_tokens_remember_what_stood_there(segments: list[Segment], lexicon: PieceProperties) -> None:
    segment = segments[0]
    made = make_exercise(segment, {"masked"}, TOKENIZER, lexicon, 48, np.random.default_rng(3))
    assert np.array_equal(made.originals_K, segment.ids[made.masked_K])
    untouched = np.setdiff1d(np.arange(len(made.ids)), made.masked_K)
    assert np.array_equal(made.ids[untouched], segment.ids[untouched])
    assert 0.06 < len(made.masked_K) / len(made.ids) < 0.2
    assert (made.ids[made.masked_K] == TOKENIZER.mask).mean() > 0.6


def test_all_at_once_keeps_positions_true(segments: list[Segment], lexicon: PieceProperties) -> None:
    everything = {"recurring", "gap", "cloze", "masked"}
    for seed, segment in enumerate(segments):
        made = make_exercise(segment, everything, TOKENIZER, lexicon, 48, np.random.default_rng(seed))
        assert made.labels_M.any()
        assert len(made.labels_M) == len(made.sentences_M2)
        assert made.sentences_M2.max() <= len(made.ids)
        assert (made.ids[made.pointers_P] == TOKENIZER.mask).all()
        held = {n for start, last in made.sources_P2 for n in range(start, last + 1)}
        assert not held & set(made.masked_K.tolist())
        again = make_exercise(segment, everything, TOKENIZER, lexicon, 48, np.random.default_rng(seed))
        assert np.array_equal(made.ids, again.ids)
