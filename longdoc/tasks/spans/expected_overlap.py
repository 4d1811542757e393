"""Start and end logits of one sentence → the span that agrees best with all probable spans.

The most probable span is often one of many that differ by a word at an end. The span with the highest
expected F1 under all of them is a better answer (minimum Bayes risk decoding, Kumar and Byrne 2004).

Axes: L tokens of the sentence, K spans.
"""

from __future__ import annotations

import numpy as np

__all__ = ["most_agreed_span"]

SPAN_TOKENS = 60  # the longest answer
SPANS = 40  # the most probable ones, which are compared


def most_agreed_span(margins_2L: np.ndarray) -> tuple[int, int]:
    """First and last token of the span with the highest expected F1 of tokens.

    The probability of a span is proportional to the exponential of the sum of both its logits.

    Args:
        margins_2L: logits of the start and of the end at each token; at least one.
    """
    start_L, end_L = margins_2L.astype(np.float64)
    length = len(start_L)
    sum_LL = start_L[:, None] + end_L[None, :]
    first_LL, last_LL = np.indices((length, length))
    sum_LL[(last_LL < first_LL) | (last_LL - first_LL >= SPAN_TOKENS)] = -np.inf
    best_K = np.argsort(-sum_LL, axis=None, kind="stable")[:SPANS]
    best_K = best_K[np.isfinite(sum_LL.ravel()[best_K])]
    first_K, last_K = np.divmod(best_K, length)
    weight_K = np.exp(sum_LL.ravel()[best_K] - sum_LL.max())
    shared_KK = np.minimum(last_K[:, None], last_K) - np.maximum(first_K[:, None], first_K) + 1
    size_K = last_K - first_K + 1
    f1_KK = 2 * np.maximum(0, shared_KK) / (size_K[:, None] + size_K)
    best = int(np.argmax(f1_KK @ weight_K))
    return int(first_K[best]), int(last_K[best])
