"""Progress of a long run: a bar on a terminal, a line every 15 seconds everywhere else."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import TYPE_CHECKING, Self

from longdoc.cli import messages
from longdoc.cli.terminal import one_line, source_name

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

__all__ = ["ProgressBar"]

LINE_EVERY_S = 15.0
_PATIENCE_S = 0.7
_WORDS = {
    "model": "loading the model",
    "opening": "opening",
    "pages": "extracting the text",
    "scans": "recognising scanned pages (OCR)",
    "tokens": "reading",
    "passages": "reading passages with the question",
    "quotations": "comparing the quotations with the sources",
    "files": "files",
}
_UNITS = {"pages": "pages", "scans": "pages", "tokens": "tokens", "files": "files"}
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
        terminal = sys.stderr.isatty()
        self._shown = not quiet and terminal
        self._lines = _Lines() if not quiet and not terminal else None
        self._bar: Progress | None = None
        self._task: TaskID | None = None
        self._stage = ("", "")
        self._since_s = 0.0

    def __enter__(self) -> Self:
        if self._lines:
            self._lines.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self.clear()
        if self._lines:
            self._lines.stop()

    def __call__(self, what: str, done: int, total: int) -> None:
        if self._lines:
            self._lines.update(self.document, what, done, total)
        if not self._shown:
            return
        if self._stage != (self.document, what):
            self.clear()
            self._stage, self._since_s = (self.document, what), time.monotonic()
        if self._bar is None and what != "model" and time.monotonic() - self._since_s < _PATIENCE_S:
            return
        if self._bar is None:
            self._show(what)
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, completed=done, total=total if what != "model" else None)

    def over(self, sources: Iterable[str]) -> Iterator[str]:
        """Yield the documents, naming each in the bar while it is processed."""
        for source in sources:
            self.begin(source)
            yield source

    def begin(self, source: str) -> None:
        """Name the document that the next steps work on; parsing it may precede the first that counts."""
        self.document = source
        if self._lines:
            self._lines.update(source, "opening", 0, 0)

    def clear(self) -> None:
        """Remove the bar, before results or the next stage."""
        if self._bar is not None:
            self._bar.stop()
        self._bar = self._task = None
        self._stage = ("", "")
        if self._lines:
            self._lines.pause()

    def _show(self, what: str) -> None:
        from rich.console import Console
        from rich.markup import escape
        from rich.progress import (
            BarColumn,
            Progress,
            ProgressColumn,
            TaskProgressColumn,
            TextColumn,
            TimeRemainingColumn,
        )

        name = one_line(PurePath(self.document).name)  # the bar needs the rest of the line
        words = f"{name} {_WORDS.get(what, what)}".strip()
        columns: list[ProgressColumn] = [TextColumn("{task.description}"), BarColumn()]
        if what != "model":
            columns += [TaskProgressColumn(), TimeRemainingColumn()]
        self._bar = Progress(*columns, console=Console(file=sys.stderr), transient=True)
        self._task = self._bar.add_task(escape(words), total=None)
        self._bar.start()


class _Lines:
    """A thread that reports at intervals, so that stages with rare updates are visible too."""

    def __init__(self) -> None:
        self._ended = threading.Event()
        self._stage: tuple[str, str] | None = None
        self._counts = (0, 0)
        self._begun_s = 0.0
        self._begun_at = 0
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
        if self._stage != (document, what) or done < self._counts[0]:
            self._begun_s, self._begun_at = time.monotonic(), done
        self._stage, self._counts = (document, what), (done, total)

    def _run(self) -> None:
        while not self._ended.wait(LINE_EVERY_S):
            if (stage := self._stage) is not None:
                messages.note(self._line(*stage, *self._counts))

    def _line(self, document: str, what: str, done: int, total: int) -> str:
        words = _WORDS.get(what, what)
        told = f"{source_name(document)}: {words}" if document else words
        if what == "model" or not total:
            return told
        if done >= total and what in _NEXT:
            return (f"{source_name(document)}: " if document else "") + _NEXT[what].format(f"{total:,}")
        told += f", {done:,} of {total:,} {_UNITS.get(what, '')}".rstrip()
        advanced, spent_s = done - self._begun_at, time.monotonic() - self._begun_s
        if advanced > 0 and done < total:
            told += f", about {_duration((total - done) * spent_s / advanced)} left"
        return told


def _duration(seconds: float) -> str:
    """
    >>> _duration(8.2), _duration(200), _duration(9000)
    ('8 s', '3 min', '2.5 h')
    """
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
