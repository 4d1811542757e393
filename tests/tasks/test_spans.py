"""Spans: decoding against brute force, merging, and whole words."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from longdoc.documents.types import Span
from longdoc.network.torch.model import SpanScores
from longdoc.tasks.spans import (
    DECODED_AT_ONCE,
    SPAN_TOKENS,
    Candidate,
    best_spans,
    distinct,
    mostly,
    whole_words,
)

MIXED = st.text(alphabet=" .,;()“”（）。，ab1cd9中文%$-\n", max_size=40)


@pytest.mark.parametrize("length", [1, 7, 200])
def test_the_best_span_is_that_of_brute_force(length):
    rng = np.random.default_rng(length)
    start, end = rng.normal(size=(2, 3, length)).astype(np.float32)
    absent = rng.normal(size=3).astype(np.float32)
    pair, first, last, margin = best_spans(SpanScores(start, end, absent))
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
    _, first, last, _ = best_spans(SpanScores(start, start, np.zeros(1, np.float32)))
    assert first.max() <= 1
    assert last.max() <= 1


def test_many_pairs_are_decoded_as_each_alone():
    rng = np.random.default_rng(3)
    pairs = 2 * DECODED_AT_ONCE + 5
    start, end = rng.normal(size=(2, pairs, 9)).astype(np.float32)
    absent = rng.normal(size=pairs).astype(np.float32)
    together = best_spans(SpanScores(start, end, absent))
    for p in (0, DECODED_AT_ONCE - 1, DECODED_AT_ONCE, pairs - 1):
        alone = best_spans(SpanScores(start[p : p + 1], end[p : p + 1], absent[p : p + 1]))
        for got, wanted in zip(together[1:], alone[1:], strict=True):
            np.testing.assert_allclose(got[together[0] == p], wanted)
    assert sorted(set(together[0].tolist())) == list(range(pairs))


def test_the_longest_span_and_how_many_can_be_given():
    start, end = np.zeros((2, 1, 9), np.float32)
    start[0, 0] = end[0, 8] = 5.0
    scores = SpanScores(start, end, np.zeros(1, np.float32))
    assert [x.tolist() for x in best_spans(scores, most=1)] == [[0], [0], [8], [5.0]]
    _, first, last, margin = best_spans(scores, longest_tokens=3, most=1)
    assert last[0] - first[0] < 3
    assert margin[0] == 2.5


@pytest.mark.parametrize(
    ("other", "shared"), [(Span(4, 14), True), (Span(5, 15), False), (Span(0, 4), False), (Span(0, 6), True)]
)
def test_mostly_means_more_than_half_of_the_longer(other, shared):
    assert mostly(Span(0, 10), other) == mostly(other, Span(0, 10)) == shared


def test_nothing_to_decode():
    empty = np.zeros((0, 0), np.float32)
    assert all(len(x) == 0 for x in best_spans(SpanScores(empty, empty, np.zeros(0, np.float32))))


def test_of_overlapping_spans_the_best_stays():
    spans = [Candidate(1.0, Span(0, 10)), Candidate(2.0, Span(5, 12)), Candidate(0.5, Span(12, 20))]
    assert [c.span for c in distinct(spans)] == [Span(5, 12), Span(12, 20)]


@given(st.lists(st.tuples(st.floats(-5, 5), st.integers(0, 60), st.integers(1, 20)), max_size=40))
def test_distinct_spans_never_overlap_and_nothing_better_is_left_out(items):
    candidates = [Candidate(m, Span(a, a + n)) for m, a, n in items]
    kept = distinct(candidates)
    for n, one in enumerate(kept):
        assert not any(one.span.overlaps(other.span) for other in kept[:n])
    for one in candidates:
        assert any(one.span.overlaps(other.span) and other.margin >= one.margin for other in kept)


@pytest.mark.parametrize(
    ("text", "cut", "whole"),
    [
        ("the Delaware courts", "elawar", "Delaware"),
        ("a fee of $1,250,000.50 each", "250", "$1,250,000.50"),
        ("interest at 4.5% a year", "5", "4.5%"),
        ("(the “Supplier”) shall", "the “Supplier”) ", "the “Supplier”"),
        ("by Acme (Holdings) Ltd.,", "Acme (Holdings) Ltd.,", "Acme (Holdings) Ltd."),
        ("between Birch, Inc., a Delaware", "Birch, Inc", "Birch, Inc."),
        ("made in the U.S. in 1999", "U.S", "U.S."),
        ("closes at 5 p.m. on Friday", "5 p.m", "5 p.m."),
        ("with Birch Inc and others.", "Birch Inc", "Birch Inc"),
        ("as agreed with Marco.", "Marco.", "Marco"),
        ("由市水务局主管。", "市水务局", "市水务局"),
        ("see 3.2, above", "3.2,", "3.2"),
        ("laws of Hong Kong\n\n16.2 Disputes", "Hong Kong\n\n16.2", "Hong Kong"),
        ("... , ...", " , ", None),
    ],
)
def test_words_and_numbers_are_never_cut(text, cut, whole):
    start = text.index(cut)
    span = whole_words(text, start, start + len(cut))
    assert (text[span.start : span.end] if span else None) == whole


@given(MIXED, st.integers(0, 40), st.integers(0, 40))
def test_a_trimmed_span_is_clean_and_stands_in_the_text(text, a, b):
    start, end = sorted((min(a, len(text)), min(b, len(text))))
    span = whole_words(text, start, end)
    if span is None:
        return
    found = text[span.start : span.end]
    assert found
    assert found == found.strip()
    for at in (span.start, span.end):
        if 0 < at < len(text) and text[at - 1].isascii() and text[at].isascii():
            assert not (text[at - 1].isalnum() and text[at].isalnum())
