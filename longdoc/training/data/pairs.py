"""Preprocess contexts: pairs of question and passage for the span head.

A passage is a window of at most `passage_tokens`. An answerable question is paired with a window around its
answer, or with a near miss (hard negative): a window of the same document without an answer, among those that
share the most rare pieces with the question. Such windows resemble those that search proposes, and must be
rejected.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from longdoc.evaluation.datasets import Context
from longdoc.evaluation.rewording import other_words
from longdoc.network.tokenizer import Tokens
from longdoc.training.data.token_cache import TokenCache, token_ranges

__all__ = ["Pair", "PairGroup", "PairSampler"]

PASSAGE_WINDOWS = 4  # a labelled passage longer than this many windows counts as a whole document
ANSWER_TOKENS = 160  # of a longer answer (a whole clause), only the beginning needs to be in the window
NEAR = 6  # a near miss is one of this many windows most similar to the question


@dataclass(frozen=True, slots=True)
class Pair:
    """Token ids of question and passage, and token ranges of answers [A, 2], ends inclusive; A may be 0."""

    question: np.ndarray
    passage: np.ndarray
    answers_A2: np.ndarray

    @property
    def tokens(self) -> int:
        """The length of both together with their special tokens."""
        return len(self.question) + len(self.passage) + 3


@dataclass(frozen=True, slots=True)
class PairGroup:
    """One question with several passages of its document, some of which may contain its answer.

    `kind` is the objective: "shared" for a labelled question, "far" for one made from a recurring span.
    """

    pairs: tuple[Pair, ...]
    kind: str = "shared"

    @property
    def tokens(self) -> int:
        """The length of all pairs together."""
        return sum(pair.tokens for pair in self.pairs)


@dataclass(frozen=True, slots=True)
class _Tokenized:
    context: Context
    tokens: Tokens
    questions: list[np.ndarray]
    others: list[list[np.ndarray]]  # rewordings of each question
    answers: list[np.ndarray]  # [A, 2] token ranges, end inclusive


class PairSampler:
    """Samples pairs and groups from one set of contexts."""

    def __init__(
        self,
        contexts: list[Context],
        token_cache: TokenCache,
        *,
        passage_tokens: int = 256,
        question_tokens: int = 64,
        reworded: float = 0.0,
    ) -> None:
        """Tokenize the contexts.

        Args:
            passage_tokens: length of passages.
            question_tokens: longer questions are truncated.
            reworded: how often a question is reworded, if rewordings are known.
        """
        self.passage_tokens, self.reworded = passage_tokens, reworded
        distinct = list(dict.fromkeys(context.text for context in contexts))
        texts = dict(zip(distinct, token_cache.encode_all(distinct), strict=True))
        encode = token_cache.tokenizer.encode
        self.items: list[_Tokenized] = []
        for context in contexts:
            tokens = texts[context.text]
            asked = [encode(q.text).ids[:question_tokens] for q in context.questions]
            others = (
                [[encode(o).ids for o in other_words(q.text)] for q in context.questions] if reworded else []
            )
            answers = _answer_ranges([q.answers for q in context.questions], tokens)
            self.items.append(_Tokenized(context, tokens, asked, others, answers))
        self.places = [(i, q) for i, item in enumerate(self.items) for q in range(len(item.questions))]
        self.of_document: dict[str, list[int]] = {}
        for i, item in enumerate(self.items):
            self.of_document.setdefault(item.context.document, []).append(i)
        self.rarity = _rarity(list(texts.values()), len(token_cache.tokenizer))

    def __len__(self) -> int:
        return len(self.places)

    def pair(self, place: int, rng: np.random.Generator, near_miss: float) -> Pair | None:
        """The question with a window around its answer or, with probability `near_miss`, with a near miss.

        An unanswerable question gets its passage or, if that is a whole document, a near miss. None if the
        document has no suitable window.
        """
        i, q = self.places[place]
        item = self.items[i]
        question, answers = self._asked(item, q, rng), item.answers[q]
        if len(answers) and rng.random() >= near_miss:
            return self._around(item.tokens.ids, question, answers, rng)
        if (
            not len(answers)
            and (bounded := self._passage(item, rng)) is not None
            and rng.random() >= near_miss
        ):
            return Pair(question, bounded, _NONE)
        return self._near_miss(i, question, answers, rng)

    def group(self, place: int, rng: np.random.Generator, passages: int) -> PairGroup | None:
        """The question with a window around its answer, if it has one, and near misses: `passages` in all.

        None if the document has no other window.
        """
        i, q = self.places[place]
        item = self.items[i]
        question, answers = self._asked(item, q, rng), item.answers[q]
        pairs = [self._around(item.tokens.ids, question, answers, rng)] if len(answers) else []
        if not len(answers) and self._passage(item, rng) is not None:
            return None  # labelled for this passage only: the rest of the document may answer it
        near = self._near_windows(i, question, answers)[: 3 * NEAR]
        if near:
            share_N = 1 / np.arange(1, len(near) + 1)
            wanted = min(len(near), passages - len(pairs))
            some = rng.choice(len(near), wanted, replace=False, p=share_N / share_N.sum())
            pairs += [Pair(question, near[n], _NONE) for n in some]
        return PairGroup(tuple(pairs)) if len(pairs) > 1 else None

    def _asked(self, item: _Tokenized, q: int, rng: np.random.Generator) -> np.ndarray:
        """The question as it is, or reworded."""
        others = item.others[q] if self.reworded else []
        if others and rng.random() < self.reworded:
            return others[int(rng.integers(len(others)))]
        return item.questions[q]

    def _around(
        self, ids: np.ndarray, question: np.ndarray, answers: np.ndarray, rng: np.random.Generator
    ) -> Pair:
        first, last = answers[rng.integers(len(answers))]
        last = min(last, first + ANSWER_TOKENS)
        size = self.passage_tokens
        low, high = max(0, last + 1 - size), min(first, max(0, len(ids) - size))
        start = int(rng.integers(low, high + 1)) if high > low else max(0, min(low, first))
        inside = answers[(answers[:, 0] >= start) & (answers[:, 0] < start + size)] - start
        inside = np.minimum(inside, min(size, len(ids) - start) - 1)
        return Pair(question, ids[start : start + size], inside)

    def _passage(self, item: _Tokenized, rng: np.random.Generator) -> np.ndarray | None:
        """A window of the labelled passage; None if that is a whole long document."""
        first, last = item.tokens.covering(*item.context.passage)
        if last - first > PASSAGE_WINDOWS * self.passage_tokens:
            return None
        start = int(rng.integers(first, max(first, last - self.passage_tokens) + 1))
        return item.tokens.ids[start : min(last, start + self.passage_tokens)]

    def _near_miss(
        self, i: int, question: np.ndarray, answers: np.ndarray, rng: np.random.Generator
    ) -> Pair | None:
        """A random one of the windows without an answer that are most similar to the question."""
        near = self._near_windows(i, question, answers)
        return Pair(question, near[int(rng.integers(min(NEAR, len(near))))], _NONE) if near else None

    def _near_windows(self, i: int, question: np.ndarray, answers: np.ndarray) -> list[np.ndarray]:
        """The windows of the document without an answer, the most similar to the question first."""
        siblings = self.of_document[self.items[i].context.document]
        size = self.passage_tokens
        best: list[tuple[float, np.ndarray]] = []
        wanted = np.zeros_like(self.rarity)
        wanted[question] = self.rarity[question]
        texts: set[int] = set()
        for sibling in _nearest(siblings, around=i):
            other = self.items[sibling]
            if id(other.tokens) in texts:
                continue
            texts.add(id(other.tokens))
            ids = other.tokens.ids
            mine = answers if other.tokens is self.items[i].tokens else answers[:0]
            forbidden = _touched(mine, len(ids))
            for start in range(0, max(1, len(ids) - size // 4), size // 2):
                if forbidden[start : start + size].any():
                    continue
                window = ids[start : start + size]
                best.append((float(wanted[np.unique(window)].sum()), window))
        best.sort(key=lambda scored: -scored[0])
        return [window for _, window in best]


_NONE = np.zeros((0, 2), np.int64)
MOST_SIBLINGS = 40  # texts of one document that are searched for near misses


def _nearest(siblings: list[int], around: int) -> list[int]:
    """At most MOST_SIBLINGS of the texts of a document, those nearest to one of them."""
    at = siblings.index(around)
    low = max(0, min(at - MOST_SIBLINGS // 2, len(siblings) - MOST_SIBLINGS))
    return siblings[low : low + MOST_SIBLINGS]


def _answer_ranges(answers: list[tuple[tuple[int, int], ...]], tokens: Tokens) -> list[np.ndarray]:
    """For each question the token ranges of its answers, [A, 2], ends inclusive."""
    ranges_A2 = token_ranges(tokens, [span for some in answers for span in some])
    ends = np.cumsum([0, *map(len, answers)]).tolist()
    parts = (ranges_A2[a:b] for a, b in pairwise(ends))
    return [part[part[:, 1] > part[:, 0]] - [0, 1] for part in parts]


def _touched(answers_A2: np.ndarray, length: int) -> np.ndarray:
    touched = np.zeros(length, bool)
    for first, last in answers_A2:
        touched[first : last + 1] = True
    return touched


def _rarity(texts: list[Tokens], vocabulary: int) -> np.ndarray:
    """Inverse document frequency of every piece over the set's texts, in blocks of 256 tokens."""
    seen, blocks = np.zeros(vocabulary, np.float32), 1
    for tokens in texts:
        for start in range(0, len(tokens), 256):
            seen[np.unique(tokens.ids[start : start + 256])] += 1
            blocks += 1
    return np.log(blocks / (seen + 0.5)).clip(0).astype(np.float32)
