"""`longdoc bench file PATH`: time and memory for one document on this machine, step by step."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from longdoc.bench.machine import peak_bytes
from longdoc.bench.results import Stage
from longdoc.documents.open import open_document
from longdoc.network.load import load_network
from longdoc.reading.reader import read_document
from longdoc.tasks.answers.answer import answer_questions
from longdoc.tasks.summaries.summarize import summarize

__all__ = ["QUESTIONS", "measure_file"]

# Ten questions that suit most documents; only the time to answer them matters here.
QUESTIONS = (
    "What is this document about?",
    "Who wrote it?",
    "When was it written?",
    "Which parties are named?",
    "What must be paid?",
    "Where does it take place?",
    "What was found?",
    "What follows from it?",
    "Which exceptions are there?",
    "How does it end?",
)

T = TypeVar("T")


def measure_file(
    path: str, model_folder: Path, device: str, password: str | None, tell: Callable[[str], None]
) -> Iterator[Stage]:
    """Measure each step: load the model, open, split, read, ask one question, ask ten, summarize.

    Peak memory is that of the whole process so far, and therefore never decreases.
    """
    clock = _Clock(path, tell)
    model = clock.time("load the model", lambda: load_network(model_folder, device))
    yield clock.stage(model.weights, "weights", rated=False)
    document = clock.time("open", lambda: open_document(path, password=password))
    size = (len(document.pages), "pages") if document.pages else (len(document.text), "characters")
    yield clock.stage(*size)
    yield clock.stage(len(clock.time("split into sentences", lambda: document.sentences)), "sentences")
    reading = clock.time("read with the network", lambda: read_document(document, model))
    yield clock.stage(len(reading.token_ids_T), "tokens")

    def ask(questions: Sequence[str]) -> int:
        return sum(a.answer is not None for a in answer_questions(questions, document, reading, model))

    yield clock.stage(clock.time("ask one question", lambda: ask(QUESTIONS[:1])), "answered", rated=False)
    yield clock.stage(clock.time("ask ten questions", lambda: ask(QUESTIONS)), "answered", rated=False)
    summary = clock.time("summarize", lambda: summarize(document, reading, model))
    yield clock.stage(len(summary.sentences), "sentences", rated=False)


@dataclass(slots=True)
class _Clock:
    path: str
    tell: Callable[[str], None]
    name: str = ""
    seconds: float = 0.0

    def time(self, name: str, work: Callable[[], T]) -> T:
        self.tell(name)
        begun = perf_counter()
        result = work()
        self.name, self.seconds = name, perf_counter() - begun
        return result

    def stage(self, count: int, noun: str, rated: bool = True) -> Stage:
        """The step just timed, with the amount it produced."""
        rate = f"{count / self.seconds:,.0f} {noun}/s" if rated and count and self.seconds else ""
        return Stage(self.path, self.name, self.seconds, peak_bytes(), f"{count:,} {noun}", rate)
