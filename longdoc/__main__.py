"""`python -m longdoc` is `longdoc`."""

from __future__ import annotations

import signal
from typing import NoReturn

__all__ = ["start"]


def start() -> NoReturn:
    """Entry point of the `longdoc` script.

    Ctrl-C ends the process without a traceback until `console` handles it.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from longdoc.cli.app import console

    console()


if __name__ == "__main__":
    start()
