"""Labels for salience: which sentences of a document its reference summaries are made of.

The greedy oracle of Nallapati et al. 2017 (SummaRuNNer, section 3): take the sentence that raises the
ROUGE-1 + ROUGE-2 recall-precision balance of the extract most, until none does. Counted on word pieces.
"""

from __future__ import annotations

from collections import Counter

import numpy as np

__all__ = ["oracle_sentences"]

MOST_SENTENCES = 24


def oracle_sentences(sentences: list[np.ndarray], summaries: list[np.ndarray]) -> np.ndarray:
    """Float32 [M]: 1 for each sentence that the greedy oracle takes, 0 for the others."""
    chosen = np.zeros(len(sentences), np.float32)
    grams = [_grams(ids) for ids in sentences]
    for summary in summaries:
        wanted = _grams(summary)
        have: Counter[tuple[int, ...]] = Counter()
        size, best = 0, 0.0
        candidates = [m for m, g in enumerate(grams) if g and len(sentences[m]) >= 4]
        taken: list[int] = []
        while len(taken) < MOST_SENTENCES:
            scored = [(_gain(have, size, grams[m], wanted), m) for m in candidates if m not in taken]
            score, m = max(scored, default=(0.0, -1))
            if score <= best * 1.002:
                break
            best = score
            taken.append(m)
            have.update({g: min(n, wanted[g]) for g, n in grams[m].items() if g in wanted})
            size += sum(grams[m].values())
            if len(taken) == 1:  # only sentences that share enough can ever be taken
                shares = {c: sum((grams[c] & wanted).values()) for c in candidates}
                candidates = sorted(candidates, key=lambda c: -shares[c])[:80]
        chosen[taken] = 1.0
    return chosen


def _grams(ids: np.ndarray) -> Counter[tuple[int, ...]]:
    pieces = [int(i) for i in ids]
    return Counter([(a,) for a in pieces]) + Counter(zip(pieces, pieces[1:], strict=False))


def _gain(
    have: Counter[tuple[int, ...]], size: int, new: Counter[tuple[int, ...]], wanted: Counter[tuple[int, ...]]
) -> float:
    """F1 of grams of what is taken already with one more sentence."""
    hit = sum(min(have[g] + new.get(g, 0), n) for g, n in wanted.items() if g in have or g in new)
    return 2 * hit / (size + sum(new.values()) + sum(wanted.values()))
