"""Decoding of spans against brute force."""

import numpy as np
import pytest

from longdoc.network.scores import SpanScores
from longdoc.tasks.spans.decoding import PAIRS_AT_ONCE, SPAN_TOKENS, decode_spans


@pytest.mark.parametrize("length", [1, 7, 200])
def test_the_best_span_is_that_of_brute_force(length):
    rng = np.random.default_rng(length)
    start, end = rng.normal(size=(2, 3, length)).astype(np.float32)
    absent = rng.normal(size=3).astype(np.float32)
    pair, first, last, margin = decode_spans(SpanScores(start, end, absent))
    for p in range(3):
        every = {
            (i, j): (start[p, i] + end[p, j]) / 2 - absent[p]
            for i in range(length)
            for j in range(i, min(length, i + SPAN_TOKENS))
        }
        best = margin[pair == p].argmax()
        place = (int(first[pair == p][best]), int(last[pair == p][best]))
        assert margin[pair == p].max() == pytest.approx(max(every.values()), abs=1e-5)
        assert every[place] == pytest.approx(max(every.values()), abs=1e-5)


def test_padding_is_never_part_of_a_span():
    start = np.array([[0.0, 1.0, -np.inf, -np.inf]], np.float32)
    _, first, last, _ = decode_spans(SpanScores(start, start, np.zeros(1, np.float32)))
    assert first.max() <= 1
    assert last.max() <= 1


def test_many_pairs_are_decoded_as_each_alone():
    rng = np.random.default_rng(3)
    pairs = 2 * PAIRS_AT_ONCE + 5
    start, end = rng.normal(size=(2, pairs, 9)).astype(np.float32)
    absent = rng.normal(size=pairs).astype(np.float32)
    together = decode_spans(SpanScores(start, end, absent))
    for p in (0, PAIRS_AT_ONCE - 1, PAIRS_AT_ONCE, pairs - 1):
        alone = decode_spans(SpanScores(start[p : p + 1], end[p : p + 1], absent[p : p + 1]))
        for got, wanted in zip(together[1:], alone[1:], strict=True):
            np.testing.assert_allclose(got[together[0] == p], wanted)
    assert sorted(set(together[0].tolist())) == list(range(pairs))


def test_the_longest_span_and_how_many_can_be_given():
    start, end = np.zeros((2, 1, 9), np.float32)
    start[0, 0] = end[0, 8] = 5.0
    scores = SpanScores(start, end, np.zeros(1, np.float32))
    assert [x.tolist() for x in decode_spans(scores, most=1)] == [[0], [0], [8], [5.0]]
    _, first, last, margin = decode_spans(scores, longest_tokens=3, most=1)
    assert last[0] - first[0] < 3
    assert margin[0] == 2.5


def test_nothing_to_decode():
    empty = np.zeros((0, 0), np.float32)
    assert all(len(x) == 0 for x in decode_spans(SpanScores(empty, empty, np.zeros(0, np.float32))))
