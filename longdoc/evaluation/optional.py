"""Optional libraries that only baselines need; a baseline without its library is reported and skipped."""

from __future__ import annotations

from importlib import import_module
from typing import Any

__all__ = ["BaselineMissing", "optional_library"]


class BaselineMissing(Exception):
    """A baseline is not available; the message says why and, if possible, what to install."""


def optional_library(name: str) -> Any:
    """Import a module that the extra [bench] installs.

    Raises:
        BaselineMissing: it is not installed.
    """
    try:
        return import_module(name)
    except ImportError as error:
        reason = (str(error).strip().splitlines() or [name])[0]
        raise BaselineMissing(f"not installed ({reason}); pip install 'longdoc[bench]'") from error
