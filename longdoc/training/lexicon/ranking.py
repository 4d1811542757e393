"""Learns weights of links so that BM25 ranks the window with the answer above others of its document.

Translations show which terms occur together; these weights show which terms distinguish the windows of a
document. The loss is a softmax over the windows of a document, with one AdaGrad step per question (Duchi et
al. 2011) and an L2 penalty towards the initial weights.

Axes: W terms of a document's text in order, P windows, D distinct terms of the document, A terms of a
question in the document, R links of the question's terms to others in the document.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import NamedTuple

import numpy as np

from longdoc.tasks.search.passages import BM25_K1
from longdoc.training.lexicon.examples import SourceText, TermQuestion
from longdoc.training.lexicon.translation import Links

__all__ = ["learned_weights"]

EPOCHS = 3
RATE = 0.05
PENALTY = 0.1  # on the distance to the initial weights
SHARPNESS = 0.35  # inverse temperature of the softmax over BM25 scores
WINDOW_TERMS = 80  # without stop words, as in a passage of 256 tokens; windows overlap by half
LEAST_WINDOWS = 3


class _Windows(NamedTuple):
    """The windows of a text.

    terms_D: the distinct terms of the text, ascending; score_PD: the BM25 score of each term in each window.
    range_P2: the half-open range of the text's terms in each window.
    """

    terms_D: np.ndarray
    score_PD: np.ndarray
    range_P2: np.ndarray


class _AdaGrad:
    """Non-negative weights of links [K], each with its own learning rate."""

    def __init__(self, start_K: np.ndarray) -> None:
        self.weight_K, self._start_K = start_K.copy(), start_K
        self._squares_K = np.full(len(start_K), 0.01)

    def step(self, at: np.ndarray, gradient: np.ndarray) -> None:
        gradient = gradient + PENALTY * (self.weight_K[at] - self._start_K[at])
        self._squares_K[at] += gradient**2
        self.weight_K[at] = np.maximum(
            0.0, self.weight_K[at] - RATE * gradient / np.sqrt(self._squares_K[at])
        )


def learned_weights(
    sources: Sequence[SourceText], links: Links, *, seed: int = 0, log: Callable[[str], None] = print
) -> np.ndarray:
    """The weight of each link [K]; a question's own terms have a weight of 1."""
    weights = _AdaGrad(links.weight_K)
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


def _learn(
    asked: TermQuestion, source: SourceText, windows: _Windows, weights: _AdaGrad, links: Links
) -> list[float]:
    """Take a step for one question; returns its loss, or nothing if all windows or none answer it."""
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
    gradient_P = probable_P - np.where(right_P, probable_P, 0.0) / of_right
    weights.step(link_R, score_PR.T @ gradient_P)
    return [-float(np.log(of_right))]


def _windows(source: SourceText) -> _Windows | None:
    """BM25 of every term in every window, without length normalisation, as all have the same length."""
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


def _right(asked: TermQuestion, source: SourceText, windows: _Windows) -> np.ndarray:
    """Which windows contain a whole answer, bool [P]."""
    right_P = np.zeros(len(windows.range_P2), bool)
    for start, end in asked.answers:
        first, last = np.searchsorted(source.starts_W, (start, end))
        right_P |= (windows.range_P2[:, 0] <= first) & (max(first + 1, last) <= windows.range_P2[:, 1])
    return right_P


def _held(numbers: np.ndarray, terms: np.ndarray, windows: _Windows) -> tuple[np.ndarray, np.ndarray]:
    """The numbers whose terms occur in the text, and the indices of these terms among its distinct terms."""
    at = np.minimum(np.searchsorted(windows.terms_D, terms), len(windows.terms_D) - 1)
    held = windows.terms_D[at] == terms
    return numbers[held], at[held]
