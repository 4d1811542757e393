"""Asks the questions of a run of its documents, or of the library."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from longdoc.cli import inputs
from longdoc.cli.progress import ProgressBar
from longdoc.cli.showing import Showing
from longdoc.cli.terminal import printable, write, write_json
from longdoc.cli.whole import WholeDocuments
from longdoc.errors import DocumentError

if TYPE_CHECKING:
    from longdoc.api import LongDoc
    from longdoc.documents.types import Document
    from longdoc.tasks.types import Answer

__all__ = ["ALTERNATIVES", "AskRequest", "answers_to", "table_of_documents"]

ALTERNATIVES = 3  # in JSON, unless --top says otherwise


@dataclass(frozen=True, slots=True)
class AskRequest:
    """The questions of this run, and how to answer them."""

    paths: list[str]
    questions: list[str]
    top: int | None
    all_spans: bool
    exhaustive: bool
    min_confidence: float | None
    password: str | None
    explain: bool
    whole: WholeDocuments
    condition: str | None = None
    globs: tuple[str, ...] = ()

    @property
    def shown(self) -> int | None:
        """How many spans of each answer; None is all."""
        return None if self.all_spans else (self.top or 1)

    @property
    def alternatives(self) -> int:
        return ALTERNATIVES if self.top is None else self.top - 1


def answers_to(
    longdoc: LongDoc, request: AskRequest, sources: inputs.Sources, bar: ProgressBar, showing: Showing
) -> list[Answer]:
    """One answer per question, the best over all documents; none if no document could be read."""
    from longdoc.library.across import best_answer

    if not (request.paths or request.exhaustive or request.whole):
        chosen = request.condition is not None or bool(request.globs)
        entries = longdoc.select(request.condition, request.globs) if chosen else None
        answers = longdoc.ask_library(
            request.questions,
            entries,
            top_alternatives=request.alternatives,
            all_spans=request.all_spans,
            min_confidence=request.min_confidence,
            explain=request.explain or showing.explains,
            a_document_each=request.top is not None,
        )
        bar.clear()
        for entry in (entries or longdoc.documents()) if showing.wanted else ():
            own = [answer for answer in answers if answer.document == entry.path]
            if own or any(x.document == entry.path for answer in answers for x in answer.alternatives):
                showing.keep(longdoc.open_entry(entry), longdoc, own)
        return answers
    by_document = list(_each(longdoc, request, sources, bar, showing))
    top = None if request.all_spans else request.alternatives
    return [best_answer(answers, top) for answers in zip(*by_document, strict=True)]


def table_of_documents(
    longdoc: LongDoc,
    request: AskRequest,
    sources: inputs.Sources,
    as_json: bool,
    output: Path | None,
    bar: ProgressBar,
    showing: Showing,
) -> None:
    """Write the table of answers, one row for each document."""
    from longdoc.library.tables import AnswerTable

    table = AnswerTable(request.questions)
    for answers in _each(longdoc, request, sources, bar, showing):
        table.add(answers)
    if output is not None:
        table.write(output)
    elif as_json:
        for one in table.objects():
            write_json(one)
    elif sys.stdout.isatty():
        write(printable(table.markdown()))
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(printable(table.csv().decode()).encode())
    if sources.failed:
        raise typer.Exit(DocumentError.exit_code)


def _each(
    longdoc: LongDoc, request: AskRequest, sources: inputs.Sources, bar: ProgressBar, showing: Showing
) -> Iterator[list[Answer]]:
    """The answers of each document to all questions; documents that cannot be read are reported."""
    for source, open_one in _documents(longdoc, request, sources, bar):
        answers = sources.attempt(source, partial(_answers_of_one, longdoc, request, open_one, bar, showing))
        if answers:
            yield answers
    bar.clear()


def _answers_of_one(
    longdoc: LongDoc,
    request: AskRequest,
    open_one: Callable[[], Document],
    bar: ProgressBar,
    showing: Showing,
) -> list[Answer]:
    try:
        document = open_one()
        bar.clear()
        inputs.tell_notices(document)
        request.whole.look_through(document)
        if not request.questions:
            return []
        answers = longdoc.ask_many(
            document,
            request.questions,
            top_alternatives=request.alternatives,
            all_spans=request.all_spans,
            exhaustive=request.exhaustive,
            min_confidence=request.min_confidence,
            explain=request.explain or showing.explains,
        )
        showing.keep(document, longdoc, answers)
    finally:
        bar.clear()
    inputs.tell_coverage(document.source, answers[0].coverage)
    inputs.tell_languages(document, request.questions)
    return answers


def _documents(
    longdoc: LongDoc, request: AskRequest, sources: inputs.Sources, bar: ProgressBar
) -> Iterator[tuple[str, Callable[[], Document]]]:
    if request.paths:
        # Prefetching also loads the model, which counting and listing do not need.
        for source in bar.over(longdoc.prefetched(sources) if request.questions else sources, len(sources)):
            yield source, partial(longdoc.open, source, password=request.password)
        return
    entries = longdoc.select(request.condition, request.globs)
    named = bar.over([entry.path for entry in entries], len(entries))
    for path, entry in zip(named, entries, strict=True):
        yield path, partial(longdoc.open_entry, entry)
