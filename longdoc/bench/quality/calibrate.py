"""Fit the confidence on held-out questions, and report it by leaving one domain out at a time.

The questions are the sample of `longdoc.evaluation.kinds`. An answer is right when it has an F1 of at least
one half with one of the right answers and overlaps it in the document. For the report each domain is left out
in turn, the model is fitted on the others, and its confidences are judged on the one left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from longdoc.documents.types import Document
from longdoc.evaluation.datasets import Question
from longdoc.evaluation.kinds import DOMAINS, sampled_questions
from longdoc.evaluation.metrics import area_under_roc, calibration_error, f1
from longdoc.evaluation.questions import QuestionSet
from longdoc.evaluation.session import Session
from longdoc.tasks.candidates.candidate_set import CandidateSet
from longdoc.tasks.confidence.calibration import Calibration, Logistic, fit_logistic
from longdoc.tasks.confidence.features import FEATURES, READER_FEATURES, SIGNS, features_of

__all__ = ["DomainFigures", "Row", "calibrate", "fit_rows", "judged", "left_out", "rows_of"]

RIGHT_F1 = 0.5
ERROR_RATE = 0.1  # the upper threshold lets so many of the answers above it be wrong
UNSURE_ERROR_RATE = 0.4  # … and the lower one so many of those that are shown at all


@dataclass(frozen=True, slots=True)
class Row:
    """The best span found for one question: its features, whether it is right, whether there is an answer."""

    features: Mapping[str, float]
    right: bool
    answerable: bool


@dataclass(frozen=True, slots=True)
class DomainFigures:
    """Figures of the confidence on a domain that was left out of the fit.

    `answered` is the share of answerable questions answered before one in ten answers is wrong; `refused` the
    share of unanswerable ones below the lower threshold, and `kept` the share of right answers above it;
    `sure_wrong` the share of wrong answers with a confidence over 0.9.
    """

    domain: str
    questions: int
    auroc: float
    ece: float
    answered: float
    refused: float
    kept: float
    sure_wrong: float

    def measures(self) -> dict[str, float]:
        """Every figure by the name that reports give it; shares in percent."""
        return {
            "AUROC, right against wrong": self.auroc,
            "ECE": self.ece,
            "answered at 90% right": 100 * self.answered,
            "unanswerable refused": 100 * self.refused,
            "right answers kept": 100 * self.kept,
            "wrong answers over 0.9": 100 * self.sure_wrong,
        }


def calibrate(session: Session) -> tuple[Calibration, list[DomainFigures]]:
    """The calibration of all domains, each with the same weight, and the figures of each left out."""
    rows: dict[str, list[Row]] = {}
    for kind, puts in sampled_questions(session).items():
        for put in puts:
            rows.setdefault(DOMAINS[kind], []).extend(rows_of(session, put))
    return fit_rows(rows), left_out(rows)


def rows_of(session: Session, put: QuestionSet) -> Iterator[Row]:
    """One row for each question that something was found for."""
    document, reading = put.read(session)
    texts = [question.text for question in put.questions]
    found = session.find(texts, document, reading) if texts else []
    for question, one in zip(put.questions, found, strict=True):
        if one.candidates:
            features = features_of(question.text, one, 0, document, reading)
            yield Row(features, judged(question, one, document), bool(question.answers))


def judged(question: Question, found: CandidateSet, document: Document) -> bool:
    """Whether the best span says the right thing and stands in the right place."""
    span = found.candidates[0].span
    here = [(a, b) for a, b in question.answers if span.start < b and a < span.end]
    return f1(document.quote(span), [document.text[a:b] for a, b in here]) >= RIGHT_F1 if here else False


def fit_rows(rows: Mapping[str, Sequence[Row]]) -> Calibration:
    """Both models on all rows, and the two thresholds for the stated error rates."""
    both = _fitted(rows, lambda row: "large" in row.features, FEATURES)
    small = tuple(name for name in FEATURES if name not in READER_FEATURES)
    network = _fitted(rows, lambda _: True, small)
    unfinished = Calibration(both, network, 1.0, 0.0)
    confidence_N, right_N, weight_N = _columns(rows, unfinished)
    threshold = _least_confidence(confidence_N, right_N, weight_N, ERROR_RATE)
    unsure = min(threshold, _least_confidence(confidence_N, right_N, weight_N, UNSURE_ERROR_RATE))
    return Calibration(both, network, round(threshold, 3), round(unsure, 3))


def left_out(rows: Mapping[str, Sequence[Row]]) -> list[DomainFigures]:
    """Each domain by a calibration of the others."""
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
        _answered_before(confidence_N, right_N, ERROR_RATE) / max(1, int(answerable_N.sum())),
        _share(~shown_N, absent_N), _share(shown_N, right_N), _share(confidence_N > 0.9, wrong_N),
    )  # fmt: skip


def _fitted(
    rows: Mapping[str, Sequence[Row]], wanted: Callable[[Row], bool], names: Sequence[str]
) -> Logistic:
    """One model on the rows that are wanted; every domain has the same weight in all."""
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
    """Confidence, whether it is right, and weight of every row."""
    columns = [
        (calibration.confidence(row.features), row.right, 1 / len(some))
        for some in rows.values() for row in some
    ]  # fmt: skip
    confidence_N, right_N, weight_N = np.array(columns, np.float64).reshape(-1, 3).T
    return confidence_N, right_N.astype(bool), weight_N


def _least_confidence(
    confidence_N: np.ndarray, right_N: np.ndarray, weight_N: np.ndarray, error_rate: float
) -> float:
    """The lowest confidence above which no more than such a share of the answers is wrong."""
    order = np.argsort(-confidence_N, kind="stable")
    wrong_N = np.cumsum(weight_N[order] * ~right_N[order]) / np.cumsum(weight_N[order])
    held = np.flatnonzero(wrong_N <= error_rate)
    return float(confidence_N[order[held[-1]]]) if len(held) else 1.0


def _answered_before(confidence_N: np.ndarray, right_N: np.ndarray, error_rate: float) -> int:
    """How many right answers there are above the lowest confidence with this error rate."""
    order = np.argsort(-confidence_N, kind="stable")
    wrong_N = np.cumsum(~right_N[order]) / np.arange(1, len(order) + 1)
    held = np.flatnonzero(wrong_N <= error_rate)
    return int(right_N[order[: held[-1] + 1]].sum()) if len(held) else 0


def _share(chosen_N: np.ndarray, among_N: np.ndarray) -> float:
    return float(chosen_N[among_N].mean()) if among_N.any() else float("nan")
