"""`python -m longdoc` is `longdoc`."""

from __future__ import annotations

import signal
from typing import NoReturn

__all__ = ["start"]


def start() -> NoReturn:
    """Entry point of the `longdoc` script.

    Ctrl-C ends the process without a traceback while the command line is still being imported.
    """
    is_usual = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if is_usual:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from longdoc.cli.app import console

    if is_usual:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    console()


if __name__ == "__main__":
    start()
