"""A process that reads for another one: it ends with it, and takes no more memory than it may."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from contextlib import suppress

__all__ = ["end_with_parent", "limit_memory"]

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


def limit_memory(memory_bytes: int, *, may_write: bool = True) -> None:
    """Take no more memory than this from now on, leave no core behind, and write no files."""
    try:
        import resource
    except ImportError:  # Windows has none; time is limited there by the parent, memory is not
        return
    limits = [(resource.RLIMIT_AS, memory_bytes), (resource.RLIMIT_CORE, 0)]
    if not may_write:
        limits.append((resource.RLIMIT_FSIZE, 0))
    for kind, limit in limits:
        try:
            _, hard = resource.getrlimit(kind)
            resource.setrlimit(kind, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))
        except (OSError, ValueError):  # macOS refuses some
            continue


def _watch(parent: int) -> None:
    """Where the system has no such wish, and where the parent ended before it was said."""
    while os.getppid() == parent:
        time.sleep(LOOK_EVERY_S)
    os._exit(1)
