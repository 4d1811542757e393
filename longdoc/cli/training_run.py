"""What all `longdoc train` runs share: the check that nothing is overwritten, progress, and results."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from longdoc.cli import messages
from longdoc.cli.terminal import one_line, write, write_json
from longdoc.errors import ResultsNotWritten, UsageError

if TYPE_CHECKING:
    from longdoc.training.deploy import Outcome

__all__ = ["found", "guard", "show", "tell", "written_to"]

OS_ERROR = re.compile(r"(?:I/O error: )?([^:]+) \(os error \d+\)")  # how safetensors says so
BEGUN = {"initial", "metrics.jsonl"}  # all that a run leaves if it is killed before its first checkpoint


def guard(out: Path, resume: bool) -> None:
    """Refuse to overwrite a model, and resume a run only on request."""
    from longdoc.training.loop.state import has_state

    if out.exists() and not out.is_dir():
        raise UsageError(f"--out {out}: is a file; give a folder")
    if resume:
        return
    if has_state(out):
        raise UsageError(f"--out {out}: contains a run; continue it with --resume, or give another folder")
    if out.is_dir() and any(path.name not in BEGUN for path in out.iterdir()):
        raise UsageError(f"--out {out}: is not empty; give another folder")


@contextmanager
def written_to(out: Path) -> Iterator[None]:
    """Report a disk that is full, or cannot be written, as such; data that cannot be read has its own error.

    Raises:
        ResultsNotWritten: the run could not write its files.
    """
    from safetensors import SafetensorError

    try:
        yield
    except BrokenPipeError:
        raise
    except (OSError, SafetensorError) as error:
        said = OS_ERROR.search(str(error))
        reason = getattr(error, "strerror", None) or (said and said[1])
        if not reason:
            raise
        name = getattr(error, "filename", None) or f"--out {out}"
        raise ResultsNotWritten(
            f"{name}: cannot be written ({reason}); the last saved state is kept"
        ) from error


def tell(line: str) -> None:
    """A line on stderr, unless --quiet."""
    if not messages.settings.quiet:
        print(one_line(line), file=sys.stderr, flush=True)  # noqa: T201


def found(path: Path, folder: Path) -> Path:
    """A file to evaluate on, as given or in the data folder."""
    for place in (path, folder / path):
        if place.exists():
            return place
    raise UsageError(f"--eval {path}: no such file, here or in {folder}")


def show(out: Path, outcome: Outcome, as_json: bool) -> None:
    """Write the results of a run to standard output."""
    progress = outcome.progress
    if as_json:
        write_json(
            {
                "model": str(out),
                "steps": progress.step,
                "tokens": progress.tokens,
                "minutes": round(progress.spent_s / 60, 2),
                "figures": outcome.figures,
            }
        )
        return
    write(str(out))
    for file, figures in outcome.figures.items():
        write(one_line(f"{file}  " + "  ".join(f"{name} {value:g}" for name, value in figures.items())))
