"""Ends the work of a thread from another one, as Ctrl-C ends that of the main thread."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Callable
from typing import ParamSpec, TypeVar

__all__ = ["Cancellation"]

P = ParamSpec("P")
T = TypeVar("T")

CHANCES = 100  # to raise what another thread has asked for: Python does at the end of a loop's body


class Cancellation:
    """Whether a call is to end; a running one is interrupted at its next instruction in Python."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._thread: int | None = None  # which runs the call
        self._is_asked = False

    def ask(self) -> None:
        """End the call, from another thread."""
        with self._lock:
            self._is_asked = True
            if self._thread is not None:
                interruption = ctypes.py_object(KeyboardInterrupt)
                ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(self._thread), interruption)

    def run(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The result of a call, which runs in this thread.

        Raises:
            KeyboardInterrupt: the call was to end; never after this function has returned.
        """
        with self._lock:
            if self._is_asked:
                raise KeyboardInterrupt
            self._thread = threading.get_ident()
        try:
            return call(*args, **kwargs)
        finally:
            with self._lock:
                self._thread = None
            for _ in range(CHANCES):
                pass

    def check(self) -> None:
        """Raise KeyboardInterrupt if the call is to end, for one that was discarded before."""
        if self._is_asked:
            raise KeyboardInterrupt
