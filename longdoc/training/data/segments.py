"""Preprocess whole documents: sentences with salience labels, questions with the places of their answers.

One example is a segment of a document that goes through the encoder once, in chunks, with the labels of all
objectives: salience for summary sets, search for question sets, and self-supervised exercises for unlabelled
texts.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np

from longdoc.documents.sentences.split import split_sentences
from longdoc.documents.version import DOCUMENTS_VERSION
from longdoc.evaluation.datasets import Context, Summarized
from longdoc.network.tokenizer import Tokens
from longdoc.training.data.salience import oracle_sentences
from longdoc.training.data.token_cache import TokenCache, cache_array, cached_array, token_ranges

__all__ = ["Segment", "searched_documents", "sentence_ranges", "summarized_documents"]

MOST_QUESTIONS = 12  # about one segment
QUESTION_TOKENS = 64
LEAST_TOKENS = 512  # shorter documents are not used for search
BETWEEN = "\n\n"  # between contexts of one article that are joined to a document


def _none(*shape: int) -> np.ndarray:
    return np.zeros(shape, np.int64)


@dataclass(frozen=True, slots=True)
class Segment:
    """Tokens [T] with the labels of all objectives; token ranges are half-open unless marked inclusive.

    sentences_M2: ranges of sentences; labels_M: 1 for sentences that belong in a summary.
    questions, places: for each question its ids, and the ranges [A, 2] of its answers (inclusive).
    pointers_P: first of the two masks for a span; sources_P2: ranges where the span stays (inclusive).
    masked_K, originals_K: masked positions and their original ids.
    """

    ids: np.ndarray
    sentences_M2: np.ndarray = field(default_factory=lambda: _none(0, 2))
    labels_M: np.ndarray = field(default_factory=lambda: np.zeros(0, np.float32))
    questions: tuple[np.ndarray, ...] = ()
    places: tuple[np.ndarray, ...] = ()
    pointers_P: np.ndarray = field(default_factory=lambda: _none(0))
    sources_P2: np.ndarray = field(default_factory=lambda: _none(0, 2))
    masked_K: np.ndarray = field(default_factory=lambda: _none(0))
    originals_K: np.ndarray = field(default_factory=lambda: _none(0))
    labels_for: str = "salience"  # the objective of the labels
    questions_for: str = "search"  # the objective of the questions

    @property
    def tokens(self) -> int:
        """The length in tokens."""
        return len(self.ids)

    def has_labels(self) -> bool:
        """Whether it has labels for any objective."""
        return bool(self.questions or self.labels_M.any() or len(self.pointers_P) or len(self.masked_K))

    def crop(self, most: int, chunk: int, rng: np.random.Generator) -> Segment:
        """A random part of at most `most` tokens that begins at a multiple of `chunk`, with its labels."""
        if len(self.ids) <= most:
            return self._sample_questions(rng)
        if self.questions and (answered := [p for p in self.places if len(p)]):
            low = max(0, int(answered[rng.integers(len(answered))][0][0]) - int(rng.integers(most)))
        else:
            low = int(rng.integers(len(self.ids) - most + chunk))
        low = min(low, len(self.ids) - most // 2) // chunk * chunk
        high = min(low + most, len(self.ids))
        keep_M = (self.sentences_M2[:, 0] >= low) & (self.sentences_M2[:, 1] <= high)
        places = [p[(p[:, 0] >= low) & (p[:, 1] < high)] - low for p in self.places]
        inside = [n for n, p in enumerate(places) if len(p)]
        part = replace(
            self,
            ids=self.ids[low:high],
            sentences_M2=self.sentences_M2[keep_M] - low,
            labels_M=self.labels_M[keep_M] if len(self.labels_M) else self.labels_M,
            questions=tuple(self.questions[n] for n in inside),
            places=tuple(places[n] for n in inside),
        )
        return part._sample_questions(rng)

    def _sample_questions(self, rng: np.random.Generator) -> Segment:
        if len(self.questions) <= MOST_QUESTIONS:
            return self
        some = rng.choice(len(self.questions), MOST_QUESTIONS, replace=False)
        return replace(
            self, questions=tuple(self.questions[n] for n in some), places=tuple(self.places[n] for n in some)
        )


def sentence_ranges(text: str, tokens: Tokens, token_cache: TokenCache) -> np.ndarray:
    """Token ranges of the sentences of a text, half-open [M, 2]; cached."""
    key = token_cache.key(text, about=f"sentences {DOCUMENTS_VERSION}")
    kept = cached_array(token_cache.folder, key)
    if kept is None:
        kept = token_ranges(tokens, [(s.start, s.end) for s in split_sentences(text)])
        cache_array(token_cache.folder, key, kept)
    return kept


def summarized_documents(items: list[Summarized], token_cache: TokenCache) -> list[Segment]:
    """Documents with salience labels from the summaries that cover the whole document."""
    grouped: dict[str, list[str]] = {}
    for item in items:
        if item.focus is None and item.summaries:
            grouped.setdefault(item.text, []).extend(item.summaries)
    segments = []
    for (text, summaries), tokens in zip(grouped.items(), token_cache.encode_all(list(grouped)), strict=True):
        ranges_M2 = sentence_ranges(text, tokens, token_cache)
        key = token_cache.key(text, *summaries, about=f"oracle {DOCUMENTS_VERSION}")
        labels_M = cached_array(token_cache.folder, key)
        if labels_M is None or len(labels_M) != len(ranges_M2):
            wanted = [token_cache.tokenizer.encode(summary).ids for summary in summaries]
            labels_M = oracle_sentences([tokens.ids[a:b] for a, b in ranges_M2], wanted)
            cache_array(token_cache.folder, key, labels_M)
        if labels_M.any():
            segments.append(Segment(tokens.ids, ranges_M2, labels_M))
    return segments


def searched_documents(contexts: list[Context], token_cache: TokenCache) -> list[Segment]:
    """Documents with the questions that they answer; contexts of one article are joined in order."""
    grouped: dict[str, list[Context]] = {}
    for context in contexts:
        grouped.setdefault(context.document, []).append(context)
    joined = [list(dict.fromkeys(context.text for context in group)) for group in grouped.values()]
    encoded = token_cache.encode_all([BETWEEN.join(texts) for texts in joined])
    segments = []
    for group, texts, tokens in zip(grouped.values(), joined, encoded, strict=True):
        if len(tokens) < LEAST_TOKENS:
            continue
        lengths = [0, *(len(text) + len(BETWEEN) for text in texts)]
        starts = dict(zip(texts, np.cumsum(lengths[:-1]).tolist(), strict=True))
        asked = [(q, starts[context.text]) for context in group for q in context.questions if q.answers]
        if asked:
            questions = tuple(token_cache.tokenizer.encode(q.text).ids[:QUESTION_TOKENS] for q, _ in asked)
            places = _inclusive(tokens, [[(a + at, b + at) for a, b in q.answers] for q, at in asked])
            segments.append(Segment(tokens.ids, questions=questions, places=places))
    return segments


def _inclusive(tokens: Tokens, spans: list[list[tuple[int, int]]]) -> tuple[np.ndarray, ...]:
    """Token ranges [A, 2], ends inclusive, for each list of character spans."""
    ranges_A2 = token_ranges(tokens, [span for some in spans for span in some]) - [0, 1]
    ends = np.cumsum([0, *map(len, spans)])
    return tuple(ranges_A2[a:b] for a, b in pairwise(ends.tolist()))
