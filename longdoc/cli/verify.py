"""`longdoc verify`: whether a draft quotes its sources verbatim."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from longdoc.cli import inputs, messages, verdicts
from longdoc.cli.option_groups import with_groups
from longdoc.cli.options import (
    Debug,
    FileOptions,
    LibraryFolder,
    MaxMemory,
    NoCache,
    Ocr,
    Password,
    Quiet,
    RunOptions,
    Timeout,
    Version,
)
from longdoc.cli.progress import ProgressBar
from longdoc.cli.showing import check_report_name
from longdoc.cli.terminal import source_name, write, write_json
from longdoc.errors import DocumentError
from longdoc.plurals import counted

if TYPE_CHECKING:
    from longdoc.api import LongDoc
    from longdoc.documents.types import Document
    from longdoc.tasks.verify.verify import Verification

__all__ = ["verify"]

NOT_VERBATIM = 1


@with_groups
def verify(
    draft: Annotated[
        str, typer.Argument(metavar="DRAFT", show_default=False, help="The text with the quotations.")
    ],
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCES...",
            show_default=False,
            help="The documents that it quotes: files, folders, patterns.",
        ),
    ],
    as_json: Annotated[
        bool, typer.Option("--json", help="Write one JSON object per line, one for each quotation.")
    ] = False,
    report: Annotated[
        Path | None, typer.Option(metavar="OUT.html", help="Write an HTML page with every change marked.")
    ] = None,
    *,
    files: FileOptions,
    library: LibraryFolder = None,
    password: Password = None,
    no_cache: NoCache = False,
    timeout: Timeout = None,
    max_memory: MaxMemory = None,
    ocr: Ocr = None,
    quiet: Quiet = False,
    debug: Debug = False,
    version: Version = False,
) -> None:
    """Check every quotation in a draft against its sources, word for word.

    Each is verbatim, altered (with the changes), elsewhere (not where it is cited from) or not found.
    """
    if report is not None:
        check_report_name(report)
    found = inputs.Sources(sources, files.selection)
    run = RunOptions(library, device="cpu", no_cache=no_cache, timeout=timeout, max_memory=max_memory)
    with ProgressBar(quiet) as bar, run.longdoc(bar) as longdoc:
        draft_document = longdoc.open(draft, password=password)
        bar.clear()
        inputs.tell_notices(draft_document)
        opened = _open_all(longdoc, found, password, bar, draft_document)
        if not opened:
            raise DocumentError("none of the sources could be read, so nothing was checked")
        bar("quotations", 0, 0)
        verification = longdoc.verify(draft_document, opened)
    _show(verification, draft, as_json)
    if report is not None:
        from longdoc.report.quotations import write_report

        write_report(report, draft_document, opened, verification, verdicts.tally(verification))
    if found.failed:
        raise typer.Exit(DocumentError.exit_code)
    if not verification.all_verbatim:
        raise typer.Exit(NOT_VERBATIM)


def _open_all(
    longdoc: LongDoc, sources: inputs.Sources, password: str | None, bar: ProgressBar, draft: Document
) -> list[Document]:
    opened = []
    for source in bar.over(sources, len(sources)):
        try:
            # standard input cannot be read twice
            document = draft if source == draft.source else longdoc.open(source, password=password)
        except DocumentError as error:
            bar.clear()
            sources.tell(error)
            continue
        bar.clear()
        if document.sha256 == draft.sha256:  # under whatever name
            messages.note(f"{source_name(source)}: this is the draft, so it is no source")
            continue
        inputs.tell_notices(document)
        opened.append(document)
    return opened


def _show(verification: Verification, draft: str, as_json: bool) -> None:
    for n, verdict in enumerate(verification.verdicts):
        if as_json:
            write_json(verdict.to_json())
            continue
        if n:
            write()
        verdicts.show(verdict)
    if verification.unchecked:
        which = "of a few words without a cited source"
        few = counted(verification.unchecked, f"quotation {which} was", f"quotations {which} were")
        messages.note(f"{source_name(draft)}: {few} not checked")
    messages.note(verdicts.tally(verification))
