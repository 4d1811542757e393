"""Preprocess unlabelled texts: self-supervised exercises.

Four self-supervised objectives share one pass over a document:

- recurring: spans that recur are masked in all places but one, and each mask points to that one (Ram et al.
  2021, "Few-Shot Question Answering by Pretraining Span Selection"). Two masks replace a span of any length:
  the first points to its start, the second to its end. Places further apart than the window are preferred, as
  only chunk aggregation connects them.
- cloze: a removed sentence has to find the chunk that it was removed from (Lee et al. 2019, section 4).
- gap: the sentences that share most with the rest of the document are salient (PEGASUS, Zhang et al. 2020,
  section 3.1: principal sentences by ROUGE-1, Ind-Uniq).
- masked: one token in eight is masked and predicted by the language head (Devlin et al. 2019).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np

from longdoc.network.tokenizer import Tokenizer
from longdoc.training.data.recurring import PieceProperties, Recurrence, recurring_spans
from longdoc.training.data.segments import MOST_QUESTIONS, Segment

__all__ = ["EXERCISES", "make_exercise"]

EXERCISES = ("recurring", "gap", "cloze", "masked")
MASKED_SHARE = 0.125  # of tokens
GAP_SHARE = 0.15  # of sentences
REMOVED_SHARE = 0.9  # of cloze sentences; the others stay, so that exact matching is learned too
CLOZE_TOKENS = range(8, 65)  # lengths of sentences that are asked for
LEAST_PIECES = 4  # shorter sentences are headings and fragments


@dataclass(frozen=True, slots=True)
class _Edit:
    """Replaces the tokens from `start` to `end` by `ids`."""

    start: int
    end: int
    ids: tuple[int, ...]


def make_exercise(
    segment: Segment, objectives: Collection[str], tokenizer: Tokenizer, pieces: PieceProperties,
    reach_tokens: int, rng: np.random.Generator,
) -> Segment:  # fmt: skip
    """The segment with parts masked or removed, and these parts as labels.

    Args:
        segment: tokens with their sentences; its own labels are ignored.
        objectives: some of EXERCISES.
        reach_tokens: places further apart than this are beyond the window.
    """
    ids_T, sentences_M2 = np.asarray(segment.ids, np.int64), segment.sentences_M2
    asked, removed = _cloze(sentences_M2, rng) if "cloze" in objectives else (_NO_SENTENCES, _NO_SENTENCES)
    removed_T = np.zeros(len(ids_T), bool)
    for start, end in sentences_M2[removed]:
        removed_T[start:end] = True
    recurrences: list[Recurrence] = []
    if "recurring" in objectives:
        recurrences = recurring_spans(ids_T, removed_T, pieces, reach_tokens, rng)
    masks = (tokenizer.mask, tokenizer.mask)
    edits = [_Edit(int(start), int(end), ()) for start, end in sentences_M2[removed]]
    edits += [_Edit(at, at + one.length, masks) for one in recurrences for at in one.masked]
    edited, position_T = _apply(ids_T, edits)
    left_M = ~np.isin(np.arange(len(sentences_M2)), removed)
    pairs = [(at, one.kept, one.kept + one.length - 1) for one in recurrences for at in one.masked]
    moved_P3 = position_T[np.array(pairs, np.int64).reshape(-1, 3)]
    made = Segment(
        edited,
        sentences_M2=position_T[sentences_M2[left_M]],
        questions=tuple(ids_T[a:b] for a, b in sentences_M2[asked]),
        places=tuple(
            np.repeat(position_T[[[a]]], 2, 1).clip(0, len(edited) - 1) for a, _ in sentences_M2[asked]
        ),
        pointers_P=moved_P3[:, 0],
        sources_P2=moved_P3[:, 1:],
        labels_for="gap",
        questions_for="cloze",
    )
    if "gap" in objectives:
        made = replace(made, labels_M=gap_labels(ids_T, sentences_M2)[left_M])
    return _mask_tokens(made, tokenizer, rng) if "masked" in objectives else made


def gap_labels(ids_T: np.ndarray, sentences_M2: np.ndarray) -> np.ndarray:
    """1 for the sentences that share most of their pieces with the rest of the text, else 0; float32 [M]."""
    if not len(sentences_M2):
        return np.zeros(0, np.float32)
    _, piece_T, count_P = np.unique(ids_T, return_inverse=True, return_counts=True)
    score_M = np.zeros(len(sentences_M2))
    for m, (start, end) in enumerate(sentences_M2):
        own, times = np.unique(piece_T[start:end], return_counts=True)
        if end - start >= LEAST_PIECES:
            elsewhere = count_P[own] > times
            rest = len(count_P) - (~elsewhere).sum()
            score_M[m] = 2 * elsewhere.sum() / (len(own) + rest)
    best = np.argsort(-score_M, kind="stable")[: max(1, round(GAP_SHARE * len(score_M)))]
    labels_M = np.zeros(len(score_M), np.float32)
    labels_M[best[score_M[best] > 0]] = 1
    return labels_M


_NO_SENTENCES = np.zeros(0, np.int64)


def _cloze(sentences_M2: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """The indices of the sentences that are asked for, and of those among them that are removed.

    At most one sentence in four is asked for, so that most of the document remains.
    """
    lengths_M = sentences_M2[:, 1] - sentences_M2[:, 0]
    fit = np.flatnonzero((lengths_M >= CLOZE_TOKENS.start) & (lengths_M < CLOZE_TOKENS.stop))
    asked = np.sort(rng.permutation(fit)[: min(MOST_QUESTIONS, len(sentences_M2) // 4)])
    return asked, asked[rng.random(len(asked)) < REMOVED_SHARE]


def _apply(ids_T: np.ndarray, edits: list[_Edit]) -> tuple[np.ndarray, np.ndarray]:
    """The edited tokens, and the new position of each old one and of the end, [T + 1]."""
    pieces, at = [], 0
    width_T = np.ones(len(ids_T), np.int64)
    for edit in sorted(edits, key=lambda edit: edit.start):
        pieces += [ids_T[at : edit.start], np.array(edit.ids, np.int64)]
        width_T[edit.start : edit.end] = 0
        width_T[edit.start] = len(edit.ids)
        at = edit.end
    position_T = np.concatenate(([0], width_T.cumsum()))
    return np.concatenate([*pieces, ids_T[at:]]), position_T


def _mask_tokens(segment: Segment, tokenizer: Tokenizer, rng: np.random.Generator) -> Segment:
    """Mask tokens as in BERT: 80% become [MASK], 10% a random piece, 10% stay (Devlin et al. 2019)."""
    ids_T = segment.ids.copy()
    free_T = ids_T != tokenizer.mask
    for start, last in segment.sources_P2:
        free_T[start : last + 1] = False
    masked_K = np.flatnonzero(free_T & (rng.random(len(ids_T)) < MASKED_SHARE))
    originals_K, how_K = ids_T[masked_K], rng.random(len(masked_K))
    ids_T[masked_K[how_K < 0.8]] = tokenizer.mask
    other_K = masked_K[how_K > 0.9]
    ids_T[other_K] = rng.integers(len(tokenizer), size=len(other_K))
    return replace(segment, ids=ids_T, masked_K=masked_K, originals_K=originals_K)
