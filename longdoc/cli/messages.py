"""Messages on standard error: one line per error or note."""

from __future__ import annotations

import logging
import sys
import traceback
import warnings
from contextlib import suppress
from dataclasses import dataclass

from longdoc.cli.terminal import printable

__all__ = ["complain", "note", "set_up", "settings", "show", "tell"]


@dataclass(slots=True)
class Settings:
    """How verbose this run is."""

    debug: bool = False
    quiet: bool = False


settings = Settings()


def complain(message: str, error: BaseException | None = None) -> None:
    """Report an error in one line; with --debug, its traceback too."""
    if settings.debug and error is not None:
        _trace(error)
    _line(message)


def note(message: str) -> None:
    """Report something that is not an error; suppressed by --quiet."""
    if not settings.quiet:
        _line(message)


def tell(message: str) -> None:
    """Report what was asked for but is not a result: the statistics of a batch."""
    _line(message)


def show(text: str) -> None:
    """Show text of several lines as it is: the help in place of a command."""
    _write(printable(text))


def set_up() -> None:
    """Show longdoc's warnings as notes, and hide those of its dependencies."""
    settings.debug = settings.quiet = False
    logger = logging.getLogger("longdoc")
    logger.handlers = [_NoteHandler()]
    logger.propagate = False
    logging.getLogger().handlers = logging.getLogger().handlers or [logging.NullHandler()]
    if not sys.warnoptions:
        warnings.simplefilter("ignore")


class _NoteHandler(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        if record.levelno >= logging.WARNING:
            note(record.getMessage())
        if settings.debug and error is not None:
            _trace(error)


def _trace(error: BaseException) -> None:
    lines = "".join(traceback.format_exception(error)).splitlines()
    _write("\n".join(printable(line) for line in lines))


def _line(message: str) -> None:
    _write(printable(" ".join(f"longdoc: {message}".split())))


def _write(text: str) -> None:
    with suppress(OSError, ValueError, AttributeError):  # closed, full, or nobody listens
        sys.stderr.write(text + "\n")
        sys.stderr.flush()
