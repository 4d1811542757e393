"""The attention of global tokens to all tokens of a document, by an online softmax.

Axes: G global tokens, H heads, E model width, D head width.
"""

from __future__ import annotations

import numpy as np

__all__ = ["GlobalAttention", "among_globals"]

LOWEST = np.float32(-1e30)  # below every logit


class GlobalAttention:
    """Online softmax of global tokens: maximum logits [G, H], sums of exponentials [G, H], values [G, E]."""

    def __init__(self, G: int, H: int, E: int) -> None:
        self.max_GH = np.full((G, H), LOWEST)
        self.sum_GH = np.zeros((G, H), np.float32)
        self.attended_GE = np.zeros((G, E), np.float32)

    @property
    def arrays(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        return self.max_GH, self.sum_GH, self.attended_GE

    def add(self, max_GH: np.ndarray, sum_GH: np.ndarray, attended_GE: np.ndarray) -> None:
        """Merge the partial softmax over other keys (Milakov and Gimelshein 2018, algorithm 3)."""
        top_GH = np.maximum(self.max_GH, max_GH)
        kept_GH, new_GH = np.exp2(self.max_GH - top_GH), np.exp2(max_GH - top_GH)
        D = attended_GE.shape[1] // max_GH.shape[1]
        self.sum_GH = self.sum_GH * kept_GH + sum_GH * new_GH
        self.attended_GE = self.attended_GE * kept_GH.repeat(D, 1) + attended_GE * new_GH.repeat(D, 1)
        self.max_GH = top_GH

    def means(self) -> np.ndarray:
        """The attention output [G, E]."""
        D = self.attended_GE.shape[1] // self.sum_GH.shape[1]
        return np.ascontiguousarray(self.attended_GE / self.sum_GH.repeat(D, 1))


def among_globals(q_GE: np.ndarray, k_GE: np.ndarray, v_GE: np.ndarray, H: int) -> tuple[np.ndarray, ...]:
    """The attention among global tokens, as input of `GlobalAttention.add`."""
    G, E = q_GE.shape
    q, k, v = (x_GE.reshape(G, H, -1).transpose(1, 0, 2) for x_GE in (q_GE, k_GE, v_GE))
    logits_HGG = q @ k.transpose(0, 2, 1)
    most_HG = logits_HGG.max(2)
    powers_HGG = np.exp2(logits_HGG - most_HG[:, :, None])
    return most_HG.T, powers_HGG.sum(2).T, (powers_HGG @ v).transpose(1, 0, 2).reshape(G, E)
