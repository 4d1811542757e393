"""Why this answer: what search proposed, what the network read, and what spoke for and against each span."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

import numpy as np

from longdoc.documents.types import Document, Span
from longdoc.network.types import Network
from longdoc.reading.types import Reading
from longdoc.tasks.calibration import Calibration
from longdoc.tasks.candidates import MANY_PASSAGES, SEARCH_WEIGHT, Found
from longdoc.tasks.rescoring import SECOND_BEST_SHARE
from longdoc.tasks.search import PassageIndex
from longdoc.tasks.spans import Candidate
from longdoc.tasks.types import Passage

__all__ = ["Evidence", "Explanation", "Looked", "explanations"]

MOST_PASSAGES = 48  # that one explanation lists


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that spoke for an answer (above 0) or against it (below), in logits of its confidence."""

    what: str
    logits: float

    def to_json(self) -> dict[str, Any]:
        """The keys of the JSON output, in their order."""
        return {"what": self.what, "logits": round(self.logits, 2)}


@dataclass(frozen=True, slots=True)
class Looked:
    """A passage that was read with the question, and the best span in it, where one was left.

    `rank` is its place in the search, from 1; `by_words` and `by_meaning` are its scores there (BM25 and
    MaxSim), each with the rank that it alone would have given. `margin` is how far the span stands above "no
    answer" in the end, and the logits of `evidence` add up to those of its confidence. `kind` is what the
    text there is: prose, a table row, contents.
    """

    rank: int
    score: float
    by_words: float
    words_rank: int
    by_meaning: float
    meaning_rank: int
    page: str | None
    section: str | None
    start: int
    end: int
    kind: str | None = None
    answer: str | None = None
    answer_start: int | None = None
    answer_end: int | None = None
    margin: float | None = None
    confidence: float | None = None
    evidence: tuple[Evidence, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The keys of the JSON output, in their order."""
        values = {name: getattr(self, name) for name in self.__slots__}
        return {**values, "evidence": [one.to_json() for one in self.evidence]}


@dataclass(frozen=True, slots=True)
class Explanation:
    """How one question was looked for in one document.

    `likely` holds every passage of the document with its search score, in order of the text: where the
    search looked. `passages` are those that the network read, best answer first; of very many only the best.
    """

    threshold: float
    passages_in_all: int
    passages_read: int
    passages: tuple[Looked, ...]
    likely: tuple[tuple[Span, float], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The keys of the JSON output, in their order; `likely`, which is long, is left out."""
        return {
            "threshold": self.threshold,
            "passages_in_all": self.passages_in_all,
            "passages_read": self.passages_read,
            "passages": [one.to_json() for one in self.passages],
        }


def explanations(
    questions: Sequence[str], found: Sequence[Found], document: Document, reading: Reading, model: Network,
    calibration: Calibration, threshold: float,
) -> list[Explanation]:  # fmt: skip
    """One Explanation for each question, from what was found for it.

    Args:
        threshold: the confidence below which there is no answer.
    """
    index = PassageIndex(document, reading)
    return [
        _Explainer(question, one, index, model, calibration).explanation(threshold)
        for question, one in zip(questions, found, strict=True)
    ]


class _Explainer:
    """What is known about one question."""

    def __init__(
        self, question: str, found: Found, index: PassageIndex, model: Network, calibration: Calibration
    ) -> None:
        self.found, self.index, self.calibration = found, index, calibration
        self.tokens = len(index.reading.token_ids_T)
        self.parts = index.parts(question, model.embed_query(question))
        self.ranks = {name: _ranks(score_P) for name, score_P in self.parts.items()}
        self.numbers = {tuple(window): p for p, window in enumerate(index.windows_P2.tolist())}
        self.search_weight = SEARCH_WEIGHT * min(1.0, len(index.windows_P2) / MANY_PASSAGES)

    def explanation(self, threshold: float) -> Explanation:
        best: dict[int, Candidate] = {}
        for candidate in self.found.candidates:
            best.setdefault(candidate.passage, candidate)
        looked = [self._looked(p, best.get(p)) for p in range(len(self.found.passages))]
        looked.sort(key=lambda one: (-(one.confidence or 0.0), one.rank))
        windows = self.index.windows_P2
        likely = [(self.index.passage(p).span, float(self.parts["fused"][p])) for p in range(len(windows))]
        return Explanation(
            threshold=round(threshold, 4),
            passages_in_all=len(windows),
            passages_read=len(looked),
            passages=tuple(looked[:MOST_PASSAGES]),
            likely=tuple(likely),
        )

    def _looked(self, p: int, candidate: Candidate | None) -> Looked:
        document, passage = self.index.document, self.found.passages[p]
        number = self.numbers[passage.tokens]
        span = candidate.span if candidate else None
        place = document.locate(span or passage.span)
        confidence = float(self.calibration.confidence(candidate.margin, self.tokens)) if candidate else None
        return Looked(
            rank=int(self.ranks["fused"][number]),
            score=round(passage.score, 4),
            by_words=round(float(self.parts["words"][number]), 3),
            words_rank=int(self.ranks["words"][number]),
            by_meaning=round(float(self.parts["vectors"][number]), 3),
            meaning_rank=int(self.ranks["vectors"][number]),
            page=place.page,
            section=place.section,
            start=passage.span.start,
            end=passage.span.end,
            kind=document.kind_at(span.start).value if span else None,
            answer=document.quote(span) if span else None,
            answer_start=span.start if span else None,
            answer_end=span.end if span else None,
            margin=round(candidate.margin, 2) if candidate else None,
            confidence=None if confidence is None else round(confidence, 4),
            evidence=self._evidence(candidate, passage) if candidate else (),
        )

    def _evidence(self, candidate: Candidate, passage: Passage) -> tuple[Evidence, ...]:
        """What its confidence is made of: each part of the margin, then what the calibration adds."""
        calibration, scale = self.calibration, 1 / self.calibration.temperature
        parts = [(what, scale * logits) for what, logits in self._margin_parts(candidate, passage)]
        length = -calibration.per_doubling * float(np.log2(1 + self.tokens / 512))
        parts += [("length of the document", length), ("how often such spans are right", calibration.bias)]
        return tuple(Evidence(what, logits) for what, logits in parts if isfinite(logits) and logits)

    def _margin_parts(self, candidate: Candidate, passage: Passage) -> list[tuple[str, float]]:
        same = [c for c in self.found.every if c.passage == candidate.passage]
        before = next((c.margin for c in same if c.span == candidate.span), None)
        if before is None:  # so many passages were read that the parts were not kept
            return [("the network, search and other readings", candidate.margin)]
        searched = -self.search_weight * (1 - passage.score)
        second = -SECOND_BEST_SHARE * (max(c.margin for c in same) - before)
        return [
            ("the network", before - searched),
            ("rank in the search", searched),
            ("a better span beside it", second),
            ("agreement of readings", candidate.margin - before - second),
        ]


def _ranks(score_P: np.ndarray) -> np.ndarray:
    """The place of each in the order of scores, from 1."""
    ranks_P = np.empty(len(score_P), np.int64)
    ranks_P[np.argsort(-score_P, kind="stable")] = np.arange(1, len(score_P) + 1)
    return ranks_P
