"""Selects the sentences of a summary greedily within a budget.

The gain of a sentence is its utility (salience, or relevance to the focus), plus the weights of the terms
that it is the first to cover, plus a bonus for a new section, minus its similarity to the selected sentences
(Carbonell and Goldstein 1998, MMR; Lin and Bilmes 2011, coverage).

Axes: M sentences, E model width, G distinct terms.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

__all__ = ["Budget", "Sentences", "Weights", "segment_sums", "select"]

NEAR_DUPLICATE = 0.85  # share of terms in common, from which on two sentences are near-duplicates
DUPLICATE_PENALTY = 3.0  # of the second one
PARTS = 5  # of a text, each of which a summary should have something from


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of the parts of the gain, beside salience in standard deviations.

    Lead, centrality, question, coverage, covered, part, dangling and length_power were chosen on the train
    splits of the summary sets, the others on the dev splits (docs/summaries.md).
    """

    lead: float = 0.5  # bonus for the first sentence of a document, decaying over the next ones
    own_summary: float = 1.5  # bonus for the sentences of a section that sums the document up
    centrality: float = 0.2  # similarity to all other sentences, in standard deviations
    question: float = 0.5  # penalty for a question, whose answer is rarely selected with it
    definition: float = 2.0  # penalty for the definition of a term
    decision: float = 2.5  # least utility of the decision of a court or a meeting
    coverage: float = 1.0  # weights of terms not covered yet
    section: float = 0.1  # bonus for the first sentence from a section
    part: float = 0.7  # bonus for the first sentence from each fifth of the text
    repetition: float = 0.5  # similarity to the most similar selected sentence
    length_power: float = 0.3  # gain is divided by words to this power: 0 favours long sentences, 1 short
    counted_power: float = 0.1  # the same if the budget is in sentences, not words
    covered: float = 0.6  # factor of a term's weight each time it is covered
    dangling: float = 0.8  # penalty for a sentence that refers to one not selected
    dangling_in_stories: float = 0.4  # the same in narrative and dialogue, where such sentences are frequent
    pair: float = 0.2  # bonus for selecting such a sentence together with the one before


