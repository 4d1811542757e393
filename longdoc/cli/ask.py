"""`longdoc ask`: questions to one document, to several, or to everything that was ingested."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from longdoc.cli import asked_words as wording
from longdoc.cli import batches, inputs, messages, prompt, render
from longdoc.cli import explain as explaining
from longdoc.cli.answering import ALTERNATIVES, Wish, answers_to, table_of_documents
from longdoc.cli.option_groups import with_groups
from longdoc.cli.options import FileOptions, ReaderName, ReaderOption, RunOptions, number
from longdoc.cli.progress import ProgressBar
from longdoc.cli.showing import Showing, ShowingOptions
from longdoc.cli.terminal import one_line, write_json
from longdoc.cli.whole import WholeDocuments
from longdoc.errors import DocumentError, UsageError

if TYPE_CHECKING:
    from longdoc.tasks.types import Answer

__all__ = ["ask"]

NO_ANSWER = 1


@with_groups
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
        typer.Option(
            min=0, max=1, metavar="P", callback=number, help="Confidence below which there is no answer."
        ),
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
    reader: ReaderOption = ReaderName.AUTO,
    *,
    shown: ShowingOptions,
    batch: batches.BatchOptions,
    files: FileOptions,
    run: RunOptions,
) -> None:
    """Ask documents a question: the answer, the sentence around it, and where it stands.

    Of several documents the best answer is given, with its file. The confidence is the probability that the
    answer is right. Below the model's upper threshold an answer is shown as unsure, below the lower one there
    is none and the exit code is 1.
    """
    words = words or []
    answering = {"all_spans": all_spans, "exhaustive": exhaustive, "min_confidence": min_confidence}
    looked_up = any(wish is not None for wish in (count, list_, where))
    shown_otherwise = questions or batch.manifest or as_json or looked_up or shown.highlight or shown.report
    if not shown_otherwise and prompt.wants_prompt(words):
        _converse(words, run, reader, exhaustive, min_confidence)
        return
    if all_spans and top is not None:
        raise UsageError("--all and --top exclude each other; give one")
    condition = where if wording.is_condition(where, words) else None
    where = None if condition is not None else where
    whole_asked = any(wish is not None for wish in (count, list_, where))
    if globs and (batch.manifest is not None or len(words) > 1):
        raise UsageError("--path chooses documents of the library; give no other documents")
    showing = Showing(shown, run.password)
    if batch.given and not per_document:
        showing.refuse_batches()
        if whole_asked:
            raise UsageError(
                "--count, --list and --where are for single runs, without the options of batches"
            )
        paths, asked = wording.batch_paths_and_questions(words, questions, batch.manifest)
        options = {
            "questions": asked, "top_alternatives": ALTERNATIVES if top is None else top - 1, **answering,
            **({"explain": True} if explain else {}),
        }  # fmt: skip
        batches.run("ask", paths, batch, options, run, chosen=files.selection)
        return
    if whole_asked:
        paths, asked = wording.only_paths(words, questions), []
    else:
        paths, asked = wording.paths_and_questions(words, questions)
    whole = WholeDocuments(count, list_, where, asked)
    if run.no_cache and not paths:
        raise UsageError("no document given, and --no-cache leaves no library to ask; give PATH... QUESTION")
    others = whole.others(asked)
    wish = Wish(
        paths, others, top, all_spans, exhaustive, min_confidence, run.password, explain, whole,
        condition, tuple(globs or ()),
    )  # fmt: skip
    if per_document:
        if replace(batch, output=None) != batches.BatchOptions():
            raise UsageError("--per-document takes --output, and no other option of batches")
        if whole.requests and not others:
            raise UsageError("--per-document takes questions, not --count, --list or --where TERM")
        wish = replace(wish, questions=asked, whole=WholeDocuments(None, None, None, []))
        with ProgressBar(run.quiet) as bar, run.longdoc(bar, reader) as longdoc:
            table_of_documents(longdoc, wish, as_json, batch.output, bar, showing)
        return
    with ProgressBar(run.quiet) as bar, run.longdoc(bar, reader) as longdoc:
        sources = inputs.Sources(paths, files.selection)
        answers = answers_to(longdoc, wish, sources, bar, showing)
    found = _show_all(answers, wish, asked, as_json)
    showing.answers(answers, wish.shown, sources)
    if sources.failed:
        raise typer.Exit(DocumentError.exit_code)
    if not any(found):
        raise typer.Exit(NO_ANSWER)


def _converse(
    words: list[str], run: RunOptions, reader: ReaderName, exhaustive: bool, min_confidence: float | None
) -> None:
    """Ask at a prompt until it is left."""
    with ProgressBar(run.quiet) as bar, run.longdoc(bar, reader) as longdoc:
        prompt.open_and_converse(
            longdoc, words, bar, run.password, exhaustive=exhaustive, min_confidence=min_confidence
        )


def _show_all(answers: list[Answer], wish: Wish, asked: list[str], as_json: bool) -> list[bool]:
    """Show the answers in the order of the questions; whether each was answered."""
    by_question = {answer.question: answer for answer in answers}
    found = []
    for i, question in enumerate([*([None] if None in wish.whole.requests else []), *asked]):
        if question in wish.whole.requests:
            found.append(wish.whole.show(question, as_json=as_json, first=i == 0))
        elif question in by_question:
            answer = by_question[question]
            shown = answer if wish.explain else replace(answer, explanation=None)
            _show(shown, wish, as_json, several=len(asked) > 1, first=i == 0)
            found.append(answer.answer is not None)
    return found


def _show(answer: Answer, wish: Wish, as_json: bool, *, several: bool, first: bool) -> None:
    if as_json:
        write_json(answer.to_json())
        return
    if answer.answer is None and not several:
        messages.complain(f"{render.NOTHING}: {one_line(answer.question)}")
        if near := render.closest(answer):
            messages.note(render.closest_line(near))
        explaining.why_answer(answer)
        return
    render.answer(answer, wish.shown, headed=several, first=first)
    explaining.why_answer(answer)
