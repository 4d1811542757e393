"""`--highlight` and `--report`: results marked in the document itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from longdoc.cli import inputs, messages
from longdoc.cli.option_groups import OptionGroup
from longdoc.cli.terminal import source_name
from longdoc.errors import UsageError

if TYPE_CHECKING:
    from longdoc.api import LongDoc
    from longdoc.documents.types import Document
    from longdoc.report.marks import Mark
    from longdoc.report.types import Source
    from longdoc.tasks.types import Answer, Summary

__all__ = ["Pages", "Showing", "ShowingOptions", "check_report_name"]


class Pages(StrEnum):
    """Which pages and sections a report shows."""

    NEEDED = "needed"
    ALL = "all"


HighlightFile = Annotated[
    Path | None,
    typer.Option(
        metavar="OUT.pdf|DIR",
        help="Write a copy of the PDF with the results highlighted; into a folder, one of each PDF.",
    ),
]
ReportFile = Annotated[
    Path | None,
    typer.Option(metavar="OUT.html", help="Write an HTML page that shows the results beside the document."),
]
ShownPages = Annotated[Pages, typer.Option("--pages", help="Which pages and sections the report shows.")]


@dataclass(frozen=True, slots=True)
class ShowingOptions(OptionGroup):
    """The files that show results in the document."""

    highlight: HighlightFile = None
    report: ReportFile = None
    pages: ShownPages = Pages.NEEDED


class Showing:
    """Collects the documents of a run, and shows the results in them at its end."""

    def __init__(self, options: ShowingOptions, password: str | None) -> None:
        highlight, report, pages = options.highlight, options.report, options.pages
        self._highlight, self._report, self._pages, self._password = highlight, report, pages, password
        self._documents: dict[str, Document] = {}
        self._sources: list[Source] = []
        for option, path in (("--highlight", highlight), ("--report", report)):
            if path is not None and str(path) == "-":
                raise UsageError(f"{option} writes a file, not standard output; give its name")
        if highlight is not None:
            _check_highlight_name(highlight)
        if report is not None:
            check_report_name(report)
        if pages is Pages.ALL and report is None:
            raise UsageError("--pages needs --report")

    def refuse_batches(self) -> None:
        """Raise UsageError for batches, whose results go to --output only."""
        if self._highlight is not None or self._report is not None:
            raise UsageError("--highlight and --report do not work in batches")

    @property
    def wanted(self) -> bool:
        """Whether --highlight or --report is given."""
        return self._highlight is not None or self._report is not None

    @property
    def explains(self) -> bool:
        """Whether answers need explanations, which reports show."""
        return self._report is not None

    def keep(self, document: Document, longdoc: LongDoc, answers: Sequence[Answer] = ()) -> None:
        """Keep a document that was asked or summarized, with its own answers."""
        if self._highlight is not None or self._report is not None:
            self._documents[document.source] = document
        if self._report is not None:
            from longdoc.report.page import salience_of
            from longdoc.report.types import Source

            salience = salience_of(longdoc.read(document))
            self._sources.append(Source(document, tuple(answers), salience, self._password))

    def answers(self, answers: Sequence[Answer], shown: int | None, sources: inputs.Sources) -> None:
        """Show `shown` spans of each answer (None: all)."""
        from longdoc.report.marks import marks_of_answer

        if not answers:  # counts and lists were asked for, or no document could be read
            for out in filter(None, (self._highlight, self._report)):
                messages.note(f"{out} was not written: it would show answers, and there are none")
            return
        if self._highlight is not None:
            marks = [mark for answer in answers for mark in marks_of_answer(answer, self._documents, shown)]
            self._write_highlights(self._highlight, marks, sources)
        if self._report is not None:
            self._write_report(self._report, answers, (), shown)

    def summaries(self, summaries: Sequence[Summary], sources: inputs.Sources) -> None:
        """Show summaries."""
        from longdoc.report.marks import marks_of_summary

        if self._highlight is not None:
            marks = [mark for summary in summaries for mark in marks_of_summary(summary)]
            self._write_highlights(self._highlight, marks, sources)
        if self._report is not None:
            self._write_report(self._report, (), summaries, 1)

    def _write_report(
        self, out: Path, answers: Sequence[Answer], summaries: Sequence[Summary], shown: int | None
    ) -> None:
        """Write the page, unless no document could be read."""
        from longdoc.report.files import write_whole
        from longdoc.report.page import report_html
        from longdoc.report.types import Report

        if not self._sources:
            messages.note(f"nothing was read, so {out} was not written")
            return
        if any(out.exists() and Path(source).exists() and out.samefile(source) for source in self._documents):
            raise UsageError(f"{out}: this is the document itself; give another name for the report")
        every = self._pages is Pages.ALL
        html, notes = report_html(
            Report(tuple(answers), tuple(summaries), tuple(self._sources), shown, every)
        )
        for line in notes:
            messages.note(line)
        write_whole(out, html.encode("utf-8", "replace"))

    def _write_highlights(self, out: Path, marks: Sequence[Mark], sources: inputs.Sources) -> None:
        """Write a copy of each document if `out` is a folder, else of the one with the first mark."""
        from longdoc.report.files import make_folder
        from longdoc.report.highlight import highlight

        by_document: dict[str, list[Mark]] = {}
        for mark in marks:
            by_document.setdefault(mark.document, []).append(mark)
        if not by_document:
            messages.note(f"nothing was found, so {out} was not written")
        is_folder = out.is_dir() or not out.suffix
        names: set[str] = set()
        for i, (source, some) in enumerate(by_document.items()):
            if i and not is_folder:
                others = ", ".join(source_name(other) for other in list(by_document)[i:])
                messages.note(
                    f"{out}: shows {source_name(marks[0].document)} only, not {others}; give a folder"
                )
                break
            if is_folder:
                make_folder(out)
            copy = _copy_in(out, source, names) if is_folder else out
            work = partial(highlight, self._documents[source], some, copy)
            for line in sources.attempt(source, work) or ():
                messages.note(line)


def _check_highlight_name(out: Path) -> None:
    """Raise UsageError unless the name is a folder's or ends in .pdf; one without a suffix is a folder's."""
    if not out.is_dir() and out.suffix.lower() != ".pdf" and (out.suffix or out.exists()):
        raise UsageError(f"--highlight {out}: give a name that ends in .pdf, or a folder")
    if out.suffix and not out.is_dir():
        _check_folder("--highlight", out)


def check_report_name(report: Path) -> None:
    """Raise UsageError unless a report has the name of an HTML page, in a folder that exists."""
    if report.suffix.lower() not in (".html", ".htm"):
        raise UsageError(f"--report {report}: the report is an HTML page; give a name that ends in .html")
    _check_folder("--report", report)


def _check_folder(option: str, out: Path) -> None:
    """Raise UsageError if the folder of a file is missing: reading may take long before it is written."""
    if not out.parent.is_dir():
        raise UsageError(f"{option} {out}: there is no folder {out.parent}; create it first")


def _copy_in(folder: Path, source: str, names: set[str]) -> Path:
    """The file for the copy of a document, named after it; numbered if `names` has that name already."""
    stem, number = Path(source).stem, 1
    name = f"{stem}.marked.pdf"
    while name in names:
        number += 1
        name = f"{stem}.{number}.marked.pdf"
    names.add(name)
    return folder / name
