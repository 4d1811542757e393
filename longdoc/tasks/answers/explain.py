"""Explains answers: what search proposed, what was read, and the evidence for and against each span."""

from __future__ import annotations

from collections.abc import Sequence
from math import log

import numpy as np

from longdoc.documents.types import Document
from longdoc.network.types import Network
from longdoc.reading.types import Reading
from longdoc.tasks.candidates.candidate_set import CandidateSet
from longdoc.tasks.confidence.calibration import Calibration
from longdoc.tasks.confidence.features import features_of
from longdoc.tasks.explanation import Evidence, Explanation, ReadPassage
from longdoc.tasks.search.clause_topics import clause_topic, wording_for_reading, wording_for_search
from longdoc.tasks.search.everyday_words import in_words_of
from longdoc.tasks.search.lexicon import lexicon_of
from longdoc.tasks.search.passages import PassageIndex

__all__ = ["explanations"]

MIN_LOGITS = 0.01  # of a summand that is listed
MAX_PASSAGES = 48  # listed in one explanation
GROUPS = {
    "margin": "combined margin of the networks",
    "small": "margin of the long-context network",
    "large": "margin of the reader",
    "answered": "verification by the reader",
    "agree": "agreement of the networks",
    "differ": "agreement of the networks",
    "gap": "lead over the next best span",
    "search": "search rank",
    "first": "search rank",
    "missing_terms": "words of the question found nearby",
    "missing_names": "names of the question found nearby",
    "unnamed": "names of the question found nearby",
    "unheard": "names of the question found nearby",
    "absent_names": "names of the question found nearby",
    "fits": "type of answer",
    "misfits": "type of answer",
    "length": "length of the answer",
    "doublings": "length of the document",
    "table": "kind of text",
    "cell": "position in its table",
    "aside": "kind of text",
}


def explanations(
    questions: Sequence[str], found: Sequence[CandidateSet], document: Document, reading: Reading,
    model: Network, calibration: Calibration, thresholds: Sequence[float],
) -> list[Explanation]:  # fmt: skip
    """One Explanation for each question, from what was found for it.

    Args:
        thresholds: the confidence below which each question has no answer.
    """
    index = PassageIndex(document, reading)
    return [
        _Explainer(question, one, index, model, calibration).explanation(threshold)
        for question, one, threshold in zip(questions, found, thresholds, strict=True)
    ]


class _Explainer:
    """The search scores and candidates of one question."""

    def __init__(
        self,
        question: str,
        found: CandidateSet,
        index: PassageIndex,
        model: Network,
        calibration: Calibration,
    ) -> None:
        self.question, self.found, self.index, self.calibration = question, found, index, calibration
        worded, topic = in_words_of(question, index.document.text), clause_topic(question, index.document)
        self.wording = wording_for_reading(worded, topic)
        searched = wording_for_search(worded, topic)
        self.parts = index.parts(searched, model.embed_query(searched), lexicon_of(model.folder))
        self.ranks = {name: _ranks(score_P) for name, score_P in self.parts.items()}
        self.numbers = {tuple(window): p for p, window in enumerate(index.windows_P2.tolist())}

    def explanation(self, threshold: float) -> Explanation:
        best: dict[int, int] = {}
        for n, candidate in enumerate(self.found.candidates):
            best.setdefault(candidate.passage, n)
        read = [self._read_passage(p, best.get(p)) for p in range(len(self.found.passages))]
        read.sort(key=lambda one: (-(one.confidence or 0.0), one.rank))
        windows = self.index.windows_P2
        scores = [(self.index.passage(p).span, float(self.parts["fused"][p])) for p in range(len(windows))]
        return Explanation(
            threshold=round(threshold, 4),
            passages_in_all=len(windows),
            passages_read=len(read),
            passages=tuple(read[:MAX_PASSAGES]),
            likely=tuple(scores),
            wording=None if self.wording == self.question else self.wording,
        )

    def _read_passage(self, p: int, n: int | None) -> ReadPassage:
        """Passage p of those read, with candidate n, the best in it, if there is one."""
        document, passage = self.index.document, self.found.passages[p]
        candidate = None if n is None else self.found.candidates[n]
        number = self.numbers[passage.tokens]
        span = candidate.span if candidate else None
        place = document.locate(span or passage.span)
        confidence = None if n is None else self._confidence(n)
        return ReadPassage(
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
            evidence=() if n is None else self._evidence(n),
        )

    def _confidence(self, n: int) -> float:
        document, reading = self.index.document, self.index.reading
        return self.calibration.confidence(features_of(self.question, self.found, n, document, reading))

    def _evidence(self, number: int) -> tuple[Evidence, ...]:
        """The summands of a candidate's logit by groups of features, the largest first."""
        features = features_of(self.question, self.found, number, self.index.document, self.index.reading)
        model = self.calibration.logistic(features)
        parts: dict[str, float] = {}
        for name, logits in model.parts(features).items():
            what = GROUPS.get(name, name)
            parts[what] = parts.get(what, 0.0) + logits
        parts["share of answers that are right (bias)"] = model.bias
        confidence = self.calibration.confidence(features)
        capped = log(confidence / (1 - confidence)) - sum(parts.values()) if 0 < confidence < 1 else 0.0
        if abs(capped) > MIN_LOGITS:
            parts["no name in the question occurs in the document"] = capped
        ordered = sorted(parts.items(), key=lambda part: -abs(part[1]))
        return tuple(Evidence(what, logits) for what, logits in ordered if logits)


def _ranks(score_P: np.ndarray) -> np.ndarray:
    """The rank of each score, the highest being 1."""
    ranks_P = np.empty(len(score_P), np.int64)
    ranks_P[np.argsort(-score_P, kind="stable")] = np.arange(1, len(score_P) + 1)
    return ranks_P
