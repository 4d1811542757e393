"""`longdoc summarize`: the most important sentences of a document, each with its page."""

from __future__ import annotations

from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from longdoc.cli import batches, inputs, messages, render
from longdoc.cli.option_groups import with_groups
from longdoc.cli.options import FileOptions, RunOptions, number
from longdoc.cli.progress import ProgressBar
from longdoc.cli.showing import Showing, ShowingOptions
from longdoc.cli.terminal import one_line, source_name, write, write_json
from longdoc.errors import DocumentError, UsageError

if TYPE_CHECKING:
    from longdoc.tasks.types import Summary

__all__ = ["Format", "summarize"]


class Format(StrEnum):
    """How a summary is written."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"


@with_groups
def summarize(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATH|-...", show_default=False, help="Files, folders or patterns; - is standard input."
        ),
    ] = None,
    words: Annotated[int | None, typer.Option(min=1, metavar="N", help="At most N words.")] = None,
    sentences: Annotated[int | None, typer.Option(min=1, metavar="N", help="N sentences.")] = None,
    ratio: Annotated[
        float | None,
        typer.Option(
            metavar="R", callback=number, help="Share of the document's words, above 0 and at most 1."
        ),
    ] = None,
    focus: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Focus the summary on a question or topic.")
    ] = None,
    by_section: Annotated[
        bool,
        typer.Option(
            "--by-section", help="Summarize each top-level section or chapter; --sentences applies to each."
        ),
    ] = False,
    abridge: Annotated[
        bool | None,
        typer.Option(
            "--abridge/--no-abridge",
            show_default=False,
            help="Keep whole passages of each chapter; the default for stories with chapters.",
        ),
    ] = None,
    density: Annotated[
        float | None,
        typer.Option(
            min=0, max=1, metavar="D", callback=number, help="0: few long sentences; 1: many short ones."
        ),
    ] = None,
    format_: Annotated[Format | None, typer.Option("--format", help="Output format.")] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Write one JSON object per line, one for each document.")
    ] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Show why each sentence was selected.")] = False,
    *,
    shown: ShowingOptions,
    batch: batches.BatchOptions,
    files: FileOptions,
    run: RunOptions,
) -> None:
    """Summarize documents in their own sentences, each with its page. `-` is standard input."""
    if sum(length is not None for length in (words, sentences, ratio)) > 1:
        raise UsageError("--words, --sentences and --ratio exclude each other; give one")
    if ratio is not None and not 0 < ratio <= 1:
        raise UsageError(f"--ratio {ratio:g}: must be above 0 and at most 1")
    if focus is not None and not focus.strip():
        raise UsageError("--focus is empty")
    focus = None if focus is None else inputs.checked_question(focus, "--focus")
    if as_json and format_ not in (None, Format.JSON):
        raise UsageError(f"--json and --format {format_} exclude each other; give one")
    if batch.given and format_ not in (None, Format.JSON):
        raise UsageError(f"--format {format_} does not work in batches, whose results are JSON")
    format_ = Format.JSON if as_json else format_ or Format.TEXT
    showing = Showing(shown, run.password)
    length = {
        "words": words, "sentences": sentences, "ratio": ratio, "focus": focus, "by_section": by_section,
        "abridge": abridge, "density": density,
    }  # fmt: skip
    if batch.given:
        showing.refuse_batches()
        if explain:
            raise UsageError("--explain does not work in batches")
        batches.run("summarize", paths or [], batch, length, run, chosen=files.selection)
        return
    if not paths:
        raise UsageError("nothing to summarize; give PATH..., or - for standard input")
    sources = inputs.Sources(paths, files.selection)
    _each(sources, run, showing, {**length, "explain": explain}, format_)


def _each(
    sources: inputs.Sources, run: RunOptions, showing: Showing, options: dict[str, Any], format_: Format
) -> None:
    """Summarize each document, and show each summary as soon as it is ready."""
    summaries: list[Summary] = []
    with ProgressBar(run.quiet) as bar, run.longdoc(bar) as longdoc:

        def summary_of(source: str) -> Summary:
            try:
                document = longdoc.open(source, password=run.password)
                bar.clear()
                inputs.tell_notices(document)
                summary = longdoc.summarize(document, **options)
                showing.keep(document, longdoc)
                return summary
            finally:
                bar.clear()

        for source in bar.over(longdoc.prefetched(sources), len(sources)):
            summary = sources.attempt(source, partial(summary_of, source))
            if summary is None:
                continue
            inputs.tell_coverage(summary.document, summary.coverage)
            _tell_absent_focus(summary, options["focus"])
            _show(summary, format_, options["by_section"], first=not summaries, alone=len(sources) == 1)
            summaries.append(summary)
    showing.summaries(summaries, sources)
    if sources.failed:
        raise typer.Exit(DocumentError.exit_code)


def _tell_absent_focus(summary: Summary, focus: str | None) -> None:
    """Note that a document has none of the words of the focus: its summary cannot be about it."""
    if focus is not None and summary.focus_mentioned is False:
        messages.note(
            f"{source_name(summary.document)}: has none of the words of --focus '{one_line(focus)}'; the"
            " summary shows what comes nearest"
        )


def _why_nothing(summary: Summary) -> str:
    if not summary.coverage.tokens:
        return "nothing to summarize"
    return "no sentence is short enough for a summary of this length; give a greater one"


def _show(summary: Summary, format_: Format, by_section: bool, *, first: bool, alone: bool) -> None:
    if format_ is Format.JSON:
        write_json(summary.to_json())
        return
    if not summary.sentences:
        messages.note(f"{source_name(summary.document)}: {_why_nothing(summary)}")
    if not first:
        write()
    if format_ is Format.MARKDOWN:
        write(render.summary_markdown(summary, by_section))
    else:
        render.summary_text(summary, by_section, headed=not alone)
