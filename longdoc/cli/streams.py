"""The standard streams when they are closed, full, or no longer read."""

from __future__ import annotations

import errno
import os
import signal
import stat
import sys
from contextlib import suppress
from typing import NoReturn

__all__ = [
    "BROKEN_PIPE", "NOT_WRITTEN", "TERMINATED", "end_by_signal", "has_piped_input", "is_output_error", "mend",
    "silence_stdout",
]  # fmt: skip

NOT_WRITTEN = 74  # EX_IOERR in sysexits.h
BROKEN_PIPE, TERMINATED = 141, 143  # as shells report a program that SIGPIPE or SIGTERM ended
_SIGNALS = {BROKEN_PIPE: "SIGPIPE", TERMINATED: "SIGTERM"}
_OUTPUT_ERRORS = (errno.EBADF, errno.EIO, errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EAGAIN)


def mend() -> None:
    """Reopen closed standard streams, so that no other file takes their descriptors.

    Writing to a closed standard output fails as usual; writing to a closed standard error is ignored.
    A terminal said to have no columns would show nothing; its width is then unknown.
    """
    if not os.environ.get("COLUMNS", "80").strip("0"):
        del os.environ["COLUMNS"]
    for number, name, flags in (
        (0, "stdin", os.O_RDONLY),
        (1, "stdout", os.O_RDONLY),
        (2, "stderr", os.O_RDWR),
    ):
        if getattr(sys, name) is None:
            _open_at(number, flags)
            setattr(sys, name, open(number, "r" if number == 0 else "w", encoding="utf-8"))  # noqa: SIM115, PTH123
    with suppress(OSError, ValueError):  # a pipe that is full is waited for
        os.set_blocking(1, True)


def is_output_error(error: BaseException) -> bool:
    """Whether an error comes from a standard stream: errors from files carry the file's name."""
    return isinstance(error, OSError) and error.filename is None and error.errno in _OUTPUT_ERRORS


def has_piped_input() -> bool:
    """Whether another program has written something to standard input; nothing of it is read."""
    with suppress(ImportError, OSError, ValueError):
        import fcntl
        import termios

        number = sys.stdin.fileno()
        if stat.S_ISFIFO(os.fstat(number).st_mode):
            waiting = fcntl.ioctl(number, termios.FIONREAD, bytes(4))
            return any(waiting)
    return False


def silence_stdout() -> None:
    """Discard the interpreter's final flush after a closed pipe or a full disk."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def end_by_signal(code: int) -> NoReturn:
    """Exit by SIGPIPE, as other programs do when their output is closed, or by SIGTERM."""
    number = getattr(signal, _SIGNALS[code], None)
    if number is not None:
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)
    os._exit(code)


def _open_at(number: int, flags: int) -> None:
    descriptor = os.open(os.devnull, flags)
    if descriptor != number:
        os.dup2(descriptor, number)
        os.close(descriptor)
