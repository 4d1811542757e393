"""Questions put to documents, and the answers that are given, beside the right ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from longdoc.evaluation.datasets import Context, Question
from longdoc.evaluation.rewording import other_words
from longdoc.evaluation.session import Session
from longdoc.tasks.answer import answers_from
from longdoc.tasks.calibration import Calibration
from longdoc.tasks.types import Answer

__all__ = [
    "Answered",
    "QuestionSet",
    "all_questions",
    "answerable",
    "ask",
    "paired_with_another",
    "passage_alone",
    "reworded",
]


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Questions put to a text that is read as a document; answers are (start, end) of that text."""

    text: str
    document: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """A question, the answer that was given, and the texts of the right ones (none: it has no answer)."""

    question: Question
    given: Answer
    right: tuple[str, ...]


def ask(session: Session, put: QuestionSet, top_alternatives: int = 3) -> list[Answered]:
    """Ask as a user would, but take any answer, however unsure."""
    if not put.questions:
        return []
    document, reading = session.open(put.text, put.document)
    texts = [question.text for question in put.questions]
    calibration = session.calibration or Calibration.load(session.model.folder)
    given = answers_from(
        texts, session.find(texts, document, reading, top_alternatives), document, reading, calibration,
        top_alternatives=top_alternatives, min_confidence=0.0,
    )  # fmt: skip
    return [
        Answered(question, one, tuple(put.text[a:b] for a, b in question.answers))
        for question, one in zip(put.questions, given, strict=True)
    ]


def all_questions(context: Context) -> QuestionSet:
    return QuestionSet(context.text, context.document, context.questions)


def reworded(put: QuestionSet) -> QuestionSet:
    """The questions for which other words are known, in the first of these."""
    worded = ((question, other_words(question.text)) for question in put.questions)
    asked = tuple(Question(others[0], q.answers, q.id) for q, others in worded if others)
    return QuestionSet(put.text, put.document, asked)


def answerable(context: Context) -> QuestionSet:
    asked = tuple(question for question in context.questions if question.answers)
    return QuestionSet(context.text, context.document, asked)


def passage_alone(context: Context) -> QuestionSet:
    """The passage by itself, with all its questions."""
    first, last = context.passage
    asked = tuple(
        Question(q.text, tuple((a - first, b - first) for a, b in q.answers), q.id) for q in context.questions
    )
    return QuestionSet(context.text[first:last], context.document, asked)


def paired_with_another(contexts: list[Context]) -> Iterator[tuple[Context, Context]]:
    """Each context with one of another document of its kind, where there is one."""
    kinds: dict[str, list[Context]] = {}
    for context in contexts:
        kinds.setdefault(context.document.split("/")[0], []).append(context)
    for group in kinds.values():
        for n, context in enumerate(group):
            others = (group[(n + k) % len(group)] for k in range(1, len(group)))
            other = next((o for o in others if o.document != context.document), None)
            if other is not None:
                yield context, other
