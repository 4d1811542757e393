"""Preprocess unlabelled documents: questions for reading passages.

A sentence is removed from a document, and a span in it replaced by two masks. The span also occurs far away,
and has to be found there. This is recurring span selection (Ram et al. 2021) with the masked sentence as a
question and several passages of the document to choose from, as when a user asks. The surroundings of the
other place share words with the sentence, so that the question can be answered (as Glass et al. 2020 choose
passages for their span selection): a span that happens to occur in two places gives no hint by itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from longdoc.network.tokenizer import Tokenizer
from longdoc.training.data.pairs import NEAR, Pair, PairGroup
from longdoc.training.data.recurring import LONGEST_SPAN, PieceProperties, span_places
from longdoc.training.data.segments import QUESTION_TOKENS, Segment

__all__ = ["FarQuestion", "far_group", "far_question"]

LEAST_AROUND = 6  # tokens of the sentence besides its masked span
MOST_PLACES = 4  # a span in more places would fit too many sentences
LENGTHS_TRIED = 4
SPANS_TRIED = 32
SURROUNDING_TOKENS = 48  # on either side of a span, which are compared with the sentence …
SHARED_WORDS = 3  # … and share at least this many words with it, counting only words …
RARE_TIMES = 12  # … that occur at most this often in the document
_NONE = np.zeros((0, 2), np.int64)


@dataclass(frozen=True, slots=True)
class FarQuestion:
    """A masked sentence as a question about the document without this sentence.

    question: ids of the sentence with a span masked; ids_T: the document without the sentence.
    answers_A2: ranges of the span in ids_T, ends inclusive; alike_A: which of them share words with it.
    sentence, masked: half-open token ranges of the removed sentence and of its masked span, in the segment.
    """

    question: np.ndarray
    ids_T: np.ndarray
    answers_A2: np.ndarray
    alike_A: np.ndarray
    sentence: tuple[int, int]
    masked: tuple[int, int]


def far_question(
    segment: Segment,
    tokenizer: Tokenizer,
    pieces: PieceProperties,
    apart_tokens: int,
    rng: np.random.Generator,
) -> FarQuestion | None:
    """Make one question from a segment of a document; None if no suitable span was found.

    Args:
        segment: tokens with their sentences.
        apart_tokens: all other places of the span are further than this from the sentence.
    """
    ids_T = np.asarray(segment.ids, np.int64)
    if len(ids_T) <= apart_tokens:
        return None
    times_P = np.bincount(ids_T, minlength=len(tokenizer))
    spans = [
        (int(length), starts)
        for length in 1 + rng.permutation(LONGEST_SPAN)[:LENGTHS_TRIED]
        for starts in span_places(ids_T, np.zeros(len(ids_T), bool), pieces, int(length))
        if len(starts) <= MOST_PLACES and starts[-1] - starts[0] > apart_tokens
        if _has_content_ends(ids_T, pieces, int(starts[0]), int(length))
    ]
    for n in rng.permutation(len(spans))[:SPANS_TRIED]:
        length, starts = _extended(ids_T, pieces, *spans[n])
        if not _has_content_ends(ids_T, pieces, int(starts[0]), length):
            continue
        asked = int(starts[-1] if rng.random() < 0.5 else starts[0])
        others = starts[starts != asked]
        sentence = _sentence_around(segment.sentences_M2, asked, length)
        if sentence is None or (abs(others - asked) <= apart_tokens + LONGEST_SPAN).any():
            continue
        first, last = sentence
        before = ids_T[max(first, asked - QUESTION_TOKENS // 2) : asked]
        after = ids_T[asked + length : min(last, asked + length + QUESTION_TOKENS // 2 - 2)]
        alike_A = _share_words(ids_T, times_P, pieces, np.concatenate((before, after)), others, length)
        if not alike_A.any():
            continue
        left_T = np.concatenate((ids_T[:first], ids_T[last:]))
        moved = np.where(others > asked, others - (last - first), others)
        question = np.concatenate((before, [tokenizer.mask, tokenizer.mask], after))
        answers_A2 = np.stack((moved, moved + length - 1), 1)
        return FarQuestion(question, left_T, answers_A2, alike_A, sentence, (asked, asked + length))
    return None


def far_group(
    asked: FarQuestion, pieces: PieceProperties, passage_tokens: int, passages: int, rng: np.random.Generator
) -> PairGroup:
    """The question with a passage that contains the span, and others that only share words with it."""
    alike_A2 = asked.answers_A2[asked.alike_A]
    first, last = (int(t) for t in alike_A2[rng.integers(len(alike_A2))])
    lowest, highest = max(0, last + 1 - passage_tokens), min(first, len(asked.ids_T) - passage_tokens)
    at = int(rng.integers(lowest, max(lowest, highest) + 1))
    words = np.unique(asked.question[pieces.content_P[asked.question]])
    near = []
    for start in range(0, max(1, len(asked.ids_T) - passage_tokens // 2), passage_tokens // 2):
        window = asked.ids_T[start : start + passage_tokens]
        if not len(_inside(asked.answers_A2, start, start + len(window), whole=False)):
            near.append((int(np.isin(words, window).sum()), start))
    near.sort(key=lambda scored: -scored[0])
    some = rng.permutation(min(NEAR, len(near)))[: passages - 1]
    pairs = []
    for start in (at, *(near[n][1] for n in some)):
        window = asked.ids_T[start : start + passage_tokens]
        here = _inside(asked.answers_A2, start, start + len(window), whole=True)
        pairs.append(Pair(asked.question, window, here - start if len(here) else _NONE))
    return PairGroup(tuple(pairs), "far")


def _inside(answers_A2: np.ndarray, start: int, end: int, *, whole: bool) -> np.ndarray:
    """The answers inside a window: completely (`whole`), or at least partly."""
    if whole:
        return answers_A2[(answers_A2[:, 0] >= start) & (answers_A2[:, 1] < end)]
    return answers_A2[(answers_A2[:, 1] >= start) & (answers_A2[:, 0] < end)]


def _sentence_around(sentences_M2: np.ndarray, start: int, length: int) -> tuple[int, int] | None:
    """The sentence around a span; None if there is none with enough other tokens."""
    m = int(np.searchsorted(sentences_M2[:, 1], start, side="right"))
    if m == len(sentences_M2):
        return None
    first, last = (int(t) for t in sentences_M2[m])
    fits = first <= start and start + length <= last and last - first - length >= LEAST_AROUND
    return (first, last) if fits else None


def _has_content_ends(ids_T: np.ndarray, pieces: PieceProperties, start: int, length: int) -> bool:
    """Whether a span begins and ends with a content word, as answers do: not "list of"."""
    last = start + length - 1
    while last > start and pieces.continues_P[ids_T[last]]:
        last -= 1
    return bool(pieces.content_P[ids_T[start]] and pieces.content_P[ids_T[last]])


def _share_words(
    ids_T: np.ndarray, times_P: np.ndarray, pieces: PieceProperties, around: np.ndarray, starts: np.ndarray,
    length: int,
) -> np.ndarray:  # fmt: skip
    """Which of the places are surrounded by enough words of the sentence, bool [A].

    Args:
        times_P: how often each piece occurs in the document.
        around: ids of the sentence without its masked span.
        starts: of the places [A].
    """
    words = np.unique(around[pieces.content_P[around] & (times_P[around] <= RARE_TIMES)])

    def shared(start: int) -> int:
        before = ids_T[max(0, start - SURROUNDING_TOKENS) : start]
        after = ids_T[start + length : start + length + SURROUNDING_TOKENS]
        return int(np.isin(words, np.concatenate((before, after))).sum())

    return np.array([shared(int(start)) >= SHARED_WORDS for start in starts])


def _extended(
    ids_T: np.ndarray, pieces: PieceProperties, length: int, starts: np.ndarray
) -> tuple[int, np.ndarray]:
    """Extend a span to the longest one at all its places, so that its surroundings do not give it away."""
    while length < LONGEST_SPAN and starts[-1] + length < len(ids_T):
        following = ids_T[starts + length]
        if (following != following[0]).any() or not pieces.wordlike_P[following[0]]:
            break
        length += 1
    while length < LONGEST_SPAN and starts[0] > 0:
        before = ids_T[starts - 1]
        if (before != before[0]).any() or not pieces.wordlike_P[before[0]]:
            break
        starts, length = starts - 1, length + 1
    return length, starts
