"""Standard input as the protocol's library can read it: lone surrogates in JSON become U+FFFD.

A client that cuts text within a character beyond U+FFFF sends half of it, `\\ud83d`. The library drops such a
line without an answer, and the client waits for ever.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from threading import Thread
from typing import BinaryIO

__all__ = ["mend_standard_input", "mended"]

# Escapes are matched one by one, so that a backslash that is escaped itself begins none.
_ESCAPE = re.compile(
    rb"(?P<kept>\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})"
    rb"|(?P<lone>\\u[dD][89a-fA-F][0-9a-fA-F]{2})|\\."
)


def mended(line: bytes) -> bytes:
    r"""A line of JSON without lone surrogates.

    >>> mended(rb'"\ud83d \ud83d\ude00 \\ud83d"')
    b'"\\ufffd \\ud83d\\ude00 \\\\ud83d"'
    """
    return _ESCAPE.sub(lambda escape: rb"\ufffd" if escape["lone"] else escape[0], line)


def mend_standard_input() -> None:
    """From now on, whoever reads descriptor 0 gets mended lines; they come through a pipe and a thread."""
    source = os.fdopen(os.dup(0), "rb")
    reading, writing = os.pipe()
    os.dup2(reading, 0)
    os.close(reading)
    Thread(target=_pass_on, args=(source, os.fdopen(writing, "wb")), daemon=True, name="input").start()


def _pass_on(source: BinaryIO, target: BinaryIO) -> None:
    with suppress(OSError), source, target:  # the server has ended
        for line in source:
            target.write(mended(line))
            target.flush()
