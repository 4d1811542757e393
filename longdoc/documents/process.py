"""Sandboxing of worker processes: they end with their parent and have a memory limit."""

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
    """Have this process killed when its parent ends, whatever it is doing."""
    parent = os.getppid()
    if sys.platform == "linux":
        import ctypes

        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def limit_memory(memory_bytes: int, *, may_write: bool = True) -> None:
    """Limit the memory of this process, and forbid core dumps and writing files."""
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
    """Poll for the parent, for systems without a death signal and parents that ended before it was set."""
    while os.getppid() == parent:
        time.sleep(LOOK_EVERY_S)
    os._exit(1)
