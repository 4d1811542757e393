"""From a question's terms to those around its answer: IBM Model 1.

Each term near an answer stems from one term of the question, or from what texts of its kind are full of
anyway. Brown et al. 1993, with the unigrams of the kind in place of the empty word; for questions and their
passages as Berger et al. 2000.

Axes: X terms near answers (one entry a question and term), L links of these to terms of the question,
K distinct links.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from longdoc.training.lexicon.examples import Source

__all__ = ["Links", "translations"]

NEAR_CHARS = 300  # of an answer, on either side
ROUNDS = 6
PRIOR = 2.0  # times that a question's term was seen with nothing, so that rare ones do not seem sure
SMOOTHING = 2_000.0  # terms of all kinds that are added to those of each
LEAST_TIMES = 2.0  # that a link explains a term
MOST_OF_ONE = 16  # links of one term of questions
SCALE = 2.5  # of probability × information, as a term's weight beside 1 for a question's own


class Links(NamedTuple):
    """Terms of questions [K], ascending, the term of passages that each leads to [K], and its weight [K]."""

    asked_K: np.ndarray
    answering_K: np.ndarray
    weight_K: np.ndarray

    def of(self, terms: np.ndarray) -> np.ndarray:
        """The links of a question's terms to others than these."""
        first, last = (np.searchsorted(self.asked_K, terms, side) for side in ("left", "right"))
        found = np.concatenate([np.arange(a, b) for a, b in zip(first, last, strict=True)])
        return found[~np.isin(self.answering_K[found], terms)]


def translations(sources: Sequence[Source], terms: int) -> Links:
    """The links that explain the most, those of one term of questions together, the strongest first."""
    asked, near, kinds = _pairs(sources)
    by_chance = _by_chance(near, kinds, terms)
    chance_X = np.concatenate([by_chance[kind, n] for kind, n in zip(kinds, near, strict=True)])
    entry_L, links_K, link_L = _links(asked, near, terms)
    asked_K, near_K = links_K // terms, links_K % terms
    probable_K: np.ndarray = 1 / np.bincount(asked_K, minlength=terms)[asked_K]
    times_K: np.ndarray = np.zeros(len(links_K))
    for _ in range(ROUNDS):
        share_L = probable_K[link_L]
        share_L /= (np.bincount(entry_L, share_L, len(chance_X)) + chance_X)[entry_L]
        times_K = np.bincount(link_L, share_L, len(links_K))
        probable_K = times_K / (np.bincount(asked_K, times_K, terms)[asked_K] + PRIOR)
    overall = np.bincount(np.concatenate(near), minlength=terms) / len(chance_X)
    information_K = np.log(np.maximum(probable_K, 1e-12) / np.maximum(overall[near_K], 1e-12))
    weight_K = SCALE * probable_K * information_K
    kept = np.flatnonzero((times_K >= LEAST_TIMES) & (information_K > 0) & (asked_K != near_K))
    kept = kept[np.lexsort((-weight_K[kept], asked_K[kept]))]
    rank = np.arange(len(kept)) - np.searchsorted(asked_K[kept], asked_K[kept])
    kept = kept[rank < MOST_OF_ONE]
    return Links(asked_K[kept], near_K[kept], weight_K[kept])


def _pairs(sources: Sequence[Source]) -> tuple[list[np.ndarray], list[np.ndarray], list[int]]:
    """Of each question its terms, those near its first answer, and the number of its document's kind."""
    numbers: dict[str, int] = {}
    found = [
        (one.terms, near, numbers.setdefault(source.kind, len(numbers)))
        for source in sources
        for one in source.asked
        if len(near := source.near(one.answers[0], NEAR_CHARS))
    ]
    return [f[0] for f in found], [f[1] for f in found], [f[2] for f in found]


def _by_chance(near: Sequence[np.ndarray], kinds: Sequence[int], terms: int) -> np.ndarray:
    """How probable each term is near any answer, by kind of document: [kinds, terms]."""
    counts = np.zeros((max(kinds, default=0) + 1, terms))
    for kind, some in zip(kinds, near, strict=True):
        counts[kind, some] += 1
    overall = counts.sum(0) / max(1.0, counts.sum())
    return (counts + SMOOTHING * overall) / (counts.sum(1, keepdims=True) + SMOOTHING)


def _links(
    asked: Sequence[np.ndarray], near: Sequence[np.ndarray], terms: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(entry of each link [L], distinct links [K] as asked × terms + near, and which each link is [L])."""
    first = np.cumsum([0, *map(len, near)])
    entry_L = np.concatenate([
        np.repeat(np.arange(first[n], first[n + 1]), len(some)) for n, some in enumerate(asked)
    ])  # fmt: skip
    code_L = np.concatenate([
        (some[None, :] * terms + others[:, None]).ravel() for some, others in zip(asked, near, strict=True)
    ])  # fmt: skip
    links_K, link_L = np.unique(code_L, return_inverse=True)
    return entry_L, links_K, link_L
