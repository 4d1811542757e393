"""A bar on standard error for what takes longer than a moment; nothing where no terminal is."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Self

from longdoc.cli.terminal import one_line

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

__all__ = ["ProgressBar"]

_PATIENCE_S = 0.7
_WORDS = {"model": "loading the model", "pages": "taking out the text", "tokens": "reading"}


class ProgressBar:
    """Called by longdoc with what is being counted, how much is done, and how much there is in all."""

    def __init__(self, quiet: bool = False) -> None:
        self.document = ""
        self._shown = not quiet and sys.stderr.isatty()
        self._bar: Progress | None = None
        self._task: TaskID | None = None
        self._stage = ("", "")
        self._since_s = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.clear()

    def __call__(self, what: str, done: int, total: int) -> None:
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
        """The same documents, each named in the bar while it is worked on."""
        for source in sources:
            self.document = source
            yield source

    def clear(self) -> None:
        """Take the bar away, for results or the next stage."""
        if self._bar is not None:
            self._bar.stop()
        self._bar = self._task = None
        self._stage = ("", "")

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

        words = f"{one_line(self.document)} {_WORDS.get(what, what)}".strip()
        columns: list[ProgressColumn] = [TextColumn("{task.description}"), BarColumn()]
        if what != "model":
            columns += [TaskProgressColumn(), TimeRemainingColumn()]
        self._bar = Progress(*columns, console=Console(file=sys.stderr), transient=True)
        self._task = self._bar.add_task(escape(words), total=None)
        self._bar.start()
