"""Ctrl-C and SIGTERM end a run soon, also where the exception that a signal raises would be lost.

Python runs a signal handler between two instructions of the main thread. What it raises is discarded by
compiled modules that are being imported (torch), and in finalizers; and if the signal arrives just before a
system call that waits, such as reading standard input, the handler only runs when that call returns. A thread
therefore interrupts the main thread until the exception has been raised where it counts.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from types import FrameType
from typing import TYPE_CHECKING

from longdoc.cli.streams import TERMINATED

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

__all__ = ["heed_signals"]

IMPORTING = "<frozen importlib._bootstrap>"  # the file of a frame that imports a module
STEP_S = 0.05  # between two attempts
LEAST_ATTEMPTS = 3  # one may come just before the system call, as the signal did
ENDING = (signal.SIGTERM, signal.SIGINT)


def heed_signals() -> None:
    """Raise SystemExit on SIGTERM, and KeyboardInterrupt on Ctrl-C unless that is ignored.

    A second SIGTERM ends the process at once.
    """
    watch = _Watch()
    if hasattr(signal, "pthread_kill"):
        watch.start()
    signal.signal(signal.SIGTERM, watch.receive)
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:  # as in a shell's background job
        signal.signal(signal.SIGINT, watch.receive)


class _Watch:
    """The signal that is to end the run, until its exception has been raised."""

    def __init__(self) -> None:
        self._pending: int | None = None
        self._waking = -1  # the descriptor on which Python announces signals
        self._told = sys.unraisablehook

    def start(self) -> None:
        """Have a thread see to it that no signal is missed; only where threads can be sent signals."""
        announced, self._waking = os.pipe()
        os.set_blocking(self._waking, False)
        signal.set_wakeup_fd(self._waking, warn_on_full_buffer=False)
        signal.signal(signal.SIGURG, self._retry)
        sys.unraisablehook = self._on_discarded
        threading.Thread(target=self._insist, args=(announced,), daemon=True, name="signals").start()

    def receive(self, number: int, frame: FrameType | None) -> None:
        """Handle a signal: end as after an interruption, so that what is done is kept and reported."""
        if number == signal.SIGTERM and self._pending == number:  # the second one
            signal.signal(number, signal.SIG_DFL)
            os.kill(os.getpid(), number)
        self._pending = number
        if self._waking < 0 or not _is_importing(frame):
            self._end()

    def _retry(self, _: int, frame: FrameType | None) -> None:
        if self._pending is not None and not _is_importing(frame):
            self._end()

    def _end(self) -> None:
        number, self._pending = self._pending, None
        if number == signal.SIGINT:
            raise KeyboardInterrupt
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        raise SystemExit(TERMINATED)

    def _on_discarded(self, lost: UnraisableHookArgs) -> None:
        """Raise it again if Python discards what a signal raised, as in a finalizer."""
        error = lost.exc_value
        if isinstance(error, KeyboardInterrupt):
            self._pending = int(signal.SIGINT)
        elif isinstance(error, SystemExit) and error.code == TERMINATED:
            self._pending = int(signal.SIGTERM)
        else:
            self._told(lost)
            return
        os.write(self._waking, bytes([self._pending]))

    def _insist(self, announced: int) -> None:
        main = threading.main_thread().ident
        while numbers := os.read(announced, 1):
            attempts = LEAST_ATTEMPTS if numbers[0] in ENDING else 0
            while attempts > 0 or self._pending is not None:
                time.sleep(STEP_S)
                attempts -= 1
                if main is not None:
                    signal.pthread_kill(main, signal.SIGURG)


def _is_importing(frame: FrameType | None) -> bool:
    """Whether the main thread is importing a module, whose compiled part may discard an exception."""
    while frame is not None and frame.f_code.co_filename != IMPORTING:
        frame = frame.f_back
    return frame is not None
