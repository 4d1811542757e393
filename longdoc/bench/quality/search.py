"""Recall of search in one long document: fused, by words, by MaxSim, and by one vector per passage."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import numpy as np

from longdoc.bench.quality.measurement import Measurement, mean
from longdoc.evaluation.metrics import recall_at
from longdoc.evaluation.questions import answerable
from longdoc.evaluation.session import Session
from longdoc.reading.types import Reading
from longdoc.tasks.search.lexicon import lexicon_of
from longdoc.tasks.search.passages import PassageIndex
from longdoc.tasks.terms import word_count

__all__ = ["mean_vectors", "passage_search", "word_windows"]

PASSAGE_WORDS = 200


def passage_search(session: Session) -> Iterator[Measurement]:
    """Recall@1 and recall@5 of the right 200-word passage in a long document, for each way to search."""
    for name in ("cuad", "longdoc-qa"):
        ranked: dict[str, list[list[bool]]] = {"fused": [], "words": [], "vectors": [], "dense": []}
        for context in session.contexts(name):
            document, reading = session.open(context.text, context.document)
            windows_P2 = word_windows(reading, context.text, PASSAGE_WORDS)
            index = PassageIndex(document, reading, windows_P2)
            if len(windows_P2) <= 5:
                continue
            means_PV = mean_vectors(reading, windows_P2)
            for question in answerable(context).questions:
                holds_P = _holding(reading, windows_P2, question.answers)
                asked_QV = session.model.embed_query(question.text)
                scores = index.parts(question.text, asked_QV, lexicon_of(session.model.folder))
                scores["dense"] = means_PV @ asked_QV.mean(0)
                for part, score_P in scores.items():
                    ranked[part].append(holds_P[np.argsort(-score_P, kind="stable")].tolist())
        for part, rows in ranked.items():
            for k in (1, 5):
                value = 100 * mean(recall_at(k, row) for row in rows)
                yield Measurement("passage search", name, f"recall@{k} {part}", value, len(rows))


def word_windows(reading: Reading, text: str, words: int) -> np.ndarray:
    """Token ranges [P, 2] of consecutive passages of this many words, a Chinese word as two characters."""
    starts_T = reading.token_spans_T2[:, 0]
    ends = [0]
    counted = re.compile(r"[\u3400-\u9fff]|[^\s\u3400-\u9fff]+")
    step = words * (2 if word_count(text) > 0.5 * len(text) else 1)
    for number, match in enumerate(counted.finditer(text)):
        if number and number % step == 0:
            ends.append(int(np.searchsorted(starts_T, match.start())))
    bounds = np.unique([*ends, len(starts_T)])
    return np.stack((bounds[:-1], bounds[1:]), 1)


def mean_vectors(reading: Reading, windows_P2: np.ndarray) -> np.ndarray:
    """One unit vector per passage [P, V], the mean of its token vectors: the baseline for MaxSim."""
    sums_TV = np.cumsum(reading.vectors_TV, axis=0, dtype=np.int64)
    ends_PV = sums_TV[windows_P2[:, 1] - 1].astype(np.float64)
    begins_PV = np.where(windows_P2[:, :1] > 0, sums_TV[windows_P2[:, 0] - 1], 0)
    mean_PV = ends_PV - begins_PV
    return mean_PV / np.maximum(1e-9, np.linalg.norm(mean_PV, axis=1, keepdims=True))


def _holding(reading: Reading, windows_P2: np.ndarray, answers: Iterable[tuple[int, int]]) -> np.ndarray:
    """Which passages an answer begins in, bool [P]."""
    ends_T = reading.token_spans_T2[:, 1]
    holds_P = np.zeros(len(windows_P2), bool)
    for start, _ in answers:
        token = int(np.searchsorted(ends_T, start, side="right"))
        holds_P |= (windows_P2[:, 0] <= token) & (token < windows_P2[:, 1])
    return holds_P
