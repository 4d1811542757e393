"""Memory that was freed stays with the process, unless a user wants it otherwise."""

import os
import platform
import subprocess
import sys

import pytest

ASK_AND_FREE = """
import os, numpy as np
from longdoc.allocator import keep_memory
def resident(): return int(open("/proc/self/statm").read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
keep_memory()
before = resident()
numbers = np.ones(100 << 20, np.uint8)
numbers = None
print((resident() - before) >> 20, os.environ.get("THP_MEM_ALLOC_ENABLE"))
"""

pytestmark = pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc is told")


def asked(**settings: str) -> tuple[int, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MALLOC_", "THP_"))}
    out = subprocess.check_output([sys.executable, "-c", ASK_AND_FREE], env=kept | settings, text=True)
    mebibytes, pages = out.split()
    return int(mebibytes), pages


def test_what_was_freed_stays() -> None:
    mebibytes, pages = asked()
    assert mebibytes >= 90  # of 100: the kernel may take pages of code back meanwhile
    assert pages == "1"


def test_a_user_may_decide() -> None:
    mebibytes, pages = asked(MALLOC_MMAP_THRESHOLD_="1000000", THP_MEM_ALLOC_ENABLE="0")
    assert mebibytes < 50
    assert pages == "0"
