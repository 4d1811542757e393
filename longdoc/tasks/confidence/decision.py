"""Decides by confidence whether a candidate is an answer."""

from __future__ import annotations

from math import exp

from longdoc.documents.types import Document
from longdoc.reading.types import Reading
from longdoc.tasks.candidates.candidate_set import CandidateSet
from longdoc.tasks.candidates.passage_reading import is_chinese
from longdoc.tasks.confidence.calibration import Calibration
from longdoc.tasks.confidence.features import features_of
from longdoc.tasks.languages import asked_in_other_language, untrained_language
from longdoc.tasks.search.clause_topics import clause_topic, is_in_clause

__all__ = ["answer_threshold", "confidences"]

CLAUSE_SHARE = 0.45  # of the lower threshold, for short questions about contracts
# added where only the long-context network can read: its margins in Chinese are lower for right answers, too
CHINESE_LOGITS = 0.5
BELOW_SURE = 0.01  # below the upper threshold: the most for languages that the networks were not trained on


def confidences(
    question: str, found: CandidateSet, document: Document, reading: Reading, calibration: Calibration,
    limit: int | None = None,
) -> list[float]:  # fmt: skip
    """The confidence, in 0..1, of each candidate, best first.

    In a language that the networks were not trained on, no answer is sure.

    Args:
        limit: compute only this many.
    """
    untrained = untrained_language(document.text) or untrained_language(question)
    is_foreign = untrained is not None or asked_in_other_language(question, document) is not None
    most = calibration.threshold - BELOW_SURE if is_foreign else 1.0
    raised = []
    for n, candidate in enumerate(found.candidates[:limit]):
        features = features_of(question, found, n, document, reading)
        confidence = calibration.confidence(features)
        is_skipped = candidate.reader_margin is None and not features["unheard"]
        if is_skipped and not untrained and is_chinese(document, found.passages[candidate.passage].span):
            confidence = _raised(confidence, CHINESE_LOGITS)
        raised.append(min(confidence, most))
    return raised


def _raised(confidence: float, logits: float) -> float:
    odds = exp(logits) * confidence
    return odds / (odds + 1 - confidence)


def answer_threshold(
    question: str, found: CandidateSet, document: Document, calibration: Calibration
) -> float:
    """The confidence below which a question has no answer.

    A short question about a contract ("who is liable?") is answered by a clause, and the calibration counts
    only one of several possible spans as right. If the best candidate is in such a clause, it is therefore
    shown, as unsure, from a lower confidence on.
    """
    topic = clause_topic(question, document)
    if not found.candidates or topic is None:
        return calibration.unsure
    in_clause = is_in_clause(topic, document, found.candidates[0].span)
    return CLAUSE_SHARE * calibration.unsure if in_clause else calibration.unsure
