"""Questions put to documents, and the answers that are given, beside the right ones."""

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
    "paired_with_another",
    "passage_alone",
    "put_to_markdown",
    "put_to_table",
    "reworded",
    "without_answers",
]


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Questions put to a text that is read as a document; answers are (start, end) of that text.

    `opened` is the document, where it is more than its text: a table of a delimited file.
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
    """A question, the answer that was given, and the texts of the right ones (none: it has no answer)."""

    question: Question
    given: Answer
    right: tuple[str, ...]


def ask(session: Session, put: QuestionSet, top_alternatives: int = 3) -> list[Answered]:
    """Ask as a user would, but take any answer, however unsure."""
    if not put.questions:
        return []
    document, reading = put.read(session)
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


def put_to_table(context: Context) -> QuestionSet:
    """The questions to a table that is written as text, put to the delimited file that it came from."""
    return _put_to(table_document(rows_of(context.text)), context)


def put_to_markdown(context: Context) -> QuestionSet:
    """The questions to a table between paragraphs, put to the same as a Markdown file."""
    return _put_to(markdown_document(context.text), context)


def _put_to(document: Document, context: Context) -> QuestionSet:
    """The questions to the document that a context was made into, with the answers where they stand there."""
    asked = (placed(question, context.text, document) for question in context.questions)
    questions = tuple(question for question in asked if question is not None)
    return QuestionSet(document.text, context.document, questions, document)


def without_answers(context: Context) -> Iterator[QuestionSet]:
    """Each question to a table put to the same table without the columns that say the answer."""
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