@dataclass(frozen=True, slots=True)
class Budget:
    """The maximum length of a summary in words and in sentences; both limits apply."""

    words: float = np.inf
    sentences: float = np.inf


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences to select from.

    Attributes:
        utility_M: float [M], salience or relevance.
        words_M: float [M], lengths in words.
        vectors_ME: unit vectors [M, E].
        section_M: number of the section that each sentence is in [M].
        terms: term numbers of all sentences, concatenated.
        bounds_M1: where each sentence's terms begin in `terms`, and where the last one's end [M + 1].
        weights_G: weight of each term [G].
        dangling_M: 0 for a sentence that can stand alone, 1 if the sentence before explains it, 2 if nothing
            does [M]; as `dangling_references` returns it.
    """

    utility_M: np.ndarray
    words_M: np.ndarray
    vectors_ME: np.ndarray
    section_M: np.ndarray
    terms: np.ndarray
    bounds_M1: np.ndarray
    weights_G: np.ndarray
    dangling_M: np.ndarray | None = None

    def between(self, first: int, last: int) -> Sentences:
        """The sentences in range(first, last)."""
        part, bounds_M1 = slice(first, last), self.bounds_M1[first : last + 1]
        return Sentences(
            utility_M=self.utility_M[part],
            words_M=self.words_M[part],
            vectors_ME=self.vectors_ME[part],
            section_M=self.section_M[part],
            terms=self.terms[bounds_M1[0] : bounds_M1[-1]],
            bounds_M1=bounds_M1 - bounds_M1[0],
            weights_G=self.weights_G,
            dangling_M=None if self.dangling_M is None else self.dangling_M[part],
        )


def select(sentences: Sentences, budget: Budget, weights: Weights, eligible_M: np.ndarray) -> list[int]:
    """Indices of the selected sentences, in the order of selection.

    Args:
        eligible_M: bool [M], the sentences that may be selected.
    """
    selected: list[int] = []
    words_left, free_M = budget.words, eligible_M & (sentences.words_M > 0)
    if not free_M.any():
        return selected
    weights_G = sentences.weights_G.copy()
    similarity_M = np.zeros(len(free_M))
    new_section_M, new_part_M = np.ones(len(free_M)), np.ones(len(free_M))
    duplicate_M = np.zeros(len(free_M), bool)
    median_words = float(np.median(sentences.words_M[free_M]))
    part_M = _parts(sentences.words_M * free_M)
    power = weights.length_power if np.isfinite(budget.words) else weights.counted_power
    cost_M = (np.maximum(1, sentences.words_M) / median_words) ** power
    while len(selected) < budget.sentences:
        fits_M = free_M & (sentences.words_M <= words_left)
        if not fits_M.any():
            break
        benefit_M = (
            sentences.utility_M
            + weights.coverage * segment_sums(weights_G[sentences.terms], sentences.bounds_M1)
            + weights.section * new_section_M
            + weights.part * new_part_M
        )
        gain_M = benefit_M / cost_M - weights.repetition * similarity_M - DUPLICATE_PENALTY * duplicate_M
        left = Budget(words_left, budget.sentences - len(selected))
        for m in _best(sentences, gain_M, fits_M, selected, left, weights):
            selected.append(m)
            words_left -= float(sentences.words_M[m])
            new_section_M[sentences.section_M == sentences.section_M[m]] = 0.0
            new_part_M[part_M == part_M[m]] = 0.0
            covered = np.unique(sentences.terms[sentences.bounds_M1[m] : sentences.bounds_M1[m + 1]])
            weights_G[covered] *= weights.covered
            similarity_M = np.maximum(similarity_M, sentences.vectors_ME @ sentences.vectors_ME[m])
            shared_M = segment_sums(np.isin(sentences.terms, covered).astype(float), sentences.bounds_M1)
            longer_M = np.maximum(np.diff(sentences.bounds_M1), len(covered))
            free_M &= shared_M < longer_M  # never again, nor another with the same terms
            duplicate_M |= shared_M >= NEAR_DUPLICATE * longer_M
    return selected


def _parts(words_M: np.ndarray) -> np.ndarray:
    """Which part of the text each sentence is in, of PARTS of equal length [M]."""
    before_M = np.cumsum(words_M) - words_M
    return np.minimum(PARTS * before_M / words_M.sum(), PARTS - 1).astype(np.int64)


def _best(
    sentences: Sentences,
    gain_M: np.ndarray,
    fits_M: np.ndarray,
    selected: list[int],
    left: Budget,
    weights: Weights,
) -> list[int]:
    """The next sentence; or two, if the second refers to the first and they gain more together."""
    count, dangling_M = len(fits_M), sentences.dangling_M
    if dangling_M is None or not weights.dangling:
        return [int(np.where(fits_M, gain_M, -np.inf).argmax())]
    follows_M = np.zeros(count, bool)
    follows_M[1:] = np.isin(np.arange(count - 1), selected)
    explained_M = (dangling_M == 0) | ((dangling_M == 1) & follows_M)
    alone_M = np.where(fits_M, gain_M - weights.dangling * ~explained_M, -np.inf)
    m = int(alone_M.argmax())
    if left.sentences < 2:
        return [m]
    both_M = sentences.words_M[1:] + sentences.words_M[:-1] <= left.words
    both_M &= (dangling_M[1:] == 1) & fits_M[1:] & fits_M[:-1] & explained_M[:-1] & ~explained_M[1:]
    pair_M = np.where(both_M, (gain_M[1:] + gain_M[:-1]) / 2 + weights.pair, -np.inf)
    if len(pair_M) and pair_M.max() > alone_M[m]:
        first = int(pair_M.argmax())
        return [first, first + 1]
    return [m]


def segment_sums(values: np.ndarray, bounds_M1: np.ndarray) -> np.ndarray:
    """The sum of each segment of a flat array [M], given the bounds of the segments."""
    total = np.concatenate(([0.0], np.cumsum(values)))
    return total[bounds_M1[1:]] - total[bounds_M1[:-1]]
