"""Fits the confidence on held-out questions, and evaluates it by leaving one domain out at a time.

The questions are the sample of `longdoc.evaluation.kinds`. An answer is right if it has an F1 of at least one
half with a right answer and overlaps it in the document. For the evaluation, each domain is held out in turn
and judged with a model that was fitted on the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from longdoc.documents.types import Document
from longdoc.evaluation.datasets import Question
from longdoc.evaluation.kinds import DOMAINS, sampled_questions
from longdoc.evaluation.metrics import area_under_roc, calibration_error, chance_calibration_error, f1
from longdoc.evaluation.questions import QuestionSet
from longdoc.evaluation.session import Session
from longdoc.tasks.candidates.candidate_set import CandidateSet
from longdoc.tasks.confidence.calibration import Calibration, Logistic, fit_logistic
from longdoc.tasks.confidence.features import FEATURES, READER_FEATURES, SIGNS, features_of

__all__ = ["DomainFigures", "Row", "calibrate", "fit_rows", "judged", "left_out", "rows_of"]

RIGHT_F1 = 0.5
ERROR_RATE = 0.1  # share of wrong answers above the upper threshold
UNSURE_ERROR_RATE = 0.4  # … and above the lower one, among all answers that are shown


@dataclass(frozen=True, slots=True)
class Row:
    """The best span for one question: its features, whether it is right, whether there is an answer."""

    features: Mapping[str, float]
    right: bool
    answerable: bool


@dataclass(frozen=True, slots=True)
class DomainFigures:
    """Metrics of the confidence on a domain that was held out of the fit.

    `chance_ece` is the expected ECE of a perfectly calibrated model with these confidences; `answered` the
    share of answerable questions answered before one in ten answers is wrong; `refused` the share of
    unanswerable questions below the lower threshold; `kept` the share of right answers above it; and
    `sure_wrong` the share of wrong answers with a confidence above 0.9.
    """

    domain: str
    questions: int
    auroc: float
    ece: float
    chance_ece: float
    answered: float
    refused: float
    kept: float
    sure_wrong: float

    def measures(self) -> dict[str, float]:
        """The metrics under the names used in reports; shares in percent."""
        return {
            "AUROC, right against wrong": self.auroc,
            "ECE": self.ece,
            "ECE by chance": self.chance_ece,
            "answered at 90% right": 100 * self.answered,
            "unanswerable refused": 100 * self.refused,
            "right answers kept": 100 * self.kept,
            "wrong answers over 0.9": 100 * self.sure_wrong,
        }


def calibrate(session: Session) -> tuple[Calibration, list[DomainFigures]]:
    """The calibration fitted on all domains with equal weight, and the metrics of each held-out domain."""
    rows: dict[str, list[Row]] = {}
    for kind, question_sets in sampled_questions(session).items():
        for question_set in question_sets:
            rows.setdefault(DOMAINS[kind], []).extend(rows_of(session, question_set))
    return fit_rows(rows), left_out(rows)


def rows_of(session: Session, question_set: QuestionSet) -> Iterator[Row]:
    """One row for each question for which a span was found."""
    document, reading = question_set.read(session)
    texts = [question.text for question in question_set.questions]
    found = session.find(texts, document, reading) if texts else []
    for question, one in zip(question_set.questions, found, strict=True):
        if one.candidates:
            features = features_of(question.text, one, 0, document, reading)
            yield Row(features, judged(question, one, document), bool(question.answers))


def judged(question: Question, found: CandidateSet, document: Document) -> bool:
    """Whether the best span has the right text and the right place."""
    span = found.candidates[0].span
    here = [(a, b) for a, b in question.answers if span.start < b and a < span.end]
    return f1(document.quote(span), [document.text[a:b] for a, b in here]) >= RIGHT_F1 if here else False


def fit_rows(rows: Mapping[str, Sequence[Row]]) -> Calibration:
    """Fit both models on all rows, and the two thresholds for the error rates above."""
    both = _fitted(rows, lambda row: "large" in row.features, FEATURES)
    small = tuple(name for name in FEATURES if name not in READER_FEATURES)
    network = _fitted(rows, lambda _: True, small)
    unfinished = Calibration(both, network, 1.0, 0.0)
    confidence_N, right_N, weight_N = _columns(rows, unfinished)
    threshold = _least_confidence(confidence_N, right_N, weight_N, ERROR_RATE)
    unsure = min(threshold, _least_confidence(confidence_N, right_N, weight_N, UNSURE_ERROR_RATE))
    return Calibration(both, network, round(threshold, 3), round(unsure, 3))


def left_out(rows: Mapping[str, Sequence[Row]]) -> list[DomainFigures]:
    """The metrics of each domain with a calibration fitted on the others."""
    figures = []
    for domain, own in rows.items():
        others = {name: some for name, some in rows.items() if name != domain}
        if others and own:
            figures.append(_figures(domain, own, fit_rows(others)))
    return figures


def _figures(domain: str, rows: Sequence[Row], calibration: Calibration) -> DomainFigures:
    confidence_N = np.array([calibration.confidence(row.features) for row in rows])
    right_N = np.array([row.right for row in rows])
    answerable_N = np.array([row.answerable for row in rows])
    shown_N = confidence_N >= calibration.unsure
    wrong_N, absent_N = ~right_N, ~answerable_N
    return DomainFigures(
        domain, len(rows), area_under_roc(confidence_N, right_N), calibration_error(confidence_N, right_N),
        chance_calibration_error(confidence_N),
        _answered_before(confidence_N, right_N, ERROR_RATE) / max(1, int(answerable_N.sum())),
        _share(~shown_N, absent_N), _share(shown_N, right_N), _share(confidence_N > 0.9, wrong_N),
    )  # fmt: skip


def _fitted(
    rows: Mapping[str, Sequence[Row]], wanted: Callable[[Row], bool], names: Sequence[str]
) -> Logistic:
    """One model on the wanted rows; every domain has the same total weight."""
    chosen = [(row, 1 / len(some)) for some in rows.values() for row in some if wanted(row)]
    if len({row.right for row, _ in chosen}) < 2:
        return Logistic(0.0, {"margin": 1.0})
    right_N = np.array([row.right for row, _ in chosen])
    return fit_logistic(
        [row.features for row, _ in chosen], right_N, names, np.array([w for _, w in chosen]), SIGNS
    )


def _columns(
    rows: Mapping[str, Sequence[Row]], calibration: Calibration
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Confidence, correctness and weight of every row, each [N]."""
    columns = [
        (calibration.confidence(row.features), row.right, 1 / len(some))
        for some in rows.values() for row in some
    ]  # fmt: skip
    confidence_N, right_N, weight_N = np.array(columns, np.float64).reshape(-1, 3).T
    return confidence_N, right_N.astype(bool), weight_N


def _least_confidence(
    confidence_N: np.ndarray, right_N: np.ndarray, weight_N: np.ndarray, error_rate: float
) -> float:
    """The lowest confidence at or above which at most this share of the answers is wrong."""
    order = np.argsort(-confidence_N, kind="stable")
    wrong_N = np.cumsum(weight_N[order] * ~right_N[order]) / np.cumsum(weight_N[order])
    held = np.flatnonzero(wrong_N <= error_rate)
    return float(confidence_N[order[held[-1]]]) if len(held) else 1.0


def _answered_before(confidence_N: np.ndarray, right_N: np.ndarray, error_rate: float) -> int:
    """The number of right answers above the lowest confidence with this error rate."""
    order = np.argsort(-confidence_N, kind="stable")
    wrong_N = np.cumsum(~right_N[order]) / np.arange(1, len(order) + 1)
    held = np.flatnonzero(wrong_N <= error_rate)
    return int(right_N[order[: held[-1] + 1]].sum()) if len(held) else 0


def _share(chosen_N: np.ndarray, among_N: np.ndarray) -> float:
    return float(chosen_N[among_N].mean()) if among_N.any() else float("nan")
