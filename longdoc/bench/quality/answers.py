"""Answers to held-out questions about paragraphs, tables, contracts and whole documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

import numpy as np

from longdoc.bench.quality.measurement import Measurement, mean
from longdoc.bench.results import TENTHS
from longdoc.evaluation.datasets import Question
from longdoc.evaluation.kinds import sampled_questions
from longdoc.evaluation.metrics import (
    Judged,
    area_under_precision_recall,
    area_under_roc,
    calibration_error,
    exact_match,
    f1,
    precision_at_recall,
    reliability,
)
from longdoc.evaluation.questions import (
    Answered,
    QuestionSet,
    all_questions,
    answerable,
    ask,
    for_table_file,
    paired_with_another,
    passage_alone,
    reworded,
)
from longdoc.evaluation.session import Session

__all__ = [
    "absent",
    "contracts",
    "contracts_reworded",
    "kinds",
    "paragraph_reading",
    "presence_questions",
    "tables",
    "whole_documents",
]

SPANS = 20  # predictions per question in CUAD's evaluation


def paragraph_reading(session: Session) -> Iterator[Measurement]:
    """English and Chinese paragraphs, each a document of its own: EM and F1."""
    for name in ("squadshifts-new_wiki", "squadshifts-amazon_reviews", "cmrc2018"):
        asked = [one for context in session.contexts(name) for one in ask(session, answerable(context))]
        yield from _reading("paragraph reading", name, asked)


def tables(session: Session) -> Iterator[Measurement]:
    """WikiTableQuestions whose answer is a cell, asked of tables in delimited files: EM and F1."""
    asked = [one for context in session.contexts("wtq") for one in ask(session, for_table_file(context))]
    yield from _reading("table lookups", "wtq", asked)


def contracts(session: Session) -> Iterator[Measurement]:
    """CUAD: 41 questions per contract, evaluated span by span."""
    question_sets = (all_questions(context) for context in session.contexts("cuad"))
    yield from _span_by_span(session, "contracts", question_sets)


def contracts_reworded(session: Session) -> Iterator[Measurement]:
    """The same questions as users word them: "Who are the parties to this agreement?"."""
    question_sets = (reworded(all_questions(context)) for context in session.contexts("cuad"))
    yield from _span_by_span(session, "contracts in other words", question_sets)


def whole_documents(session: Session) -> Iterator[Measurement]:
    """longdoc-qa: answerable questions about whole documents, by language."""
    contexts = sorted(session.contexts("longdoc-qa"), key=lambda context: context.lang)
    for lang, group in groupby(contexts, key=lambda context: context.lang):
        asked = [one for context in group for one in ask(session, answerable(context))]
        yield from _reading("whole-document answers", f"longdoc-qa {lang}", asked)


def kinds(session: Session) -> Iterator[Measurement]:
    """Answerable questions about documents of thirteen kinds: F1 by kind, and their mean."""
    values = []
    for kind, question_sets in sampled_questions(session).items():
        asked = [one for question_set in question_sets for one in ask(session, question_set) if one.right]
        for one in _reading("answers by kind", kind, asked):
            if one.measure == "F1":
                values.append(one.value)
                yield one
    yield Measurement("answers by kind", "mean", "F1", mean(values), len(values))


def absent(session: Session) -> Iterator[Measurement]:
    """Unanswerable questions: whether the confidence separates them from answerable ones."""
    for name, question_sets in presence_questions(session).items():
        yield from _presence(
            "what is not there",
            name,
            [one for question_set in question_sets for one in ask(session, question_set)],
        )


def presence_questions(session: Session) -> dict[str, list[QuestionSet]]:
    """CUAD's contracts; longdoc-qa within its passages; and its questions also asked of another document."""
    contexts = session.contexts("longdoc-qa")
    elsewhere = []
    for context, other in paired_with_another(contexts):
        asked = answerable(context)
        unanswered = tuple(Question(question.text, (), question.id) for question in asked.questions)
        elsewhere += [asked, QuestionSet(other.text, other.document, unanswered)]
    return {
        "cuad": [all_questions(context) for context in session.contexts("cuad")],
        "longdoc-qa passages": [passage_alone(context) for context in contexts],
        "longdoc-qa other document": elsewhere,
    }


def _span_by_span(session: Session, task: str, question_sets: Iterable[QuestionSet]) -> Iterator[Measurement]:
    judged, count = Judged(), 0
    for question_set in question_sets:
        for one in ask(session, question_set, SPANS - 1):
            count += 1
            predicted = [(one.given.answer or "", one.given.confidence)]
            predicted += [(other.answer, other.confidence) for other in one.given.alternatives]
            judged.add(predicted, one.right, within=one.question.id.endswith("Parties"))
    yield Measurement(task, "cuad", "AUPR", 100 * area_under_precision_recall(judged), count)
    for recall in (0.7, 0.8):
        reached = 100 * precision_at_recall(judged, recall)
        yield Measurement(task, "cuad", f"precision at {recall:.0%} recall", reached, count)


def _reading(task: str, name: str, asked: list[Answered]) -> Iterator[Measurement]:
    for measure, score in (("EM", exact_match), ("F1", f1)):
        value = 100 * mean(score(one.given.answer or "", one.right) for one in asked)
        yield Measurement(task, name, measure, value, len(asked))


def _presence(task: str, name: str, asked: list[Answered]) -> Iterator[Measurement]:
    """AUROC, ECE and reliability of the confidence as the probability that there is an answer."""
    confidence_N = np.array([one.given.confidence for one in asked])
    there_N = np.array([bool(one.right) for one in asked])
    yield Measurement(task, name, "AUROC", area_under_roc(confidence_N, there_N), len(asked))
    yield Measurement(task, name, "ECE", calibration_error(confidence_N, there_N), len(asked))
    for one in reliability(confidence_N, there_N):
        yield Measurement(task, name, TENTHS[one.number], 100 * one.right, one.count)
