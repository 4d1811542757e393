"""Results of the tasks: passages, answers and summaries, each with its place in the document."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from longdoc.documents.types import Span
from longdoc.json_output import JsonOutput, json_value
from longdoc.reading.coverage import Coverage
from longdoc.tasks.explanation import Explanation, SentenceExplanation

__all__ = ["Alternative", "Answer", "Passage", "Summary", "SummarySentence"]


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of the document; `tokens` is its half-open token range, `score` its search score in 0..1."""

    span: Span
    tokens: tuple[int, int]
    score: float


@dataclass(frozen=True, slots=True)
class Alternative(JsonOutput):
    """A span that may answer the question, with its place in the document.

    Attributes:
        answer: `Document.text[start:end]`, unchanged.
        confidence: the probability that it is right.
        document: path or name of the document.
        quote: the sentence or sentences around the span, unchanged.
        page: label of the page on which the span begins.
        section: the innermost heading above it.
        start, end: half-open character offsets.
        quote_start: offset at which the quote begins, if it is known.
    """

    answer: str
    confidence: float
    document: str
    quote: str
    page: str | None
    section: str | None
    start: int
    end: int
    quote_start: int | None = field(default=None, metadata={"json": False})

    def in_quote(self) -> tuple[int, int]:
        """Where the answer stands in the quote, as half-open offsets; (0, 0) if it does not."""
        first = self.quote.find(self.answer) if self.quote_start is None else self.start - self.quote_start
        return (first, first + len(self.answer)) if first >= 0 else (0, 0)


@dataclass(frozen=True, slots=True)
class Answer(JsonOutput):
    """The answer to one question; `best` and `answer` are None if the document has none.

    Attributes:
        question: the question.
        best: the span that answers; `answer`, `quote`, `page` … give its fields.
        confidence: that of `best`, or else of the best rejected span, which `alternatives` begins with.
        document: path or name of the document.
        title: title of the document.
        alternatives: other spans.
        coverage: how much of the document was read.
        seconds: wall-clock time.
        explanation: how the answer came about, if requested.
        unsure: the confidence is below the model's threshold: read the passage before relying on it.
        also: the other spans of an answer that stands in several places, such as the rows of a table.
        left_out: if all spans were requested, how many more have at least half of the confidence needed.
        items_left_out: how many items the answer lacks of a list that is too long to be quoted whole.
        words_held: the words of the question that the document has, as stems.
        words_in_title: those of them that are in its title.
    """

    question: str
    best: Alternative | None
    confidence: float
    document: str
    title: str
    alternatives: tuple[Alternative, ...]
    coverage: Coverage
    seconds: float
    explanation: Explanation | None = None
    unsure: bool = False
    also: tuple[Alternative, ...] = ()
    left_out: int = 0
    items_left_out: int = 0
    words_held: frozenset[str] = frozenset()
    words_in_title: frozenset[str] = frozenset()

    @property
    def answer(self) -> str | None:
        """The text of the span."""
        return self.best.answer if self.best else None

    @property
    def quote(self) -> str | None:
        """The sentence or sentences around it."""
        return self.best.quote if self.best else None

    @property
    def page(self) -> str | None:
        """Label of the page on which it begins."""
        return self.best.page if self.best else None

    @property
    def section(self) -> str | None:
        """The innermost heading above it."""
        return self.best.section if self.best else None

    @property
    def start(self) -> int | None:
        """Where it begins, in characters."""
        return self.best.start if self.best else None

    @property
    def end(self) -> int | None:
        """Where it ends."""
        return self.best.end if self.best else None

    def in_quote(self) -> tuple[int, int]:
        """Where the span stands in the quote, as half-open offsets; (0, 0) if there is none."""
        return self.best.in_quote() if self.best else (0, 0)

    def to_json(self) -> dict[str, Any]:
        """The keys of the JSON output, in their order."""
        explained = {"explain": self.explanation.to_json()} if self.explanation else {}
        counts = {"items_left_out": self.items_left_out, "left_out": self.left_out}
        left_out = {key: count for key, count in counts.items() if count}
        return {
            "question": self.question,
            "answer": self.answer,
            "confidence": self.confidence,
            "document": self.document,
            "title": self.title,
            "quote": self.quote,
            "page": self.page,
            "section": self.section,
            "start": self.start,
            "end": self.end,
            "also": json_value(self.also),
            "alternatives": json_value(self.alternatives),
            "coverage": self.coverage.to_json(),
            "seconds": self.seconds,
            "unsure": self.unsure,
            **left_out,
            **explained,
        }


@dataclass(frozen=True, slots=True)
class SummarySentence(JsonOutput):
    """One sentence of a summary.

    Attributes:
        text: `Document.text[start:end]`, unchanged.
        page: label of the page on which it begins.
        section: the innermost heading above it.
        start, end: half-open character offsets.
        score: salience, or relevance to the focus, in 0..1.
        part: the top-level section, in a summary by sections.
        explanation: why it was selected, if requested.
    """

    text: str
    page: str | None
    section: str | None
    start: int
    end: int
    score: float
    part: str | None = None
    explanation: SentenceExplanation | None = None

    def to_json(self) -> dict[str, Any]:
        """The keys of the JSON output, in their order."""
        explained = {"explain": self.explanation.to_json()} if self.explanation else {}
        return {
            "text": self.text,
            "page": self.page,
            "section": self.section,
            "start": self.start,
            "end": self.end,
            "score": self.score,
            **explained,
        }


@dataclass(frozen=True, slots=True)
class Summary(JsonOutput):
    """The most salient sentences, in document order; `summary` is their text as one string.

    `focus_mentioned` says whether the document has any word of the focus; None if there is no focus.
    """

    document: str
    title: str
    summary: str
    sentences: tuple[SummarySentence, ...]
    coverage: Coverage
    seconds: float
    focus_mentioned: bool | None = None

    def to_json(self) -> dict[str, Any]:
        """The keys of the JSON output, in their order; `focus_mentioned` only if there is a focus."""
        known = JsonOutput.to_json(self)
        if self.focus_mentioned is None:
            del known["focus_mentioned"]
        return known
