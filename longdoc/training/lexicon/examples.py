"""Reads questions with the terms around their answers from labelled files.

Only the surroundings of answers are kept of each document; a place that answers one question serves as a
negative for the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from longdoc.evaluation.datasets import Context, Question, documents_named, read_contexts, read_texts
from longdoc.tasks.terms import lowered, question_terms, words_of

__all__ = ["SETS", "SourceText", "TermQuestion", "Vocabulary", "read_sources"]

SETS = (
    "longdoc-qa", "longdoc-qa2", "longdoc-qa3", "handbooks", "textbooks", "cuad", "squadshifts-new_wiki",
    "squadshifts-reddit", "squadshifts-amazon_reviews", "policyqa", "covidqa", "qed",
)  # fmt: skip
AROUND_CHARS = 700  # that are kept on either side of an answer
LONGEST_ANSWER_CHARS = 500
MOST_TIMES = 60  # that a question is used, as CUAD asks the same 41 of every contract


class Vocabulary:
    """Numbers terms in the order in which they first occur."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._numbers)

    def number(self, term: str) -> int:
        """The number of a term; a new term gets the next number."""
        return self._numbers.setdefault(term, len(self._numbers))

    @property
    def terms(self) -> list[str]:
        """The terms in the order of their numbers."""
        return list(self._numbers)


@dataclass(frozen=True, slots=True)
class TermQuestion:
    """A question: its terms, and the (start, end) characters of its answers in the document."""

    terms: np.ndarray
    answers: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class SourceText:
    """The kept parts of a document: its terms in order [W], their start characters [W], its questions."""

    kind: str
    terms_W: np.ndarray
    starts_W: np.ndarray
    asked: list[TermQuestion]

    def near(self, span: tuple[int, int], chars: int) -> np.ndarray:
        """The distinct terms from `chars` characters before a span to as many after it."""
        start, end = span[0], min(span[1], span[0] + chars)
        first, last = np.searchsorted(self.starts_W, (start - chars, end + chars))
        return np.unique(self.terms_W[first:last])


def read_sources(
    data: Path, vocabulary: Vocabulary, sets: Sequence[str] = SETS, log: Callable[[str], None] = print
) -> list[SourceText]:
    """The training questions of a data folder, without documents that occur in a dev split.

    Args:
        sets: names of files in qa/.

    Raises:
        DataError: a file cannot be read, or a line is invalid.
    """
    held_out: set[str] = set().union(*(documents_named(path) for path in data.glob("qa/*.dev.jsonl*")))
    files = [path for name in sets for path in sorted(data.glob(f"qa/{name}.train.jsonl*"))]
    texts = _texts(data, set().union(*map(documents_named, files)))
    times: Counter[str] = Counter()
    asked: dict[str, tuple[Context, list[Question]]] = {}
    for path in files:
        for number, context in enumerate(read_contexts(path, texts, log)):
            if context.document in held_out:
                continue
            key = context.document if context.whole else f"{path}:{number}"
            questions = asked.setdefault(key, (context, []))[1]
            questions += [q for q in context.questions if q.answers]
    sources = []
    for context, questions in asked.values():
        times.update(question.text for question in questions)
        kept = [question for question in questions if times[question.text] <= MOST_TIMES]
        if kept:
            sources.append(_source(context, kept, vocabulary))
    log(f"{sum(len(s.asked) for s in sources)} questions, {len(sources)} texts, {len(vocabulary)} terms")
    return sources


def _texts(data: Path, wanted: set[str]) -> dict[str, str]:
    files = sorted(data.glob("docs/*.jsonl*"))
    return {one.id: one.text for path in files for one in read_texts(path) if one.id in wanted}


def _source(context: Context, questions: Sequence[Question], vocabulary: Vocabulary) -> SourceText:
    low = lowered(context.text)
    found = [
        (start, vocabulary.number(term))
        for first, last in _surroundings(questions)
        for start, term in words_of(low[first:last], first)
    ]
    starts_W2 = np.array(found, np.int64).reshape(-1, 2)
    asked = [
        TermQuestion(
            np.unique([vocabulary.number(t.text) for t in question_terms(q.text) if t.weight == 1]), q.answers
        )
        for q in questions
    ]
    kind = context.document.split("/")[0] if context.whole else ""
    return SourceText(kind, starts_W2[:, 1], starts_W2[:, 0], asked)


def _surroundings(questions: Iterable[Question]) -> Iterator[tuple[int, int]]:
    """The surroundings of the first answers, (start, end) characters, merged where they overlap."""
    spans = sorted(
        (max(0, start - AROUND_CHARS), min(end, start + LONGEST_ANSWER_CHARS) + AROUND_CHARS)
        for start, end in (question.answers[0] for question in questions)
    )
    first, last = spans[0]
    for start, end in spans[1:]:
        if start > last:
            yield first, last
            first = start
        last = max(last, end)
    yield first, last
