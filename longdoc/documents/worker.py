"""A process that reads for another one ends with it, also when that is killed in the midst of a page."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from contextlib import suppress

__all__ = ["end_with_parent"]

PR_SET_PDEATHSIG = 1
LOOK_EVERY_S = 0.5


def end_with_parent() -> None:
    """From now on this process is killed when its parent ends, whatever it is doing."""
    parent = os.getppid()
    if sys.platform == "linux":
        import ctypes

        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    """Where the system has no such wish, and where the parent ended before it was said."""
    while os.getppid() == parent:
        time.sleep(LOOK_EVERY_S)
    os._exit(1)
