"""Start and end logits → the best spans of each passage.

Axes: P pairs of question and passage, L tokens of a passage, W tokens of the longest span, K spans per pair.
"""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from longdoc.network.scores import SpanScores

__all__ = ["decode_spans"]

SPAN_TOKENS = 128  # the longest answer
SPANS_PER_PASSAGE = 6
PAIRS_AT_ONCE = 64  # bounds the memory of decoding


def decode_spans(
    scores: SpanScores, *, longest_tokens: int = SPAN_TOKENS, most: int = SPANS_PER_PASSAGE
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """The best spans of each pair; each start token is combined with its best end token.

    Args:
        scores: logits of P pairs.
        longest_tokens: the maximum length of a span.
        most: the maximum number of spans per pair.

    Returns:
        (pair, first token, last token, margin), flat arrays of equal length. The margin is the mean of the
        start and end logits minus the logit of "no answer".
    """
    parts = []
    for low in range(0, len(scores.absent_P), PAIRS_AT_ONCE):
        block = slice(low, low + PAIRS_AT_ONCE)
        start_PL, end_PL = scores.start_PL[block], scores.end_PL[block]
        L = start_PL.shape[1]
        if not L:
            continue
        wide_PL = np.pad(end_PL, ((0, 0), (0, longest_tokens - 1)), constant_values=-np.inf)
        ends_PLW = sliding_window_view(wide_PL, longest_tokens, axis=1)
        length_PL = ends_PLW.argmax(-1)
        best_PL = np.take_along_axis(ends_PLW, length_PL[..., None], -1)[..., 0]
        margin_PL = (start_PL + best_PL) / 2 - scores.absent_P[block, None]
        keep = min(most, L)
        first_PK = np.argpartition(-margin_PL, keep - 1, axis=1)[:, :keep]
        margin_PK = np.take_along_axis(margin_PL, first_PK, 1)
        last_PK = first_PK + np.take_along_axis(length_PL, first_PK, 1)
        pair_PK = np.broadcast_to(np.arange(low, low + len(first_PK))[:, None], first_PK.shape)
        real = np.isfinite(margin_PK)
        parts.append((pair_PK[real], first_PK[real], last_PK[real], margin_PK[real]))
    if not parts:
        nothing = np.zeros(0, np.int64)
        return nothing, nothing, nothing, np.zeros(0, np.float32)
    pair, first, last, margin = (np.concatenate(column) for column in zip(*parts, strict=True))
    return pair, first, last, margin
