"""Question sets: labelled questions with the document to ask, and the answers that longdoc gives to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from longdoc.documents.types import Document
from longdoc.evaluation.datasets import Context, Question
from longdoc.evaluation.rewording import other_words
from longdoc.evaluation.session import Session
from longdoc.evaluation.table_text import markdown_document, placed, rows_of, table_document
from longdoc.reading.types import Reading
from longdoc.tasks.answers.answer import answers_from
from longdoc.tasks.confidence.calibration import Calibration
from longdoc.tasks.types import Answer

__all__ = [
    "Answered",
    "QuestionSet",
    "all_questions",
    "answerable",
    "ask",
    "for_markdown_file",
    "for_table_file",
    "paired_with_another",
    "passage_alone",
    "reworded",
    "without_answer_columns",
]


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Questions about a text that is read as a document; answers are (start, end) characters of that text.

    `opened` is the document if it is more than its text: a table in a delimited file.
    """

    text: str
    document: str
    questions: tuple[Question, ...]
    opened: Document | None = None

    def read(self, session: Session) -> tuple[Document, Reading]:
        """The document and its Reading."""
        if self.opened is not None:
            return session.opened(self.opened)
        return session.open(self.text, self.document)


@dataclass(frozen=True, slots=True)
class Answered:
    """A question, the answer given, and the texts of the right answers (empty if unanswerable)."""

    question: Question
    given: Answer
    right: tuple[str, ...]


def ask(session: Session, question_set: QuestionSet, top_alternatives: int = 3) -> list[Answered]:
    """Ask as a user would, but accept answers of any confidence."""
    if not question_set.questions:
        return []
    document, reading = question_set.read(session)
    texts = [question.text for question in question_set.questions]
    calibration = session.calibration or Calibration.load(session.model.folder)
    given = answers_from(
        texts, session.find(texts, document, reading, top_alternatives), document, reading, calibration,
        top_alternatives=top_alternatives, min_confidence=0.0,
    )  # fmt: skip
    return [
        Answered(question, one, tuple(question_set.text[a:b] for a, b in question.answers))
        for question, one in zip(question_set.questions, given, strict=True)
    ]


def all_questions(context: Context) -> QuestionSet:
    """All questions of a context."""
    return QuestionSet(context.text, context.document, context.questions)


def reworded(question_set: QuestionSet) -> QuestionSet:
    """The questions for which a rewording is known, each in its first rewording."""
    worded = ((question, other_words(question.text)) for question in question_set.questions)
    asked = tuple(Question(others[0], q.answers, q.id) for q, others in worded if others)
    return QuestionSet(question_set.text, question_set.document, asked)


def answerable(context: Context) -> QuestionSet:
    """The questions that the context answers."""
    asked = tuple(question for question in context.questions if question.answers)
    return QuestionSet(context.text, context.document, asked)


def for_table_file(context: Context) -> QuestionSet:
    """Questions about a table in text form, asked of a delimited file with the same cells."""
    return _for_document(table_document(rows_of(context.text)), context)


def for_markdown_file(context: Context) -> QuestionSet:
    """Questions about paragraphs and a table in text form, asked of a Markdown file with both."""
    return _for_document(markdown_document(context.text), context)


def _for_document(document: Document, context: Context) -> QuestionSet:
    """The questions with their answers located in a document made from the context."""
    asked = (placed(question, context.text, document) for question in context.questions)
    questions = tuple(question for question in asked if question is not None)
    return QuestionSet(document.text, context.document, questions, document)


def without_answer_columns(context: Context) -> Iterator[QuestionSet]:
    """Each question asked of its table without the columns that contain the answer."""
    rows = rows_of(context.text)
    for question in context.questions:
        said = {context.text[start:end].casefold() for start, end in question.answers}
        kept = [n for n in range(len(rows[0])) if not any(row[n].casefold() in said for row in rows)]
        if 1 < len(kept) < len(rows[0]):
            document = table_document([[row[n] for n in kept] for row in rows])
            if not any(text in document.text.casefold() for text in said):
                yield QuestionSet(
                    document.text, context.document, (Question(question.text, (), question.id),), document
                )


def passage_alone(context: Context) -> QuestionSet:
    """The labelled passage as a document of its own, with all its questions."""
    first, last = context.passage
    asked = tuple(
        Question(q.text, tuple((a - first, b - first) for a, b in q.answers), q.id) for q in context.questions
    )
    return QuestionSet(context.text[first:last], context.document, asked)


def paired_with_another(contexts: list[Context]) -> Iterator[tuple[Context, Context]]:
    """Pair each context with one from another document of the same kind, if there is one."""
    kinds: dict[str, list[Context]] = {}
    for context in contexts:
        kinds.setdefault(context.document.split("/")[0], []).append(context)
    for group in kinds.values():
        for n, context in enumerate(group):
            others = (group[(n + k) % len(group)] for k in range(1, len(group)))
            other = next((o for o in others if o.document != context.document), None)
            if other is not None:
                yield context, other
