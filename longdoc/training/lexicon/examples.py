"""Questions with the words around their answers, from labelled files.

Only the surroundings of answers are kept of a document: a place that answers one question serves the others
as a passage that does not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from longdoc.evaluation.datasets import Context, Question, documents_named, read_contexts, read_texts
from longdoc.tasks.terms import lowered, question_terms, words_of

__all__ = ["SETS", "Asked", "Source", "Vocabulary", "read_sources"]

SETS = (
    "longdoc-qa", "longdoc-qa2", "longdoc-qa3", "handbooks", "textbooks", "cuad", "squadshifts-new_wiki",
    "squadshifts-reddit", "squadshifts-amazon_reviews", "policyqa", "covidqa", "qed",
)  # fmt: skip
AROUND_CHARS = 700  # of an answer, that are kept on either side of it
LONGEST_ANSWER_CHARS = 500
MOST_TIMES = 60  # that one wording counts: CUAD puts the same 41 to every contract


class Vocabulary:
    """Numbers of terms, given out as they come."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._numbers)

    def number(self, term: str) -> int:
        """The number of a term, a new one where it has none."""
        return self._numbers.setdefault(term, len(self._numbers))

    @property
    def terms(self) -> list[str]:
        """By number."""
        return list(self._numbers)


@dataclass(frozen=True, slots=True)
class Asked:
    """The terms of a question, and the characters of its answers in the document."""

    terms: np.ndarray
    answers: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Source:
    """What is kept of one document: its terms in order [W], where each begins [W], and the questions."""

    kind: str
    terms_W: np.ndarray
    starts_W: np.ndarray
    asked: list[Asked]

    def near(self, span: tuple[int, int], chars: int) -> np.ndarray:
        """The distinct terms from so many characters before a span to as many behind it."""
        start, end = span[0], min(span[1], span[0] + chars)
        first, last = np.searchsorted(self.starts_W, (start - chars, end + chars))
        return np.unique(self.terms_W[first:last])


def read_sources(
    data: Path, vocabulary: Vocabulary, sets: Sequence[str] = SETS, log: Callable[[str], None] = print
) -> list[Source]:
    """The training questions of a data folder, without the documents that a dev split asks about."""
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


def _source(context: Context, questions: Sequence[Question], vocabulary: Vocabulary) -> Source:
    low = lowered(context.text)
    found = [
        (start, vocabulary.number(term))
        for first, last in _surroundings(questions)
        for start, term in words_of(low[first:last], first)
    ]
    starts_W2 = np.array(found, np.int64).reshape(-1, 2)
    asked = [
        Asked(
            np.unique([vocabulary.number(t.text) for t in question_terms(q.text) if t.weight == 1]), q.answers
        )
        for q in questions
    ]
    kind = context.document.split("/")[0] if context.whole else ""
    return Source(kind, starts_W2[:, 1], starts_W2[:, 0], asked)


def _surroundings(questions: Iterable[Question]) -> Iterator[tuple[int, int]]:
    """Of the first answers, those that overlap as one."""
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
