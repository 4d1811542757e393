"""`longdoc ask`: questions to one document, to several, or to everything in the library."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import typer

from longdoc.cli import asked_words as wording
from longdoc.cli import batches, inputs, messages, prompt, render
from longdoc.cli import explain as explaining
from longdoc.cli.answering import ALTERNATIVES, AskRequest, answers_to, table_of_documents
from longdoc.cli.ask_options import AskOptions
from longdoc.cli.batches import BatchOptions
from longdoc.cli.option_groups import with_groups
from longdoc.cli.options import FileOptions, ReaderName, ReaderOption, RunOptions
from longdoc.cli.progress import ProgressBar
from longdoc.cli.showing import Showing, ShowingOptions
from longdoc.cli.streams import has_piped_input
from longdoc.cli.terminal import one_line, write_json
from longdoc.cli.whole import WholeDocuments, tell_not_scanned
from longdoc.errors import DocumentError, UsageError

if TYPE_CHECKING:
    from longdoc.tasks.types import Answer

__all__ = ["ask"]

NO_ANSWER = 1


@with_groups
def ask(
    options: AskOptions,
    reader: ReaderOption = ReaderName.AUTO,
    *,
    shown: ShowingOptions,
    batch: BatchOptions,
    files: FileOptions,
    run: RunOptions,
) -> None:
    """Ask documents a question: get the answer, the sentence around it, and its place.

    Of several documents, the one with the best answer is named. The confidence is the estimated probability
    that the answer is right. Below the model's upper threshold an answer is marked as unsure; below the lower
    one there is none, and the exit code is 1.
    """
    if _opens_prompt(options, batch, shown):
        _converse(options, files, run, reader)
        return
    if options.all_spans and options.top is not None:
        raise UsageError("--all and --top exclude each other; give one")
    condition = None
    if wording.is_condition(options.where, options.given_words):
        condition, options = options.where, replace(options, where=None)
    if options.globs and (batch.manifest is not None or len(options.given_words) > 1):
        raise UsageError("--path selects documents of the library; give no other documents")
    showing = Showing(shown, run.password)
    if options.scans and showing.wanted:
        raise UsageError("--highlight and --report show answers, not what --count, --list and --where find")
    if options.per_document and (showing.wanted or options.explain):
        raise UsageError("--highlight, --report and --explain do not work with --per-document")
    if batch.given and not options.per_document:
        showing.refuse_batches()
        if condition is not None:
            raise UsageError("--where selects documents of the library; in a batch, select files instead")
        _ask_in_batch(options, batch, files, run, reader)
        return
    request, asked = _request(options, condition, run)
    if options.per_document:
        request = _for_table(request, asked, batch)
    sources = inputs.Sources(request.paths, files.selection)
    with ProgressBar(run.quiet) as bar, run.longdoc(bar, reader) as longdoc:
        if options.per_document:
            table_of_documents(longdoc, request, sources, options.as_json, batch.output, bar, showing)
            return
        answers = answers_to(longdoc, request, sources, bar, showing)
    found = _show_all(answers, request, asked, options.as_json)
    showing.answers(answers, request.shown, sources)
    if sources.failed:
        raise typer.Exit(DocumentError.exit_code)
    if not any(found):
        raise typer.Exit(NO_ANSWER)


def _opens_prompt(options: AskOptions, batch: BatchOptions, shown: ShowingOptions) -> bool:
    """Whether to ask at a prompt: only documents are given, and results go to a terminal."""
    elsewhere = options.questions or batch.manifest or options.as_json or shown.highlight or shown.report
    return not (elsewhere or options.scans) and prompt.wants_prompt(options.given_words)


def _converse(options: AskOptions, files: FileOptions, run: RunOptions, reader: ReaderName) -> None:
    """Ask at a prompt until it is left."""
    with ProgressBar(run.quiet) as bar, run.longdoc(bar, reader) as longdoc:
        prompt.open_and_converse(
            longdoc, inputs.Sources(options.given_words, files.selection), bar, run.password,
            exhaustive=options.exhaustive, min_confidence=options.min_confidence,
        )  # fmt: skip


def _ask_in_batch(
    options: AskOptions, batch: BatchOptions, files: FileOptions, run: RunOptions, reader: ReaderName
) -> None:
    if options.scans:
        raise UsageError("--count, --list and --where do not work in batches")
    paths, asked = wording.batch_paths_and_questions(options.given_words, options.questions, batch.manifest)
    tell_not_scanned(asked)
    answering = {
        "questions": asked, "top_alternatives": ALTERNATIVES if options.top is None else options.top - 1,
        "all_spans": options.all_spans, "exhaustive": options.exhaustive,
        "min_confidence": options.min_confidence, **({"explain": True} if options.explain else {}),
    }  # fmt: skip
    batches.run("ask", paths, batch, answering, run, chosen=files.selection, reader=reader)


def _request(options: AskOptions, condition: str | None, run: RunOptions) -> tuple[AskRequest, list[str]]:
    """The request of this run, and all of its questions, with those that need no network."""
    words, asked = options.given_words, list[str]()
    if options.scans:
        paths = wording.only_paths(words, options.questions)
    else:
        paths, asked = wording.paths_and_questions(words, options.questions)
    whole = WholeDocuments(options.count, options.list_, options.where, asked)
    if run.no_cache and not paths:
        raise UsageError("no document given, and --no-cache leaves no library to ask; give PATH... QUESTION")
    if not paths and options.questions != "-" and has_piped_input():
        messages.note("standard input is not read; to ask it, give - before the question")
    request = AskRequest(
        paths, whole.others(asked), options.top, options.all_spans, options.exhaustive,
        options.min_confidence, run.password, options.explain, whole, condition, tuple(options.globs or ()),
    )  # fmt: skip
    return request, asked


def _for_table(request: AskRequest, asked: list[str], batch: BatchOptions) -> AskRequest:
    """The request for --per-document, where the network answers every question."""
    if replace(batch, output=None) != BatchOptions():
        raise UsageError("--per-document takes no batch option but --output")
    if None in request.whole.requests:
        raise UsageError("--per-document takes questions, not --count, --list or --where TERM")
    tell_not_scanned(asked)
    return replace(request, questions=asked, whole=WholeDocuments(None, None, None, []))


def _show_all(answers: list[Answer], request: AskRequest, asked: list[str], as_json: bool) -> list[bool]:
    """Show the answers in the order of the questions; whether each was answered."""
    by_question = {answer.question: answer for answer in answers}
    found = []
    for i, question in enumerate([*([None] if None in request.whole.requests else []), *asked]):
        if question in request.whole.requests:
            found.append(request.whole.show(question, as_json=as_json, first=i == 0))
        elif question in by_question:
            answer = by_question[question]
            shown = answer if request.explain else replace(answer, explanation=None)
            _show(shown, request, as_json, several=len(asked) > 1, first=i == 0)
            found.append(answer.answer is not None)
    return found


def _show(answer: Answer, request: AskRequest, as_json: bool, *, several: bool, first: bool) -> None:
    if as_json:
        write_json(answer.to_json())
        return
    if answer.answer is None and not several:
        messages.complain(f"{render.NOTHING}: {one_line(answer.question)}")
        if near := render.closest(answer):
            messages.note(render.closest_line(near))
        explaining.why_answer(answer)
        return
    render.answer(answer, request.shown, headed=several, first=first)
    explaining.why_answer(answer)
