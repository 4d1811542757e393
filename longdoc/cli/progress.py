"""Progress of a long run: a bar on a terminal that can redraw it, a line every 15 seconds everywhere else."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING, Self

from longdoc.cli import messages
from longdoc.cli.terminal import is_dumb, one_line, source_name
from longdoc.plurals import counted

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

__all__ = ["FEW_FILES", "ProgressBar"]

LINE_EVERY_S = 15.0
FEW_FILES = 10  # whose outcomes need no count at the end: they are seen at a glance
_PATIENCE_S = 0.7
_BAR_WIDTH = 40
_WORDS = {
    "model": "loading the model",
    "opening": "opening",
    "pages": "extracting the text",
    "scans": "recognising scanned pages (OCR)",
    "tokens": "reading",
    "passages": "reading passages with the question",
    "quotations": "comparing the quotations with the sources",
}
_UNCOUNTED = ("model", "opening")
_UNITS = {"pages": "pages", "scans": "pages", "tokens": "tokens"}
_NEXT = {  # what follows a step whose count is full, and counts nothing itself
    "pages": "putting the text of {} pages in order",
    "scans": "putting the text in order, {} pages of it recognised",
    "tokens": "{} tokens read, comparing sentences and passages",
    "passages": "{} passages read, comparing answers",
}


class ProgressBar:
    """Called with the stage, the amount done, and the total."""

    def __init__(self, quiet: bool = False) -> None:
        self.document = ""
        terminal = sys.stderr.isatty() and not is_dumb()
        self._shown = not quiet and terminal
        self._lines = _Lines() if not quiet and not terminal else None
        self._bar: Progress | None = None
        self._task: TaskID | None = None
        self._stage = ("", "")
        self._since_s = time.monotonic()
        self._files = (0, 0)

    def __enter__(self) -> Self:
        if self._lines:
            self._lines.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self.clear()
        if self._lines:
            self._lines.stop()

    def __call__(self, what: str, done: int, total: int) -> None:
        if what == "files":
            self._files = (done, total)
        if what == "model" and done:  # loaded, while the document is still being opened
            if not self.document:
                self.clear()
                return
            what, done, total = "opening", 0, 0
        if self._lines:
            self._lines.update(self.document, what, done, total)
        if not self._shown:
            return
        if self._stage != (self.document, what):
            if not self._counts_files:
                self.clear()
            self._stage = (self.document, what)
        if self._bar is None and what != "model" and time.monotonic() - self._since_s < _PATIENCE_S:
            return
        if self._bar is None:
            self._show(what)
        if self._bar is not None and self._task is not None:
            self._update(what, done, total)
            self._bar.start()

    def over(self, sources: Iterable[str], total: int = 0) -> Iterator[str]:
        """Yield the documents, naming each in the bar while it is processed.

        Args:
            total: how many they are; with more than one, it is told how many of them are done.
        """
        for done, source in enumerate(sources):
            self.document = ""
            if total > 1:
                self("files", done, total)
            self.document = source  # parsing it may precede the first step that counts
            if self._lines:
                self._lines.update(source, "opening", 0, 0)
            yield source

    def make_way(self, *, messages: bool, results: bool = True) -> None:
        """Remove the bar if what is written next appears on the same terminal."""
        if messages or (results and sys.stdout.isatty()):
            self.clear()

    def clear(self) -> None:
        """Remove the bar, before results or the next stage."""
        if self._bar is not None:
            self._bar.stop()
        self._bar = self._task = None
        self._stage, self._since_s = ("", ""), time.monotonic()
        if self._lines:
            self._lines.pause()

    def _show(self, what: str) -> None:
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            Progress,
            ProgressColumn,
            TaskProgressColumn,
            TextColumn,
            TimeRemainingColumn,
        )
        from rich.table import Column

        console = Console(file=sys.stderr)
        words = TextColumn(  # shortened first where the terminal is narrow
            "{task.description}", table_column=Column(ratio=1, no_wrap=True, overflow="ellipsis")
        )
        columns: list[ProgressColumn] = [words, BarColumn(min(_BAR_WIDTH, console.width // 4))]
        if what not in _UNCOUNTED or self._counts_files:
            columns += [TaskProgressColumn(), TimeRemainingColumn()]
        self._bar = Progress(*columns, console=console, transient=True, expand=True)
        self._task = self._bar.add_task("", total=None)

    def _update(self, what: str, done: int, total: int) -> None:
        """Of many files, the bar shows how many are done, and before it which is being processed."""
        from rich.markup import escape

        assert self._bar is not None
        assert self._task is not None
        words = [one_line(PurePath(self.document).name), _WORDS.get(what, "")]
        if self._counts_files:
            done, total = self._files
            words = [f"{done:,} of {total:,} files", *words]
        of = None if what in _UNCOUNTED and not self._counts_files else total
        self._bar.update(self._task, description=escape(" ".join(words).strip()), completed=done, total=of)

    @property
    def _counts_files(self) -> bool:
        return self._files[1] > 1


@dataclass(slots=True)
class _Count:
    """How much of something is done, and how fast it goes."""

    done: int = 0
    total: int = 0
    begun_s: float = field(default_factory=time.monotonic)
    begun_at: int = 0

    @classmethod
    def of(cls, done: int, total: int) -> Self:
        return cls(done, total, begun_at=done)

    def left(self) -> str:
        """How long the rest will take, as far as can be told: `, about 8 s left`."""
        advanced, spent_s = self.done - self.begun_at, time.monotonic() - self.begun_s
        if advanced <= 0 or self.done >= self.total:
            return ""
        return f", about {_duration((self.total - self.done) * spent_s / advanced)} left"


class _Lines:
    """A thread that reports at intervals, so that stages with rare updates are visible too."""

    def __init__(self) -> None:
        self._ended = threading.Event()
        self._stage: tuple[str, str] | None = None
        self._count = _Count()
        self._files = _Count()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, daemon=True, name="progress")
        self._thread.start()

    def stop(self) -> None:
        self._ended.set()
        if self._thread:
            self._thread.join()

    def pause(self) -> None:
        """Say nothing until the next step begins: results are shown, or somebody types a question."""
        self._stage = None

    def update(self, document: str, what: str, done: int, total: int) -> None:
        if what == "files":
            if self._files.total != total:
                self._files = _Count.of(done, total)
            self._files.done = done
        elif self._stage != (document, what) or done < self._count.done:
            self._count = _Count.of(done, total)
        self._count.done, self._count.total = done, total
        self._stage = (document, what)

    def _run(self) -> None:
        while not self._ended.wait(LINE_EVERY_S):
            if (stage := self._stage) is not None:
                messages.note(self._line(*stage))

    def _line(self, document: str, what: str) -> str:
        files = f"{self._files.done:,} of {counted(self._files.total, 'file')}{self._files.left()}"
        if what == "files":
            return files
        return (f"{files}; " if self._files.total > 1 else "") + self._of_stage(document, what)

    def _of_stage(self, document: str, what: str) -> str:
        name = f"{source_name(document)}: " if document else ""
        done, total, words = self._count.done, self._count.total, _WORDS.get(what, what)
        if what == "model" or not total:
            return name + words
        if done >= total and what in _NEXT:
            return name + _NEXT[what].format(f"{total:,}")
        told = f"{name}{words}, {done:,} of {total:,} {_UNITS.get(what, '')}".rstrip()
        return told + self._count.left()


def _duration(seconds: float) -> str:
    """
    >>> _duration(8.2), _duration(200), _duration(9000)
    ('8 s', '3 min', '2.5 h')
    """
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
