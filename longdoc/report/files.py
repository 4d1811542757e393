"""Writes result files atomically, and creates folders for them."""

from __future__ import annotations

import errno
import os
import tempfile
from contextlib import suppress
from pathlib import Path

from longdoc.errors import ResultsNotWritten, UsageError

__all__ = ["make_folder", "write_whole"]


def make_folder(out: Path) -> None:
    """Create a folder for results, unless it exists.

    Raises:
        ResultsNotWritten: it cannot be created.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ResultsNotWritten(f"{out}: cannot be created ({error.strerror})") from error


def write_whole(out: Path, data: bytes) -> None:
    """Write a temporary file in the same folder, then move it to `out`, replacing an existing file.

    Raises:
        UsageError: something that is no file stands there.
        ResultsNotWritten: it cannot be written there, or the disk is full.
    """
    try:
        if out.is_dir() or (out.exists() and not out.is_file()):
            raise UsageError(f"{out}: is not a file; give the name of one")
        handle, name = tempfile.mkstemp(dir=out.parent or ".", prefix=f".{out.name}.", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            mask = os.umask(0)
            os.umask(mask)
            Path(name).chmod(0o666 & ~mask)
            Path(name).replace(out)
        except BaseException:
            with suppress(OSError):
                Path(name).unlink()
            raise
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise ResultsNotWritten(f"{out}: no space left on the disk, so it was not written") from error
        raise ResultsNotWritten(f"{out}: cannot be written ({error.strerror})") from error
