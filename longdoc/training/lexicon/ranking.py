"""Weights of links by which BM25 ranks the window with the answer above the others of its document.

The translations say what is seen together; this says what tells windows of one document apart. One softmax
over the windows of a document, a step a question (AdaGrad, Duchi et al. 2011), pulled towards the start.

Axes: W terms of a document's text in order, P windows, D distinct terms of the document, A terms of a
question in the document, R links of the question's terms to others in the document.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import NamedTuple

import numpy as np

from longdoc.tasks.search.passages import BM25_K1
from longdoc.training.lexicon.examples import Asked, Source
from longdoc.training.lexicon.translation import Links

__all__ = ["learned_weights"]

EPOCHS = 3
RATE = 0.05
PULL = 0.1  # towards the weights at the start
SHARPNESS = 0.35  # of the softmax over BM25 scores
WINDOW_TERMS = 80  # stop words left out, as a passage of 256 tokens has; the next begins at its half
LEAST_WINDOWS = 3


class _Windows(NamedTuple):
    """The distinct terms of a text [D], ascending; BM25's share of each in each window [P, D]; and from which
    term of the text to which each window goes [P, 2]."""

    terms_D: np.ndarray
    score_PD: np.ndarray
    range_P2: np.ndarray


class _Adaptive:
    """Weights of links [K], none below zero, each with its own rate of learning."""

    def __init__(self, start_K: np.ndarray) -> None:
        self.weight_K, self._start_K = start_K.copy(), start_K
        self._squares_K = np.full(len(start_K), 0.01)

    def step(self, at: np.ndarray, slope: np.ndarray) -> None:
        slope = slope + PULL * (self.weight_K[at] - self._start_K[at])
        self._squares_K[at] += slope**2
        self.weight_K[at] = np.maximum(0.0, self.weight_K[at] - RATE * slope / np.sqrt(self._squares_K[at]))


def learned_weights(
    sources: Sequence[Source], links: Links, *, seed: int = 0, log: Callable[[str], None] = print
) -> np.ndarray:
    """The weight of each link [K], where a question's own terms weigh 1."""
    weights = _Adaptive(links.weight_K)
    shuffled, rng = list(sources), Random(seed)
    for epoch in range(EPOCHS):
        rng.shuffle(shuffled)
        losses = []
        for source in shuffled:
            windows = _windows(source)
            if windows is not None:
                for asked in source.asked:
                    losses += _learn(asked, source, windows, weights, links)
        log(f"epoch {epoch + 1}: loss {np.mean(losses):.3f} over {len(losses)} questions")
    return weights.weight_K


def _learn(asked: Asked, source: Source, windows: _Windows, weights: _Adaptive, links: Links) -> list[float]:
    """A step for one question, and its loss; nothing where all windows answer it, or none."""
    right_P = _right(asked, source, windows)
    if right_P.all() or not right_P.any():
        return []
    _, at_A = _held(asked.terms, asked.terms, windows)
    link_R = links.of(asked.terms)
    link_R, at_R = _held(link_R, links.answering_K[link_R], windows)
    score_PR = windows.score_PD[:, at_R]
    logit_P = SHARPNESS * (windows.score_PD[:, at_A].sum(1) + score_PR @ weights.weight_K[link_R])
    probable_P = np.exp(logit_P - logit_P.max())
    probable_P /= probable_P.sum()
    of_right = float(probable_P[right_P].sum()) + 1e-9
    slope_P = probable_P - np.where(right_P, probable_P, 0.0) / of_right
    weights.step(link_R, score_PR.T @ slope_P)
    return [-float(np.log(of_right))]


def _windows(source: Source) -> _Windows | None:
    """BM25 of every term in every window, without a norm for their lengths, which are alike."""
    half = WINDOW_TERMS // 2
    halves = len(source.terms_W) // half
    if halves - 1 < LEAST_WINDOWS:
        return None
    terms_D, which_W = np.unique(source.terms_W[: halves * half], return_inverse=True)
    count_HD = np.zeros((halves, len(terms_D)), np.float32)
    np.add.at(count_HD, (np.arange(halves * half) // half, which_W), 1)
    count_PD = count_HD[:-1] + count_HD[1:]
    held_D = (count_PD > 0).sum(0)
    rarity_D = np.log1p((len(count_PD) - held_D + 0.5) / (held_D + 0.5))
    first_P = half * np.arange(halves - 1)
    return _Windows(
        terms_D,
        rarity_D * count_PD * (BM25_K1 + 1) / (count_PD + BM25_K1),
        np.stack((first_P, first_P + WINDOW_TERMS), 1),
    )


def _right(asked: Asked, source: Source, windows: _Windows) -> np.ndarray:
    """Which windows hold a whole answer [P]."""
    right_P = np.zeros(len(windows.range_P2), bool)
    for start, end in asked.answers:
        first, last = np.searchsorted(source.starts_W, (start, end))
        right_P |= (windows.range_P2[:, 0] <= first) & (max(first + 1, last) <= windows.range_P2[:, 1])
    return right_P


def _held(numbers: np.ndarray, terms: np.ndarray, windows: _Windows) -> tuple[np.ndarray, np.ndarray]:
    """Those of the numbers whose terms the text holds, and where these stand among its distinct terms."""
    at = np.minimum(np.searchsorted(windows.terms_D, terms), len(windows.terms_D) - 1)
    held = windows.terms_D[at] == terms
    return numbers[held], at[held]
