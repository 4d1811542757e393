"""`python -m longdoc` is `longdoc`."""

from __future__ import annotations

from longdoc.cli.app import console

if __name__ == "__main__":
    console()
