"""Files that are written as a whole: they replace their target atomically, or leave it as it is."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from longdoc.errors import ResultsNotWritten

__all__ = ["replaced", "writable"]


@contextmanager
def replaced(path: Path) -> Iterator[IO[bytes]]:
    """A file to write that replaces its target atomically, once it is on disk."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    with writable(path):
        try:
            with part.open("wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)


@contextmanager
def writable(path: Path) -> Iterator[None]:
    """Turn the system's errors into a ResultsNotWritten that names the file."""
    try:
        yield
    except OSError as error:
        raise ResultsNotWritten(f"{path}: cannot be written ({error.strerror or error})") from error
