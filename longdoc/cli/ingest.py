"""`longdoc ingest`: add documents to the library, list them, remove them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

from longdoc.cli import batches, inputs, messages, render
from longdoc.cli import library as library_commands
from longdoc.cli.option_groups import with_groups
from longdoc.cli.options import FileOptions, RunOptions
from longdoc.cli.progress import FEW_FILES, ProgressBar
from longdoc.cli.terminal import write, write_json
from longdoc.errors import DocumentError, UsageError
from longdoc.plurals import counted

if TYPE_CHECKING:
    from longdoc.api import LongDoc
    from longdoc.library.batch import IngestResult

__all__ = ["ingest"]

STATUSES = ("ingested", "cached", "failed")


@with_groups
def ingest(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATH...", show_default=False, help="Files, folders or patterns."),
    ] = None,
    *,
    files: FileOptions,
    list_: Annotated[bool, typer.Option("--list", help="List the documents in the library.")] = False,
    forget: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="Remove a document, by the start of its id or by its path."),
    ] = None,
    tag: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=VALUE", help="Tag these documents, for `ask --where`."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON object per line.")] = False,
    batch: batches.BatchOptions,
    ray: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="Use a Ray cluster, one process per node: auto, ray://HOST:10001, or local to start one.",
            rich_help_panel="Batches",
        ),
    ] = None,
    run: RunOptions,
) -> None:
    """Read files, folders or patterns into the library, so that they can be asked at once and together."""
    if sum((bool(paths) or batch.given or ray is not None, list_, bool(forget))) != 1:
        raise UsageError("ingest takes one of PATH..., --list and --forget ID")
    if run.no_cache:
        raise UsageError("ingest stores what it reads; leave out --no-cache")
    if run.password is not None:
        messages.note("encrypted documents are never stored; use --password with ask and summarize")
    tags = dict(library_commands.parse_tag(text) for text in tag or [])
    if batch.given or ray is not None:
        batches.run("ingest", paths or [], batch, {"tags": tags}, run, chosen=files.selection, ray=ray)
        return
    with ProgressBar(run.quiet) as bar, run.longdoc(bar) as longdoc:
        if list_:
            _list(longdoc, as_json)
        for wanted in forget or []:
            library_commands.removed(longdoc, wanted, as_json)
        if paths and not _ingest(
            longdoc,
            inputs.Sources(paths, files.selection, _write_missed if as_json else None),
            as_json,
            tags,
            bar,
        ):
            raise typer.Exit(DocumentError.exit_code)


def _ingest(
    longdoc: LongDoc, sources: inputs.Sources, as_json: bool, tags: dict[str, str], bar: ProgressBar
) -> bool:
    """Whether all of them could be read."""
    _ = longdoc.library  # one that cannot be created ends the run before anything is read
    statuses: Counter[str] = Counter()
    try:
        for source in bar.over(longdoc.prefetched(sources), len(sources)):
            for result in longdoc.ingest([source]):
                statuses[result.status] += 1
                bar.make_way(messages=bool(result.error or result.notices))
                _show(result, as_json)
                if tags and result.id is not None:
                    longdoc.tag(result.id, tags)
                sources.failed = sources.failed or result.status == "failed"
    except (KeyboardInterrupt, SystemExit):
        bar.clear()
        done = statuses.total() - statuses["failed"]
        are = "is" if done == 1 else "are"
        messages.note(
            f"{done:,} of {counted(len(sources), 'file')} {are} in the library; the others were not read"
        )
        raise
    bar.clear()
    if statuses.total() > FEW_FILES:
        told = ", ".join(f"{statuses[status]:,} {status}" for status in STATUSES)
        messages.note(f"{counted(statuses.total(), 'file')}: {told}")
    return not sources.failed


def _write_missed(path: str, error: DocumentError) -> None:
    """The line in JSON for a path behind which nothing is found."""
    from longdoc.library.batch import failed_ingest

    write_json(failed_ingest(path, str(error), 0.0).to_json())


def _show(result: IngestResult, as_json: bool) -> None:
    if as_json:
        write_json(result.to_json())
    elif result.status != "failed":
        write(render.ingested(result))
    if result.error:
        messages.complain(result.error)
    for notice in result.notices:
        messages.note(f"{result.document}: {notice}")


def _list(longdoc: LongDoc, as_json: bool) -> None:
    from longdoc.library.batch import result_of_entry

    for entry in longdoc.documents():
        result = result_of_entry(entry)
        if as_json:
            write_json(result.to_json())
        else:
            write(render.ingested(result))
