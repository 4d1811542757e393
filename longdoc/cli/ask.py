"""`longdoc ask`: questions to one document, to several, or to everything that was ingested."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from longdoc.cli import batches, inputs, messages, prompt, render
from longdoc.cli import explain as explaining
from longdoc.cli.options import (
    Debug,
    Device,
    Exclude,
    Include,
    LibraryFolder,
    MaxMemory,
    ModelFolder,
    NoCache,
    Ocr,
    Password,
    Quiet,
    ReaderName,
    ReaderOption,
    Recursive,
    Timeout,
    Version,
    open_longdoc,
    selection,
)
from longdoc.cli.progress import ProgressBar
from longdoc.cli.showing import HighlightFile, Pages, ReportFile, Showing, ShownPages
from longdoc.cli.terminal import one_line, write, write_json
from longdoc.cli.whole import WholeDocuments
from longdoc.errors import DocumentError, UsageError

if TYPE_CHECKING:
    from longdoc.api import LongDoc
    from longdoc.documents.types import Document
    from longdoc.tasks.types import Answer

__all__ = ["ask"]

NO_ANSWER = 1
ALTERNATIVES = 3  # in JSON, unless --top says otherwise


@dataclass(frozen=True, slots=True)
class _Wish:
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


def ask(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATH|-... QUESTION",
            show_default=False,
            help="Documents, and the question last. A question alone is put to the library.",
        ),
    ] = None,
    questions: Annotated[
        str | None,
        typer.Option(
            metavar="FILE", help="Questions from a file, one a line, # for remarks (- is standard input)."
        ),
    ] = None,
    all_spans: Annotated[
        bool, typer.Option("--all", help="Every place that answers, in document order.")
    ] = False,
    top: Annotated[int | None, typer.Option(min=1, metavar="K", help="The K best answers.")] = None,
    exhaustive: Annotated[
        bool,
        typer.Option("--exhaustive", help="Read the whole document with the question, not only passages."),
    ] = False,
    min_confidence: Annotated[
        float | None,
        typer.Option(min=0, max=1, metavar="P", help="Confidence below which there is no answer."),
    ] = None,
    explain: Annotated[
        bool,
        typer.Option(
            "--explain", help="Show the passages searched and read, and the evidence for and against."
        ),
    ] = False,
    count: Annotated[
        str | None, typer.Option(metavar="TERM", help="How often a term occurs, in any form.")
    ] = None,
    list_: Annotated[
        str | None,
        typer.Option(
            "--list",
            metavar="KIND",
            help="All dates, sums, parties, terms, percentages, durations, emails or references.",
        ),
    ] = None,
    where: Annotated[
        str | None,
        typer.Option(
            metavar="TERM|CONDITION",
            help="The sections that mention a term, with counts; or, with a question to the library, only the"
            " documents that meet a condition: 'kind = contract and date > 2020'.",
        ),
    ] = None,
    globs: Annotated[
        list[str] | None,
        typer.Option("--path", metavar="PATTERN", help="Of the library only documents at such paths."),
    ] = None,
    per_document: Annotated[
        bool,
        typer.Option(
            "--per-document",
            help="What each document answers: a table; --output FILE.csv, .md, .parquet or .jsonl.",
        ),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a question and line.")] = False,
    highlight: HighlightFile = None,
    report: ReportFile = None,
    pages: ShownPages = Pages.NEEDED,
    manifest: batches.Manifest = None,
    output: batches.Output = None,
    jobs: batches.Jobs = None,
    shard: batches.Shard = None,
    retry: batches.Retry = None,
    force: batches.Force = False,
    stats: batches.ShowStats = False,
    recursive: Recursive = False,
    include: Include = None,
    exclude: Exclude = None,
    library: LibraryFolder = None,
    device: Device = "auto",
    reader: ReaderOption = ReaderName.AUTO,
    model: ModelFolder = None,
    password: Password = None,
    no_cache: NoCache = False,
    timeout: Timeout = None,
    max_memory: MaxMemory = None,
    ocr: Ocr = None,
    quiet: Quiet = False,
    debug: Debug = False,
    version: Version = False,
) -> None:
    """Ask documents a question: the answer, the sentence around it, and where it stands.

    Of several documents the best answer is given, with its file. The confidence is the probability that the
    answer is right. Below the model's upper threshold an answer is shown as unsure, below the lower one there
    is none and the exit code is 1.
    """
    looked_up = any(wish is not None for wish in (count, list_, where))
    shown_otherwise = questions or manifest or as_json or looked_up or highlight or report
    if not shown_otherwise and prompt.wants_prompt(words or []):
        limits = (timeout, max_memory, reader)
        with (
            ProgressBar(quiet) as bar,
            open_longdoc(library, model, device, no_cache, bar, *limits) as longdoc,
        ):
            prompt.open_and_converse(
                longdoc, words or [], bar, password, exhaustive=exhaustive, min_confidence=min_confidence
            )
        return
    if all_spans and top is not None:
        raise UsageError("--all and --top exclude each other; give one")
    condition = where if _is_condition(where, words or []) else None
    where = None if condition is not None else where
    whole_asked = any(wish is not None for wish in (count, list_, where))
    if globs and (manifest is not None or len(words or []) > 1):
        raise UsageError("--path chooses documents of the library; give no other documents")
    given = batches.BatchOptions(manifest, output, jobs, shard, retry, force, timeout, max_memory, stats)
    showing = Showing(highlight, report, pages, password)
    if given.given and not per_document:
        showing.refuse_batches()
        if whole_asked:
            raise UsageError(
                "--count, --list and --where are for single runs, without the options of batches"
            )
        paths, asked = _batch_paths_and_questions(words or [], questions, manifest)
        options = {
            "questions": asked, "top_alternatives": ALTERNATIVES if top is None else top - 1,
            "all_spans": all_spans, "exhaustive": exhaustive, "min_confidence": min_confidence,
            **({"explain": True} if explain else {}),
        }  # fmt: skip
        batches.run(
            "ask", paths, given, options, library=library, model=model, device=device,
            no_cache=no_cache, password=password, quiet=quiet,
            chosen=selection(recursive, include, exclude),
        )  # fmt: skip
        return
    if whole_asked:
        paths, asked = _only_paths(words or [], questions), []
    else:
        paths, asked = _paths_and_questions(words or [], questions)
    whole = WholeDocuments(count, list_, where, asked)
    if no_cache and not paths:
        raise UsageError("no document given, and --no-cache leaves no library to ask; give PATH... QUESTION")
    others = whole.others(asked)
    wish = _Wish(
        paths, others, top, all_spans, exhaustive, min_confidence, password, explain, whole,
        condition, tuple(globs or ()),
    )  # fmt: skip
    opened = partial(open_longdoc, library, model, device, no_cache)
    if per_document:
        if given != batches.BatchOptions(None, output, None, None, None, False, timeout, max_memory, False):
            raise UsageError("--per-document takes --output, and no other option of batches")
        if whole.requests and not others:
            raise UsageError("--per-document takes questions, not --count, --list or --where TERM")
        wish = replace(wish, questions=asked, whole=WholeDocuments(None, None, None, []))
        with ProgressBar(quiet) as bar, opened(bar, timeout, max_memory, reader) as longdoc:
            _ask_each(longdoc, wish, as_json, output, bar, showing)
        return
    with (
        ProgressBar(quiet) as bar,
        opened(bar, timeout, max_memory, reader) as longdoc,
    ):
        sources = inputs.Sources(paths, selection(recursive, include, exclude))
        answers = _answers(longdoc, wish, sources, bar, showing)
    by_question = {answer.question: answer for answer in answers}
    found = []
    for i, question in enumerate([*([None] if None in whole.requests else []), *asked]):
        if question in whole.requests:
            found.append(whole.show(question, as_json=as_json, first=i == 0))
        elif question in by_question:
            answer = by_question[question]
            shown = answer if explain else replace(answer, explanation=None)
            _show(shown, wish, as_json, several=len(asked) > 1, first=i == 0)
            found.append(answer.answer is not None)
    showing.answers(answers, wish.shown, sources)
    if sources.failed:
        raise typer.Exit(DocumentError.exit_code)
    if not any(found):
        raise typer.Exit(NO_ANSWER)


def _is_condition(where: str | None, words: list[str]) -> bool:
    """Whether --where is a condition: a question goes to the library, and no document is given."""
    if where is None or not any(mark in where for mark in "=<>~"):
        return False
    if len(words) > 1 and not inputs.is_document(words[-1]):
        raise UsageError("--where CONDITION chooses documents of the library; give no other documents")
    return not words or not inputs.is_document(words[-1])


def _only_paths(words: list[str], file: str | None) -> list[str]:
    if file is not None:
        raise UsageError("--questions goes with questions, not with --count, --list or --where")
    return words


def _paths_and_questions(words: list[str], file: str | None) -> tuple[list[str], list[str]]:
    if file is not None:
        if file == "-" and "-" in words:
            raise UsageError("standard input (-) cannot be both the document and the questions")
        return words, inputs.read_questions(file)
    if not words:
        raise UsageError("nothing to ask; give PATH... QUESTION")
    *paths, question = words
    if not question.strip():
        raise UsageError("the question is empty")
    if not paths and (question == "-" or inputs.is_document(question)):
        raise UsageError(
            f"{question}: this is a document, and the question is missing; give PATH... QUESTION"
        )
    return paths, [inputs.checked_question(question)]


def _batch_paths_and_questions(
    words: list[str], file: str | None, manifest: str | None
) -> tuple[list[str], list[str]]:
    """Like `_paths_and_questions`; with a manifest all words are questions, and its rows may add more."""
    if manifest is None:
        return _paths_and_questions(words, file)
    if file == "-" == manifest:
        raise UsageError("standard input (-) cannot be both the manifest and the questions")
    asked = [word.strip() for word in words if word.strip()]
    return [], asked + (inputs.read_questions(file) if file is not None else [])


def _answers(
    longdoc: LongDoc, wish: _Wish, sources: inputs.Sources, bar: ProgressBar, showing: Showing
) -> list[Answer]:
    """One answer a question, the best over all documents; none where no document could be read."""
    from longdoc.library.across import best_answer

    if not (wish.paths or wish.exhaustive or wish.whole):
        chosen = wish.condition is not None or bool(wish.globs)
        entries = longdoc.select(wish.condition, wish.globs) if chosen else None
        answers = longdoc.ask_library(
            wish.questions,
            entries,
            top_alternatives=wish.alternatives,
            all_spans=wish.all_spans,
            min_confidence=wish.min_confidence,
            explain=wish.explain or showing.explains,
            a_document_each=wish.top is not None,
        )
        bar.clear()
        for entry in (entries or longdoc.documents()) if showing.wanted else ():
            own = [answer for answer in answers if answer.document == entry.path]
            if own or any(x.document == entry.path for answer in answers for x in answer.alternatives):
                showing.keep(longdoc.open_entry(entry), longdoc, own)
        return answers
    by_document = list(_each(longdoc, wish, sources, bar, showing))
    top = None if wish.all_spans else wish.alternatives
    return [best_answer(answers, top) for answers in zip(*by_document, strict=True)]


def _each(
    longdoc: LongDoc, wish: _Wish, sources: inputs.Sources, bar: ProgressBar, showing: Showing
) -> Iterator[list[Answer]]:
    """The answers of each document to all questions; documents that cannot be read are reported."""
    for source, open_one in _documents(longdoc, wish, sources, bar):
        answers = sources.attempt(source, partial(_answers_of_one, longdoc, wish, open_one, bar, showing))
        if answers:
            yield answers
    bar.clear()


def _ask_each(
    longdoc: LongDoc, wish: _Wish, as_json: bool, output: Path | None, bar: ProgressBar, showing: Showing
) -> None:
    """The table of what each document answers."""
    from longdoc.library.tables import AnswerTable

    sources, table = inputs.Sources(wish.paths), AnswerTable(wish.questions)
    for answers in _each(longdoc, wish, sources, bar, showing):
        table.add(answers)
    if output is not None:
        table.write(output)
    elif as_json:
        for one in table.objects():
            write_json(one)
    elif sys.stdout.isatty():
        write(table.markdown())
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(table.csv())
    if sources.failed:
        raise typer.Exit(DocumentError.exit_code)


def _answers_of_one(
    longdoc: LongDoc, wish: _Wish, open_one: Callable[[], Document], bar: ProgressBar, showing: Showing
) -> list[Answer]:
    try:
        document = open_one()
        bar.clear()
        inputs.tell_notices(document)
        wish.whole.look_through(document)
        if not wish.questions:
            return []
        answers = longdoc.ask_many(
            document,
            wish.questions,
            top_alternatives=wish.alternatives,
            all_spans=wish.all_spans,
            exhaustive=wish.exhaustive,
            min_confidence=wish.min_confidence,
            explain=wish.explain or showing.explains,
        )
        showing.keep(document, longdoc, answers)
    finally:
        bar.clear()
    inputs.tell_coverage(document.source, answers[0].coverage)
    return answers


def _documents(
    longdoc: LongDoc, wish: _Wish, sources: inputs.Sources, bar: ProgressBar
) -> Iterator[tuple[str, Callable[[], Document]]]:
    if wish.paths:
        ahead = longdoc.ahead(sources) if wish.questions else sources  # which loads the model meanwhile
        for source in bar.over(ahead):
            yield source, partial(longdoc.open, source, password=wish.password)
        return
    for entry in longdoc.select(wish.condition, wish.globs):
        bar.document = entry.path
        yield entry.path, partial(longdoc.open_entry, entry)


def _show(answer: Answer, wish: _Wish, as_json: bool, *, several: bool, first: bool) -> None:
    if as_json:
        write_json(answer.to_json())
        return
    if answer.answer is None and not several:
        messages.complain(f"{render.NOTHING}: {one_line(answer.question)}")
        if near := render.closest(answer):
            messages.note(render.told_closest(near))
        explaining.why_answer(answer)
        return
    render.answer(answer, wish.shown, headed=several, first=first)
    explaining.why_answer(answer)
