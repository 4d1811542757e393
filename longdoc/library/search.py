"""Finds the passages of a library that are relevant to a question.

Words and vectors of the index propose passages from all documents; the best of both are then compared with
the question token by token, which reads only the vectors of those passages from each Reading.

Axes: K passages, Q tokens of the question, V search-vector width.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from longdoc.library.index import Hit, LibraryIndex
from longdoc.network.types import Network
from longdoc.tasks.search.clause_topics import topic_of, wording_for_search
from longdoc.tasks.search.lexicon import lexicon_of
from longdoc.tasks.search.passages import OVERLAP_PENALTY
from longdoc.tasks.types import Passage

__all__ = ["Scored", "proposed_by_document", "search_library"]

PROPOSED = 100  # passages by words, and as many by vectors
WORDS = 0.3  # weight of BM25 in the score; the rest is the token-level similarity

VectorsOf = Callable[[str], np.ndarray | None]  # token vectors [T, V] of a document, memory-mapped


@dataclass(frozen=True, slots=True)
class Scored:
    """A passage with its score; the best in this library scores 1."""

    hit: Hit
    score: float


def search_library(
    question: str,
    index: LibraryIndex,
    model: Network,
    vectors_of: VectorsOf,
    *,
    top: int,
    among: set[int] | None = None,
) -> list[Scored]:
    """The passages most likely to contain the answer, best first, without those that better ones cover.

    Args:
        vectors_of: token vectors of the document with this sha256, None if they are missing.
        among: numbers of the documents to search; None for all.
    """
    wording = wording_for_search(question, topic_of(question))
    asked_QV = model.embed_query(wording)
    asked_V = _mean(asked_QV)
    words = index.by_words(wording, PROPOSED, among, lexicon_of(model.folder))
    alike = index.by_vectors(asked_V, PROPOSED, among)
    found = index.hits(list(dict.fromkeys([*words, *alike])))
    if not found:
        return []
    words_K = np.array([words.get(row, 0.0) for row in found])
    hits = list(found.values())
    tokens_K = _token_by_token(asked_QV, hits, vectors_of)
    score_K = WORDS * words_K / max(float(words_K.max()), 1e-9) + (1 - WORDS) * _scaled(tokens_K)
    score_K /= max(float(score_K.max()), 1e-9)
    return _spread([Scored(hit, float(score)) for hit, score in zip(hits, score_K, strict=True)], top)


def proposed_by_document(scored: Sequence[Scored]) -> dict[str, list[Passage]]:
    """The passages by document, starting with the document of the best one."""
    found: dict[str, list[Passage]] = {}
    for one in scored:
        passage = Passage(one.hit.span, one.hit.tokens, one.score)
        found.setdefault(one.hit.sha256, []).append(passage)
    return found


def _token_by_token(asked_QV: np.ndarray, hits: Sequence[Hit], vectors_of: VectorsOf) -> np.ndarray:
    """MaxSim of the question and each passage [K]; 0 if a Reading is missing.

    Khattab & Zaharia 2020 (ColBERT), section 3.3, with the mean instead of the sum.
    """
    score_K = np.zeros(len(hits))
    held: dict[str, np.ndarray | None] = {}
    for k, hit in enumerate(hits):
        if hit.sha256 not in held:
            held[hit.sha256] = vectors_of(hit.sha256)
        vectors_TV = held[hit.sha256]
        if vectors_TV is None or not len(asked_QV):
            continue
        part_TV = vectors_TV[slice(*hit.tokens)].astype(np.float32)
        if len(part_TV):
            score_K[k] = ((asked_QV / 127) @ part_TV.T).max(1).mean()
    return score_K


def _mean(asked_QV: np.ndarray) -> np.ndarray:
    """The question as one unit vector, like that of a passage."""
    mean_V = asked_QV.mean(0) if len(asked_QV) else np.zeros(asked_QV.shape[1:], np.float32)
    return mean_V / max(float(np.linalg.norm(mean_V)), 1e-9)


def _spread(scored: Sequence[Scored], top: int) -> list[Scored]:
    """The best as `PassageIndex.search` chooses them: none that better ones cover, overlapping ones later."""
    left_K = np.array([one.score for one in scored])
    place_K3 = np.array(
        [(index, *one.hit.tokens) for index, one in zip(_numbered(scored), scored, strict=True)]
    )
    kept: list[Scored] = []
    while len(kept) < top and left_K.max(initial=-np.inf) > -np.inf:
        k = int(left_K.argmax())
        document, begin, end = place_K3[k]
        left_K[k] = -np.inf
        beside_K = (place_K3[:, 0] == document) & (place_K3[:, 1] < end) & (place_K3[:, 2] > begin)
        if not _is_covered(scored[k].hit, kept):
            left_K[beside_K] -= OVERLAP_PENALTY
            kept.append(scored[k])
    return kept


def _numbered(scored: Sequence[Scored]) -> list[int]:
    """A number for the document of each."""
    numbers: dict[str, int] = {}
    return [numbers.setdefault(one.hit.sha256, len(numbers)) for one in scored]


def _is_covered(hit: Hit, kept: Sequence[Scored]) -> bool:
    """Whether both halves of a passage are in better ones."""
    begin, end = hit.tokens
    spans = [one.hit.tokens for one in kept if one.hit.sha256 == hit.sha256]
    return sum(max(0, min(end, stop) - max(begin, start)) for start, stop in spans) >= end - begin


def _scaled(score_K: np.ndarray) -> np.ndarray:
    """Scale to 0..1 with the best at 1; all zero if none stands out."""
    low, high = score_K.min(initial=np.inf), score_K.max(initial=-np.inf)
    return (score_K - low) / (high - low) if high > low else np.zeros(len(score_K))
