"""What every `longdoc train` minds: nothing is overwritten, and the run tells how it goes on."""

from __future__ import annotations

import sys
from pathlib import Path

from longdoc.cli import messages
from longdoc.cli.terminal import one_line
from longdoc.errors import UsageError

__all__ = ["guard", "tell"]

BEGUN = {"initial", "metrics.jsonl"}  # what a run leaves that was killed before its first state


def guard(out: Path, resume: bool) -> None:
    """Nothing is overwritten in silence, and a run is resumed only on purpose."""
    from longdoc.training.train.state import has_state

    if out.exists() and not out.is_dir():
        raise UsageError(f"--out {out}: is a file; give a folder")
    if resume:
        return
    if has_state(out):
        raise UsageError(f"--out {out}: holds a run already; go on with --resume, or give another folder")
    if out.is_dir() and any(path.name not in BEGUN for path in out.iterdir()):
        raise UsageError(f"--out {out}: is not empty; give another folder")


def tell(line: str) -> None:
    if not messages.settings.quiet:
        print(one_line(line), file=sys.stderr, flush=True)  # noqa: T201
