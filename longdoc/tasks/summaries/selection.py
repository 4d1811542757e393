"""Selects the sentences of a summary greedily under a budget.

What a sentence brings is its worth (salience, or relevance to the focus), plus the words of the
document that it is the first to say, plus a little for a section not yet heard from, less its likeness
to what is already chosen (Carbonell & Goldstein 1998, MMR; Lin & Bilmes 2011, coverage).

Axes: M sentences, E model width, G distinct terms.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

__all__ = ["Budget", "Choice", "Sentences", "select", "sums"]

NEARLY = 0.85  # of the words of two sentences: from here on they say almost the same …
SAID_AGAIN = 3.0  # … and the second loses so much


@dataclass(frozen=True, slots=True)
class Choice:
    """How much each part counts; chosen on the dev splits of the summary sets."""

    lead: float = 1.0  # how much more the first sentence of a document is worth; fades over the next ones
    coverage: float = 2.0  # words of the document not yet said
    section: float = 0.1  # the first sentence of a section
    repetition: float = 0.5  # likeness to the most alike sentence chosen before
    length_power: float = 0.5  # gain is divided by words to this power: 0 favours long sentences, 1 short
    counted_power: float = 0.1  # the same where sentences are counted, not words
    said_before: float = 0.75  # what a word still counts when it was said once before
    leaning: float = 0.4  # what a sentence loses that leans on one which is not chosen
    leaning_told: float = 0.2  # the same in stories and talk, where "he" and "it" open every other sentence
    together: float = 0.2  # what a leaning sentence and the one before it are worth more together


@dataclass(frozen=True, slots=True)
class Budget:
    """How long the summary may be: words and sentences, whichever ends first."""

    words: float = np.inf
    sentences: float = np.inf


@dataclass(frozen=True, slots=True)
class Sentences:
    """The candidates: worth [M], words [M], vectors [M, E], section numbers [M], and their terms.

    `terms` are numbers of terms, one sentence after the other; `bounds_M1` says where each begins and
    the last ends; `weights_G` how much of what the document says hangs on each term.
    """

    worth_M: np.ndarray
    words_M: np.ndarray
    vectors_ME: np.ndarray
    section_M: np.ndarray
    terms: np.ndarray
    bounds_M1: np.ndarray
    weights_G: np.ndarray
    leaning_M: np.ndarray | None = None  # 1: only with the sentence before; 2: nothing explains it

    def between(self, first: int, last: int) -> Sentences:
        """The sentences from `first` up to `last`, by themselves."""
        part, bounds_M1 = slice(first, last), self.bounds_M1[first : last + 1]
        return Sentences(
            worth_M=self.worth_M[part],
            words_M=self.words_M[part],
            vectors_ME=self.vectors_ME[part],
            section_M=self.section_M[part],
            terms=self.terms[bounds_M1[0] : bounds_M1[-1]],
            bounds_M1=bounds_M1 - bounds_M1[0],
            weights_G=self.weights_G,
            leaning_M=None if self.leaning_M is None else self.leaning_M[part],
        )


def select(sentences: Sentences, budget: Budget, choice: Choice, open_M: np.ndarray) -> list[int]:
    """Numbers of the chosen sentences, in the order of choice; only those of `open_M` are eligible."""
    chosen: list[int] = []
    left, free_M = budget.words, open_M & (sentences.words_M > 0)
    if not free_M.any():
        return chosen
    weights_G = sentences.weights_G.copy()
    likeness_M = np.zeros(len(free_M))
    fresh_M = np.ones(len(free_M))
    again_M = np.zeros(len(free_M), bool)
    usual = float(np.median(sentences.words_M[free_M]))
    power = choice.length_power if np.isfinite(budget.words) else choice.counted_power
    size_M = (np.maximum(1, sentences.words_M) / usual) ** power
    while len(chosen) < budget.sentences:
        fits_M = free_M & (sentences.words_M <= left)
        if not fits_M.any():
            break
        brought_M = (
            sentences.worth_M
            + choice.coverage * sums(weights_G[sentences.terms], sentences.bounds_M1)
            + choice.section * fresh_M
        )
        gain_M = brought_M / size_M - choice.repetition * likeness_M - SAID_AGAIN * again_M
        room = Budget(left, budget.sentences - len(chosen))
        for m in _best(sentences, gain_M, fits_M, chosen, room, choice):
            chosen.append(m)
            free_M[m] = False
            left -= float(sentences.words_M[m])
            fresh_M[sentences.section_M == sentences.section_M[m]] = 0.0
            said = np.unique(sentences.terms[sentences.bounds_M1[m] : sentences.bounds_M1[m + 1]])
            weights_G[said] *= choice.said_before
            likeness_M = np.maximum(likeness_M, sentences.vectors_ME @ sentences.vectors_ME[m])
            shared_M = sums(np.isin(sentences.terms, said).astype(float), sentences.bounds_M1)
            terms_M = np.diff(sentences.bounds_M1)
            longer_M = np.maximum(terms_M, len(said))
            free_M &= shared_M < longer_M  # the same words are never said twice
            again_M |= shared_M >= NEARLY * longer_M
    return chosen


def _best(
    sentences: Sentences,
    gain_M: np.ndarray,
    fits_M: np.ndarray,
    chosen: list[int],
    room: Budget,
    choice: Choice,
) -> list[int]:
    """The next sentence, or two: one that leans on the sentence before brings it along or loses worth."""
    count, leaning_M = len(fits_M), sentences.leaning_M
    if leaning_M is None or not choice.leaning:
        return [int(np.where(fits_M, gain_M, -np.inf).argmax())]
    before_M = np.zeros(count, bool)
    before_M[1:] = np.isin(np.arange(count - 1), chosen)
    explained_M = (leaning_M == 0) | ((leaning_M == 1) & before_M)
    alone_M = np.where(fits_M, gain_M - choice.leaning * ~explained_M, -np.inf)
    m = int(alone_M.argmax())
    if room.sentences < 2:
        return [m]
    both_M = sentences.words_M[1:] + sentences.words_M[:-1] <= room.words
    both_M &= (leaning_M[1:] == 1) & fits_M[1:] & fits_M[:-1] & explained_M[:-1] & ~explained_M[1:]
    pair_M = np.where(both_M, (gain_M[1:] + gain_M[:-1]) / 2 + choice.together, -np.inf)
    if len(pair_M) and pair_M.max() > alone_M[m]:
        first = int(pair_M.argmax())
        return [first, first + 1]
    return [m]


def sums(values: np.ndarray, bounds_M1: np.ndarray) -> np.ndarray:
    """The sum of each segment of a flat array [M]."""
    total = np.concatenate(([0.0], np.cumsum(values)))
    return total[bounds_M1[1:]] - total[bounds_M1[:-1]]
