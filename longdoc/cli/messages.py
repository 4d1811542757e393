"""Messages on standard error: one line for each error and note, and nothing else."""

from __future__ import annotations

import logging
import sys
import traceback
import warnings
from contextlib import suppress
from dataclasses import dataclass

from longdoc.cli.terminal import printable

__all__ = ["complain", "note", "set_up", "settings", "tell"]


@dataclass(slots=True)
class Settings:
    """How much this run says."""

    debug: bool = False
    quiet: bool = False


settings = Settings()


def complain(message: str, error: BaseException | None = None) -> None:
    """An error, in one line; under --debug with its traceback."""
    if settings.debug and error is not None:
        _trace(error)
    _line(message)


def note(message: str) -> None:
    """Information that changes nothing; suppressed by --quiet."""
    if not settings.quiet:
        _line(message)


def tell(message: str) -> None:
    """Requested information that is not a result: the statistics of a batch."""
    _line(message)


def set_up() -> None:
    """Show longdoc's warnings as notes, and hide those of its libraries."""
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
