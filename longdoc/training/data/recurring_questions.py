"""Preprocess: questions from unlabelled documents, for reading passages.

A sentence is taken out of a document with a span of it masked by two masks; the span also stands elsewhere,
far away, and is to be found there. Recurring span selection (Ram et al. 2021) with the masked sentence for a
question and the document's other passages to choose from, as when a user asks. What surrounds the span there
shares words with the sentence, so that there is something to find it by (as Glass et al. 2020 choose
passages for their span selection): a span that merely happens to stand in two places tells nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from longdoc.network.tokenizer import Tokenizer
from longdoc.training.data.pairs import NEAR, Pair, PairGroup
from longdoc.training.data.recurring import LONGEST_SPAN, Lexicon, span_places
from longdoc.training.data.segments import QUESTION_TOKENS, Segment

__all__ = ["FarQuestion", "far_group", "far_question"]

LEAST_AROUND = 6  # tokens of the sentence beside its masked span: fewer ask for nothing
MOST_PLACES = 4  # a span that stands in more places is asked for by too many sentences
LENGTHS_TRIED = 4
SPANS_TRIED = 32
SURROUNDING_TOKENS = 48  # to either side of a span; the words there are compared with the sentence's …
SHARED_WORDS = 3  # … and so many of them are in both, of words …
RARE_TIMES = 12  # … that stand no more often than this in the document
_NONE = np.zeros((0, 2), np.int64)


@dataclass(frozen=True, slots=True)
class FarQuestion:
    """A sentence's ids with a span masked, the document's ids [T] without the sentence, and the ranges
    [A, 2] (inclusive) in them where the span stands.

    `alike_A` tells which of them are surrounded by words of the sentence. `sentence` and `masked` are token
    ranges (half-open) of the segment as it was: what was taken out of it, and what the masks stand for.
    """

    question: np.ndarray
    ids_T: np.ndarray
    answers_A2: np.ndarray
    alike_A: np.ndarray
    sentence: tuple[int, int]
    masked: tuple[int, int]


def far_question(
    segment: Segment, tokenizer: Tokenizer, lexicon: Lexicon, apart_tokens: int, rng: np.random.Generator
) -> FarQuestion | None:
    """One question of a segment of a document, None where none was found.

    Args:
        segment: tokens with their sentences.
        apart_tokens: the other places all lie further than this from the sentence.
    """
    ids_T = np.asarray(segment.ids, np.int64)
    if len(ids_T) <= apart_tokens:
        return None
    times_P = np.bincount(ids_T, minlength=len(tokenizer))
    spans = [
        (int(length), starts)
        for length in 1 + rng.permutation(LONGEST_SPAN)[:LENGTHS_TRIED]
        for starts in span_places(ids_T, np.zeros(len(ids_T), bool), lexicon, int(length))
        if len(starts) <= MOST_PLACES and starts[-1] - starts[0] > apart_tokens
        if _says(ids_T, lexicon, int(starts[0]), int(length))
    ]
    for n in rng.permutation(len(spans))[:SPANS_TRIED]:
        length, starts = _grown(ids_T, lexicon, *spans[n])
        if not _says(ids_T, lexicon, int(starts[0]), length):
            continue
        asked = int(starts[-1] if rng.random() < 0.5 else starts[0])
        others = starts[starts != asked]
        sentence = _sentence_around(segment.sentences_M2, asked, length)
        if sentence is None or (abs(others - asked) <= apart_tokens + LONGEST_SPAN).any():
            continue
        first, last = sentence
        before = ids_T[max(first, asked - QUESTION_TOKENS // 2) : asked]
        after = ids_T[asked + length : min(last, asked + length + QUESTION_TOKENS // 2 - 2)]
        alike_A = _alike(ids_T, times_P, lexicon, np.concatenate((before, after)), others, length)
        if not alike_A.any():
            continue
        left_T = np.concatenate((ids_T[:first], ids_T[last:]))
        moved = np.where(others > asked, others - (last - first), others)
        question = np.concatenate((before, [tokenizer.mask, tokenizer.mask], after))
        answers_A2 = np.stack((moved, moved + length - 1), 1)
        return FarQuestion(question, left_T, answers_A2, alike_A, sentence, (asked, asked + length))
    return None


def far_group(
    asked: FarQuestion, lexicon: Lexicon, passage_tokens: int, passages: int, rng: np.random.Generator
) -> PairGroup:
    """The question with a passage where the span stands, and others that share its words but not the span."""
    alike_A2 = asked.answers_A2[asked.alike_A]
    first, last = (int(t) for t in alike_A2[rng.integers(len(alike_A2))])
    lowest, highest = max(0, last + 1 - passage_tokens), min(first, len(asked.ids_T) - passage_tokens)
    at = int(rng.integers(lowest, max(lowest, highest) + 1))
    words = np.unique(asked.question[lexicon.says_P[asked.question]])
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
    """The answers that lie wholly inside a window, or that it touches."""
    if whole:
        return answers_A2[(answers_A2[:, 0] >= start) & (answers_A2[:, 1] < end)]
    return answers_A2[(answers_A2[:, 1] >= start) & (answers_A2[:, 0] < end)]


def _sentence_around(sentences_M2: np.ndarray, start: int, length: int) -> tuple[int, int] | None:
    """The sentence that holds a span and says enough beside it."""
    m = int(np.searchsorted(sentences_M2[:, 1], start, side="right"))
    if m == len(sentences_M2):
        return None
    first, last = (int(t) for t in sentences_M2[m])
    fits = first <= start and start + length <= last and last - first - length >= LEAST_AROUND
    return (first, last) if fits else None


def _says(ids_T: np.ndarray, lexicon: Lexicon, start: int, length: int) -> bool:
    """Whether the first and last word of a span say something by themselves, as answers do: not "list of"."""
    last = start + length - 1
    while last > start and lexicon.continues_P[ids_T[last]]:
        last -= 1
    return bool(lexicon.says_P[ids_T[start]] and lexicon.says_P[ids_T[last]])


def _alike(
    ids_T: np.ndarray, times_P: np.ndarray, lexicon: Lexicon, around: np.ndarray, starts: np.ndarray,
    length: int,
) -> np.ndarray:  # fmt: skip
    """Which of the places [A] have enough words of the sentence around them.

    Args:
        times_P: how often each piece stands in the document.
        around: ids of the sentence beside its masked span.
    """
    words = np.unique(around[lexicon.says_P[around] & (times_P[around] <= RARE_TIMES)])

    def shared(start: int) -> int:
        before = ids_T[max(0, start - SURROUNDING_TOKENS) : start]
        after = ids_T[start + length : start + length + SURROUNDING_TOKENS]
        return int(np.isin(words, np.concatenate((before, after))).sum())

    return np.array([shared(int(start)) >= SHARED_WORDS for start in starts])


def _grown(ids_T: np.ndarray, lexicon: Lexicon, length: int, starts: np.ndarray) -> tuple[int, np.ndarray]:
    """The longest span that stands at all these places: what is masked must not be told by its sides."""
    while length < LONGEST_SPAN and starts[-1] + length < len(ids_T):
        following = ids_T[starts + length]
        if (following != following[0]).any() or not lexicon.wordlike_P[following[0]]:
            break
        length += 1
    while length < LONGEST_SPAN and starts[0] > 0:
        before = ids_T[starts - 1]
        if (before != before[0]).any() or not lexicon.wordlike_P[before[0]]:
            break
        starts, length = starts - 1, length + 1
    return length, starts
