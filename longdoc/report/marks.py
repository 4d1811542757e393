"""Marks on spans of a document: answers and the sentences of summaries."""

from __future__ import annotations

from dataclasses import dataclass

from longdoc.documents.types import Document, Span
from longdoc.tasks.types import Alternative, Answer, Summary

__all__ = ["Mark", "marks_of_alternative", "marks_of_answer", "marks_of_summary"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of one document to mark, with the sentence around it.

    `topic` is the question that it answers, or None in a summary. `place` counts from 0: the best
    answer, then the alternatives. `certainty` is the confidence of an answer and the score of a sentence.
    """

    document: str
    span: Span
    quote: Span
    topic: str | None
    certainty: float
    place: int = 0

    @property
    def note(self) -> str:
        """The text of the note: what is marked, and how certain it is."""
        if self.topic is None:
            return f"summary, score {self.certainty:.2f}"
        which = "answer" if not self.place else f"alternative {self.place}"
        return f"{which} to: {' '.join(self.topic.split())}\nconfidence {self.certainty:.2f}"


def marks_of_answer(answer: Answer, documents: dict[str, Document], shown: int | None = 1) -> list[Mark]:
    """The answer and the alternatives that are shown with it; empty if there is no answer.

    Args:
        documents: the documents that were asked, by source.
        shown: how many spans in all; None for all.
    """
    if answer.answer is None:
        return []
    spans: list[tuple[int, Answer | Alternative]] = [(0, answer), *((0, one) for one in answer.also)]
    spans += enumerate(answer.alternatives if shown is None else answer.alternatives[: shown - 1], 1)
    return [
        _mark(documents[one.document], one, answer.question, place)
        for place, one in spans
        if one.document in documents
    ]


def marks_of_alternative(answer: Answer, documents: dict[str, Document]) -> list[Mark]:
    """The best rejected span of a question that has no answer."""
    return [
        _mark(documents[one.document], one, answer.question, 1)
        for one in answer.alternatives[:1]
        if one.document in documents
    ]


def marks_of_summary(summary: Summary) -> list[Mark]:
    """The sentences, in order."""
    return [
        Mark(summary.document, Span(one.start, one.end), Span(one.start, one.end), None, one.score, place)
        for place, one in enumerate(summary.sentences)
    ]


def _mark(document: Document, one: Answer | Alternative, question: str, place: int) -> Mark:
    assert one.start is not None
    assert one.end is not None
    span = Span(one.start, one.end)
    quote = one.quote or ""
    at = document.text.find(quote, max(0, span.end - len(quote)), span.start + len(quote))
    around = Span(at, at + len(quote)) if quote and at >= 0 else span
    return Mark(one.document, span, around, question, one.confidence, place)
