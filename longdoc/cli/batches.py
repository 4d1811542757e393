"""Batches: the options that ingest, ask and summarize share, running one, and reporting on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from longdoc.cli import inputs, messages
from longdoc.cli.option_groups import OptionGroup
from longdoc.cli.options import ReaderName, RunOptions
from longdoc.cli.progress import FEW_FILES, ProgressBar
from longdoc.cli.terminal import write_json
from longdoc.errors import DocumentError, UsageError
from longdoc.paths import library_folder, model_folder
from longdoc.plurals import counted

if TYPE_CHECKING:
    from longdoc.documents.find import Selection
    from longdoc.library.batch_run import Batch, Stats
    from longdoc.library.manifest import Item
    from longdoc.library.work import Outcome, Task

__all__ = ["BatchOptions", "run"]

_PANEL = "Batches"
ORDER_OF_STATUSES = ("done", "failed", "refused", "skipped")

Manifest = Annotated[
    str | None,
    typer.Option(
        metavar="FILE",
        help="The files, one per line, or CSV or JSON Lines with path, id, password, questions, tags;"
        " - is standard input.",
        rich_help_panel=_PANEL,
    ),
]
Output = Annotated[
    Path | None,
    typer.Option(
        metavar="DIR|FILE",
        help="Write results to a folder (one file each), or FILE.jsonl, .csv, .parquet. A journal beside it"
        " lets the same command resume where it was interrupted.",
        rich_help_panel=_PANEL,
    ),
]
Jobs = Annotated[
    int | None,
    typer.Option(
        min=1, metavar="N", help="Worker processes, which share the cores; by default one per core.",
        rich_help_panel=_PANEL,
    ),
]  # fmt: skip
Shard = Annotated[
    str | None,
    typer.Option(
        metavar="i/n", help="Process only the i-th of n shards of the files.", rich_help_panel=_PANEL
    ),
]
Retry = Annotated[
    list[str] | None,
    typer.Option(
        metavar="WHAT",
        help="Retry files with this status (failed, refused, skipped) or this class of error.",
        rich_help_panel=_PANEL,
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Process every file again.", rich_help_panel=_PANEL)]
ShowStats = Annotated[
    bool,
    typer.Option(
        "--stats", help="Report files, pages, tokens, errors and speed at the end.", rich_help_panel=_PANEL
    ),
]


@dataclass(frozen=True, slots=True)
class BatchOptions(OptionGroup):
    """The batch options that were given."""

    manifest: Manifest = None
    output: Output = None
    jobs: Jobs = None
    shard: Shard = None
    retry: Retry = None
    force: Force = False
    stats: ShowStats = False

    @property
    def given(self) -> bool:
        """Whether any batch option was given."""
        rest = (self.shard, self.retry, self.force, self.stats)
        return any(value is not None for value in (self.manifest, self.output, self.jobs)) or any(rest)


def run(
    command: Literal["ingest", "ask", "summarize"],
    paths: Sequence[str],
    given: BatchOptions,
    options: dict[str, Any],
    run_options: RunOptions,
    *,
    chosen: Selection | None = None,
    reader: ReaderName = ReaderName.AUTO,
    ray: str | None = None,
) -> None:
    """Run a batch; exits with the code for unreadable documents if there are any."""
    from longdoc.library.batch_run import run_batch
    from longdoc.library.work import Task

    password = None if command == "ingest" else run_options.password  # encrypted documents are never stored
    items = _items(paths, given, password, chosen)
    folder = None if run_options.no_cache else str(library_folder(run_options.library).absolute())
    task = Task(
        command, folder, str(model_folder(run_options.model)), run_options.device, reader.value,
        _limits(run_options), options,
    )  # fmt: skip
    _check_questions(task, items)
    batch = _batch(task, items, given, run_options)
    if ray is not None:
        from longdoc.library.ray_crew import RayCrew

        batch = replace(batch, crew=partial(RayCrew, address=ray, actors=given.jobs))
    with ProgressBar(run_options.quiet) as bar:
        done = total = 0

        def begin(count: int) -> None:
            nonlocal total
            total = count
            if total:
                bar("files", 0, total)

        def tell(item: Item, outcome: Outcome) -> None:
            nonlocal done
            done += 1
            to_stdout = given.output is None
            bar.make_way(messages=bool(outcome.message or outcome.notices), results=to_stdout)
            _tell(command, item, outcome, to_stdout=to_stdout)
            bar("files", done, total)

        try:
            stats = run_batch(batch, tell, begin)
        except (KeyboardInterrupt, SystemExit):
            bar.clear()
            further = "; the same command continues" if given.output else ""
            if total:
                messages.note(f"{done:,} of {counted(total, 'file')} done{further}")
            raise
    _tell_end(stats, given)
    if stats.standing or any(stats.statuses[status] for status in ORDER_OF_STATUSES[1:]):
        raise typer.Exit(DocumentError.exit_code)


def _limits(run_options: RunOptions) -> dict[str, Any]:
    """The limits that were given, by their names in `Limits`."""
    from longdoc.documents.ocr.choice import chosen

    return {
        "ocr": chosen(), "file_seconds": run_options.timeout, "max_memory_bytes": run_options.memory_bytes,
    }  # fmt: skip


def _items(
    paths: Sequence[str], given: BatchOptions, password: str | None, chosen: Selection | None
) -> list[Item]:
    from longdoc.library.manifest import expanded, items_of_paths, read_manifest

    rows = items_of_paths(paths)
    if given.manifest is not None:
        rows += read_manifest(given.manifest)
    if not rows:
        raise UsageError("a batch needs files: PATH... or --manifest FILE")
    items = list(expanded(rows, chosen))
    return [
        replace(
            item,
            password=item.password or password,
            questions=tuple(map(inputs.checked_question, item.questions)),
        )
        for item in items
    ]


def _batch(task: Task, items: list[Item], given: BatchOptions, run_options: RunOptions) -> Batch:
    from longdoc.library import batch_run, jobs, manifest

    if given.output is None and (given.retry or given.force):
        raise UsageError("--retry and --force need the journal of an --output")
    return batch_run.Batch(
        task=task,
        items=items,
        output=given.output,
        shard=manifest.Shard.parse(given.shard) if given.shard else manifest.Shard(),
        retry=frozenset(given.retry or ()),
        force=given.force,
        jobs=given.jobs,
        limit=jobs.Limit(run_options.timeout, run_options.memory_bytes),
    )


def _check_questions(task: Task, items: list[Item]) -> None:
    if task.command != "ask" or task.options.get("questions"):
        return
    for item in items:
        if not item.questions:
            raise UsageError(f"{item.path}: no question; give QUESTION, --questions FILE or a column")


def _tell(command: str, item: Item, outcome: Outcome, *, to_stdout: bool) -> None:
    from longdoc.library.work import results_of

    for result in results_of(command, item, outcome) if to_stdout else ():  # type: ignore[arg-type]
        write_json(result)
    if outcome.message:
        messages.complain(outcome.message)
    for notice in outcome.notices:
        messages.note(f"{item.path}: {notice}")


def _tell_end(stats: Stats, given: BatchOptions) -> None:
    if stats.before:
        were, are = ("file was", "is") if stats.before == 1 else ("files were", "are")
        messages.note(f"{stats.before:,} {were} done by an earlier run and {are} skipped")
    if stats.standing:
        what = ", ".join(f"{count:,} {status}" for status, count in sorted(stats.standing.items()))
        messages.note(f"of these, {what}; --retry STATUS tries them again")
    files = stats.statuses.total()
    told = ", ".join(f"{stats.statuses[status]:,} {status}" for status in ORDER_OF_STATUSES)
    told = f"{counted(files, 'file')}: {told}"
    if not given.stats:
        if files > FEW_FILES:
            messages.note(told)
        return
    seconds = max(stats.seconds, 1e-9)
    messages.tell(f"{told}; {stats.before:,} done before")
    messages.tell(
        f"{counted(stats.pages, 'page')}, {counted(stats.tokens, 'token')} in {stats.seconds:,.1f} s"
        f" by {counted(stats.jobs, 'job')}"
    )
    messages.tell(f"{files / seconds:,.2f} files, {stats.pages / seconds:,.2f} pages, "
                  f"{stats.tokens / seconds:,.0f} tokens a second")  # fmt: skip
    if stats.kinds:
        messages.tell("kinds: " + ", ".join(f"{kind} {n:,}" for kind, n in stats.kinds.most_common()))
    if stats.errors:
        messages.tell("errors: " + ", ".join(f"{error} {n:,}" for error, n in stats.errors.most_common()))
