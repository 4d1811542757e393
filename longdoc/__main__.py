"""`python -m longdoc` is `longdoc`."""

from __future__ import annotations

import sys

from longdoc.cli.app import main

if __name__ == "__main__":
    sys.exit(main())
