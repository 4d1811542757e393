"""Where the network's numbers lie: memory once asked for stays with the process, in large pages.

Every product makes its own output. What is given back to the system has to be asked for, and written with
zeros, page by page the next time, which costs about an eighth of the time of reading a document.

To be called before torch is imported, as torch looks up the environment when it first needs memory.
"""

from __future__ import annotations

import ctypes
import os
import sys
from contextlib import suppress

__all__ = ["keep_memory"]

TRIM_THRESHOLD, TOP_PAD, MMAP_THRESHOLD = -1, -2, -3  # names of glibc's malloc.h for its mallopt
KEPT_BYTES = 512 << 20  # free memory at the end of the heap that is not given back
OLD_LIMIT_BYTES = 32 << 20  # that glibc before 2.35 takes as the size from which memory is mapped
MORE_BYTES = 256 << 20  # asked for beyond what is needed, when more is needed; costs nothing until written


def keep_memory(*, large_pages: bool = True) -> None:
    """Tell glibc and torch so, for this process; elsewhere nothing is changed. What a user has set stays.

    Args:
        large_pages: worth their making where long texts are read, not for a question to one read before.
    """
    if sys.platform != "linux":
        return
    if large_pages:
        os.environ.setdefault("THP_MEM_ALLOC_ENABLE", "1")
    if any(name.startswith("MALLOC_") for name in os.environ):
        return
    with suppress(OSError, AttributeError):
        mallopt = ctypes.CDLL(None).mallopt
        # the first that fails would leave the others without their effect
        if mallopt(MMAP_THRESHOLD, KEPT_BYTES) or mallopt(MMAP_THRESHOLD, OLD_LIMIT_BYTES):
            mallopt(TRIM_THRESHOLD, KEPT_BYTES)
            mallopt(TOP_PAD, MORE_BYTES)
