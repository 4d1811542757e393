"""Rows of the reader: ids map as its vocabulary says, and every part stands where it belongs."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from longdoc.errors import ModelError
from longdoc.network.reader.config import ReaderConfig
from longdoc.network.reader.distances import bias_by_distance, buckets
from longdoc.network.reader.rows import CLS, SEP, UNKNOWN, Rows
from longdoc.network.reader.types import SPAN_TOKENS, best_spans

ROWS = Rows(ReaderConfig())


def test_ids_are_shifted_by_four_but_for_the_special_pieces_and_what_the_reader_does_not_know() -> None:
    ids = np.array([999, 30_521, 30_522, 50_000, 101, 0, 102, 100])
    assert ROWS.own_ids(ids).tolist() == [1003, 30_525, 3, 3, 0, 1, 2, 3]


def test_a_context_stands_between_question_and_passage_and_leaves_no_trace_where_it_is_empty() -> None:
    with_context = ROWS.row([1000, 1001], [2000], np.array([3000, 3001, 3002]))
    assert with_context.ids.tolist() == [CLS, 1004, 1005, SEP, 2004, SEP, 3004, 3005, 3006, SEP]
    assert (with_context.first, with_context.length) == (6, 3)
    without = ROWS.row([1000, 1001], [], np.array([3000, 40_000]))
    assert without.ids.tolist() == [CLS, 1004, 1005, SEP, 3004, UNKNOWN, SEP]
    assert (without.first, without.length) == (4, 2)


def test_question_and_context_are_cut_and_a_passage_never() -> None:
    row = ROWS.row([1000] * 70, [2000] * 70, np.full(400, 3000))
    assert (row.first, row.length, len(row.ids)) == (1 + 60 + 1 + 48 + 1, 400, 512)
    with pytest.raises(ValueError, match="401 tokens is too long"):
        ROWS.row([1000] * 70, [2000] * 70, np.full(401, 3000))


def test_distances_share_buckets_as_the_formula_that_the_weights_were_trained_with_says() -> None:
    key, query = torch.arange(512)[None], torch.arange(512)[:, None]
    apart = (query - key).abs()
    far = 8 + (torch.log(apart.clamp_min(1).float() / 8) / np.log(128 / 8) * 8).long()
    wanted = (key > query) * 16 + torch.where(apart < 8, apart, far.clamp_max(15))
    assert np.array_equal(buckets(ReaderConfig())[(key - query + 511).numpy()], wanted.numpy())


def test_the_bias_of_a_head_is_that_of_its_distances_bucket() -> None:
    bias_HX = bias_by_distance(ReaderConfig(), np.arange(32 * 12).reshape(32, 12))
    assert bias_HX.shape == (12, 1023)
    assert bias_HX[3, 511] == 3  # a token itself
    assert bias_HX[3, 511 - 7] == 7 * 12 + 3
    assert bias_HX[3, 511 + 1] == 17 * 12 + 3
    assert bias_HX[3, 0] == 15 * 12 + 3


@settings(deadline=None, max_examples=30)
@given(st.integers(1, 12), st.integers(0, 2**32 - 1))
def test_the_best_span_is_the_best_of_all_spans(length: int, seed: int) -> None:
    starts_PL, ends_PL = np.random.default_rng(seed).normal(size=(2, 3, length)).astype(np.float32)
    for row, (first, last) in enumerate(best_spans(starts_PL, ends_PL)):
        best = max(
            starts_PL[row, a] + ends_PL[row, b] for a in range(length) for b in range(a, length)
        )  # fmt: skip
        assert first <= last
        assert starts_PL[row, first] + ends_PL[row, last] == best


def test_a_span_is_no_longer_than_the_longest() -> None:
    starts_PL, ends_PL = np.zeros((2, 1, 300), np.float32)
    starts_PL[0, 0] = ends_PL[0, 299] = 9
    ends_PL[0, 100] = 1
    assert best_spans(starts_PL, ends_PL).tolist() == [[0, 100]]
    assert SPAN_TOKENS == 128


@pytest.mark.parametrize(
    "shape",
    [
        {"width": 40}, {"heads": 5}, {"heads": 6}, {"vocabulary": 9}, {"buckets": 3}, {"layers": 0},
        {"verify_width": 100}, {"cls": 30_522}, {"rank": 16}, {"rank": 1024}, {"rank": 0, "ranked_layers": 1},
        {"rank": 32, "ranked_layers": 13},
    ],
)  # fmt: skip
def test_a_shape_that_cannot_be_is_a_model_error(shape: dict[str, int]) -> None:
    with pytest.raises(ModelError):
        ReaderConfig(**shape)
